"""The lane's last scans on the day's page: to look at, not to act on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import ScanRowView, Tone
from ui.theme.current import ThemeHolder
from ui.widgets.shape import paint_tone

_LEAST_ROWS = 3


class ScanRows(PaintedPanel):
    """As many of the newest scans as there is room for: time, answer, who, outcome."""

    role = QAccessible.Role.List

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._rows: tuple[ScanRowView, ...] = ()
        self._empty = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_scans(self, title: str, rows: tuple[ScanRowView, ...], empty: str) -> None:
        """Show other scans; ``empty`` says that there are none."""
        self._rows, self._empty = rows, empty
        self.setAccessibleName(title)
        spoken = "; ".join(f"{row.when} {row.word} {row.who} {row.outcome}" for row in rows)
        self.setAccessibleDescription(spoken or empty)
        self.renew()

    def sizeHint(self) -> QSize:
        """All of them."""
        rows = max(len(self._rows), _LEAST_ROWS)
        return QSize(self.theme.px("field.width"), rows * self.theme.px("day.table_row"))

    def minimumSizeHint(self) -> QSize:
        """A few."""
        height = _LEAST_ROWS * self.theme.px("day.table_row")
        return QSize(self.theme.px("field.width") // 2, height)

    def arrange(self, sheet: Sheet) -> None:
        """The rows from the top; none is cut."""
        theme, height = self.theme, self.theme.exact("day.table_row")
        if not self._rows:
            sheet.line(self._empty, "body", 0, 0, sheet.width, theme.colour("ink_soft"))
            return
        shown = self._rows[: max(1, int(sheet.height // height))]
        times = max(sheet.written(row.when, "small").width for row in shown) + 1
        outcomes = max(sheet.written(row.outcome, "small").width for row in shown) + 1
        outcomes = min(outcomes, sheet.width / _LEAST_ROWS)
        for number, row in enumerate(shown):
            if number:
                hair = theme.exact("line.hair")
                sheet.box(0, number * height, sheet.width, hair, theme.colour("line"))
            self._arrange_row(sheet, row, number * height, times, outcomes)

    def _arrange_row(
        self, sheet: Sheet, row: ScanRowView, y: float, times: float, outcomes: float
    ) -> None:
        theme, gap, side = self.theme, self.theme.exact("space.s"), self.theme.exact("shape.s")
        height = theme.exact("day.table_row")
        top = y + (height - theme.line_px("small")) / 2
        ink, soft = theme.colour("ink"), theme.colour("ink_soft")
        sheet.line(row.when, "small", 0, top, times, soft)
        x = times + gap
        shape = partial(self._paint_shape, row.tone)
        sheet.paint_in(x, y + (height - side) / 2, side, side, shape)
        x += side + gap
        room = sheet.width - x - outcomes - gap
        sheet.line(row.who or row.word, "small", x, top, room, ink)
        sheet.line(row.outcome, "small", sheet.width - outcomes, top, outcomes, soft, Align.END)

    def _paint_shape(self, tone: Tone, painter: QPainter, room: QRectF) -> None:
        paint_tone(painter, tone, room, self.theme.tone(tone).stroke, self.mirrored)
