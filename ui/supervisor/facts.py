"""A few numbers with what they count, one under the other, read across."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.theme.current import ThemeHolder
from ui.widgets.table_view import TableView


class Facts(PaintedPanel):
    """The first column of a table, and its last."""

    role = QAccessible.Role.StaticText

    def __init__(self, holder: ThemeHolder, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._lines: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_table(self, view: TableView) -> None:
        """Show other numbers."""
        self._lines = tuple((row.cells[0].text, row.cells[-1].text) for row in view.rows)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription("; ".join(f"{name}: {told}" for name, told in self._lines))
        self.updateGeometry()
        self.renew()

    def sizeHint(self) -> QSize:
        """Each line with some air."""
        return QSize(self.theme.px("field.width"), len(self._lines) * self.theme.px("day.fact_row"))

    def minimumSizeHint(self) -> QSize:
        """Lines of text, close to each other."""
        lines = max(1, len(self._lines))
        return QSize(self.theme.px("field.width") // 2, lines * self.theme.line_px("small"))

    def arrange(self, sheet: Sheet) -> None:
        """The lines from the top, a hair line between."""
        theme = self.theme
        height = min(theme.exact("day.fact_row"), sheet.height / max(1, len(self._lines)))
        for number, (name, told) in enumerate(self._lines):
            top = number * height + (height - theme.line_px("small")) / 2
            value = sheet.written(told, "label")
            room = sheet.width - value.width - theme.exact("space.s")
            sheet.line(name, "small", 0, top, room, theme.colour("ink"))
            sheet.put(value, 0, top, sheet.width, theme.colour("ink"), Align.END)
            if number:
                hair = theme.exact("line.hair")
                sheet.box(0, number * height, sheet.width, hair, theme.colour("line"))
