"""Asking the registry before a departure: one question at a time, and never in anybody's way."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from checkpoint_app.credential.envelope import CredentialError, Rejection
from checkpoint_app.domain.lane_rules import LONGEST_ASK_MS
from checkpoint_app.errors import CheckpointError, TransportError
from checkpoint_app.services.asking import MOST_SILENT, PAUSE_SECONDS, Asking
from tests.unit.credential.samples import NOW

pytestmark = pytest.mark.requirement("C3")
PERMIT, OTHER = 1, 2
SOON = 30.0  # so long at most until a thread has done its work


@dataclass
class Clock:
    seconds: float = 100.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Line:
    """A line to the registry that answers when it is let."""

    answers: threading.Event = field(default_factory=threading.Event)
    failure: CheckpointError | None = None
    asked: list[int] = field(default_factory=list)
    nonces: set[bytes] = field(default_factory=set)
    kept: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    last: threading.Event = field(default_factory=threading.Event)

    def fetch(self, permit: int, nonce: bytes) -> bytes:
        self.asked.append(permit)
        self.nonces.add(nonce)
        self.answers.wait(SOON)
        if self.failure is not None:
            raise self.failure
        return nonce

    def keep(self, permit: int, nonce: bytes, envelope: bytes) -> None:
        assert nonce == envelope
        self.kept.append(permit)

    def wait(self, done: threading.Event, seconds: float) -> None:
        """As long as the line takes, where it answers at all."""
        self.waited.append(seconds)
        if self.answers.is_set():
            done.wait(SOON)
        self.last = done

    def came_late(self) -> None:
        self.answers.set()
        self.last.wait(SOON)


def asking_over(line: Line, clock: Clock | None = None) -> Asking:
    return Asking(line, line.keep, clock or Clock(), wait=line.wait)


def answering() -> Line:
    line = Line()
    line.answers.set()
    return line


def test_an_answer_in_time_is_kept_before_the_verdict_goes_on() -> None:
    line = answering()
    asking = asking_over(line)
    assert asking.ask(PERMIT, 300)
    assert asking.ask(OTHER, 300)
    assert (line.asked, line.kept, line.waited) == ([1, 2], [1, 2], [0.3, 0.3])
    assert len(line.nonces) == 2
    asking.close()


@pytest.mark.parametrize("milliseconds", [0, -1])
def test_nothing_is_asked_where_the_port_does_not_want_it(milliseconds: int) -> None:
    line = answering()
    asking = asking_over(line)
    assert not asking.ask(PERMIT, milliseconds)
    assert (line.asked, line.waited) == ([], [])
    asking.close()


def test_nobody_waits_longer_than_any_settings_may_say() -> None:
    line = answering()
    asking = asking_over(line)
    asking.ask(PERMIT, 60_000)
    assert line.waited == [LONGEST_ASK_MS / 1000]
    asking.close()


def test_a_late_answer_is_kept_and_no_second_question_is_asked_meanwhile() -> None:
    line = Line()
    asking = asking_over(line)
    assert not asking.ask(PERMIT, 400)
    assert not asking.is_ready()
    assert not asking.ask(OTHER, 400)
    assert line.waited == [0.4]
    line.came_late()
    assert (line.asked, line.kept) == ([PERMIT], [PERMIT])
    assert asking.is_ready()
    assert asking.ask(OTHER, 400)
    asking.close()


@pytest.mark.parametrize(
    "failure",
    [
        TransportError("cut", key="sync.unreachable"),
        CredentialError(Rejection.NOT_OUR_QUESTION),
    ],
)
def test_after_three_questions_in_a_row_without_an_answer_there_is_a_pause(
    failure: CheckpointError,
) -> None:
    line, clock = answering(), Clock()
    asking = asking_over(line, clock)
    line.failure = failure
    for _ in range(MOST_SILENT):
        assert not asking.ask(PERMIT, 400)
    assert not asking.is_ready()
    assert not asking.ask(PERMIT, 400)
    assert len(line.waited) == MOST_SILENT
    clock.seconds += PAUSE_SECONDS
    assert not asking.ask(PERMIT, 400)
    assert not asking.ask(PERMIT, 400)
    assert len(line.waited) == MOST_SILENT + 1  # one question a pause, as long as none is answered
    clock.seconds += PAUSE_SECONDS
    line.failure = None
    assert asking.ask(PERMIT, 400)
    line.failure = failure
    for _ in range(MOST_SILENT - 1):
        assert not asking.ask(PERMIT, 400)
    assert asking.is_ready()
    asking.close()


def test_once_closed_nothing_is_asked() -> None:
    line = answering()
    asking = asking_over(line)
    assert asking.ask(PERMIT, 400)
    asking.close()
    assert not asking.is_ready()
    assert not asking.ask(PERMIT, 400)
    assert line.asked == [PERMIT]
    asking.close()


def test_a_computer_without_a_thread_to_spare_scans_on(monkeypatch: pytest.MonkeyPatch) -> None:
    line = answering()
    asking = asking_over(line)

    def refused(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    assert not asking.ask(PERMIT, 400)
    assert line.waited == []
    monkeypatch.undo()
    assert asking.ask(PERMIT, 400)
    asking.close()
