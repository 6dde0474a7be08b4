"""How the window begins: a sheet that says so at once, then the lane's window in its place."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from ui.opening import Opening
from ui.start import LaneStart
from ui.theme.fonts import load_fonts
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

if TYPE_CHECKING:  # takes longer to load than the opening may
    from ui.app import LaneApp


# Seconds after which a thread at work lets another run that waits: the window's must not wait for
# those of the camera and of the rounds as long as Python's own 5 ms, some ten times a picture.
_TURNS = 0.001


class Launch(QObject):
    """``painted`` is emitted when people see that the program has begun, ``made`` with the
    `ui.app.LaneApp` before its window is seen, ``furnished`` when that has been painted."""

    painted = Signal()
    made = Signal(object)
    furnished = Signal()

    def __init__(self, start: LaneStart, app: QApplication) -> None:
        super().__init__(app)
        self._start, self._app = start, app
        self._lane: LaneApp | None = None
        settings = start.settings
        self._tongue = QtTongue(settings.language, settings.digits, self)
        load_fonts()
        size = app.primaryScreen().availableSize()
        theme = Theme(tokens(), settings.theme == "dark", unit_for(size.width(), size.height()))
        self._opening = Opening(theme, self._tongue)
        self._opening.painted.connect(self._make)

    def begin(self) -> None:
        """Show that the lane is being opened."""
        self._opening.showMaximized()

    @Slot()
    def _make(self) -> None:
        self.painted.emit()
        from ui.app import LaneApp  # what a lane's window needs takes longer than its opening

        lane = self._lane = LaneApp(self._start, self._app)
        lane.setParent(self)
        self.made.emit(lane)
        lane.window.first_painted.connect(self._furnish)
        lane.show()

    @Slot()
    def _furnish(self) -> None:
        self._opening.close()
        self._opening.deleteLater()
        if self._lane is not None:
            self._lane.window.activateWindow()  # the keys were the opening's until now
        self.furnished.emit()


def run(start: LaneStart, *, attend: Callable[[Launch], object] | None = None) -> int:
    """Run the window until it is closed. ``attend`` is shown the launch before it begins. Returns
    the exit code."""
    app = QApplication(sys.argv[:1])
    sys.setswitchinterval(_TURNS)
    app.setQuitOnLastWindowClosed(False)  # the lane's window says when its work is done
    launch = Launch(start, app)
    if attend is not None:
        attend(launch)
    launch.begin()
    return ended(app.exec())


def ended(code: int) -> int:
    """The exit code once the window has gone; does not return while a thread hangs in a driver: it
    ends the process without taking Qt down. All there is to keep is on disk by then."""
    from ui.workers.camera import left_behind

    if left_behind():
        logging.shutdown()
        os._exit(code)
    return code
