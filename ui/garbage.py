"""Objects of Qt that nobody needs any more are taken away in the window's own thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 500
# Rounds of the young before one of all: little lives longer, once the start is set apart.
_ROUNDS = 60


class GarbageRound(QObject):
    """Collects cycles here and nowhere else.

    Python's own collector runs in whichever thread happens to make the next object. In the camera's
    it may take away layouts and pictures of the window's while that paints with what they share.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on. What there is already is set apart: it stays, and is not looked through."""
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """One round."""
        self._rounds += 1
        gc.collect(2 if self._rounds % _ROUNDS == 0 else 1)
