"""What a lane trusts: nothing at first, the newest verified view then, never less time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from checkpoint_app.domain.facts import DEFAULT_GRADES, CompiledRule, DataKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.errors import CheckpointError, StorageError, TrustError
from sync.client.lane_trust import LaneTrust
from sync.trust.floor import BUILT, TimeFloor
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView
from tests.unit.sync.season import NOW, Issuer

ISSUER = Issuer()
VIEW = TrustView(
    keys=ISSUER.keyring(),
    rules=b"first",
    season=1448,
    port_grades={},
    issued=NOW,
    expires=NOW + timedelta(days=1),
    root_version=1,
    root_expires=NOW + timedelta(days=365),
    demo=False,
)


class Disk:
    """Holds a view, or fails as told; keeps a floor."""

    def __init__(self, view: TrustView | None = None) -> None:
        self.view = view
        self.error: CheckpointError | None = None
        self.kept: TimeFloor | None = None

    def load_local(self) -> TrustView | None:
        if self.error is not None:
            raise self.error
        return self.view

    def floor(self) -> TimeFloor | None:
        return self.kept

    def keep_floor(self, floor: TimeFloor) -> None:
        self.kept = floor


def rule(name: str) -> CompiledRule:
    day = date(2026, 1, 1)
    return CompiledRule(name, FindingCode.WRONG_DATE, day, day, lambda _: True)


def compiled(rules: bytes) -> tuple[CompiledRule, ...]:
    if rules == b"broken":
        raise TrustError("broken", key="rules.unreadable")
    return (rule(rules.decode()),)


def trust_of(disk: Disk) -> LaneTrust:
    repository = cast(TrustedRepository, disk)
    return LaneTrust(repository, disk, "CAI-AIR", compile_rules=compiled)


def names(trust: LaneTrust) -> list[str]:
    return [each.rule_id for each in trust.rules() or ()]


def test_before_anything_is_verified_nothing_is_trusted() -> None:
    trust = trust_of(Disk())
    assert trust.load() is None
    assert list(trust.issuer_keys()) == []
    assert trust.rules() is None
    assert dict(trust.grades()) == DEFAULT_GRADES
    assert trust.reference_time(BUILT - timedelta(days=1)) == BUILT


def test_what_is_held_is_taken_over_at_start() -> None:
    disk = Disk(VIEW)
    trust = trust_of(disk)
    assert trust.load() is None
    assert trust.view is VIEW
    assert names(trust) == ["first"]
    assert trust.reference_time(BUILT) == NOW
    assert trust.clock_is_suspect(NOW - timedelta(hours=1), None)
    assert disk.kept == TimeFloor(NOW, 1)


def test_a_held_state_that_fails_leaves_the_view_from_before() -> None:
    disk = Disk(VIEW)
    trust = trust_of(disk)
    trust.load()
    disk.error = StorageError("no disk")
    assert trust.load() is disk.error
    assert trust.view is VIEW


def test_rules_that_do_not_compile_leave_those_from_before() -> None:
    trust = trust_of(Disk(VIEW))
    trust.load()
    trust.take(replace(VIEW, rules=b"broken"))
    assert names(trust) == ["first"]
    trust.take(replace(VIEW, rules=b"second"))
    assert names(trust) == ["second"]


def test_time_rises_with_signed_data_within_the_root_s_life() -> None:
    disk = Disk()
    trust = trust_of(disk)
    trust.take(replace(VIEW, issued=NOW + timedelta(days=4000)))
    assert disk.kept == TimeFloor(VIEW.root_expires, 1)
    trust.take(VIEW)
    assert disk.kept == TimeFloor(VIEW.root_expires, 1)
    trust.take(replace(VIEW, root_version=2))
    assert disk.kept == TimeFloor(NOW, 2)
    assert trust_of(disk).reference_time(BUILT) == NOW


def test_lane_rules_are_the_port_s_own() -> None:
    trust = trust_of(Disk(replace(VIEW, port_lanes={"CAI-AIR": LaneRules(lanes=3)})))
    assert trust.lane_rules() == LaneRules()
    trust.load()
    assert trust.lane_rules() == LaneRules(lanes=3)


def test_grades_are_the_port_s_own() -> None:
    grades = {DataKind.STATUS: DEFAULT_GRADES[DataKind.RECORDS]}
    trust = trust_of(Disk(replace(VIEW, port_grades={"CAI-AIR": grades})))
    trust.load()
    assert dict(trust.grades())[DataKind.STATUS] == DEFAULT_GRADES[DataKind.RECORDS]
