"""All ports together, as the registry tells of them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.day.bars import HourChart
from ui.supervisor.views import NationView
from ui.theme.current import ThemeHolder
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.empty import EmptyState
from ui.widgets.table import Table
from ui.widgets.themed import ThemedWidget

# Of the width.
_TABLE, _CHART = 3, 2


class NationPage(ThemedWidget):
    """A line that says of when, the ports, and their hours. Never a part of the port's own."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._note = FitLabel(holder, "body", "ink_soft", lines=2)
        self._nothing = EmptyState(holder, "network")
        self.table, self._hours = Table(holder), HourChart(holder)
        self._ports, self._by_hour = Card(holder), Card(holder)
        self._ports.body.addWidget(self.table, 1)
        self._by_hour.body.addWidget(self._hours, 1)
        self._rows, self._row = QVBoxLayout(self), QHBoxLayout()
        self._row.addWidget(self._ports, _TABLE)
        self._row.addWidget(self._by_hour, _CHART)
        self._rows.addWidget(self._note)
        self._rows.addLayout(self._row, 1)
        self._rows.addWidget(self._nothing, 1)
        self._space()

    def show_nation(self, view: NationView) -> None:
        """Show what is known, or why nothing is."""
        known = view.table is not None and view.hours is not None
        self._nothing.setVisible(not known)
        self._nothing.say(view.note, "")
        for widget in (self._note, self._ports, self._by_hour):
            widget.setVisible(known)
        self._note.setText(view.note)
        if view.table is not None and view.hours is not None:
            self.table.show_table(view.table)
            self._hours.show_hours(view.hours)
            self._ports.set_title(view.table.title)
            self._by_hour.set_title(view.hours.title)

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def _space(self) -> None:
        gap = self.theme.px("space.m")
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(gap)
        self._row.setSpacing(gap)
