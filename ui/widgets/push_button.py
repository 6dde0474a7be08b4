"""A standard button whose focus is seen on its filled ground too."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from ui.theme.current import ThemeHolder


class PushButton(QPushButton):
    """Dressed by the style sheet. One that is filled (the default, or checked) shows its focus also
    by a ring of its text's colour inside: the ring around it is too near to the ground."""

    def __init__(self, holder: ThemeHolder, text: str = "") -> None:
        super().__init__(text)
        self._holder = holder

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then the ring."""
        super().paintEvent(event)
        if self.hasFocus() and self.isEnabled() and (self.isDefault() or self.isChecked()):
            self._paint_ring()

    def _paint_ring(self) -> None:
        theme = self._holder.theme
        inset = theme.exact("line.focus") + theme.exact("line.bold")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("on_accent"), theme.exact("line.bold")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, theme.exact("radius.s"), theme.exact("radius.s"))
        painter.end()
