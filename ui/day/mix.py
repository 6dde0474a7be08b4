"""The verdict mix: one bar of all scans, and under it each answer with its shape and numbers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.day.views import AnswerShare, AnswersView
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Tone
from ui.theme.current import ThemeHolder
from ui.widgets.shape import paint_tone


class AnswerMix(PaintedPanel):
    """Shares of all scans. A part that is wide enough carries its tone's shape."""

    role = QAccessible.Role.Chart

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view: AnswersView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_answers(self, view: AnswersView) -> None:
        """Show other numbers."""
        self._view = view
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.spoken)
        self.renew()

    def sizeHint(self) -> QSize:
        """The bar, and the lines under it."""
        return QSize(self.theme.px("field.width"), int(self._legend_top() + self._legend()) + 1)

    def minimumSizeHint(self) -> QSize:
        """No lower."""
        return QSize(self.theme.px("field.width") // 2, self.sizeHint().height())

    def arrange(self, sheet: Sheet) -> None:
        """The bar above, the answers below in equal columns."""
        view = self._view
        if view is None:
            return
        self._arrange_bar(sheet, view)
        width = sheet.width / len(view.shares)
        for number, share in enumerate(view.shares):
            self._arrange_answer(sheet, share, number * width, width)

    def _bar(self) -> float:
        return self.theme.exact("shape.m")

    def _legend_top(self) -> float:
        return self._bar() + self.theme.exact("space.m")

    def _legend(self) -> float:
        return self.theme.line_px("strong") + self.theme.line_px("small")

    def _arrange_bar(self, sheet: Sheet, view: AnswersView) -> None:
        theme, radius = self.theme, self.theme.exact("radius.s")
        if view.empty:
            sheet.box(0, 0, sheet.width, self._bar(), theme.colour("sunken"), radius=radius)
            said = sheet.written(view.empty, "small", sheet.width)
            top = (self._bar() - said.height) / 2
            sheet.put(said, 0, top, sheet.width, theme.colour("ink_soft"), Align.CENTRE)
            return
        x = 0.0
        for share, width in self._parts(view, sheet.width):
            sheet.paint_in(x, 0, width, self._bar(), partial(self._paint_part, share.tone))
            x += width + theme.exact("space.xxs")

    def _parts(self, view: AnswersView, room: float) -> list[tuple[AnswerShare, float]]:
        """Widths that fill the bar: each seen, the rest shared out."""
        shown = [share for share in view.shares if share.share]
        least, gap = self.theme.exact("space.s"), self.theme.exact("space.xxs")
        free = room - least * len(shown) - gap * (len(shown) - 1)
        return [(share, least + free * share.share) for share in shown]

    def _paint_part(self, tone: Tone, painter: QPainter, room: QRectF) -> None:
        theme, colours = self.theme, self.theme.tone(tone)
        half, radius = theme.exact("line.hair") / 2, theme.exact("radius.s")
        painter.setPen(QPen(colours.stroke, theme.exact("line.hair")))
        painter.setBrush(colours.strong)
        painter.drawRoundedRect(room.adjusted(half, half, -half, -half), radius, radius)
        side = theme.exact("shape.s")
        if room.width() >= side + theme.exact("space.s"):
            square = QRectF(0, 0, side, side)
            square.moveCenter(room.center())
            paint_tone(painter, tone, square, colours.on_strong, self.mirrored)

    def _arrange_answer(self, sheet: Sheet, share: AnswerShare, x: float, width: float) -> None:
        theme, side, gap = self.theme, self.theme.exact("shape.s"), self.theme.exact("space.s")
        top, line = self._legend_top(), theme.line_px("strong")
        sheet.paint_in(
            x, top + (line - side) / 2, side, side, partial(self._paint_mark, share.tone)
        )
        text, room = x + side + gap, width - side - 2 * gap
        sheet.line(share.word, "strong", text, top, room, theme.colour("ink"))
        sheet.line(share.numbers, "small", text, top + line, room, theme.colour("ink_soft"))

    def _paint_mark(self, tone: Tone, painter: QPainter, room: QRectF) -> None:
        paint_tone(painter, tone, room, self.theme.tone(tone).stroke, self.mirrored)
