"""Labels and values under one another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.lane.views import FactView, Mark
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.themed import ThemedWidget

_LABEL, _VALUE, _COLUMNS = 0, 1, 2


class Facts(ThemedWidget):
    """Draws facts; rows come and go with them. A value that is not plain has its mark's colour and
    weight, and says in words what the mark means."""

    def __init__(self, holder: ThemeHolder, *, abreast: int = 1) -> None:
        """``abreast``: so many facts stand side by side."""
        super().__init__(holder)
        self._abreast = abreast
        self._rows: list[tuple[FitLabel, FitLabel]] = []
        self._shown: tuple[FactView, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place in range(abreast):
            self._grid.setColumnStretch(_COLUMNS * place + _VALUE, 1)
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
        self._space()
        self._colour()

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        self._colour()
        super().follow_theme()

    def _add_row(self) -> None:
        label = FitLabel(self.holder, "small", "ink_soft", lines=2)
        value = FitLabel(self.holder, "strong", lines=3)
        row, place = divmod(len(self._rows), self._abreast)
        self._grid.addWidget(label, row, _COLUMNS * place + _LABEL, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(value, row, _COLUMNS * place + _VALUE)
        self._rows.append((label, value))

    def _colour(self) -> None:
        for fact, (_label, value) in zip(self._shown, self._rows, strict=False):
            plain = fact.mark is Mark.PLAIN
            value.set_ink(None if plain else self.theme.mark(fact.mark).stroke)

    def _space(self) -> None:
        self._grid.setHorizontalSpacing(self.theme.px("space.l"))
        self._grid.setVerticalSpacing(self.theme.px("space.xs"))
        for place in range(self._abreast):
            column = _COLUMNS * place + _LABEL
            self._grid.setColumnMinimumWidth(column, self.theme.px("it_desk.label"))
        for _label, value in self._rows:
            value.setMinimumHeight(self.theme.line_px("strong"))
