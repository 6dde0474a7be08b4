"""Whose case it is, how it stands, and where it came from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.lane.views import ChipView, Mark
from ui.second_line.views import CaseDetailView
from ui.theme.current import ThemeHolder
from ui.widgets.chip import Chip
from ui.widgets.elided import FitLabel
from ui.widgets.themed import ThemedWidget

_TOP = Qt.AlignmentFlag.AlignTop
_ICONS = {Mark.GOOD: "check", Mark.BAD: "cross", Mark.WARNING: "clock", Mark.NOTED: "officer"}


class CaseHead(ThemedWidget):
    """The pilgrim's names, the permit, the state of the case, and how it came here."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._name = FitLabel(holder, "title", floor="strong")
        self._latin = FitLabel(holder, "strong", "ink_soft")
        self._permit = FitLabel(holder, "strong")
        self._lead = FitLabel(holder, "body", "ink_soft", lines=2)
        self._state = Chip(holder)
        self._rows, self._first, self._second = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        self._first.addWidget(self._name, 1)
        self._first.addWidget(self._state, 0, _TOP)
        self._second.addWidget(self._latin, 1)
        self._second.addWidget(self._permit)
        self._rows.addLayout(self._first)
        self._rows.addLayout(self._second)
        self._rows.addWidget(self._lead)
        self._space()

    def show_case(self, view: CaseDetailView) -> None:
        """Another case, or the same as it stands now."""
        self._name.setText(view.name_arabic or view.name_latin)
        self._latin.setText(view.name_latin if view.name_arabic else "")
        self._permit.setText(view.permit)
        self._lead.setText(view.lead)
        mark = view.state_mark
        self._state.show_chip(ChipView(_ICONS.get(mark, "list"), view.state, mark))
        self.setAccessibleName(view.name_latin or view.name_arabic)
        self.setAccessibleDescription(f"{view.state}. {view.lead}")

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line under it."""
        theme, painter = self.theme, QPainter(self)
        hair = theme.px("line.hair")
        painter.fillRect(0, self.height() - hair, self.width(), hair, theme.colour("line"))

    def _space(self) -> None:
        theme = self.theme
        self._rows.setContentsMargins(0, 0, 0, theme.px("space.s"))
        self._rows.setSpacing(theme.px("space.xxs"))
        for row in (self._first, self._second):
            row.setSpacing(theme.px("space.m"))
