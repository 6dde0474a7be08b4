"""Labels and values under one another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.lane.views import FactView, Mark
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.themed import ThemedWidget

_LABEL, _VALUE = 0, 1


class Facts(ThemedWidget):
    """Draws facts; rows come and go with them. A value that is not plain has its mark's colour and
    weight, and says in words what the mark means."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._rows: list[tuple[FitLabel, FitLabel]] = []
        self._shown: tuple[FactView, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(_VALUE, 1)
        self._space()

    def show_facts(self, facts: tuple[FactView, ...]) -> None:
        """Show others."""
        self._shown = facts
        while len(self._rows) < len(facts):
            self._add_row()
        for number, (label, value) in enumerate(self._rows):
            visible = number < len(facts)
            label.setVisible(visible)
            value.setVisible(visible)
            if visible:
                label.setText(facts[number].label)
                value.setText(facts[number].value)
                value.setAccessibleName(f"{facts[number].label}: {facts[number].value}")
        self._colour()

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        self._colour()
        super().follow_theme()

    def _add_row(self) -> None:
        label = FitLabel(self.holder, "small", "ink_soft", lines=2)
        value = FitLabel(self.holder, "strong", lines=3)
        number = len(self._rows)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label, number, _LABEL, top)
        self._grid.addWidget(value, number, _VALUE)
        self._rows.append((label, value))

    def _colour(self) -> None:
        for fact, (_label, value) in zip(self._shown, self._rows, strict=False):
            plain = fact.mark is Mark.PLAIN
            value.set_ink(None if plain else self.theme.mark(fact.mark).stroke)

    def _space(self) -> None:
        self._grid.setHorizontalSpacing(self.theme.px("space.l"))
        self._grid.setVerticalSpacing(self.theme.px("space.xs"))
        self._grid.setColumnMinimumWidth(_LABEL, self.theme.px("it_desk.label"))
