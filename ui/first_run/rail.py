"""The way through the first run: its steps, and where one stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.first_run.views import Progress, RailView
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.widgets.icons import paint_icon


class Rail(PaintedPanel):
    """Numbered steps, one below the other, on the dark ground of the program's bar. A step that is
    done has a tick in place of its number, the one of now a filled ring."""

    role = QAccessible.Role.List

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._title = ""
        self._steps: tuple[RailView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_steps(self, title: str, steps: tuple[RailView, ...]) -> None:
        """Another place on the way."""
        self._title, self._steps = title, steps
        self.setAccessibleName("; ".join((title, *(step.spoken for step in steps))))
        self.renew()

    def sizeHint(self) -> QSize:
        """As wide as a field."""
        return QSize(self.theme.px("field.width"), self.theme.px("field.width"))

    def arrange(self, sheet: Sheet) -> None:
        """Title above, steps from there."""
        theme, margin = self.theme, self.theme.exact("space.xxl")
        sheet.box(0, 0, sheet.width, sheet.height, theme.colour("bar"))
        room = sheet.width - 2 * margin
        title = sheet.written(self._title, "lead", room)
        y = margin + sheet.put(title, margin, margin, room, theme.colour("on_bar"))
        y += margin
        for number, step in enumerate(self._steps):
            self._arrange_step(sheet, step, margin, y, number < len(self._steps) - 1)
            y += self._ring() + margin

    def _ring(self) -> float:
        return self.theme.exact("field.row")

    def _arrange_step(self, sheet: Sheet, step: RailView, x: float, y: float, more: bool) -> None:
        theme, ring = self.theme, self._ring()
        now = step.progress is Progress.CURRENT
        ink = theme.colour("on_bar" if now else "on_bar_soft")
        sheet.paint_in(x, y, ring, ring, partial(self._paint_ring, step.progress))
        if step.progress is not Progress.DONE:
            on = theme.colour("bar") if now else ink
            number = sheet.written(step.number, "strong")
            top = y + (ring - number.height) / 2
            sheet.put(number, x, top, ring, on, Align.CENTRE)
        text = x + ring + theme.exact("space.m")
        role = "strong" if now else "body"
        top = y + (ring - theme.line_px(role)) / 2
        sheet.line(step.name, role, text, top, sheet.width - text - x, ink)
        if more:
            hair, gap = theme.exact("line.thin"), theme.exact("space.xs")
            height = theme.exact("space.xxl") - 2 * gap
            middle = x + ring / 2 - hair / 2
            sheet.box(middle, y + ring + gap, hair, height, theme.colour("on_bar_soft"))

    def _paint_ring(self, progress: Progress, painter: QPainter, room: QRectF) -> None:
        theme, width = self.theme, self.theme.exact("line.thin")
        now = progress is Progress.CURRENT
        painter.setPen(QPen(theme.colour("on_bar" if now else "on_bar_soft"), width))
        painter.setBrush(theme.colour("on_bar") if now else Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawEllipse(room.adjusted(half, half, -half, -half))
        if progress is Progress.DONE:
            side = theme.exact("icon.m")
            square = QRectF(0, 0, side, side)
            square.moveCenter(room.center())
            paint_icon(painter, "check", square, theme.colour("on_bar"), self.mirrored)
