"""A queue at the lane's window: `python -m tests.e2e.lane_queue FOLDER scan|look|fault [FIRST]`.

``scan`` has one token after the other typed by a scanner and prints each permit number once its
answer stands in the window, until it is killed. ``look`` prints what stands in the window at its
start, and ends. ``fault`` scans, has a slot fail with a pilgrim's data at hand, and scans again.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.conductor import Conductor, Playing
from checkpoint_app.demo.window_side import Driver
from checkpoint_app.log import file_sink, logging_to
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.turn import Turn
from ui.app import LaneApp

assert cli  # the program as people start it has it loaded


class Faulty(QObject):
    """A slot with a bug."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    @Slot()
    def fail(self) -> None:
        """Fail with somebody's name in the text and in a variable."""
        name = self._name
        raise LookupError(name)


class Queue:
    """What is played beside the window."""

    def __init__(self, folder: Path, conductor: Conductor, first: int) -> None:
        self._folder, self._conductor, self._first = folder, conductor, first
        self._tokens: list[str] = json.loads((folder / "tokens.json").read_text("utf-8"))

    def scan(self) -> None:
        """Until somebody kills the process."""
        driver = self._driver()
        for token in itertools.islice(itertools.cycle(self._tokens), self._first, None):
            self._tell(driver.swipe(token).turn)

    def look(self) -> None:
        """What stands, and the end without a word."""
        driver = self._driver()
        self._tell(driver.look(_turn))
        os._exit(0)

    def fault(self) -> None:
        """A scan, a bug, a scan."""
        driver = self._driver()
        first = driver.swipe(self._tokens[0]).turn
        assert first.answer is not None
        assert first.answer.record is not None
        faulty = Faulty(first.answer.record.name_latin)
        driver.look(lambda app: QTimer.singleShot(0, app, faulty.fail))
        self._tell(driver.swipe(self._tokens[1]).turn)
        print(first.answer.record.name_latin, flush=True)
        driver.close()

    def _driver(self) -> Driver:
        lane = LanePaths(self._folder / "lane")
        return Driver.opened(lane, self._folder / "camera", SystemClock(), "ar", self._conductor)

    def _tell(self, turn: Turn) -> None:
        permit = None if turn.answer is None else turn.answer.permit
        print(permit, turn.shown.name, flush=True)


def _turn(app: LaneApp) -> Turn:
    assert app.post is not None
    turn = app.post.desk.turn
    assert turn is not None
    return turn


def main(folder: Path, word: str, first: int) -> int:
    app = QApplication(["queue", "-platform", "offscreen"])
    conductor = Conductor()
    queue = Queue(folder, conductor, first)
    acts = {"scan": queue.scan, "look": queue.look, "fault": queue.fault}
    conductor.ended.connect(app.quit)
    with logging_to(file_sink(LanePaths(folder / "lane").log)):
        playing: Playing[None] = Playing(acts[word], conductor.over)
        playing.start()
        app.exec()
        playing.join()
        playing.outcome()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0))
