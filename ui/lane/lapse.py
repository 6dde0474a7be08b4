"""When an undo is not offered any more: the one moment at which the window changes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from checkpoint_app.services.turn import Turn

_LONGEST = timedelta(minutes=2)  # as long as an outcome may be taken back


class Lapse(QTimer):
    """Times out once, when the undo of the turn that was shown last has run out."""

    def watch(self, turn: Turn, now: datetime) -> None:
        """Another turn is shown. A clock that was set back makes its time no longer."""
        self.stop()
        self.setSingleShot(True)
        if turn.undoable is not None:
            left = min(turn.undoable.until - now, _LONGEST)
            self.start(max(0, round(left.total_seconds() * 1000)) + 1)
