"""The end of a lane's window: gone at once, and everything behind it closed in order."""

from __future__ import annotations

import faulthandler
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.config import Settings
from checkpoint_app.errors import TransportError
from checkpoint_app.services.day_counts import LastScan
from checkpoint_app.services.health import Health
from checkpoint_app.services.turn import Turn
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE, answer, health, turn
from ui.app import LaneApp
from ui.lane.views import Action
from ui.start import LaneStart

PATIENCE = 10.0


class NoDesks:
    """A lane where nobody signs in, and nobody goes to a desk."""

    staffed = locked = False
    session = shift = first_line = None

    def carry_out_orders(self) -> int:
        return 0

    @property
    def orders(self) -> NoDesks:
        return self

    def in_force(self) -> tuple[()]:
        return ()


class SlowLane:
    """`LaneOffice` whose registry does not answer before it is let. ``ended`` is what was done at
    the end, and whether the window was still seen."""

    place = PLACE

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()
        self.ended: list[tuple[str, bool]] = []
        self.refreshing = False
        self.is_seen: Callable[[], bool] = bool

    @property
    def desks(self) -> NoDesks:
        return NoDesks()

    def resume(self) -> Turn:
        return turn(answer())

    def refresh(self, permit: int) -> bool:
        self.refreshing = True
        self.asked.set()
        self.let_go.wait(PATIENCE)
        self.refreshing = False
        raise TransportError("no answer", key="sync.too_slow")

    def leave(self, seen: UUID | None) -> None:
        self.ended.append(("left", self.is_seen()))

    def close(self) -> None:
        assert not self.refreshing, "the stores are nobody's any more"
        self.ended.append(("closed", self.is_seen()))

    def health(self) -> Health:
        return health()

    def last_scans(self, limit: int) -> tuple[LastScan, ...]:
        return ()

    def now(self) -> object:
        return NOW


def started(qapp: QApplication, folder: Path, open_lane: Callable[[Settings], Any]) -> LaneApp:
    start = LaneStart(
        settings=Settings(language="en", sound="off"),
        enrolled=True,
        open=open_lane,
        enrol=_never,
        save=lambda _settings: None,
        log=folder / "log" / "checkpoint.log",
    )
    app = LaneApp(start, qapp, quits=False)
    app.show(QSize(1280, 720))
    return app


def _never(_wish: object) -> Any:
    raise AssertionError("enrolled already")


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Any:
    yield
    faulthandler.enable()  # its file was the lane's
    qapp.setStyleSheet("")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.requirement("C1")
def test_a_registry_that_does_not_answer_holds_no_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    lane = SlowLane()
    app = started(qapp, tmp_path, lambda _settings: lane)
    lane.is_seen = app.window.isVisible
    qtbot.waitUntil(lambda: app.post is not None and app.post.desk.turn is not None)
    assert app.post is not None
    app.post.desk.act(Action.REFRESH)
    assert lane.asked.wait(PATIENCE)
    threading.Timer(0.2, lane.let_go.set).start()
    app.window.close()
    app.window.close()  # and once more, of impatience
    assert lane.ended == [("left", False), ("closed", False)]
    assert not app.window.isVisible()


def test_a_lane_that_is_still_being_opened_is_closed_too(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    lane = SlowLane()

    def slowly(_settings: Settings) -> SlowLane:
        lane.asked.set()
        lane.let_go.wait(PATIENCE)
        return lane

    app = started(qapp, tmp_path, slowly)
    qtbot.waitUntil(lane.asked.is_set)
    threading.Timer(0.2, lane.let_go.set).start()
    app.window.close()
    assert [word for word, _ in lane.ended] == ["closed"]
    qtbot.wait(20)
    assert app.post is None
