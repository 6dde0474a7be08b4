"""How a lane is: age of each data set, what waits to be sent, the last error, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint_app.clock import Clock
from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.freshness import Freshness, grade
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.services.stores import (
    RECALL_ALARM,
    Anchor,
    Journal,
    RecordsCache,
    TrustView,
)

# Notes of the records cache under these names are for people to see.
_ERRORS, _ALARMS = "error.", "alarm."
_ALTERED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DataAge:
    """A data set's signed issue time, its age by the reference time, and the grade of that.

    ``issued`` and ``age`` are None when there is none of it.
    """

    kind: DataKind
    issued: datetime | None
    age: timedelta | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Health:
    """What `checkpoint status` tells. ``errors`` holds the last error's text key for each way of
    syncing, ``alarms`` what somebody has to look into; both by name, empty when all is well.
    ``altered_scans``: scans of the last 24 hours that met a damaged record. ``at`` is the reference
    time, ``now`` what the clock shows. ``port`` tells of the port's other lanes, None where this
    one is the only one, or nothing is known of any."""

    at: datetime
    data: tuple[DataAge, ...]
    generation: int | None
    pending: int
    errors: Mapping[str, str]
    alarms: Mapping[str, str]
    altered_scans: int
    clock_suspect: bool
    last_entry: datetime | None
    now: datetime
    port: PortStanding | None = None

    @property
    def recalled(self) -> bool:
        """Whether the registry's signed list names this device: the lane is locked."""
        return RECALL_ALARM.removeprefix(_ALARMS) in self.alarms

    @property
    def worst(self) -> Freshness:
        """The grade of the oldest data set."""
        return max((each.freshness for each in self.data), default=Freshness.MISSING)


def health_of(
    records: RecordsCache, journal: Journal, anchor: Anchor, trust: TrustView, clock: Clock
) -> Health:
    """The lane's state now. Raises StorageError."""
    now = clock.now()
    at = trust.reference_time(now)
    newest = anchor.newest()
    last_entry = journal.history(None).last_at
    notes = records.notes()
    grades = dict(trust.grades())
    ages = (
        (kind, issued, None if issued is None else at - issued)
        for kind, issued in records.issue_times()
    )
    return Health(
        at=at,
        data=tuple(
            DataAge(kind, issued, age, grade(kind, age, grades)) for kind, issued, age in ages
        ),
        generation=newest.generation if newest is not None and newest.generation else None,
        pending=journal.pending(),
        errors=_named(notes, _ERRORS),
        alarms=_named(notes, _ALARMS),
        altered_scans=journal.scans_with(
            FindingCode.RECORD_ALTERED, at - _ALTERED_WITHIN, at + timedelta(seconds=1)
        ),
        clock_suspect=trust.clock_is_suspect(now, last_entry),
        last_entry=last_entry,
        now=now,
    )


def _named(notes: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): value for key, value in notes.items() if key.startswith(prefix)
    }
