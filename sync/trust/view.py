"""What the offline-signed targets say: issuer keys, season rules, the ports' settings."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec

from checkpoint_app.credential.keys import IssuerKeyring, parse_issuer_keys
from checkpoint_app.domain.facts import DEFAULT_GRADES, DataKind, Grades
from checkpoint_app.domain.lane_rules import DEFAULT_LANE_RULES, LONGEST_ASK_MS, LaneRules
from checkpoint_app.errors import TrustError
from sync.protocol.device_list import DeviceList
from sync.protocol.hub_address import MOST_HUBS, is_hub_address
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS, SEASON_RULES, TOP_LEVEL

TOP_LEVEL_LIMIT = 1024 * 1024

_LOG = logging.getLogger(__name__)
_MOST_LANES = 200
_Hours = Annotated[float, msgspec.Meta(gt=0, le=24 * 365)]


class _LaneSettings(msgspec.Struct, frozen=True):
    auto_depart: bool = True
    lanes: Annotated[int, msgspec.Meta(ge=1, le=_MOST_LANES)] | None = None
    hubs: Any = ()
    ask_ms: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_ASK_MS)] = 0


class _PortSettings(msgspec.Struct, frozen=True):
    grades: dict[str, tuple[_Hours, _Hours, _Hours]] = {}
    lane: _LaneSettings = _LaneSettings()


_Short = Annotated[str, msgspec.Meta(max_length=256)]


class _Registry(msgspec.Struct, frozen=True):
    audience: _Short = ""
    epoch: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{32})?$")] = ""
    address: _Short = ""
    inbox: _Short = ""
    recovery: _Short = ""


class _Settings(msgspec.Struct, frozen=True):
    version: int
    season: int
    ports: dict[str, _PortSettings] = {}
    registry: _Registry = _Registry()


@dataclass(frozen=True, slots=True)
class RegistryPlace:
    """The registry as the offline keys name it. Each part is empty where it is not said.

    ``audience`` is what devices sign into each request, ``epoch`` (hex, 16 bytes) as it was when
    signed, ``address`` its URL. ``inbox`` and ``recovery`` are age recipients (``age1…``): what
    goes to the registry on a stick is encrypted to the first, a journal's key to the second.
    """

    audience: str = ""
    epoch: str = ""
    address: str = ""
    inbox: str = ""
    recovery: str = ""


@dataclass(frozen=True, slots=True)
class TrustView:
    """One verified state of the top-level targets, and how fresh the metadata over them is.

    ``issued`` is the registry's signed time of this state, ``expires`` the earliest end of the
    metadata over it: past it look-ups go on, marked stale. ``rules`` are the season rules' bytes.
    ``version`` is the timestamp's, which rises with each state under one root. ``distrusted`` are
    key ids that the role for bad news has taken out of ``keys`` from a time on (`distrusting`).
    ``devices`` are those in service at this port, None where no list is known; ``recalled`` the
    device ids taken out of service anywhere.
    """

    keys: IssuerKeyring
    rules: bytes
    season: int
    port_grades: Mapping[str, Mapping[DataKind, Grades]]
    issued: datetime
    expires: datetime
    root_version: int
    root_expires: datetime
    demo: bool
    version: int = 0
    port_lanes: Mapping[str, LaneRules] = field(default_factory=dict)
    distrusted: Mapping[bytes, datetime] = field(default_factory=dict)
    registry: RegistryPlace = RegistryPlace()
    devices: DeviceList | None = None
    recalled: frozenset[str] = frozenset()

    def distrusting(self, since: Mapping[bytes, datetime]) -> TrustView:
        """The view without trust in these keys from their times on."""
        return replace(self, keys=self.keys.distrusting(since), distrusted=dict(since))

    def staffed(self, devices: DeviceList | None, recalled: frozenset[str]) -> TrustView:
        """The view with these devices at its port, but for any that is recalled."""
        if devices is not None:
            left = tuple(each for each in devices.devices if each.device_id not in recalled)
            devices = msgspec.structs.replace(devices, devices=left)
        return replace(self, devices=devices, recalled=recalled)

    def expired(self, reference: datetime) -> bool:
        """True when the metadata no longer vouches that this is the newest state."""
        return reference >= self.expires

    def grades(self, port_id: str) -> tuple[tuple[DataKind, Grades], ...]:
        """The grades of data age for a port; the defaults where its settings are silent."""
        return tuple({**DEFAULT_GRADES, **self.port_grades.get(port_id, {})}.items())

    def lane_rules(self, port_id: str) -> LaneRules:
        """How a port's lanes work; the defaults where its settings are silent."""
        return self.port_lanes.get(port_id, DEFAULT_LANE_RULES)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the metadata over a view says of itself; see `TrustView`."""

    issued: datetime
    expires: datetime
    root_version: int
    root_expires: datetime
    demo: bool
    version: int = 0


def read_view(targets: Mapping[str, bytes], freshness: Freshness) -> TrustView:
    """The view from the verified bytes of the `TOP_LEVEL` targets, by name.

    Raises TrustError for a missing target and for one that is signed but malformed.
    """
    missing = [name for name in TOP_LEVEL if name not in targets]
    if missing:
        raise TrustError(f"not published: {missing[0]}", key="trust.incomplete")
    settings = _settings(targets[PORT_SETTINGS])
    return TrustView(
        keys=parse_issuer_keys(targets[ISSUER_KEYS]),
        rules=targets[SEASON_RULES],
        season=settings.season,
        port_grades={port: _grades(own) for port, own in settings.ports.items()},
        issued=freshness.issued,
        expires=freshness.expires,
        root_version=freshness.root_version,
        root_expires=freshness.root_expires,
        demo=freshness.demo,
        version=freshness.version,
        port_lanes={port: _lane_rules(port, own.lane) for port, own in settings.ports.items()},
        registry=RegistryPlace(*msgspec.structs.astuple(settings.registry)),
    )


def _settings(data: bytes) -> _Settings:
    try:
        settings = msgspec.json.decode(data, type=_Settings)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TrustError(f"{PORT_SETTINGS}: {error}", key="trust.malformed") from error
    if settings.version != 1:
        raise TrustError(f"{PORT_SETTINGS}: version {settings.version}", key="trust.newer_format")
    return settings


def _lane_rules(port: str, own: _LaneSettings) -> LaneRules:
    """An address that is none costs the port that hub, and nothing else."""
    named = own.hubs if isinstance(own.hubs, list | tuple) else [own.hubs]
    sound = tuple(dict.fromkeys(each for each in named if is_hub_address(each)))
    if len(sound) < len(named) or len(sound) > MOST_HUBS:
        _LOG.error("%s of %s: not every hub address counts", PORT_SETTINGS, port)
    return LaneRules(own.auto_depart, own.lanes, sound[:MOST_HUBS], own.ask_ms)


def _grades(own: _PortSettings) -> dict[DataKind, Grades]:
    known = {kind.value: kind for kind in DataKind}
    found = {}
    for name, hours in own.grades.items():
        if list(hours) != sorted(hours):
            raise TrustError(f"grades of {name} do not rise", key="trust.malformed")
        if name in known:
            found[known[name]] = Grades(*(timedelta(hours=each) for each in hours))
    return found
