"""A rush at the lane's window, in real time: `python -m tests.e2e.lane_rush FOLDER PASSENGERS`
prints one JSON object of what was expected, what was counted where, and how many an hour passed.

As `lane_shift`, but the scanner takes 8 ms for each key, as slow ones do, and the first of those
who are clear have their passport swiped too. PASSENGERS 0 stands for a short run: one of each kind
that passes in its own way.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.cast import passport_lines
from checkpoint_app.demo.conductor import Conductor, Playing
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.demo.window_side import Answered, Driver
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.paths import LanePaths
from tests.e2e.lane_shift import Shift
from tests.simulators.crowd import Key, Passenger, Way
from ui.app import LaneApp

KEY_MS = 8
_SHORT = (
    *("clear, depart, keys", "clear, none, frame", "number, passport", "passport"),
    *("number alone", "boarding pass"),
)
_CROWD = 60  # out of which the short run takes its kinds
_LOOK_S = 0.3  # before an officer presses a key
_TWICE = 4  # every so manieth of those who are clear shows the passport too
_DIGITS = {str(digit): Qt.Key.Key_0 + digit for digit in range(10)}
_ENDS = {"\n": Qt.Key.Key_Return, "\r": Qt.Key.Key_Return}


class SlowWedge:
    """A scanner that types, a key each 8 ms, while the window goes on with its own work."""

    def __init__(self, window: QWindow) -> None:
        self._window = window

    def type(self, text: str) -> None:
        """The whole text and its Enter; returns when the last key is struck."""
        due = time.monotonic() + 0.3  # a hand's pause before
        for sign in f"{text}\r":
            due += KEY_MS / 1000
            time.sleep(max(0.0, due - time.monotonic()))
            code = int(_DIGITS.get(sign, _ENDS.get(sign, Qt.Key.Key_unknown)))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                struck = "\r" if sign == "\n" else sign
                event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, struck)
                event.setTimestamp(round(due * 1000))
                QApplication.postEvent(self._window, event)


@dataclass
class Rush(Shift):
    """One rush. ``seconds`` is how long the passengers took, all waiting of the lane's included."""

    short: bool = False
    seconds: float = 0.0
    swipes: int = 0
    served: int = 0
    _wedge: SlowWedge | None = None

    def _prepared(self, engine: Engine, people: list[Passenger]) -> list[Passenger]:
        if self.short:
            kinds = {each.kind: each for each in reversed(people)}
            people = [kinds[kind] for kind in _SHORT]
            people.append(_coming_back(people[0]))
        clear = [each for each in people if each.kind == "clear, depart, keys"]
        shown = {each.permit for each in clear[::_TWICE]}
        return [
            _twice(each, passport_lines(engine, each.permit))
            if each in clear and each.permit in shown
            else each
            for each in people
        ]

    def _at_the_window(
        self, lane: LanePaths, people: list[Passenger], server: Server
    ) -> dict[str, int]:
        driver = Driver.opened(lane, self.folder / "camera", SystemClock(), "ar", self.conductor)
        self._wedge = SlowWedge(driver.look(_handle))
        try:
            started = time.monotonic()
            for each in people:
                self._serve(driver, each)
            self.seconds, self.served = time.monotonic() - started, len(people)
            return self._day(driver)
        finally:
            driver.close()

    def _answered(self, driver: Driver, each: Passenger) -> Answered:
        if each.way is Way.FRAME:
            return super()._answered(driver, each)
        assert self._wedge is not None
        for text in each.texts:
            self.conductor.forget_turns()
            self._wedge.type(text)
            answered = self.conductor.next_turn()
            self.swipes += "\n" in text
        assert isinstance(answered, Answered)
        time.sleep(_LOOK_S if each.key is not Key.NONE else 0)
        return answered


def _twice(each: Passenger, zone: str) -> Passenger:
    """The passport after the permit: what was clear stays so, and is told as the same again."""
    return replace(each, texts=(*each.texts, zone), again=True)


def _coming_back(each: Passenger) -> Passenger:
    return replace(
        each, kind="return", movement=MovementKind.RETURNED, key=Key.NONE, returning=True
    )


def _handle(app: LaneApp) -> QWindow:
    handle = app.window.windowHandle()
    assert handle is not None
    return handle


def main(folder: Path, passengers: int) -> int:
    QApplication.setApplicationName("lane rush")
    app = QApplication(["rush", "-platform", "offscreen"])
    conductor = Conductor()
    rush = Rush(folder, passengers or _CROWD, conductor, short=not passengers)
    conductor.ended.connect(app.quit)
    playing: Playing[dict[str, object]] = Playing(rush.play, conductor.over)
    playing.start()
    app.exec()
    playing.join()
    said = playing.outcome() | {
        "served": rush.served,
        "seconds": round(rush.seconds, 1),
        "swipes": rush.swipes,
        "an_hour": round(rush.served / rush.seconds * 3600),
    }
    print(json.dumps(said), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
