"""``port-settings.json``, signed offline: which registry this is, and how each port works."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, cast

import msgspec

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.trust.view import RegistryPlace

PORT_SETTINGS_LIMIT = 256 * 1024
# Hours at which data is ageing, stale, and past accepting (architecture).
_GRADES = {"records": [24, 72, 168], "status": [6, 24, 96], "state": [6, 24, 96]}

Scope = Literal["port", "national"]
_Days = Annotated[int, msgspec.Meta(ge=0, le=730)]


class WindowDays(msgspec.Struct, frozen=True):
    """How many days before its first day of validity a permit's record comes to a port, and how
    many after its last it stays: long enough for whoever returns late."""

    before: _Days = 60
    after: _Days = 30


class PortScope(msgspec.Struct, frozen=True):
    """What a port's packs hold: permits of that port within the window of days, or (``national``)
    of every port within it."""

    scope: Scope = "port"
    window_days: WindowDays = WindowDays()

    @property
    def national(self) -> bool:
        """Whether the port holds permits of every port."""
        return self.scope == "national"


class _Scopes(msgspec.Struct, frozen=True):
    ports: dict[str, PortScope] = {}
    registry: dict[str, msgspec.Raw] = {}


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What a ceremony puts in the place of what stands; None leaves it."""

    address: str | None = None
    recovery: str | None = None
    epoch: str | None = None
    scopes: Mapping[str, Scope] = field(default_factory=dict)

    def is_nothing(self) -> bool:
        """Whether nothing would change."""
        return not self.scopes and (self.address, self.recovery, self.epoch) == (None,) * 3


def port_settings(
    season: int,
    place: RegistryPlace,
    *,
    national: frozenset[str] = frozenset(),
    lanes: Mapping[str, int] | None = None,
) -> bytes:
    """The target's first content. ``national`` names ports that hold every port's permits,
    ``lanes`` how many lanes a port has, where that is known."""
    counted = lanes or {}
    rows = {
        port.port_id: {
            "grades": _GRADES,
            "lane": {"lanes": counted[port.port_id]} if port.port_id in counted else {},
            **_scope_fields(PortScope("national" if port.port_id in national else "port")),
        }
        for port in ports()
    }
    registry = {
        "audience": place.audience,
        "epoch": place.epoch,
        "season": season,
        "address": place.address,
        "inbox": place.inbox,
        "recovery": place.recovery,
    }
    return _encoded({"version": 1, "season": season, "ports": rows, "registry": registry})


def changed_settings(content: bytes, change: SettingsChange) -> bytes:
    """The same settings with these changes; fields that this program does not know are kept.

    Raises ConfigError for content that is not of its form, and for an unknown port.
    """
    settings = _checked(content)
    registry = settings.setdefault("registry", {})
    named = {"address": change.address, "recovery": change.recovery, "epoch": change.epoch}
    registry.update({name: value for name, value in named.items() if value is not None})
    for port_id, scope in change.scopes.items():
        if port_id not in {port.port_id for port in ports()}:
            raise ConfigError("no such port", key="api.unknown-port", port=port_id[:16])
        settings.setdefault("ports", {}).setdefault(port_id, {})["scope"] = scope
    return _encoded(settings)


def same_registry(content: bytes, held: bytes) -> bytes:
    """Settings that somebody wrote, still those of this registry: its name, keys and season are
    taken from the settings held, its address and recovery key unless they are given.

    Raises ConfigError for content that is not of its form.
    """
    settings, own = _checked(content), _checked(held).get("registry", {})
    given = {name: settings.get("registry", {}).get(name) for name in ("address", "recovery")}
    settings["registry"] = {**own, **{name: text for name, text in given.items() if text}}
    return _encoded(settings)


def port_scopes(content: bytes) -> Mapping[str, PortScope]:
    """What each port's packs hold, by port id; the defaults where the settings are silent.

    Raises ConfigError for content that is not of its form.
    """
    if len(content) > PORT_SETTINGS_LIMIT:
        raise _malformed()
    try:
        found = msgspec.json.decode(content, type=_Scopes).ports
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed() from error
    return {port.port_id: found.get(port.port_id, PortScope()) for port in ports()}


def registry_named(content: bytes) -> Mapping[str, str]:
    """The texts by which settings name their registry. Raises ConfigError."""
    registry = _checked(content).get("registry", {})
    return {name: text for name, text in registry.items() if isinstance(text, str)}


def _checked(content: bytes) -> dict[str, Any]:
    """All fields of settings of the form, those that are not known here too. Raises ConfigError."""
    port_scopes(content)
    try:
        return cast("dict[str, Any]", json.loads(content))
    except (ValueError, RecursionError) as error:  # in a field that was passed over
        raise _malformed() from error


def _scope_fields(scope: PortScope) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.to_builtins(scope))


def _encoded(settings: Mapping[str, object]) -> bytes:
    return json.dumps(settings, sort_keys=True, separators=(",", ":")).encode()


def _malformed() -> ConfigError:
    return ConfigError("port settings", key="ceremony.malformed", file="port-settings.json")
