"""Days to present."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.reference import ports
from checkpoint_app.services.day_counts import DayCounts, HourCounts, LastScan, ServiceCounts
from ui.ports import LanePlace

DAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 1, 18, 42, tzinfo=UTC)  # 20:42 in Cairo
AIRPORT = LanePlace(ports().by_id("CAI-AIR"), "2", "device", demo=False)
SEAPORT = LanePlace(ports().by_id("SGA-SEA"), "2", "device", demo=False)
KINDS = (
    MovementKind.DEPARTED,
    MovementKind.RETURNED,
    MovementKind.REFERRED,
    MovementKind.DEFERRED,
    MovementKind.REFUSED,
)


def counts(*numbers: int) -> dict[MovementKind, int]:
    """Departed, returned, referred, deferred, refused."""
    return dict(zip(KINDS, numbers, strict=True))


EMPTY = DayCounts(DAY, counts(0, 0, 0, 0, 0), 0, (), provisional=False)
BUSY = DayCounts(
    DAY,
    counts(2750, 812, 41, 7, 3),
    12,
    tuple(HourCounts(hour, 120 + 11 * hour, 5 * hour) for hour in range(4, 21)),
    {VerdictKind.CLEAR: 2750, VerdictKind.REFER: 41, VerdictKind.REFUSE: 3, None: 96},
    pending=17,
    services=tuple(
        ServiceCounts(service, departed, returned)
        for service, departed, returned in (
            *(("MS 659", 1410, 0), ("SV 384", 388, 312), ("SM 485", 240, 0), ("MS 675", 210, 88)),
            *(("", 60, 41), ("NE 172", 50, 0), ("XY 33", 30, 2), ("FZ 810", 12, 0)),
        )
    ),
    scans=2890,
    automatic=204,
    provisional=True,
)
LONG_NAME = "ABDELRAHMAN MOHAMED MAHMOUD ELSAYED IBRAHIM"


def scan(minutes: int, verdict: VerdictKind | None, outcome: MovementKind | None) -> LastScan:
    """A scan so long before NOW."""
    return LastScan(
        scan_id=UUID(int=minutes),
        at=NOW - timedelta(minutes=minutes),
        verdict=verdict,
        direction=Direction.DEPARTING,
        reading=next(iter(ReadingKind)),
        permit=None if verdict is None else 1234567890123,
        name_latin="" if verdict is None else LONG_NAME,
        outcome=outcome,
        automatic=minutes > 2,
        undoable=minutes < 2,
    )


SCANS = (
    scan(1, VerdictKind.CLEAR, MovementKind.DEPARTED),
    scan(2, VerdictKind.REFER, MovementKind.REFERRED),
    scan(3, VerdictKind.CLEAR, MovementKind.DEPARTED),
    scan(4, None, None),
    scan(5, VerdictKind.REFUSE, MovementKind.REFUSED),
)


def with_departures(number: int) -> DayCounts:
    """A day on which only so many left, in one hour."""
    hours = (HourCounts(9, number, 0),)
    return replace(EMPTY, by_kind=counts(number, 0, 0, 0, 0), hours=hours)
