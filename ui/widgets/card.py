"""A raised panel with a title."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.elided import FitLabel


class Card(QFrame):
    """A panel on the window's surface. What it holds goes into `body`; the title is hidden while
    it is empty. ``edge``, if set, colours the side that reading starts from."""

    def __init__(self, holder: ThemeHolder, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.holder = holder
        self._edge: QColor | None = None
        self._ground: QColor | None = None
        self._title = FitLabel(holder, "label", "ink_soft")
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

    def set_colours(self, edge: QColor | None = None, ground: QColor | None = None) -> None:
        """A coloured edge and another ground, as of a tone; None: as every card."""
        self._edge, self._ground = edge, ground
        self.update()

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew. A card with a tone's colours is given them again by its owner."""
        self._space()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, hairline, edge."""
        theme, half = self.theme, self.theme.exact("line.hair") / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        path = QPainterPath()
        path.addRoundedRect(rect, theme.exact("radius.m"), theme.exact("radius.m"))
        painter.fillPath(path, self._ground or theme.colour("raised"))
        if self._edge is not None:
            self._paint_edge(painter, path, self._edge)
        painter.setPen(QPen(theme.colour("line"), theme.exact("line.hair")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.end()

    def _paint_edge(self, painter: QPainter, path: QPainterPath, edge: QColor) -> None:
        width = self.theme.exact("line.edge")
        left = self.width() - width if self.isRightToLeft() else 0.0
        strip = QPainterPath()
        strip.addRect(QRectF(left, 0, width, self.height()))
        painter.fillPath(path.intersected(strip), edge)

    def _space(self) -> None:
        across, down = self.theme.px("space.l"), self.theme.px("space.m")
        self._outer.setContentsMargins(across, down, across, down)
        self._outer.setSpacing(self.theme.px("space.s"))
        self.body.setSpacing(self.theme.px("space.s"))
