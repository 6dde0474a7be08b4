"""``port-settings.json``, signed offline: which registry this is, and how each port works."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, cast

import msgspec

from checkpoint_app.domain.lane_rules import LONGEST_ASK_MS
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.protocol.hub_address import MOST_HUBS, is_hub_address
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
    """What a ceremony puts in the place of what stands; None leaves it. ``scopes``, ``hubs`` (a
    port's addresses, in place of those it had) and ``ask_ms`` are by port id."""

    address: str | None = None
    recovery: str | None = None
    epoch: str | None = None
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    hubs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ask_ms: Mapping[str, int] = field(default_factory=dict)

    def is_nothing(self) -> bool:
        """Whether nothing would change."""
        of_ports = self.scopes or self.hubs or self.ask_ms
        return not of_ports and (self.address, self.recovery, self.epoch) == (None,) * 3


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

    Raises ConfigError for content that is not of its form, an unknown port, ``ceremony.wrong_hub``
    for an address that is none (or one too many), ``ceremony.wrong_ask``.
    """
    settings = _checked(content)
    registry = settings.setdefault("registry", {})
    named = {"address": change.address, "recovery": change.recovery, "epoch": change.epoch}
    registry.update({name: value for name, value in named.items() if value is not None})
    for port_id, scope in change.scopes.items():
        _of_port(settings, port_id)["scope"] = scope
    for port_id, hubs in change.hubs.items():
        _of_lanes(settings, port_id)["hubs"] = _sound_hubs(hubs)
    for port_id, milliseconds in change.ask_ms.items():
        _of_lanes(settings, port_id)["ask_ms"] = _sound_ask(milliseconds)
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


def port_hubs(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """The hub addresses that settings name, by port id, as they are written; where they name any.

    Raises ConfigError for content that is not of its form.
    """
    found = {port: lane.get("hubs", []) for port, lane in _lanes(content).items()}
    return {port: _texts(hubs) for port, hubs in found.items() if hubs}


def port_asks(content: bytes) -> Mapping[str, int]:
    """For how many milliseconds lanes ask the registry, by port id, where they do.

    Raises ConfigError for content that is not of its form.
    """
    found = {port: lane.get("ask_ms", 0) for port, lane in _lanes(content).items()}
    return {port: asked for port, asked in found.items() if asked}


def _texts(hubs: object) -> tuple[str, ...]:
    return tuple(map(str, hubs if isinstance(hubs, list) else [hubs]))


def _lanes(content: bytes) -> Mapping[str, dict[str, Any]]:
    lanes = {port: own.get("lane", {}) for port, own in _checked(content).get("ports", {}).items()}
    if not all(isinstance(lane, dict) for lane in lanes.values()):
        raise _malformed()
    return lanes


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


def _of_port(settings: dict[str, Any], port_id: str) -> dict[str, Any]:
    if port_id not in {port.port_id for port in ports()}:
        raise ConfigError("no such port", key="api.unknown-port", port=port_id[:16])
    return cast("dict[str, Any]", settings.setdefault("ports", {}).setdefault(port_id, {}))


def _of_lanes(settings: dict[str, Any], port_id: str) -> dict[str, Any]:
    lane = _of_port(settings, port_id).setdefault("lane", {})
    if not isinstance(lane, dict):
        raise _malformed()
    return lane


def _sound_hubs(hubs: tuple[str, ...]) -> list[str]:
    wrong = [each for each in hubs if not is_hub_address(each)] or list(hubs[MOST_HUBS:])
    if wrong:
        raise ConfigError("no hub's address", key="ceremony.wrong_hub", address=wrong[0][:64])
    return list(dict.fromkeys(hubs))


def _sound_ask(milliseconds: int) -> int:
    if not 0 <= milliseconds <= LONGEST_ASK_MS:
        raise wrong_ask(str(milliseconds))
    return milliseconds


def wrong_ask(text: str) -> ConfigError:
    """The error for what is no time that the registry may be asked for."""
    most = LONGEST_ASK_MS
    return ConfigError("no time to ask", key="ceremony.wrong_ask", text=text[:16], most=most)


def _scope_fields(scope: PortScope) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.to_builtins(scope))


def _encoded(settings: Mapping[str, object]) -> bytes:
    return json.dumps(settings, sort_keys=True, separators=(",", ":")).encode()


def _malformed() -> ConfigError:
    return ConfigError("port settings", key="ceremony.malformed", file="port-settings.json")
