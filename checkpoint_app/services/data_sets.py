"""Every data set that a lane holds: how old, which version, what brought it, when the next round
comes. Values only; who asks has read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.services.health import Health


class DataSetName(StrEnum):
    """What the registry publishes for a lane."""

    RECORDS = "records"
    STATUS = "status"
    STATE = "state"
    RULES = "rules"
    ELSEWHERE = "elsewhere"
    OFFICERS = "officers"
    DEVICES = "devices"
    RECEIPTS = "receipts"


class Source(StrEnum):
    """What carried the newest state here."""

    LINE = "line"
    HUB = "hub"
    STICK = "stick"


class RoundState(StrEnum):
    """Where one way of syncing stands."""

    OFF = "off"  # no line: data comes by stick
    IDLE = "idle"
    RUNNING = "running"
    WAITING = "waiting"  # after a failure; it is tried again by itself
    STUCK = "stuck"  # after a refusal that a person must cure


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set. ``issued`` is its signed time, None where there is none of it. ``graded`` tells
    whether its age has grades; ``freshness`` is FRESH for one without that is here. ``version`` is
    empty where it has none."""

    name: DataSetName
    issued: datetime | None
    age: timedelta | None
    graded: bool
    freshness: Freshness
    version: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One way, ``down`` or ``up``. ``due_in`` are seconds until it is taken again, None while it
    runs or is off; ``failures`` counts those in a row."""

    way: str
    state: RoundState
    due_in: float | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class DataStanding:
    """All of it at one moment. ``errors`` hold the text key of the last failure of each way,
    ``alarms`` what somebody has to look into."""

    at: datetime
    sets: tuple[DataSet, ...]
    rounds: tuple[Round, ...]
    pending: int
    errors: Mapping[str, str]
    alarms: Mapping[str, str]
    port: PortStanding | None
    has_line: bool


@dataclass(frozen=True, slots=True)
class Published:
    """What the data sets are that the health of a lane does not tell of: their signed times, None
    where there is none. ``versions`` by data set."""

    issued: Mapping[DataSetName, datetime | None]
    versions: Mapping[DataSetName, str]
    source: Source | None


_GRADED = {
    DataKind.RECORDS: DataSetName.RECORDS,
    DataKind.STATUS: DataSetName.STATUS,
    DataKind.STATE: DataSetName.STATE,
}


def data_sets(health: Health, published: Published) -> tuple[DataSet, ...]:
    """All data sets, in the order of their names above."""
    graded = {_GRADED[each.kind]: each for each in health.data}
    found = []
    for name in DataSetName:
        version = published.versions.get(name, "")
        if name in graded:
            each = graded[name]
            source = None if each.issued is None else published.source
            found.append(
                DataSet(name, each.issued, each.age, True, each.freshness, version, source)
            )
            continue
        issued = published.issued.get(name)
        there = issued is not None
        found.append(
            DataSet(
                name,
                issued,
                health.at - issued if issued is not None else None,
                False,
                Freshness.FRESH if there else Freshness.MISSING,
                version,
                published.source if there else None,
            )
        )
    return tuple(found)
