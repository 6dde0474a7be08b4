"""The way up: nothing lost, nothing doubled, whatever the line and the registry do."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.errors import (
    CheckpointError,
    ProtocolError,
    StorageError,
    TransportError,
    TrustError,
)
from sync.client.lane_trust import LaneTrust
from sync.client.rounds import SyncClient, SyncReport, Way, event_of
from sync.client.up import Upload
from sync.engine.rounds import RoundEvent, RoundState
from sync.protocol import routes
from sync.protocol.problems import ProblemKind
from sync.trust.carrier import Carrier
from sync.trust.floor import RootedTime, TimeFloor
from sync.trust.folder_fetcher import FolderFetcher
from sync.trust.intake import Intake, TakenIn
from sync.trust.news import News
from sync.trust.view import TrustView
from tests.unit.sync.client.memory_outbox import EPOCH, MemoryOutbox
from tests.unit.sync.client.peer import DEVICE, LostError, Peer, Reply, calls_to, problem
from tests.unit.sync.season import NOW


def never() -> bool:
    return False


def upload(peer: Peer, outbox: MemoryOutbox) -> Upload:
    return Upload(calls_to(peer), outbox, peer.batch_key, DEVICE, peer.issuer.keyring)


def filled(count: int) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for index in range(count):
        outbox.record(b"movement %d" % index)
    return outbox


@pytest.mark.requirement("C3")
def test_everything_goes_up_once_and_only_then_leaves_the_outbox() -> None:
    peer, outbox = Peer(), filled(40)
    done = upload(peer, outbox).send(stopping=never)
    assert (done.batches, done.acknowledged, done.pending) == (14, 40, 0)
    assert list(peer.held[EPOCH].values()) == outbox.books[EPOCH].movements
    assert upload(peer, outbox).send(stopping=never).batches == 0


def test_an_empty_outbox_needs_no_registry() -> None:
    peer = Peer()
    assert upload(peer, MemoryOutbox()).send(stopping=never).pending == 0
    assert not upload(peer, MemoryOutbox()).compare()
    assert peer.requests == []


def test_a_refused_batch_stays() -> None:
    peer, outbox = Peer(), filled(4)
    for kind in (ProblemKind.BATCH_REFUSED, ProblemKind.INVALID, ProblemKind.DEVICE_RECALLED):
        peer.fails = lambda when, path, kind=kind: (  # type: ignore[misc]  # bound as a default
            problem(422, kind) if path == routes.MOVEMENTS else None
        )
        with pytest.raises(ProtocolError):
            upload(peer, outbox).send(stopping=never)
        assert outbox.pending() == 4


def test_a_forged_receipt_drops_nothing() -> None:
    peer, outbox = Peer(), filled(4)
    strange = Peer(held={EPOCH: {}})
    keys = strange.issuer.keyring
    with pytest.raises(TrustError):
        Upload(calls_to(peer), outbox, peer.batch_key, DEVICE, keys).send(stopping=never)
    assert outbox.pending() == 4


def test_a_registry_that_went_back_gets_it_all_again() -> None:
    peer, outbox = Peer(), filled(10)
    way = upload(peer, outbox)
    way.send(stopping=never)
    peer.restore(4)
    assert way.compare()
    assert outbox.pending() == 6
    way.send(stopping=never)
    assert len(peer.held[EPOCH]) == 10
    peer.held.clear()
    assert way.compare()
    way.send(stopping=never)
    assert len(peer.held[EPOCH]) == 10
    assert not way.compare()


def test_a_fork_keeps_everything_and_holds_up_no_other_journal() -> None:
    peer, outbox = Peer(), filled(30)
    peer.held[EPOCH] = {number: b"another %d" % number for number in range(1, 41)}
    for index in range(5):
        outbox.record(b"later %d" % index, b"f" * 16)
    with pytest.raises(ProtocolError) as error:
        upload(peer, outbox).send(stopping=never)
    assert error.value.key == "sync.fork"
    assert len(peer.held[b"f" * 16]) == 5
    assert outbox.pending() == 30


def test_a_registry_that_confirms_nothing_is_told_from_one_that_does() -> None:
    peer, outbox = Peer(), filled(4)
    peer.held[EPOCH] = {}
    frozen = peer._receipt(EPOCH)
    peer.fails = lambda when, path: frozen if when == "done" and path == routes.MOVEMENTS else None
    with pytest.raises(ProtocolError) as error:
        upload(peer, outbox).send(stopping=never)
    assert error.value.key == "sync.no_headway"
    assert outbox.pending() == 4


@dataclass
class ScriptedDown:
    """A way down that fails as told."""

    errors: list[CheckpointError | None] = field(default_factory=list)
    taken: int = 0
    brings: TakenIn | None = None

    def take_in(self, carrier: Carrier, reference: RootedTime, **_: object) -> TakenIn:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.taken += 1
        return self.brings or cast(TakenIn, self)


class Notes(dict[str, str]):
    def note(self, key: str, value: str | None) -> None:
        self.pop(key, None)
        if value is not None:
            self[key] = value

    def notes(self) -> dict[str, str]:
        return self


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds


class TrustStub:
    def rooted_time(self, now: datetime) -> RootedTime:
        return RootedTime(now, TimeFloor(now))

    def take(self, view: object) -> None:
        return None


@dataclass
class Lane:
    """A sync client with both ends in memory."""

    peer: Peer = field(default_factory=Peer)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    down: ScriptedDown = field(default_factory=ScriptedDown)
    notes: Notes = field(default_factory=Notes)
    clock: HandClock = field(default_factory=HandClock)

    def client(self) -> SyncClient:
        nowhere = Carrier(cast(FolderFetcher, None), "", "", staged=False)
        return SyncClient(
            intake=cast(Intake, self.down),
            carrier=nowhere,
            upload=upload(self.peer, self.outbox),
            trust=cast(LaneTrust, TrustStub()),
            notes=self.notes,
            clock=self.clock,
            random=lambda: 0.5,
            stopping=threading.Event(),
        )


def test_a_way_that_fails_never_stops_the_other() -> None:
    lane = Lane(down=ScriptedDown([TrustError("no", key="trust.unsigned")]))
    lane.outbox.record(b"one")
    report = lane.client().once()
    assert report.down_error is not None
    assert report.up is not None
    assert report.up.pending == 0
    assert dict(lane.notes) == {"error.down": "trust.unsigned"}
    lane.peer.fails = lambda when, path: Reply(500)
    lane.outbox.record(b"two")
    report = lane.client().once()
    assert (report.down_error, report.up) == (None, None)
    assert dict(lane.notes) == {"error.up": "sync.registry_trouble"}
    lane.peer.fails = lambda when, path: None
    assert lane.client().once().ok
    assert dict(lane.notes) == {}


def test_a_registry_of_a_later_version_is_told_of_and_changes_nothing_else() -> None:
    lane = Lane()
    lane.outbox.record(b"one")

    def ahead(when: str, path: str) -> Reply | None:
        if (when, path) != ("asked", routes.NONCE):
            return None
        nonce = routes.base64url(lane.peer._nonce())
        said = {"nonce": nonce, "expires_in": 60, "formats": [1, 2], "later": {}}
        return Reply(200, json.dumps(said).encode(), routes.JSON)

    lane.peer.fails = ahead
    report = lane.client().once()
    assert report.ok
    assert report.up is not None
    assert report.up.pending == 0
    assert dict(lane.notes) == {"error.version": "sync.registry_newer"}
    lane.peer.fails = lambda when, path: None
    assert lane.client().once().ok
    assert dict(lane.notes) == {}


def test_data_of_a_later_format_is_told_of_and_the_rest_counts() -> None:
    taken = TakenIn(cast(TrustView, None), cast(News, None), newer=("CAI-AIR/elsewhere",))
    lane = Lane(down=ScriptedDown(brings=taken))
    client = lane.client()
    report = client.once()
    assert report.down is taken
    assert report.down_error is not None
    assert dict(lane.notes) == {"error.down": "trust.newer_format"}
    assert client.course(Way.DOWN).failures == 0


def test_ticks_follow_the_schedule() -> None:
    lane = Lane()
    client = lane.client()
    for _ in range(13):
        client.tick_down()
        lane.clock.seconds += 5.0
    assert lane.down.taken == 2
    lane.down.errors = [TransportError("no", key="sync.unreachable")] * 3
    lane.clock.seconds += 60.0
    client.tick_down()
    assert client.course(Way.DOWN).state is RoundState.WAITING
    assert client.tick_down() is None
    client.nudge()
    assert client.tick_down() is not None
    client.stop()
    lane.clock.seconds += 1000.0
    assert client.tick_down() is None
    assert client.tick_up() is None


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (TransportError("line"), RoundEvent.FAILED),
        (TransportError("no", retryable=False), RoundEvent.REFUSED),
        (StorageError("disk"), RoundEvent.FAILED),
        (ProtocolError("no"), RoundEvent.REFUSED),
        (TrustError("no"), RoundEvent.REFUSED),
        (CredentialError(Rejection.BAD_SIGNATURE), RoundEvent.REFUSED),
        (CredentialError(Rejection.UNKNOWN_KEY), RoundEvent.FAILED),
    ],
)
def test_what_is_worth_another_try_soon(error: CheckpointError, event: RoundEvent) -> None:
    assert event_of(error) is event


def test_a_bug_below_leaves_the_way_usable() -> None:
    lane = Lane()
    client = lane.client()

    def broken(*_: object, **__: object) -> TakenIn:
        raise ZeroDivisionError

    sound, lane.down.take_in = lane.down.take_in, broken  # type: ignore[method-assign]  # a bug
    with pytest.raises(ZeroDivisionError):
        client.tick_down()
    lane.down.take_in = sound  # type: ignore[method-assign]  # mended
    lane.clock.seconds += 1000.0
    assert client.tick_down() == SyncReport(down=cast(TakenIn, lane.down))


FAILURES = st.sampled_from(
    ["fine", "lost", "lost after", "500", "500 after", "404", "rubbish", "rubbish after", "refused"]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.integers(1, 5)),
        st.tuples(st.just("sync"), st.lists(FAILURES, max_size=6)),
        st.tuples(st.just("restore"), st.integers(0, 12)),
        st.tuples(st.just("down fails"), st.booleans()),
    ),
    max_size=25,
)


class Script:
    """Spoils one request after another, then none."""

    def __init__(self, failures: list[str]) -> None:
        self._failures = list(failures)
        self._now = ""

    def __call__(self, when: str, path: str) -> Reply | None:
        if when == "asked":
            self._now = self._failures.pop(0) if self._failures else "fine"
        if self._now.endswith("after") != (when == "done"):
            return None
        match self._now.removesuffix(" after"):
            case "lost":
                raise LostError
            case "500":
                return Reply(500)
            case "404":
                return Reply(404, b"gone", "text/plain")
            case "rubbish":
                return Reply(200, b"\x00rubbish")
            case "refused":
                return problem(400, ProblemKind.MALFORMED)
        return None


@pytest.mark.requirement("C3")
@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_no_course_of_failures_loses_or_doubles_a_movement(
    steps: list[tuple[str, object]],
) -> None:
    lane = Lane()
    client = lane.client()
    recorded: list[bytes] = []
    for step, detail in steps:
        if step == "scan":
            for _ in range(cast(int, detail)):
                recorded.append(b"movement %d" % len(recorded))
                lane.outbox.record(recorded[-1])
        elif step == "sync":
            lane.peer.fails = Script(cast("list[str]", detail))
            client.once()
        elif step == "restore":
            lane.peer.restore(cast(int, detail))
        else:
            lane.down.errors.append(TransportError("no") if detail else TrustError("no"))
        # What the outbox let go is at the registry now, unless it was since restored.
        assert lane.outbox.books[EPOCH].movements == recorded
    lane.peer.fails = lambda when, path: None
    lane.down.errors.clear()
    assert client.once().ok
    assert list(dict(sorted(lane.peer.held.get(EPOCH, {}).items())).values()) == recorded
    assert lane.peer.forks == []
    assert lane.outbox.pending() == 0
