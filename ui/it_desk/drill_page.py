"""The page of drills: to begin one, and while it is on, the permits to practise with."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from checkpoint_app.services.drill import Drill, SamplePermit
from ui.it_desk.page import DeskPage
from ui.it_desk.symbol import Symbol
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.empty import EmptyState
from ui.widgets.progress import ProgressRow
from ui.widgets.table import Table
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue


class DrillPage(DeskPage):
    """``begun`` asks for a drill, ``cancelled`` not to go on building it, ``ended`` to go back to
    the lane that counts."""

    begun = Signal()
    cancelled = Signal()
    ended = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._drill: Drill | None = None
        self._allowed = True
        self.before, self.progress = EmptyState(holder, "demo"), ProgressRow(holder)
        self.end = self.button("undo", leads=True)
        self.table, self.symbol = Table(holder), Symbol(holder)
        self._chosen = FitLabel(holder, "lead")
        self._how = FitLabel(holder, "body", "ink_soft", lines=0)
        self._stack = QStackedWidget()
        self._lay_out()
        self.before.asked.connect(self.begun)
        self.progress.cancelled.connect(self.cancelled)
        self.end.clicked.connect(self.ended)
        self.table.chosen.connect(self._choose)
        self.progress.hide()
        self.retranslate()

    def show_drill(self, drill: Drill | None) -> None:
        """The permits of the drill that is on; None: none is."""
        self._drill = drill
        self._stack.setCurrentIndex(int(drill is not None))
        self.retranslate()
        if drill is not None and drill.permits:
            self.table.choose("0")

    def show_building(self, building: bool) -> None:
        """Whether a drill is being built."""
        self.progress.setVisible(building)
        self.before.setVisible(not building)
        if building:
            self.progress.begin()

    def may_drill(self, allowed: bool) -> None:
        """Whether a drill may be begun."""
        if allowed != self._allowed:
            self._allowed = allowed
            self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        say = self._tongue.translate
        self.before.say(
            say("It", "Practise without counting"),
            say("It", "A drill opens a lane of its own with sample permits. Nothing of it "
                      "reaches this lane's journal or the registry, and every page says so"),
            say("It", "Begin a drill") if self._allowed else "",
        )  # fmt: skip
        self.progress.say(say("It", "Making the sample permits"), say("It", "Cancel"))
        self._list_card.set_title(say("It", "Sample permits"))
        self._symbol_card.set_title(say("It", "Scan it from the screen"))
        self._how.setText(
            say("It", "Hold the scanner or the camera before the screen, or take a picture of it")
        )
        self.end.setText(say("It", "End the drill"))
        self.table.show_table(self._samples())
        self._choose(self.table.current)
        self.space()

    def _samples(self) -> TableView:
        say = self._tongue.translate
        permits = () if self._drill is None else self._drill.permits
        return TableView(
            title=say("It", "Sample permits"),
            columns=(
                ColumnView(say("It", "What it practises"), share=3),
                ColumnView(say("It", "Permit"), code=True, share=2),
            ),
            rows=tuple(self._row(at, permit) for at, permit in enumerate(permits)),
            empty=say("It", "No sample permits"),
        )

    def _row(self, at: int, permit: SamplePermit) -> RowView:
        tongue = self._tongue
        number = CellView(tongue.code(str(permit.number)), permit.number)
        return RowView(str(at), (CellView(remark(permit.shows, tongue)), number))

    @Slot(str)
    def _choose(self, key: str) -> None:
        if self._drill is None or not key:
            self._chosen.setText("")
            self.symbol.show_text("", "")
            return
        permit = self._drill.permits[int(key)]
        name = remark(permit.shows, self._tongue)
        self._chosen.setText(name)
        self.symbol.show_text(permit.text, name)

    def _lay_out(self) -> None:
        whole = self.column(1)
        first = QWidget()
        rows = QVBoxLayout(first)
        rows.addWidget(self.progress)
        rows.addWidget(self.before, 1)
        second = DeskPage(self.holder, inset=False)
        left, right = second.column(1), second.column(1)
        self._list_card = second.card(left, self.table, 1)
        left.addLayout(self.row(self.end))
        self._symbol_card = second.card(right, None, 1)
        self._symbol_card.body.addWidget(self._chosen)
        self._symbol_card.body.addWidget(self.symbol, 1)
        self._symbol_card.body.addWidget(self._how)
        self._stack.addWidget(first)
        self._stack.addWidget(second)
        whole.addWidget(self._stack, 1)
