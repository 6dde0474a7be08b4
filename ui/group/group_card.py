"""The group of the programme on screen, over the verdict until the next scan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.group.standing_bar import StandingBar
from ui.group.views import GroupCardView
from ui.lane.desk_card import DeskCard
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.table import Table
from ui.wording.tongue import Tongue


class GroupCard(DeskCard):
    """One count, the bar, and everybody in a table. Escape closes."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, tongue, parent)
        self._headline = FitLabel(holder, "title", floor="strong")
        self._beside = FitLabel(holder, "body", "ink_soft")
        self._bar, self.table = StandingBar(holder), Table(holder)
        self._line = QHBoxLayout()
        self._line.addWidget(self._headline, 1)
        self._line.addWidget(self._beside)
        self.body.addLayout(self._line)
        self.body.addWidget(self._bar)
        self.body.addWidget(self.table, 1)
        self.retranslate()
        self.follow_theme()

    def show_group(self, view: GroupCardView) -> None:
        """Show a group, or the same with other counts; the row with the focus stays."""
        self.set_title(view.title)
        self._headline.setText(view.headline)
        self._beside.setText(view.beside)
        self._bar.show_group(view)
        self.table.show_table(view.table)

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return (self.table, self.closer)

    def follow_theme(self) -> None:
        """Another size."""
        self.body.setSpacing(self.theme.px("space.m"))
        self._line.setSpacing(self.theme.px("space.l"))
        super().follow_theme()

    def showEvent(self, event: QShowEvent) -> None:
        """The table has the focus: arrows look through it."""
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
