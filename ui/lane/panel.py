"""The base of the lane's painted panels."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.lane.painting import Sheet
from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget


class PaintedPanel(ThemedWidget):
    """A widget that paints one `Sheet`, filled by `arrange` when its view, size, theme or
    direction changed. Its accessible name is all that it says.

    ``role`` is what a screen reader takes it for (`ui.lane.roles`).
    """

    role = QAccessible.Role.StaticText

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._sheet: Sheet | None = None

    @property
    def sheet(self) -> Sheet:
        """What is painted now."""
        if self._sheet is None:
            self._sheet = Sheet(self.theme, self.width(), self.height(), self.mirrored)
            self.arrange(self._sheet)
        return self._sheet

    @property
    def mirrored(self) -> bool:
        """Whether start is on the right."""
        return self.isRightToLeft()

    def arrange(self, sheet: Sheet) -> None:
        """Place everything on an empty sheet of this widget's size; here, nothing."""

    def renew(self) -> None:
        """Paint something else from now on."""
        self._sheet = None
        self.update()

    def follow_theme(self) -> None:
        """Place everything anew."""
        self._sheet = None
        super().follow_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet."""
        self.sheet.paint(QPainter(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        self._sheet = None

    def changeEvent(self, event: QEvent) -> None:
        """Place everything anew in the other direction."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.renew()
        super().changeEvent(event)
