"""A lane and the real registry over a real socket: enrolment, both ways, and trouble between."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.refresh import check_refresh
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.main import (
    LaneStores,
    device_calls,
    enrol_lane,
    open_stores,
    open_sync,
    registry_http,
)
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import findings, ports
from checkpoint_app.services.lane import LaneService, LaneSettings
from checkpoint_app.services.stores import MovementDraft, ScanEntry
from sync.client.calls import RefusedError
from sync.client.device import Device
from sync.client.http import Patience
from sync.client.refresh_source import RegistryRefresh
from sync.client.scheduler import SyncScheduler
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.devices import DeviceRegister
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.waitress_server import Address, listen
from sync.registry.app import create_app
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.rounds import PublicationRounds
from sync.registry.sample.season import sample
from sync.registry.serve import build_services
from sync.registry.signer.client import SignerClient

CLOCK = SystemClock()
PORT = "CAI-AIR"


@dataclass
class Centre:
    """A registry that serves on this computer."""

    address: str
    paths: RegistryPaths
    publisher: Publisher
    enrolment: Enrolment
    register: DeviceRegister
    today: date

    def root(self) -> bytes:
        return self.paths.root_metadata.read_bytes()

    def code(self) -> str:
        return self.enrolment.issue_code(ports().by_id(PORT).bit, "A1")

    def enrol(self, folder: Path) -> LanePaths:
        paths = LanePaths(folder)
        enrol_lane(
            paths,
            registry=self.address,
            code=self.code(),
            name="lane under test",
            root=self.root(),
            demo=True,
        )
        self.publisher.rewrap_port_key(PORT)
        return paths


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    paths = RegistryPaths(tmp_path_factory.mktemp("registry"))
    initialise(paths, CLOCK, demo=True)
    today = cairo_day(CLOCK.now())
    with ExitStack() as stack:
        engine = open_database(paths.database)
        stack.callback(engine.dispose)
        sample(engine, permits=400, seed=5, today=today)
        signer = stack.enter_context(SignerClient(paths.data))
        publisher = Publisher(paths, engine, signer, CLOCK)
        publisher.publish([PORT])
        rounds = PublicationRounds(publisher, engine, CLOCK)
        services = build_services(paths, engine, signer, rounds, CLOCK)
        server = listen(create_app(services), Address("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        enrolment = Enrolment(engine, CLOCK, secrets.randbelow, WrongAttempts(CLOCK))
        address = f"http://127.0.0.1:{server.effective_port}"
        register = DeviceRegister(engine, CLOCK)
        yield Centre(address, paths, publisher, enrolment, register, today)
        server.close()
        thread.join(5)


@pytest.fixture
def lane(centre: Centre, tmp_path: Path) -> Iterator[LaneStores]:
    with open_stores(centre.enrol(tmp_path / "lane"), CLOCK) as stores:
        yield stores


def scan(stores: LaneStores, count: int) -> None:
    """Journal so many departures, as a lane does."""
    at = CLOCK.now()
    for _ in range(count):
        entry = ScanEntry(
            uuid4(), at, "NUMBER", "", None, Direction.DEPARTING, None, (), "o", "A1", 0, None
        )
        draft = MovementDraft(
            scan_id=entry.scan_id,
            kind=MovementKind.DEPARTED,
            direction=Direction.DEPARTING,
            permit=None,
            issue=None,
            passport="A00000069",
            company=None,
            service="MS671",
            port=stores.port.bit,
            lane="A1",
            officer="o",
            at=at,
            findings=(),
            automatic=False,
        )
        stores.journal.record_scan(entry, draft)


@pytest.mark.requirement("C3")
def test_an_enrolled_lane_syncs_both_ways(lane: LaneStores) -> None:
    scan(lane, 5)
    with open_sync(lane, CLOCK) as client:
        report = client.once()
        assert report.ok, (report.down_error, report.up_error)
        assert report.down is not None
        assert report.down.port is not None
        assert report.down.port.records > 0
        assert report.up is not None
        assert (report.up.acknowledged, report.up.pending) == (5, 0)
        again = client.once()
        assert again.ok
        assert again.down is not None
        assert again.down.port is None
    with lane.records.snapshot() as snapshot:
        assert snapshot.manifest() is not None
    assert lane.anchor.newest() is not None
    assert lane.trust.rules()
    floor = lane.anchor.floor()
    assert floor is not None
    assert floor.root_version == 1


def test_a_second_lane_of_the_port_reads_what_is_published(
    centre: Centre, lane: LaneStores, tmp_path: Path
) -> None:
    with open_sync(lane, CLOCK) as client:
        assert client.once().ok
    second = centre.enrol(tmp_path / "second")
    with open_stores(second, CLOCK) as stores, open_sync(stores, CLOCK) as client:
        assert client.once().ok


def test_a_code_for_another_lane_is_refused_and_good_at_its_own(
    centre: Centre, tmp_path: Path
) -> None:
    paths, code = LanePaths(tmp_path / "lane"), centre.code()

    def enrolled(port_id: str, lane: str) -> Device:
        return enrol_lane(
            paths,
            registry=centre.address,
            code=code,
            name="lane under test",
            root=centre.root(),
            demo=True,
            port_id=port_id,
            lane=lane,
        )

    for port_id, lane in (("SGA-SEA", "A1"), (PORT, "B2")):
        with pytest.raises(RefusedError) as refused:
            enrolled(port_id, lane)
        assert refused.value.key == "sync.code_for_other_place"
        assert (refused.value.params["port"], refused.value.params["lane"]) == (PORT, "A1")
    with pytest.raises(ConfigError):
        enrolled(PORT, "A" * 65)
    assert enrolled(PORT, "A1").lane == "A1"


def test_a_lane_enrols_once_with_a_code_that_works_once(centre: Centre, tmp_path: Path) -> None:
    paths = centre.enrol(tmp_path / "lane")
    with pytest.raises(ConfigError) as again:
        centre.enrol(tmp_path / "lane")
    assert again.value.key == "sync.already_enrolled"
    assert paths.device.exists()
    other = LanePaths(tmp_path / "other")
    for code, key in (("123", "sync.code_malformed"), ("0" * 18, "sync.code_refused")):
        with pytest.raises(CheckpointError) as refused:
            enrol_lane(
                other, registry=centre.address, code=code, name="x", root=centre.root(), demo=True
            )
        assert refused.value.key == key
    with pytest.raises(CheckpointError) as demo:
        enrol_lane(other, registry=centre.address, code=centre.code(), name="x", root=centre.root())
    assert demo.value.key == "trust.demo"
    assert not other.device.exists()


def test_one_permit_is_refreshed(lane: LaneStores) -> None:
    nonce = bytes(16)
    with open_sync(lane, CLOCK) as client:
        client.once()
    number = lane.records._rows("SELECT permit FROM record LIMIT 1")[0][0]
    with registry_http(lane.device, Patience()) as http:
        envelope = RegistryRefresh(device_calls(lane, http)).fetch(number, nonce)
    answer = check_refresh(
        envelope,
        lane.trust.issuer_keys(),
        nonce=nonce,
        device=lane.device.device_id,
        permit=number,
    )
    assert answer.record is not None


def test_no_registry_is_said_and_nothing_is_lost(lane: LaneStores) -> None:
    with open_sync(lane, CLOCK) as client:
        assert client.once().ok
    scan(lane, 3)
    cut = replace(lane, device=nobody_there(lane))
    with open_sync(cut, CLOCK) as client:
        report = client.once()
    assert report.down_error is not None
    assert report.up_error is not None
    notes = lane.records.notes()
    assert {notes["error.down"], notes["error.up"]} == {"sync.unreachable"}
    assert lane.journal.pending() == 3
    with open_sync(lane, CLOCK) as client:
        assert client.once().ok
    assert lane.journal.pending() == 0
    assert "error.up" not in lane.records.notes()


def nobody_there(lane: LaneStores) -> Device:
    """The lane's enrolment with an address where nothing listens."""
    nowhere = "http://127.0.0.1:9"
    return msgspec.structs.replace(lane.device, registry=nowhere)


