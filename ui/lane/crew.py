"""The threads and senses of a lane's window, made once and handed to whoever needs them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.crash import CrashWatch
from ui.workers.errands import Errands


@dataclass(frozen=True, slots=True)
class Crew:
    """``hand`` does the officer's turn, in order; ``desk`` what can wait a moment (counts, ages,
    lists); ``line`` what waits for the network."""

    hand: Errands
    desk: Errands
    line: Errands

    @classmethod
    def hired(cls, crashes: CrashWatch, parent: QObject) -> Crew:
        """Three threads; none runs before it is asked for something."""
        made = (Errands(name, crashes.take, parent) for name in ("hand", "desk", "line"))
        return cls(*made)

    def dismiss(self) -> None:
        """End them; the turn's comes first, so that what was keyed is on disk."""
        for errands in (self.hand, self.desk, self.line):
            errands.close()
