"""The names of the repository's targets: one place for those who publish and those who read."""

from __future__ import annotations

from dataclasses import dataclass

ISSUER_KEYS = "issuer-keys.json"
SEASON_RULES = "season-rules.json"
PORT_SETTINGS = "port-settings.json"
# Targets of the offline role.
TOP_LEVEL = (ISSUER_KEYS, SEASON_RULES, PORT_SETTINGS)
# Targets of the online role ``status``: the status lists and state table, who was recalled, and
# which issuer keys are trusted no more.
STATUS_ROLE = "status"
STATUS_TARGET = "status/current"
RECALLED_TARGET = "status/recalled"
DISTRUSTED_TARGET = "status/distrusted"
BAD_NEWS = (STATUS_TARGET, RECALLED_TARGET, DISTRUSTED_TARGET)
# The remark beside a lane's records that a list of staff was taken in.
STAFF_NOTE = "staff-target"
# A port's online role is named so, with the port's id after it.
PORT_ROLE = "port-"


@dataclass(frozen=True, slots=True)
class PortTargets:
    """The names of a port's targets, all of the role ``port-<port id>``.

    ``key`` is the port's age identity wrapped for each of its devices. Packs sealed to that key:
    ``manifest``, ``elsewhere``, ``receipts`` (the registry's receipts for this port's journals)
    ``officers`` (who may sign in there), ``contacts`` (whom to telephone) and the segments.
    ``devices`` is the device list in JSON, public.
    """

    port_id: str

    @property
    def key(self) -> str:
        return f"{self.port_id}/key"

    @property
    def manifest(self) -> str:
        return f"{self.port_id}/manifest"

    @property
    def elsewhere(self) -> str:
        return f"{self.port_id}/elsewhere"

    @property
    def receipts(self) -> str:
        return f"{self.port_id}/receipts"

    @property
    def officers(self) -> str:
        return f"{self.port_id}/officers"

    @property
    def contacts(self) -> str:
        return f"{self.port_id}/contacts"

    @property
    def devices(self) -> str:
        return f"{self.port_id}/devices"

    def segment(self, name: str) -> str:
        """A record pack; ``name`` is 32 hexadecimal digits."""
        return f"{self.port_id}/{name}"
