"""The IT desk over real stores: data, sticks, device, log, clock, rights."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.drilling import SHOWS, build_drill, end_drill
from checkpoint_app.errors import CheckpointError, RoleError
from checkpoint_app.it_ties import open_it_office
from checkpoint_app.log import file_sink, logging_to
from checkpoint_app.main import LaneStores, open_lane, open_stores
from checkpoint_app.offices.it_desk import ItDeskOffice
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services.data_sets import DataSetName, RoundState
from checkpoint_app.services.drill import Drill, is_drill
from checkpoint_app.services.guard import OnDuty, Unstaffed
from sync.bundle.preview import Relation
from ui.it_desk.port import LogWish

CLOCK = SystemClock()
STATES = {
    "it.drill_clear": "clear",
    "it.drill_expired": "refer",
    "it.drill_wrong_day": "refer",
    "it.drill_revoked": "refuse",
    "it.drill_unreadable": None,
}


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    made = build_drill(ports().by_id("SGA-SEA"), CLOCK, never)
    yield made
    end_drill(made)
    assert not made.folder.parent.exists()


@pytest.fixture
def stores(drill: Drill) -> Iterator[LaneStores]:
    with open_stores(LanePaths(drill.folder), CLOCK) as opened:
        yield opened


@pytest.fixture
def office(stores: LaneStores) -> ItDeskOffice:
    return open_it_office(stores, CLOCK, Unstaffed(lambda: "it-1"))


def test_a_drill_answers_as_its_samples_say_and_has_no_line(drill: Drill) -> None:
    with open_lane(LanePaths(drill.folder), CLOCK) as lane:
        assert not lane.stores.device.registry
        assert lane.stores.device.demo
        for permit in drill.permits:
            verdict = lane.service.scan(permit.text).verdict
            kind = None if verdict is None or verdict.kind is None else verdict.kind.value
            assert kind == STATES[permit.shows], permit.shows
    assert tuple(permit.shows for permit in drill.permits) == SHOWS
    assert is_drill(drill.folder)


def test_a_drill_that_is_not_wanted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(CheckpointError) as refused:
        build_drill(ports().by_id("SGA-SEA"), CLOCK, lambda: True)
    assert refused.value.key == "it.drill_stopped"
    assert not list(tmp_path.iterdir())


def test_no_drill_begins_within_one(office: ItDeskOffice) -> None:
    with pytest.raises(CheckpointError) as refused:
        office.drill(never)
    assert refused.value.key == "it.drill_within"


def test_every_data_set_is_told(office: ItDeskOffice) -> None:
    standing = office.data()
    sets = {each.name: each for each in standing.sets}
    assert tuple(sets) == tuple(DataSetName)
    assert sets[DataSetName.RECORDS].freshness is Freshness.FRESH
    assert sets[DataSetName.RECORDS].version == "1"
    assert sets[DataSetName.OFFICERS].freshness is Freshness.MISSING
    assert {each.state for each in standing.rounds} == {RoundState.OFF}
    assert not standing.has_line


def test_a_stick_is_looked_at_then_taken_and_departures_go_out(
    office: ItDeskOffice, drill: Drill, tmp_path: Path
) -> None:
    stick = drill.folder.parent / "stick"
    assert office.look(stick, never).relation is Relation.SAME
    told: list[float] = []
    outcome = office.take(stick, never, lambda progress: told.append(progress.fraction))
    assert outcome.receipt_error is None
    assert office.export(tmp_path).movements == sum(
        each.recorded for each in office.sticks().loop.epochs
    )


def test_the_device_tells_keys_and_versions(office: ItDeskOffice, stores: LaneStores) -> None:
    device = office.device()
    assert device.fingerprint == stores.device.fingerprint
    assert device.root_version == 1
    assert {key.purpose for key in device.keys} >= {"token", "block", "manifest"}
    assert {part.name for part in device.parts} >= {"records.db", "journal.db", "tuf"}


def test_the_log_is_read_by_level(office: ItDeskOffice, stores: LaneStores) -> None:
    with logging_to(file_sink(stores.paths.log)):
        logging.getLogger("sync").info("a round")
        logging.getLogger("sync").warning("no answer")
    assert [line.text for line in office.log(LogWish("WARNING"))] == ["no answer"]
    assert [line.text for line in office.log(LogWish("INFO", "ROUND"))] == ["a round"]


def test_the_computer_is_told_and_its_clock_accepted(
    office: ItDeskOffice, stores: LaneStores
) -> None:
    machine = office.machine()
    assert not machine.fault
    assert {each.name: each.size for each in machine.files}["journal.db"] > 0
    office.accept_clock()
    assert not office.machine().fault


def test_the_test_sheet_is_a_pdf(office: ItDeskOffice, tmp_path: Path) -> None:
    office.scanner_sheet(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CheckpointError) as refused:
        office.scanner_sheet(tmp_path / "nowhere" / "sheet.pdf")
    assert refused.value.key == "it.file_unwritten"


@pytest.mark.requirement("C1")
def test_rights_hold_below_the_window(stores: LaneStores, tmp_path: Path) -> None:
    duty = OnDuty()
    office = open_it_office(stores, CLOCK, duty)
    now = CLOCK.now()
    for deed, act in (
        (Deed.SYNC_NOW, lambda: office.sync(never, lambda _progress: None)),
        (Deed.CARRY_STICK, lambda: office.look(tmp_path, never)),
        (Deed.CARRY_STICK, lambda: office.take(tmp_path, never, lambda _progress: None)),
        (Deed.CARRY_STICK, lambda: office.export(tmp_path)),
        (Deed.CHANGE_SETTINGS, office.accept_clock),
        (Deed.DRILL, lambda: office.drill(never)),
    ):
        duty.enter(None)
        assert not office.allows(deed)
        with pytest.raises(RoleError):
            act()
    duty.enter(_session(now, Role.OFFICER))
    with pytest.raises(RoleError):
        office.export(tmp_path)


def _session(now: datetime, role: Role) -> Session:
    return Session("someone", 1, ("", ""), frozenset({role}), now, second_factor=False)
