"""How many of a group stand where: one bar of all, and under it each standing with its count."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.group.views import GroupCardView, StandingView
from ui.lane.card import icon_paint
from ui.lane.painting import Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.icons import paint_icon


class StandingBar(PaintedPanel):
    """Parts of the bar carry their icon where they are wide enough: colour alone says nothing."""

    role = QAccessible.Role.Chart

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view: GroupCardView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_group(self, view: GroupCardView) -> None:
        """Show other counts."""
        self._view = view
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.spoken)
        self.renew()

    def sizeHint(self) -> QSize:
        """The bar, and the counts under it."""
        tall = self._bar() + self.theme.exact("space.s") + self._legend()
        return QSize(self.theme.px("field.width"), int(tall) + 1)

    def minimumSizeHint(self) -> QSize:
        """No lower."""
        return self.sizeHint()

    def arrange(self, sheet: Sheet) -> None:
        """The bar above, the counts below in equal columns."""
        view = self._view
        if view is None:
            return
        self._arrange_bar(sheet, view)
        width = sheet.width / len(view.standings)
        for place, each in enumerate(view.standings):
            self._arrange_count(sheet, each, place * width, width)

    def _bar(self) -> float:
        return self.theme.exact("shape.m")

    def _legend(self) -> float:
        return self.theme.line_px("strong") + self.theme.line_px("small")

    def _arrange_bar(self, sheet: Sheet, view: GroupCardView) -> None:
        theme = self.theme
        shown = [each for each in view.standings if each.share]
        if not shown:
            radius = theme.exact("radius.s")
            sheet.box(0, 0, sheet.width, self._bar(), theme.colour("sunken"), radius=radius)
            return
        least, gap = theme.exact("space.s"), theme.exact("space.xxs")
        free, x = sheet.width - least * len(shown) - gap * (len(shown) - 1), 0.0
        for each in shown:
            width = least + free * each.share
            sheet.paint_in(x, 0, width, self._bar(), partial(self._paint_part, each))
            x += width + gap

    def _paint_part(self, each: StandingView, painter: QPainter, room: QRectF) -> None:
        theme, colours = self.theme, self.theme.mark(each.mark)
        half, radius = theme.exact("line.hair") / 2, theme.exact("radius.s")
        painter.setPen(QPen(colours.stroke, theme.exact("line.hair")))
        painter.setBrush(colours.soft if each.mark is Mark.NOTED else colours.strong)
        painter.drawRoundedRect(room.adjusted(half, half, -half, -half), radius, radius)
        side = theme.exact("shape.s")
        if room.width() >= side + theme.exact("space.s"):
            square = QRectF(0, 0, side, side)
            square.moveCenter(room.center())
            ink = colours.on_soft if each.mark is Mark.NOTED else colours.on_strong
            paint_icon(painter, each.icon, square, ink, self.mirrored)

    def _arrange_count(self, sheet: Sheet, each: StandingView, x: float, width: float) -> None:
        theme, side, gap = self.theme, self.theme.exact("icon.s"), self.theme.exact("space.xs")
        top, line = self._bar() + theme.exact("space.s"), theme.line_px("strong")
        stroke = theme.mark(each.mark).stroke
        sheet.paint_in(
            x, top + (line - side) / 2, side, side, icon_paint(each.icon, stroke, sheet.mirrored)
        )
        room = width - side - 2 * gap
        sheet.line(each.count, "strong", x + side + gap, top, room, theme.colour("ink"))
        word = sheet.fitted(each.word, ("small", "tiny"), room, theme.line_px("small"))
        sheet.put(word, x + side + gap, top + line, room, theme.colour("ink_soft"))
