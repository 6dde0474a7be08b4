"""A line across a page that tells how things stand, by a shape and words, not by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import paint_icon
from ui.widgets.themed import ThemedWidget

_ICONS = {Mark.GOOD: "check", Mark.WARNING: "warning", Mark.BAD: "alarm"}


class Banner(ThemedWidget):
    """Words on a soft ground with an edge; gone while there are none."""

    def __init__(self, holder: ThemeHolder, lines: int = 2) -> None:
        super().__init__(holder)
        self._mark = Mark.PLAIN
        self._icon = _Icon(holder)
        self._text = FitLabel(holder, "strong", lines=lines)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._space()
        self.say("", Mark.PLAIN)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, mark: Mark) -> None:
        """Say something else; empty: nothing, and the line is gone."""
        self._mark = mark
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._colour()

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        self._colour()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, and the edge where reading begins."""
        theme, colours = self.theme, self.theme.mark(self._mark)
        rect, radius = QRectF(self.rect()), theme.exact("radius.s")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.soft)
        painter.drawRoundedRect(rect, radius, radius)
        edge = theme.exact("line.edge")
        left = rect.width() - edge if self.isRightToLeft() else 0.0
        painter.fillRect(QRectF(left, 0, edge, rect.height()), colours.stroke)
        painter.end()

    def _colour(self) -> None:
        colours = self.theme.mark(self._mark)
        self._text.set_ink(colours.on_soft)
        self._icon.show_icon(_ICONS.get(self._mark, ""), self._mark)
        self.update()

    def _space(self) -> None:
        across, down = self.theme.px("space.l"), self.theme.px("space.s")
        self._row.setContentsMargins(across, down, across, down)
        self._row.setSpacing(self.theme.px("space.s"))


class _Icon(ThemedWidget):
    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._name, self._mark = "", Mark.PLAIN

    def show_icon(self, name: str, mark: Mark) -> None:
        """Another icon; empty: none."""
        self._name, self._mark = name, mark
        self.setVisible(bool(name))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as an icon beside text."""
        side = self.theme.px("icon.m")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon, in the middle."""
        side = self.theme.exact("icon.m")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        ink = self.theme.mark(self._mark).stroke
        if self._name:
            paint_icon(painter, self._name, room, ink, self.isRightToLeft())
        painter.end()