@pytest.mark.requirement("A15")
def test_a_recall_that_is_not_signed_is_shown_and_empties_nothing(
    centre: Centre, lane: LaneStores
) -> None:
    with open_sync(lane, CLOCK) as client:
        assert client.once().ok
    held = count(lane)
    assert centre.register.recall(lane.device.device_id)
    scan(lane, 1)
    with open_sync(lane, CLOCK) as client:
        report = client.once()
    assert report.up_error is not None
    assert report.up_error.key == "sync.device_recalled"
    assert lane.records.notes()["error.up"] == "sync.device_recalled"
    assert "alarm.recalled" not in lane.records.notes()
    assert count(lane) == held > 0


@pytest.mark.requirement("A15", "C3")
def test_a_lane_on_the_signed_list_locks_and_keeps_its_journal(
    centre: Centre, lane: LaneStores
) -> None:
    with open_sync(lane, CLOCK) as client:
        assert client.once().ok
    scan(lane, 2)
    assert centre.register.recall(lane.device.device_id)
    centre.publisher.publish_status()
    with open_sync(lane, CLOCK) as client:
        report = client.once()
    assert report.down is not None
    assert report.down.recalled
    assert count(lane) == 0
    assert "alarm.recalled" in lane.records.notes()
    assert not list((lane.paths.trust / "targets").iterdir())
    assert lane.journal.pending() == 2
    assert lane.trust.view is not None
    with pytest.raises(ConfigError) as refused:
        service(lane).scan("1234567890128")
    assert refused.value.key == "lane.recalled"
    with open_sync(lane, CLOCK) as client:  # and stays so
        assert client.once().down is not None
    assert count(lane) == 0


def count(lane: LaneStores) -> int:
    return int(lane.records._rows("SELECT count(*) FROM record")[0][0])


def service(lane: LaneStores) -> LaneService:
    return LaneService(
        records=lane.records,
        journal=lane.journal,
        anchor=lane.anchor,
        trust=lane.current_trust(CLOCK),
        clock=CLOCK,
        settings=LaneSettings(0, "A1", "o", Direction.DEPARTING, lane.device.device_id, 1448),
        table=findings(),
    )


def test_the_schedule_runs_in_the_background_and_stops(lane: LaneStores) -> None:
    scan(lane, 2)
    reports = []
    done = threading.Event()

    def told(report: object) -> None:
        reports.append(report)
        if lane.journal.pending() == 0 and lane.anchor.newest() is not None and len(reports) > 1:
            done.set()

    with open_sync(lane, CLOCK) as client:
        scheduler = SyncScheduler(client, told=told, tick=0.1)
        scheduler.start()
        assert done.wait(60)
        scheduler.stop()
    before = len(reports)
    time.sleep(0.3)
    assert len(reports) == before
