"""A lane asks its registry, a process of its own, before a departure is recorded."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.main import (
    OpenLane,
    device_calls,
    enrol_lane,
    open_lane,
    open_sync,
    registry_http,
)
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services import outcomes
from checkpoint_app.services.answer import Answer
from checkpoint_app.services.asking import Asking, AskingLane
from checkpoint_app.services.stores import ScanEntry
from sync.client.http import Patience
from sync.client.refresh_source import RegistryRefresh
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db import changes, schema
from sync.registry.db.open import open_database, reading, writing
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import SettingsChange
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample, spotless_permits
from sync.registry.signer.client import SignerClient

pytestmark = pytest.mark.requirement("C3")
CLOCK = SystemClock()
ASKS, SILENT = "CAI-AIR", "SGA-SEA"
ASK_MS = 350
SECONDS = 60.0  # so long at most until another process has done its work
CLEAR, REFER, REFUSE = VerdictKind.CLEAR, VerdictKind.REFER, VerdictKind.REFUSE


@dataclass
class Centre:
    """A registry whose settings want one port to ask; its server is a process of its own."""

    paths: RegistryPaths
    engine: Engine
    signer: SignerClient
    publisher: Publisher
    server: subprocess.Popen[str]
    address: str
    permits: dict[str, Iterator[int]]
    prints: dict[int, str] = field(default_factory=dict)

    def sold(self, port: str) -> int:
        """A permit that nothing is said against, printed."""
        permit = next(self.permits[port])
        self.prints[permit] = to_digits(permit, self.signer.token(permit))
        return permit

    def revoke(self, permit: int) -> None:
        with writing(self.engine) as connection:
            changes.revoke_permit(connection, permit)

    def asked_by(self, device_id: str) -> list[str]:
        table = schema.audit.c
        wanted = select(table.subject).where(
            table.actor == device_id, table.action == "permit.refresh"
        )
        with reading(self.engine) as connection:
            return list(connection.execute(wanted).scalars())

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self.server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.server.send_signal(signal.SIGCONT)


@contextmanager
def serving(paths: RegistryPaths) -> Iterator[tuple[subprocess.Popen[str], str]]:
    words = ["registry", "serve", "--data", str(paths.data), "--port", "0", "--no-publish"]
    server = subprocess.Popen(
        [sys.executable, "-m", "checkpoint_app", *words], stdout=subprocess.PIPE, text=True
    )
    with server:
        try:
            assert server.stdout is not None
            yield server, json.loads(server.stdout.readline())["listening"]
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    paths = RegistryPaths(tmp_path_factory.mktemp("asked") / "registry")
    initialise(paths, CLOCK, demo=True, change=SettingsChange(ask_ms={ASKS: ASK_MS}))
    today = cairo_day(CLOCK.now())
    with ExitStack() as stack:
        engine = open_database(paths.database)
        stack.callback(engine.dispose)
        sample(engine, permits=600, seed=5, today=today)
        signer = stack.enter_context(SignerClient(paths.data))
        publisher = Publisher(paths, engine, signer, CLOCK)
        publisher.publish([ASKS, SILENT])
        server, address = stack.enter_context(serving(paths))
        permits = {port: iter(spotless_permits(engine, port, today, 12)) for port in (ASKS, SILENT)}
        yield Centre(paths, engine, signer, publisher, server, address, permits)


@dataclass
class Lane:
    """An open lane, in step with what was published, and what it waited for."""

    centre: Centre
    open: OpenLane
    service: AskingLane
    asking: Asking
    device_id: str
    waited: list[float] = field(default_factory=list)
    answers_come: bool = True

    def scan(self, permit: int, *, record: bool = True) -> Answer:
        return self.service.scan(self.centre.prints[permit], symbology="QR", record=record)

    def wait(self, done: threading.Event, seconds: float) -> None:
        """As long as it takes, or not at all: no clock has a say in these tests."""
        self.waited.append(seconds)
        if self.answers_come:
            assert done.wait(SECONDS)
        self.last = done


@contextmanager
def lane_of(centre: Centre, folder: Path, port: str, name: str) -> Iterator[Lane]:
    paths = LanePaths(folder / name)
    enrolment = Enrolment(centre.engine, CLOCK, secrets.randbelow, WrongAttempts(CLOCK))
    device = enrol_lane(
        paths,
        registry=centre.address,
        code=enrolment.issue_code(ports().by_id(port).bit, name),
        name=name,
        root=centre.paths.root_metadata.read_bytes(),
        demo=True,
    )
    centre.publisher.rewrap_port_key(port)
    with ExitStack() as stack:
        opened = stack.enter_context(open_lane(paths, CLOCK, online=True))
        with open_sync(opened.stores, CLOCK) as client:
            assert client.once().ok
        assert isinstance(opened.service, AskingLane)
        http = stack.enter_context(registry_http(device, Patience(SECONDS, SECONDS, SECONDS)))
        source = RegistryRefresh(device_calls(opened.stores, http))
        lane = Lane(centre, opened, opened.service, None, device.device_id)  # type: ignore[arg-type]
        lane.asking = opened.service.ask_by(source, wait=lane.wait)
        stack.callback(lane.asking.close)
        yield lane


@pytest.fixture
def lane(centre: Centre, tmp_path: Path) -> Iterator[Lane]:
    with lane_of(centre, tmp_path, ASKS, "A1") as made:
        yield made


def test_what_was_revoked_a_second_ago_is_refused(centre: Centre, lane: Lane) -> None:
    sound, revoked = centre.sold(ASKS), centre.sold(ASKS)
    centre.revoke(revoked)
    assert lane.scan(revoked, record=False).verdict.kind is CLEAR  # as it lies here
    answer = lane.scan(revoked)
    assert (answer.verdict.kind, answer.verdict.codes) == (REFUSE, (Code.REVOKED,))
    assert answer.movement is not None
    assert answer.movement.kind is MovementKind.REFUSED
    cleared = lane.scan(sound)
    assert cleared.verdict.kind is CLEAR
    assert cleared.movement is not None
    assert lane.waited == [ASK_MS / 1000] * 2
    assert centre.asked_by(lane.device_id) == [str(revoked), str(sound)]
    # Whom nobody would let pass is not asked about, nor who is only looked up.
    assert lane.scan(sound).verdict.kind is REFER
    assert len(lane.waited) == 2


def test_a_departure_that_a_key_records_is_asked_about_once_before_the_answer(
    centre: Centre, lane: Lane
) -> None:
    permit = centre.sold(ASKS)
    answer = lane.service.scan(centre.prints[permit], symbology="QR", outcome=None)
    assert answer.movement is None
    assert answer.scan_id is not None
    lane.service.outcome(answer.scan_id, MovementKind.DEPARTED)
    assert centre.asked_by(lane.device_id) == [str(permit)]
    back = lane.service.facing(Direction.RETURNING, "o").scan(centre.prints[permit])
    assert back.movement is not None
    assert centre.asked_by(lane.device_id) == [str(permit)]  # nobody who returns is held up


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("port", "code"),
    [(SILENT, Code.ALREADY_DEPARTED_ELSEWHERE), (ASKS, Code.ALREADY_DEPARTED_HERE)],
)
def test_who_departed_at_another_lane_a_moment_ago_is_referred(
    centre: Centre, lane: Lane, tmp_path: Path, port: str, code: Code
) -> None:
    permit = centre.sold(ASKS)
    with lane_of(centre, tmp_path, port, "B2") as other:
        bit = ports().by_id(port).bit
        left = departed_there(other, permit)
        with open_sync(other.open.stores, CLOCK) as client:
            report = client.once()
        assert report.up_error is None
    assert lane.scan(permit, record=False).verdict.kind is CLEAR
    answer = lane.scan(permit)
    assert (answer.verdict.kind, answer.verdict.codes) == (REFER, (code,))
    assert [(past.port, past.lane, past.at) for past in answer.movements] == [(bit, "", left)]
    # Its own movements come from its journal, not back from the registry.
    own = centre.sold(ASKS)
    assert lane.scan(own).movement is not None
    with open_sync(lane.open.stores, CLOCK) as client:
        assert client.once().up_error is None
    lane.service.refresh(own)
    assert len(lane.scan(own).movements) == 1


def departed_there(other: Lane, permit: int) -> datetime:
    """The permit departs at that lane, as an officer there decided: when."""
    at = CLOCK.now().replace(microsecond=0)
    place = other.open.settings
    entry = ScanEntry(
        uuid4(),
        at,
        "NUMBER",
        "",
        permit,
        Direction.DEPARTING,
        CLEAR.value,
        (),
        "o",
        place.lane,
        place.port,
        None,
    )
    draft = outcomes.draft_of(entry, MovementKind.DEPARTED, None, automatic=False)
    other.open.stores.journal.record_scan(entry, draft)
    return at


def test_a_frozen_registry_holds_up_nobody_and_its_late_answer_is_kept(
    centre: Centre, lane: Lane
) -> None:
    revoked, other = centre.sold(ASKS), centre.sold(ASKS)
    centre.revoke(revoked)
    lane.answers_come = False
    with centre.frozen():
        answer = lane.scan(revoked)
        assert answer.verdict.kind is CLEAR  # the cached verdict stands
        assert answer.movement is not None
        assert lane.scan(other).verdict.kind is CLEAR
        assert lane.waited == [ASK_MS / 1000]  # nobody waits behind a question on its way
    assert lane.last.wait(SECONDS)
    codes = lane.scan(revoked, record=False).verdict.codes
    assert Code.REVOKED in codes
    assert centre.asked_by(lane.device_id) == [str(revoked)]


def test_a_port_that_does_not_want_it_asks_nothing(centre: Centre, tmp_path: Path) -> None:
    with lane_of(centre, tmp_path, SILENT, "A1") as lane:
        permit = centre.sold(SILENT)
        assert lane.scan(permit).verdict.kind is CLEAR
        assert lane.waited == []
    assert centre.asked_by(lane.device_id) == []


def test_an_open_lane_asks_by_itself(centre: Centre, tmp_path: Path) -> None:
    with lane_of(centre, tmp_path, ASKS, "A1"):
        pass
    revoked = centre.sold(ASKS)
    centre.revoke(revoked)
    with open_lane(LanePaths(tmp_path / "A1"), CLOCK, online=True) as opened:
        opened.service.scan(centre.prints[revoked], symbology="QR")
        # In time or later: the answer is kept.
        told = threading.Event()
        for _ in range(int(SECONDS * 10)):
            found = opened.service.scan(centre.prints[revoked], symbology="QR", record=False)
            if Code.REVOKED in found.verdict.codes:
                break
            told.wait(0.1)
        assert Code.REVOKED in found.verdict.codes
