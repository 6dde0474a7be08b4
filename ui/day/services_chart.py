"""Pilgrims by flight or sailing: bars that grow from the side that reading starts from."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.day.views import ServicesView, ServiceView, Way
from ui.day.ways import bar_paint
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder

_LABEL_SHARE = 0.45  # of the width; a longer name is shortened
_BAR_SHARE = 0.5  # of a row's height


class ServicesChart(PaintedPanel):
    """One row a flight or sailing: its name, departures and then returns, and their sum."""

    role = QAccessible.Role.Chart

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._view: ServicesView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_services(self, view: ServicesView) -> None:
        """Show other numbers."""
        self._view = view
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.spoken)
        self.updateGeometry()
        self.renew()

    def sizeHint(self) -> QSize:
        """All rows at their full height."""
        rows = 1 if self._view is None else max(1, len(self._view.rows))
        return QSize(self.theme.px("field.width"), rows * self.theme.px("day.table_row"))

    def minimumSizeHint(self) -> QSize:
        """The rows as low as their text."""
        rows = 1 if self._view is None else max(1, len(self._view.rows))
        return QSize(self.theme.px("field.width") // 2, rows * self.theme.line_px("small"))

    def arrange(self, sheet: Sheet) -> None:
        """The rows from the top."""
        view, theme = self._view, self.theme
        if view is None:
            return
        if not view.rows:
            said = sheet.written(view.empty, "body", sheet.width)
            sheet.put(said, 0, 0, sheet.width, theme.colour("ink_soft"))
            return
        height = min(theme.exact("day.table_row"), sheet.height / len(view.rows))
        names = max(sheet.written(row.label, "small").width for row in view.rows) + 1
        values = max(sheet.written(row.value, "label").width for row in view.rows) + 1
        names = min(names, sheet.width * _LABEL_SHARE)
        for number, row in enumerate(view.rows):
            self._arrange_row(sheet, row, number * height, height, names, values)

    def _arrange_row(
        self, sheet: Sheet, row: ServiceView, y: float, height: float, names: float, values: float
    ) -> None:
        theme, gap = self.theme, self.theme.exact("space.s")
        top = y + (height - theme.line_px("small")) / 2
        sheet.line(row.label, "small", 0, top, names, theme.colour("ink"))
        room = sheet.width - names - values - 2 * gap
        thick = height * _BAR_SHARE
        x = names + gap
        for way, share in ((Way.DEPARTED, row.departed), (Way.RETURNED, row.returned)):
            if share:
                width = max(share * room, theme.exact("line.bold"))
                sheet.paint_in(x, y + (height - thick) / 2, width, thick, bar_paint(way, theme))
                x += width
        sheet.line(row.value, "label", x + gap, top, values, theme.colour("ink"), Align.START)
