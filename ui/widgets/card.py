"""A raised panel with a title."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.elided import FitLabel


class Card(QFrame):
    """A panel on the window's surface. What it holds goes into `body`; the title is hidden while
    it is empty."""

    def __init__(self, holder: ThemeHolder, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.holder = holder
        self._title = FitLabel(holder, "strong")
        self.body = QVBoxLayout()
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._title)
        self._outer.addLayout(self.body, 1)
        self.set_title(title)
        holder.changed.connect(self.follow_theme)
        self._space()

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self.holder.theme

    def set_title(self, title: str) -> None:
        """Another title; empty hides it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self._space()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and hairline."""
        theme, half = self.theme, self.theme.exact("line.hair") / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), theme.exact("line.hair")))
        painter.setBrush(theme.colour("raised"))
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, theme.exact("radius.m"), theme.exact("radius.m"))
        painter.end()

    def _space(self) -> None:
        across, down = self.theme.px("space.l"), self.theme.px("space.m")
        self._outer.setContentsMargins(across, down, across, down)
        self._outer.setSpacing(self.theme.px("space.s"))
        self.body.setSpacing(self.theme.px("space.s"))
