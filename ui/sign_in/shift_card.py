"""The counts of a shift, on one card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout

from ui.lane.views import Mark
from ui.sign_in.views import CountView, ShiftView
from ui.theme.current import ThemeHolder
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel

_END = Qt.AlignmentFlag.AlignTrailing


class ShiftCard(Card):
    """A row a count: its name, its number. What is handed on stands below a gap, with a mark."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._name, self._since = FitLabel(holder, "lead"), FitLabel(holder, "small", "ink_soft")
        self._since.setWordWrap(False)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[FitLabel, FitLabel]] = []
        self.body.addWidget(self._name)
        self.body.addWidget(self._since)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self._marks: list[Mark] = []

    def show_shift(self, view: ShiftView) -> None:
        """Another shift, or newer counts."""
        self._name.setText(view.title)
        self._since.setText(view.since)
        self.setAccessibleName(view.spoken)
        counts = (*view.counts, *view.handed_on)
        self._make_rows(len(counts), len(view.counts))
        self._marks = [each.mark for each in counts]
        for (name, number), count in zip(self._rows, counts, strict=True):
            _fill(name, number, count)
        self._ink()

    def follow_theme(self) -> None:
        """Space and colour anew."""
        super().follow_theme()
        self._ink()

    def _make_rows(self, count: int, gap_before: int) -> None:
        for row in range(len(self._rows), count):
            name, number = (
                FitLabel(self.holder, "body"),
                FitLabel(self.holder, "strong", align=_END),
            )
            at = row if row < gap_before else row + 1
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(number, at, 1)
            self._rows.append((name, number))
        self._grid.setRowMinimumHeight(gap_before, self.theme.px("space.m"))

    def _ink(self) -> None:
        self._grid.setVerticalSpacing(self.theme.px("space.xs"))
        self._grid.setHorizontalSpacing(self.theme.px("space.l"))
        for (name, number), mark in zip(self._rows, self._marks, strict=True):
            ink: QColor | None = self.theme.mark(mark).stroke if mark is not Mark.PLAIN else None
            name.set_ink(ink)
            number.set_ink(ink)


def _fill(name: FitLabel, number: FitLabel, count: CountView) -> None:
    name.setText(count.label)
    number.setText(count.value)
