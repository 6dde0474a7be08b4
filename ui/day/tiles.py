"""The day's totals as tiles, and what has to be known about them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.day.views import TotalView
from ui.day.ways import bar_paint
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.icons import paint_icon

_WARNING = "warning"


class Tile(PaintedPanel):
    """One number of the day, large, over what it counts. A number that a chart shows too carries
    that chart's key."""

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view: TotalView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_total(self, view: TotalView) -> None:
        """Show another number."""
        self._view = view
        self.setAccessibleName(f"{view.label}: {view.value}")
        self.renew()

    def sizeHint(self) -> QSize:
        """Number, label and margins."""
        theme = self.theme
        lines = theme.line_px("figure") + theme.line_px("label")
        return QSize(theme.px("day.tile"), lines + 2 * theme.px("space.s"))

    def minimumSizeHint(self) -> QSize:
        """As low, and narrower."""
        return QSize(self.sizeHint().width() // 2, self.sizeHint().height())

    def arrange(self, sheet: Sheet) -> None:
        """The number above, the label below."""
        view, theme = self._view, self.theme
        if view is None:
            return
        margin, hair = theme.exact("space.l"), theme.exact("line.hair")
        sheet.box(
            0,
            0,
            sheet.width,
            sheet.height,
            theme.colour("raised"),
            radius=theme.exact("radius.m"),
            border=theme.colour("line"),
            line=hair,
        )
        room, ink = sheet.width - 2 * margin, theme.colour("ink")
        top = theme.exact("space.s")
        number = sheet.fitted(view.value, ("figure", "title", "lead"), room, sheet.height)
        tall = theme.line_px("figure")
        sheet.put(number, margin, top + (tall - number.height) / 2, room, ink)
        self._arrange_label(sheet, view, top + tall, margin)

    def _arrange_label(self, sheet: Sheet, view: TotalView, y: float, margin: float) -> None:
        theme, x = self.theme, margin
        if view.way is not None:
            side = theme.exact("icon.s")
            middle = y + theme.line_px("label") / 2
            sheet.paint_in(x, middle - side / 2, side, side, bar_paint(view.way, theme))
            x += side + theme.exact("space.s")
        room = sheet.width - margin - x
        sheet.line(view.label, "label", x, y, room, theme.colour("ink_soft"))


class Banner(PaintedPanel):
    """A sentence that nobody may overlook: an icon and strong words on the ground of a warning."""

    role = QAccessible.Role.AlertMessage

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Another sentence; empty hides the banner."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.renew()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self.theme.px("field.width"), self.theme.px("field.row"))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return self.sizeHint()

    def arrange(self, sheet: Sheet) -> None:
        """Ground, icon, sentence."""
        theme, colours = self.theme, self.theme.mark(Mark.WARNING)
        radius, gap, side = theme.exact("radius.s"), theme.exact("space.m"), theme.exact("icon.m")
        sheet.box(0, 0, sheet.width, sheet.height, colours.strong, radius=radius)
        sheet.paint_in(gap, (sheet.height - side) / 2, side, side, self._paint_icon)
        x = gap + side + theme.exact("space.s")
        top = (sheet.height - theme.line_px("strong")) / 2
        sheet.line(self._text, "strong", x, top, sheet.width - x - gap, colours.on_strong)

    def _paint_icon(self, painter: QPainter, room: QRectF) -> None:
        ink = self.theme.mark(Mark.WARNING).on_strong
        paint_icon(painter, _WARNING, room, ink, self.mirrored)


class Nothing(PaintedPanel):
    """What stands in place of the charts on a day without anybody."""

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, text: str) -> None:
        """Another sentence; empty hides it."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.renew()

    def arrange(self, sheet: Sheet) -> None:
        """A quiet picture over the sentence, in the middle."""
        theme, side = self.theme, self.theme.exact("shape.l")
        said = sheet.written(self._text, "lead", sheet.width)
        top = (sheet.height - side - theme.exact("space.l") - said.height) / 2
        sheet.paint_in((sheet.width - side) / 2, top, side, side, self._paint_icon)
        y = top + side + theme.exact("space.l")
        sheet.put(said, 0, y, sheet.width, theme.colour("ink_soft"), Align.CENTRE)

    def _paint_icon(self, painter: QPainter, room: QRectF) -> None:
        paint_icon(painter, "chart", room, self.theme.colour("line_hard"), self.mirrored)
