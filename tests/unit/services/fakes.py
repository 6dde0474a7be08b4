"""Stores in memory, as the services' Protocols describe them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from checkpoint_app.domain.facts import DEFAULT_GRADES, DataKind
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.errors import StorageError
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import History, ManifestMark
from tests.unit.credential.samples import NOW, RING


@dataclass
class MemorySnapshot:
    """`RecordsSnapshot` and `RecordsCache` of what a test puts in."""

    manifest_bytes: bytes | None = None
    rows: dict[int, tuple] = field(default_factory=dict)
    lists: dict[int, bytes] = field(default_factory=dict)
    state_bytes: bytes | None = None
    kept: dict[int, object] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    failure: StorageError | None = None

    @contextmanager
    def snapshot(self) -> Iterator[MemorySnapshot]:
        if self.failure:
            raise self.failure
        yield self

    def manifest(self):
        return self.manifest_bytes

    def by_permit(self, number):
        return self.rows.get(number, ())

    def permits_of_passport(self, number):
        return ()

    def permits_of_national_id(self, number):
        return ()

    def status_list(self, list_id):
        return self.lists.get(list_id)

    def state(self):
        return self.state_bytes

    def refresh(self, permit):
        return self.kept.get(permit)

    def elsewhere(self, permit):
        return ()

    def keep_refresh(self, permit, refresh, *, issued, version, passport):
        self.kept[permit] = refresh

    def lock(self, at):
        self.kept.clear()
        self.remarks["alarm.recalled"] = at.isoformat()

    def issue_times(self):
        return tuple((kind, None) for kind in DataKind)

    def note(self, key, value):
        if self.failure:
            raise self.failure
        self.remarks[key] = value

    def notes(self):
        return self.remarks


@dataclass
class MemoryJournal:
    """`Journal` as lists."""

    scans: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    counted_movements: tuple = ()
    counted_scans: tuple = ()
    waiting: int = 0
    failure: StorageError | None = None
    shelf: list = field(default_factory=list)

    def history(self, permit):
        return History(max((each.at for each in self.scans), default=None), (), ())

    def record_scan(self, entry, outcome, *, seen=None, case=None):
        if self.failure:
            raise self.failure
        self.scans.append(entry)
        if outcome is not None:
            self.drafts.append(outcome)
        return outcome

    def record_outcomes(self, drafts, *, seen=None, case=None):
        self.drafts += drafts
        return tuple(drafts)

    def scan(self, scan_id):
        return next((each for each in self.scans if each.scan_id == scan_id), None)

    def movements_of_scan(self, scan_id):
        return ()

    def movements_of_permit(self, permit):
        return ()

    def last_scans(self, lane, limit):
        return tuple(reversed([each for each in self.scans if each.lane == lane]))[:limit]

    def last_movements(self, lane, limit):
        return ()

    def scans_with(self, code, start, end):
        return sum(code in [finding.code for finding in each.findings] for each in self.scans)

    def audit(self, at, actor, action, detail=""):
        pass

    def keep_notice(self, envelope, digest, issued, at, officer):
        new = envelope not in self.shelf
        if new:
            self.shelf.insert(0, envelope)
        return new

    def notices(self):
        return tuple(self.shelf)

    def pending(self):
        return self.waiting

    def movements_between(self, start, end):
        return tuple(each for each in self.counted_movements if start <= each.at < end)

    def scans_between(self, start, end):
        return tuple(each for each in self.counted_scans if start <= each.at < end)


@dataclass
class MemoryAnchor:
    """`Anchor`."""

    mark: ManifestMark | None = field(default_factory=lambda: ManifestMark(0, b""))

    def newest(self):
        return self.mark


@dataclass
class MemoryTrust:
    """`TrustView` with the sample keys and a clock that is believed."""

    suspect: bool = False

    def issuer_keys(self):
        return RING

    def rules(self):
        return ()

    def grades(self):
        return tuple(DEFAULT_GRADES.items())

    def lane_rules(self):
        return LaneRules()

    def reference_time(self, now):
        return now

    def clock_is_suspect(self, now, last_entry):
        return self.suspect


@dataclass
class MemoryClock:
    """`Clock` that stands."""

    at = NOW

    def now(self):
        return self.at

    def monotonic(self):
        return 0.0


def some_id():
    """A scan's id."""
    return uuid7(NOW)
