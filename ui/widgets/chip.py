"""A chip of the bar: an icon and a few words on a ground that tells how the thing stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.lane.views import ChipView, Mark
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.fit import FittedText, fit_text, paint_text, text_width
from ui.widgets.icons import paint_icon
from ui.widgets.tips import tip

_EMPTY = ChipView(icon="", text="", mark=Mark.PLAIN)


class Chip(QLabel):
    """One mark of the bar. Its tip is the detail; its accessible name text and detail together.

    A text that does not fit shrinks, then ends in an ellipsis. A mark that is not good also has a
    heavier ground, so that it is seen without its colour.
    """

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.holder = holder
        self._view = _EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        holder.changed.connect(self.follow_theme)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self.holder.theme

    @property
    def view(self) -> ChipView:
        """What it shows."""
        return self._view

    def show_chip(self, view: ChipView) -> None:
        """Show another state; nothing is painted when it is the same."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(" · ".join(part for part in (view.text, view.detail) if part))
        self.setToolTip(tip(view.detail or view.text))
        self.updateGeometry()
        self.update()

    def cut_text(self) -> str:
        """The text, when it did not fit whole; else empty."""
        return self._view.text if self._fitted().cut else ""

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon and whole text."""
        text = text_width(self._view.text, self.theme.font("label"))
        return QSize(int(self._before() + text + self.theme.exact("space.m")) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """The icon alone."""
        return QSize(int(self._before() + self.theme.exact("space.s")), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, text, from the side that reading starts from."""
        colours = self.theme.mark(self._view.mark)
        heavy = self._view.mark in (Mark.WARNING, Mark.BAD)
        ink = colours.on_strong if heavy else colours.on_soft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.strong if heavy else colours.soft)
        rect = QRectF(self.rect())
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        if self._view.icon:
            paint_icon(painter, self._view.icon, self._icon_place(), ink, self.isRightToLeft())
        painter.setPen(ink)
        place = self._text_place()
        paint_text(painter, place, self._fitted(), direction=self.layoutDirection())
        painter.end()

    def _fitted(self) -> FittedText:
        theme = self.theme
        width = self._text_place().width()
        return fit_text(self._view.text, theme.font("label"), width, theme.font_px("tiny"))

    def _before(self) -> float:
        """What stands before the text: margin, icon, gap."""
        icon = self.theme.exact("icon.s") + self.theme.exact("space.xs") if self._view.icon else 0
        return self.theme.exact("space.m") + icon

    def _height(self) -> int:
        return self.theme.px("chip.height")

    def _icon_place(self) -> QRectF:
        side, margin = self.theme.exact("icon.s"), self.theme.exact("space.m")
        left = self.width() - margin - side if self.isRightToLeft() else margin
        return QRectF(left, (self.height() - side) / 2, side, side)

    def _text_place(self) -> QRectF:
        before, after = self._before(), self.theme.exact("space.m")
        left = after if self.isRightToLeft() else before
        return QRectF(left, 0, max(0.0, self.width() - before - after), self.height())
