"""The lane's window as `checkpoint lane` opens it, with a stop-watch beside it.

`python -m tests.bench._lane_window FOLDER SCANS [SOURCE]` scans so many tokens one after the other
and prints one JSON object: times of the machine's monotonic clock in seconds, gaps in ms.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

import ui.launch
from checkpoint_app import cli
from tests.bench.floor import resident_mb
from ui.launch import Launch
from ui.start import LaneStart

if TYPE_CHECKING:  # loaded by the program itself, at its own time
    from ui.app import LaneApp

# A pause between verdict and next scan: nobody is faster, and the window paints in it.
PAUSE_MS = 15
# The heart beats as often as a screen is drawn.
BEAT_MS = 16


class StopWatch(QObject):
    """Scans, and notes how long the window did not come to itself."""

    def __init__(self, launch: Launch, tokens: list[str], scans: int) -> None:
        super().__init__(launch)
        self._tokens, self._scans = tokens, scans
        self._painted = self._furnished = self._decided = self._beat = 0.0
        self._gaps: list[float] = []
        self._done = 0
        launch.painted.connect(self._paint)
        launch.made.connect(self._meet)
        launch.furnished.connect(self._furnish)
        self._heart = QTimer(self)
        self._heart.setInterval(BEAT_MS)
        self._heart.timeout.connect(self._live)

    @Slot()
    def _paint(self) -> None:
        self._painted = time.monotonic()

    @Slot(object)
    def _meet(self, app: LaneApp) -> None:
        self._app = app
        app.ready.connect(self._begin)

    @Slot()
    def _furnish(self) -> None:
        self._furnished = time.monotonic()

    @Slot()
    def _begin(self) -> None:
        assert self._app.post is not None, "it is ready"
        self._app.post.desk.turned.connect(self._turned)

    @Slot(object)
    def _turned(self, turn: object) -> None:
        if getattr(turn, "answer", None) is not None:
            self._done += 1
            if self._done == 1:
                self._decided = time.monotonic()
                self._beat = self._decided
                self._heart.start()
        if self._done < self._scans:
            QTimer.singleShot(PAUSE_MS if self._done else 0, self, self._scan)
        else:
            QTimer.singleShot(PAUSE_MS, self, self._end)

    @Slot()
    def _scan(self) -> None:
        assert self._app.post is not None, "it is ready"
        self._app.post.desk.scanned(self._tokens[self._done % len(self._tokens)])

    @Slot()
    def _live(self) -> None:
        now = time.monotonic()
        self._gaps.append((now - self._beat) * 1000)
        self._beat = now

    @Slot()
    def _end(self) -> None:
        if not self._heart.isActive():
            return
        self._heart.stop()
        figures = {
            "painted": self._painted,
            "furnished": self._furnished,
            "decided": self._decided,
            "gaps": sorted(self._gaps)[-5:],
            "stalls": sum(gap > 100 for gap in self._gaps),
            "resident_mb": resident_mb(),
        }
        print(json.dumps(figures), flush=True)
        self._app.window.close()


def main(folder: Path, scans: int, source: str) -> int:
    """Run the program's own command line, the stop-watch joined to its window."""
    tokens: list[str] = json.loads((folder / "tokens.json").read_text("utf-8"))
    watches: list[StopWatch] = []
    run = ui.launch.run

    def watched(start: LaneStart) -> int:
        return run(start, attend=lambda it: watches.append(StopWatch(it, tokens, scans)))

    ui.launch.run = watched  # type: ignore[assignment]  # the same, with a witness
    given = ["--source", source] if source else []
    return cli.main(["--data", str(folder / "lane"), "lane", *given])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""))
