"""Departures and returns by hour, side by side, hour 0 where reading starts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.day.views import HOURS, HoursView, HourView, Way
from ui.day.ways import bar_paint
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.widgets.fit import text_width

_BARS = len(Way)
_AXIS = ("label", "tiny")
_STEPS = (1, 2, 3, 4, 6)


class HourChart(PaintedPanel):
    """A pair of bars for each hour. The hour under the mouse, or with the focus the one chosen by
    the arrow keys, says its numbers above the chart and to a screen reader."""

    role = QAccessible.Role.Chart

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view: HoursView | None = None
        self._hovered: int | None = None
        self._chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def pointed(self) -> HourView | None:
        """The hour whose numbers are said."""
        chosen = self._chosen if self.hasFocus() else None
        at = chosen if self._hovered is None else self._hovered
        return None if at is None or self._view is None else self._view.hours[at]

    def show_hours(self, view: HoursView) -> None:
        """Show other numbers; the hour pointed to stays."""
        self._view = view
        self.setAccessibleName(view.title)
        self._tell()

    def sizeHint(self) -> QSize:
        """As wide as all bars at their full width."""
        theme = self.theme
        slot = _BARS * theme.px("day.bar_width") + theme.px("day.bar_gap")
        return QSize(theme.px("day.axis") + HOURS * slot, theme.px("day.chart"))

    def minimumSizeHint(self) -> QSize:
        """Narrower bars."""
        return QSize(self.sizeHint().width() // _BARS, self.sizeHint().height() // _BARS)

    def arrange(self, sheet: Sheet) -> None:
        """The keys of the two ways and the pointed hour's numbers above, the chart below."""
        if self._view is None:
            return
        above, below = self._strip(), self.theme.line_px("label") + self.theme.exact("space.xs")
        axis = self.theme.exact("day.axis")
        plot = QRectF(axis, above, sheet.width - axis, max(0.0, sheet.height - above - below))
        self._arrange_strip(sheet, self._view)
        self._arrange_scale(sheet, self._view, plot)
        for hour in self._view.hours:
            self._arrange_hour(sheet, hour, plot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point to the hour under the mouse."""
        axis = self.theme.exact("day.axis")
        along = event.position().x()
        along = (self.width() - along if self.mirrored else along) - axis
        slot = (self.width() - axis) / HOURS
        at = int(along // slot) if slot > 0 else -1
        self._hover(at if 0 <= at < HOURS else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse points to nothing."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End choose an hour; the arrows as one sees the hours."""
        step = -1 if self.mirrored else 1
        at = -1 if self._chosen is None else self._chosen
        places: dict[int, int] = {
            Qt.Key.Key_Right: at + step,
            Qt.Key.Key_Left: at - step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: HOURS - 1,
        }
        place = places.get(event.key())
        if place is None:
            super().keyPressEvent(event)
            return
        self._chosen = max(0, min(HOURS - 1, place))
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first hour with anybody."""
        if self._chosen is None and self._view is not None:
            busy = (each.hour for each in self._view.hours if each.departed or each.returned)
            self._chosen = next(busy, 0)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point to nothing."""
        self._tell()

    def _hover(self, hour: int | None) -> None:
        if hour != self._hovered:
            self._hovered = hour
            self._tell()

    def _tell(self) -> None:
        """Say the pointed hour, or the whole."""
        if self._view is not None:
            pointed = self.pointed
            self.setAccessibleDescription(self._view.spoken if pointed is None else pointed.spoken)
        self.renew()

    def _strip(self) -> float:
        return self.theme.line_px("small") + self.theme.exact("space.m")

    def _arrange_strip(self, sheet: Sheet, view: HoursView) -> None:
        theme = self.theme
        side, gap = theme.exact("icon.s"), theme.exact("space.s")
        x, middle = 0.0, theme.line_px("small") / 2
        for way, name in ((Way.DEPARTED, view.departed), (Way.RETURNED, view.returned)):
            sheet.paint_in(x, middle - side / 2, side, side, bar_paint(way, theme))
            word = sheet.written(name, "small")
            sheet.put(word, x + side + gap, 0, word.width, theme.colour("ink"))
            x += side + gap + word.width + theme.exact("space.l")
        if self.pointed is not None:
            said = self.pointed.spoken
            sheet.line(said, "label", x, 0, sheet.width - x, theme.colour("ink"), Align.END)

    def _arrange_scale(self, sheet: Sheet, view: HoursView, plot: QRectF) -> None:
        theme, hair = self.theme, self.theme.exact("line.hair")
        for tick in view.ticks:
            y = plot.bottom() - tick.share * plot.height()
            colour = theme.colour("line" if tick.share else "line_hard")
            sheet.box(plot.left(), y - hair / 2, plot.width(), hair, colour)
            width = plot.left() - theme.exact("space.s")
            label = sheet.fitted(tick.label, _AXIS, width, plot.height())
            top = y - label.height / 2
            sheet.put(label, 0, top, width, theme.colour("ink_soft"), Align.END)

    def _arrange_hour(self, sheet: Sheet, hour: HourView, plot: QRectF) -> None:
        theme = self.theme
        slot = plot.width() / HOURS
        left = plot.left() + hour.hour * slot
        pointed = self.pointed is not None and self.pointed.hour == hour.hour
        if pointed:
            self._arrange_pointer(sheet, left, slot)
        bar = min(theme.exact("day.bar_width"), (slot - theme.exact("day.bar_gap")) / _BARS)
        x = left + (slot - _BARS * bar) / 2
        for way, share in ((Way.DEPARTED, hour.departed), (Way.RETURNED, hour.returned)):
            if share:
                height = max(share * plot.height(), theme.exact("line.bold"))
                paint = bar_paint(way, theme)
                sheet.paint_in(x, plot.bottom() - height, bar, height, paint)
            x += bar
        step = self._named_each(slot)
        if hour.hour % step == 0:
            label = sheet.fitted(hour.label, _AXIS, step * slot, plot.height())
            top = plot.bottom() + theme.exact("space.xs")
            ink = theme.colour("ink" if pointed else "ink_soft")
            aside = left - (step - 1) * slot / 2
            sheet.put(label, aside, top, step * slot, ink, Align.CENTRE)

    def _named_each(self, slot: float) -> int:
        """Every so-many-th hour has its name: as many as stand apart from one another."""
        assert self._view is not None, "there are hours"
        font = self.theme.font(_AXIS[-1])
        widest = max(text_width(each.label, font) for each in self._view.hours)
        room = widest + self.theme.exact("space.xs")
        return next((step for step in _STEPS if step * slot >= room), _STEPS[-1])

    def _arrange_pointer(self, sheet: Sheet, left: float, slot: float) -> None:
        theme, top = self.theme, self._strip() - self.theme.exact("space.xs")
        focused = self.hasFocus() and self._hovered is None
        sheet.box(
            left,
            top,
            slot,
            sheet.height - top,
            theme.colour("hover"),
            radius=theme.exact("radius.s"),
            border=theme.colour("focus") if focused else None,
            line=theme.exact("line.bold") if focused else 0.0,
        )
