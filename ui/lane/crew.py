"""The threads and senses of a lane's window, made once and handed to whoever needs them."""

from __future__ import annotations

from collections.abc import Callable
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

    def dismiss(self, last: Callable[[], None]) -> None:
        """End them; what still waits for the line is dropped. ``last`` is done when nobody works
        any more, in the thread of the turn: it may close what they all worked on."""
        self.desk.close()
        self.line.close(drop=True)
        self.hand.close(last)
