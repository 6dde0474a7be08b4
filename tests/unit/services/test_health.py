"""How a lane is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction
from checkpoint_app.services.health import health_of
from checkpoint_app.services.stores import ManifestMark, ScanEntry
from tests.unit.credential.samples import NOW
from tests.unit.services.fakes import (
    MemoryAnchor,
    MemoryClock,
    MemoryJournal,
    MemorySnapshot,
    MemoryTrust,
    some_id,
)


@dataclass
class DatedCache(MemorySnapshot):
    """A cache whose data sets have an age."""

    ages: dict[DataKind, timedelta] = field(default_factory=dict)

    def issue_times(self):
        return tuple(
            (kind, NOW - self.ages[kind] if kind in self.ages else None) for kind in DataKind
        )


def health(records, journal=None, anchor=None, trust=None):
    return health_of(
        records,
        journal or MemoryJournal(),
        anchor or MemoryAnchor(),
        trust or MemoryTrust(),
        MemoryClock(),
    )


def test_each_data_set_has_its_age_and_grade():
    ages = {DataKind.RECORDS: timedelta(hours=1), DataKind.STATUS: timedelta(hours=7)}
    found = health(DatedCache(ages=ages), anchor=MemoryAnchor(ManifestMark(7, b"")))
    by_kind = {each.kind: each for each in found.data}
    assert by_kind[DataKind.RECORDS].freshness is Freshness.FRESH
    assert by_kind[DataKind.STATUS].freshness is Freshness.AGEING
    assert by_kind[DataKind.STATUS].age == timedelta(hours=7)
    assert by_kind[DataKind.STATE].freshness is Freshness.MISSING
    assert (found.worst, found.generation) == (Freshness.MISSING, 7)


def test_a_lane_that_never_synced():
    found = health(DatedCache())
    assert (found.generation, found.last_entry, found.pending) == (None, None, 0)
    assert found.worst is Freshness.MISSING


def test_errors_alarms_and_altered_scans_are_told():
    remarks = {"error.down": "transport.refused", "alarm.record_altered": "x", "elsewhere": "y"}
    altered = (Finding(FindingCode.RECORD_ALTERED),)
    scan = ScanEntry(
        some_id(), NOW, "TOKEN", "", None, Direction.DEPARTING, "refer", altered, "", "7", 3, None
    )
    journal = MemoryJournal(scans=[scan], waiting=4)
    found = health(DatedCache(remarks=remarks), journal, trust=MemoryTrust(suspect=True))
    assert found.errors == {"down": "transport.refused"}
    assert found.alarms == {"record_altered": "x"}
    assert (found.altered_scans, found.pending) == (1, 4)
    assert found.clock_suspect
    assert found.last_entry == NOW
