"""The day at this port: who left and returned by hour, and how scans were answered.

The same rule as the registry's, so that both come to the same numbers: each movement counts once,
those that were taken back not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from checkpoint_app.domain.days import CAIRO, cairo_day_bounds
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.lane_rules import DEFAULT_LANE_RULES, LaneRules
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services import outcomes
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.stores import CountedMovement, Journal, ScanEntry

_PEOPLE = frozenset({MovementKind.DEPARTED, MovementKind.RETURNED})


@dataclass(frozen=True, slots=True)
class HourCounts:
    """One hour by the clock in Cairo, 0 to 23; an hour that comes twice in a night is one."""

    hour: int
    departed: int
    returned: int


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """One flight or sailing, as the permits' records name it; empty for those that name none."""

    service: str
    departed: int
    returned: int


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """One lane of the port, by the name that its movements bear."""

    lane: str
    departed: int
    returned: int


@dataclass(frozen=True, slots=True)
class PortHeard:
    """How many lanes the port has by the signed lists, this one included, and how many of them are
    known complete: all that they have recorded is here."""

    lanes: int
    complete: int


@dataclass(frozen=True, slots=True)
class LastScan:
    """One line of the last scans. ``name_latin`` is that of the record, proven when it was looked
    up, or empty. ``outcome`` is the kind of the movement that stands for the scan, None for none;
    ``automatic`` when no officer's key gave it. ``undoable``: UNDO may still take it back."""

    scan_id: UUID
    at: datetime
    verdict: VerdictKind | None
    direction: Direction
    reading: ReadingKind
    permit: int | None
    name_latin: str
    outcome: MovementKind | None
    automatic: bool
    undoable: bool


@dataclass(frozen=True, slots=True)
class DayCounts:
    """One Cairo day of the port, as far as it is known here. ``by_kind`` holds every kind but
    ANNULLED, ``hours`` those with a movement; ``services`` are those with a departure or return,
    the busiest first, ``lanes`` likewise by name; ``automatic`` the departures that no officer's
    key gave. Of this lane alone: ``verdicts``, the scans by verdict (None: nothing to judge),
    ``scans``, all of them, and ``pending``, what the registry has not acknowledged, of any day.
    ``provisional`` when other lanes may have counts that are not here; ``lanes_heard`` of
    ``lanes_total`` are complete, None when that is unknown."""

    day: date
    by_kind: Mapping[MovementKind, int]
    annulled: int
    hours: tuple[HourCounts, ...]
    verdicts: Mapping[str | None, int] = field(default_factory=dict)
    pending: int = 0
    services: tuple[ServiceCounts, ...] = ()
    scans: int = 0
    automatic: int = 0
    provisional: bool = True
    lanes: tuple[LaneCounts, ...] = ()
    lanes_heard: int | None = None
    lanes_total: int | None = None

    @property
    def departed(self) -> int:
        """Pilgrims who left."""
        return self.by_kind[MovementKind.DEPARTED]

    @property
    def returned(self) -> int:
        """Pilgrims who came back."""
        return self.by_kind[MovementKind.RETURNED]


def counts_of(
    journal: Journal,
    day: date,
    rules: LaneRules = DEFAULT_LANE_RULES,
    heard: PortHeard | None = None,
) -> DayCounts:
    """The counts of one Cairo day, of all that is here of the port. They are the port's own when
    every listed lane is ``heard`` to the end, or, with nothing known of that, where ``rules`` say
    that it has one lane; else provisional. Raises StorageError."""
    start, end = cairo_day_bounds(day)
    movements = journal.movements_between(start, end)
    counted = [
        each for each in movements if not each.annulled and each.kind is not MovementKind.ANNULLED
    ]
    kinds = Counter(each.kind for each in counted)
    verdicts = Counter(scan.verdict for scan in journal.scans_between(start, end))
    return DayCounts(
        day,
        {kind: kinds[kind] for kind in MovementKind if kind is not MovementKind.ANNULLED},
        sum(each.annulled for each in movements),
        _by_hour(counted),
        verdicts,
        journal.pending(),
        _by_service(counted),
        verdicts.total(),
        sum(each.automatic and each.kind is MovementKind.DEPARTED for each in counted),
        rules.lanes != 1 if heard is None else heard.complete < heard.lanes,
        _by_lane(counted),
        None if heard is None else heard.complete,
        None if heard is None else heard.lanes,
    )


def _by_hour(counted: Iterable[CountedMovement]) -> tuple[HourCounts, ...]:
    found = Counter((each.at.astimezone(CAIRO).hour, each.kind) for each in counted)
    hours = sorted({hour for hour, kind in found if kind in _PEOPLE})
    return tuple(
        HourCounts(hour, found[hour, MovementKind.DEPARTED], found[hour, MovementKind.RETURNED])
        for hour in hours
    )


def _by_service(counted: Iterable[CountedMovement]) -> tuple[ServiceCounts, ...]:
    found = Counter((each.service, each.kind) for each in counted if each.kind in _PEOPLE)
    services = (
        ServiceCounts(name, found[name, MovementKind.DEPARTED], found[name, MovementKind.RETURNED])
        for name in {name for name, _ in found}
    )
    return tuple(sorted(services, key=lambda each: (-each.departed - each.returned, each.service)))


def _by_lane(counted: Iterable[CountedMovement]) -> tuple[LaneCounts, ...]:
    found = Counter((each.lane, each.kind) for each in counted if each.kind in _PEOPLE)
    return tuple(
        LaneCounts(lane, found[lane, MovementKind.DEPARTED], found[lane, MovementKind.RETURNED])
        for lane in sorted({lane for lane, _ in found})
    )


def last_scans(journal: Journal, service: LaneService, limit: int) -> tuple[LastScan, ...]:
    """The newest scans of the service's lane, newest first. Raises StorageError."""
    now = service.reference_time()
    return tuple(
        _last_scan(journal, service, entry, now)
        for entry in journal.last_scans(service.settings.lane, limit)
    )


def _last_scan(journal: Journal, service: LaneService, entry: ScanEntry, now: datetime) -> LastScan:
    standing = outcomes.standing(journal.movements_of_scan(entry.scan_id))
    newest = standing[-1] if standing else None
    return LastScan(
        scan_id=entry.scan_id,
        at=entry.at,
        verdict=None if entry.verdict is None else VerdictKind(entry.verdict),
        direction=entry.direction,
        reading=ReadingKind[entry.reading],
        permit=entry.permit,
        name_latin="" if entry.permit is None else service.name_of(entry.permit),
        outcome=None if newest is None else newest.kind,
        automatic=newest is not None and newest.automatic,
        undoable=newest is not None and now - newest.at <= outcomes.UNDO_WITHIN,
    )
