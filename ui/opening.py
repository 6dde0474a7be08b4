"""What is seen first: that the lane is being opened. Loads next to nothing, so that it is there at
once; the lane's window takes its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.wording.tongue import Tongue


class Opening(QWidget):
    """A quiet sheet in the theme's colours. ``painted`` is emitted after its first paint."""

    painted = Signal()

    def __init__(self, theme: Theme, tongue: Tongue) -> None:
        super().__init__()
        self._theme = theme
        self._texts = (
            tongue.translate("LaneWindow", "Umrah checkpoint"),
            tongue.translate("Verdict", "The lane is being opened"),
        )
        self._told = False
        self.setWindowTitle(self._texts[0])
        self.setAccessibleName(self._texts[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name of the program, and what it is doing, in the middle."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        middle = self.rect().center().y()
        above, below = self.rect(), self.rect()
        above.setBottom(middle)
        below.setTop(middle + theme.px("space.s"))
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("ink"))
        painter.drawText(above, centre | Qt.AlignmentFlag.AlignBottom, self._texts[0])
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink_soft"))
        painter.drawText(below, centre | Qt.AlignmentFlag.AlignTop, self._texts[1])
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self, self.painted.emit)
