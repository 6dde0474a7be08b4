from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from checkpoint_app.capture.feed import Feed, Standing
from checkpoint_app.capture.frames import Frame, Gap, SourceError
from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.source import open_source
from checkpoint_app.clock import SystemClock
from tests.simulators.films import film

PIXELS = np.zeros((8, 8), np.uint8)
SOON = 20.0  # seconds at most


@dataclass
class Desk:
    """A camera that does as it is told: what each reading gives, and after them all it hangs."""

    script: list[Frame | Gap]
    opens: list[SourceError | None] = field(default_factory=list)
    name: str = "desk"
    passes_by: bool = True
    opened: int = 0
    closed: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)
    hanging: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        self.opened += 1
        error = self.opens.pop(0) if self.opens else None
        if error is not None:
            raise error

    def read(self) -> Frame | Gap:
        if self.script:
            return self.script.pop(0)
        self.hanging.set()
        self.go_on.wait()
        return Gap.ENDED

    def close(self) -> None:
        self.closed += 1
        self.let_go.set()


class LateClock(SystemClock):
    """Runs ahead when told."""

    ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


def frame(at: float) -> Frame:
    return Frame(PIXELS, at)


def test_of_what_passes_by_only_the_newest_is_kept() -> None:
    desk = Desk([frame(1), frame(2), Gap.QUIET, frame(3)])
    feed = Feed(desk, SystemClock())
    feed.start()
    assert desk.hanging.wait(SOON)
    taken = feed.take(0)
    assert taken is not None and taken.at == 3 and feed.take(0) is None
    assert feed.standing == Standing(Presence.OPENED)
    desk.go_on.set()
    assert feed.close(SOON) and desk.closed == 1


def test_of_a_file_every_picture_is_given(tmp_path: Path) -> None:
    path = film(tmp_path / "lane.avi", [np.full((32, 32), 10 * i, np.uint8) for i in range(20)])
    feed = Feed(open_source(str(path), paced=False), SystemClock())
    feed.start()
    taken = []
    while (one := feed.take(SOON)) is not None:
        taken.append(one)
    assert len(taken) == 20 and feed.standing == Standing(Presence.ENDED)
    assert feed.close(SOON)


def test_a_file_has_not_ended_while_a_picture_waits() -> None:
    desk = Desk([frame(1), Gap.ENDED])
    feed = Feed(desk, SystemClock())
    feed.start()
    assert desk.let_go.wait(SOON) and feed.close(SOON)
    assert feed.standing is None
    assert feed.take(0) is not None
    assert feed.standing == Standing(Presence.ENDED)


@pytest.mark.requirement("C1")
def test_a_camera_that_goes_away_is_opened_again() -> None:
    error = SourceError("absent", key="capture.camera_absent", name="desk")
    desk = Desk([frame(1), Gap.LOST, frame(2)], opens=[None, error])
    feed = Feed(desk, SystemClock(), reopen=0.01)
    feed.start()
    assert desk.hanging.wait(SOON)
    assert desk.opened == 3 and desk.closed == 1
    assert feed.standing == Standing(Presence.OPENED)
    desk.go_on.set()
    assert feed.close(SOON)


def test_why_a_camera_is_absent_is_told() -> None:
    error = SourceError("absent", key="capture.camera_absent", name="desk")
    desk = Desk([], opens=[error])
    feed = Feed(desk, SystemClock(), reopen=SOON)
    feed.start()
    while feed.standing is None:
        feed.take(0.01)
    assert feed.standing == Standing(Presence.ABSENT, error)
    assert feed.close(SOON)


@pytest.mark.requirement("C1")
def test_a_camera_that_hangs_is_absent_and_is_left_behind() -> None:
    clock = LateClock()
    desk = Desk([frame(1)])
    feed = Feed(desk, clock)
    feed.start()
    assert desk.hanging.wait(SOON) and feed.take(0) is not None
    assert feed.standing == Standing(Presence.OPENED)
    clock.ahead = 5
    assert feed.standing == Standing(Presence.ABSENT)
    assert not feed.close(0.01)
    desk.go_on.set()
    assert feed.close(SOON) and desk.closed == 1


def test_a_file_whose_pictures_nobody_takes_ends_when_told(tmp_path: Path) -> None:
    feed = Feed(Desk([frame(1), frame(2)], passes_by=False), SystemClock())
    feed.start()
    assert feed.close(SOON)


def test_a_feed_that_was_never_started_closes() -> None:
    assert Feed(Desk([]), SystemClock()).close(0)
