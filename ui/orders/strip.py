"""One line over every page while orders are in force; nothing at all otherwise."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.lane.views import Mark
from ui.orders.views import StripView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.icons import paint_icon
from ui.widgets.themed import ThemedWidget
from ui.widgets.tips import tip


class OrdersStrip(ThemedWidget):
    """Amber, across the window. Each order is told by its tip and to a screen reader."""

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._text = FitLabel(holder, "strong", floor="tiny")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._space()
        self.show_strip(None)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_strip(self, view: StripView | None) -> None:
        """Say other orders; None: the line is gone."""
        self._text.setText("" if view is None else view.text)
        detail = "" if view is None else view.detail
        self.setToolTip(tip(detail))
        self.setAccessibleName("" if view is None else view.text)
        self.setAccessibleDescription(detail)
        self.setVisible(view is not None)

    def cut_text(self) -> str:
        """The text when it did not fit, else empty."""
        return self._text.cut_text()

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(0, self.theme.px("orders.strip"))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Amber ground, its edge, and the sign before the words."""
        theme, colours = self.theme, self.theme.mark(Mark.WARNING)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colours.strong)
        side, across = theme.exact("icon.m"), theme.exact("space.l")
        mirrored = self.isRightToLeft()
        left = self.width() - across - side if mirrored else across
        place = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, "warning", place, colours.on_strong, mirrored)
        painter.end()

    def _space(self) -> None:
        theme = self.theme
        before = theme.px("space.l") + theme.px("icon.m") + theme.px("space.s")
        self._text.set_ink(theme.mark(Mark.WARNING).on_strong)
        self._row.setContentsMargins(before, 0, before, 0)
        self.setFixedHeight(theme.px("orders.strip"))
