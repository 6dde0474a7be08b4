"""The day at this port: who left and returned by hour, and how scans were answered.

The same rule as the registry's, so that both come to the same numbers: each movement counts once,
those that were taken back not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from checkpoint_app.domain.days import CAIRO, cairo_day_bounds
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.services.stores import CountedMovement, Journal

_PEOPLE = frozenset({MovementKind.DEPARTED, MovementKind.RETURNED})


@dataclass(frozen=True, slots=True)
class HourCounts:
    """One hour by the clock in Cairo, 0 to 23; an hour that comes twice in a night is one."""

    hour: int
    departed: int
    returned: int


@dataclass(frozen=True, slots=True)
class DayCounts:
    """One Cairo day. ``by_kind`` holds every kind but ANNULLED, ``verdicts`` the scans by verdict
    (None: nothing to judge), ``hours`` those with a movement, ``pending`` what the registry has
    not acknowledged, of any day."""

    day: date
    by_kind: Mapping[MovementKind, int]
    annulled: int
    hours: tuple[HourCounts, ...]
    verdicts: Mapping[str | None, int] = field(default_factory=dict)
    pending: int = 0

    @property
    def departed(self) -> int:
        """Pilgrims who left."""
        return self.by_kind[MovementKind.DEPARTED]

    @property
    def returned(self) -> int:
        """Pilgrims who came back."""
        return self.by_kind[MovementKind.RETURNED]


def counts_of(journal: Journal, day: date) -> DayCounts:
    """The counts of one Cairo day. Raises StorageError."""
    start, end = cairo_day_bounds(day)
    movements = journal.movements_between(start, end)
    counted = [
        each for each in movements if not each.annulled and each.kind is not MovementKind.ANNULLED
    ]
    kinds = Counter(each.kind for each in counted)
    return DayCounts(
        day,
        {kind: kinds[kind] for kind in MovementKind if kind is not MovementKind.ANNULLED},
        sum(each.annulled for each in movements),
        _by_hour(counted),
        Counter(scan.verdict for scan in journal.scans_between(start, end)),
        journal.pending(),
    )


def _by_hour(counted: Iterable[CountedMovement]) -> tuple[HourCounts, ...]:
    found = Counter((each.at.astimezone(CAIRO).hour, each.kind) for each in counted)
    hours = sorted({hour for hour, kind in found if kind in _PEOPLE})
    return tuple(
        HourCounts(hour, found[hour, MovementKind.DEPARTED], found[hour, MovementKind.RETURNED])
        for hour in hours
    )
