"""The page of the computer: clock, disk, the log, a diagnostics file."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from ui.it_desk.facts import Facts
from ui.it_desk.page import DeskPage
from ui.it_desk.port import LogWish
from ui.it_desk.present_machine import LEVELS, MachineView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice, Field
from ui.widgets.table import Table
from ui.widgets.table_view import TableView
from ui.wording.tongue import Tongue

_NARROW, _WIDE = 3, 5


class MachinePage(DeskPage):
    """``clock_accepted``: somebody has put the clock right. ``log_wished``: other lines.
    ``diagnosed``: the file is wanted."""

    clock_accepted = Signal()
    log_wished = Signal()
    diagnosed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._clock, self._disk = Facts(holder), Facts(holder)
        self.accept = self.button("clock", leads=True)
        self.diagnose = self.button("document")
        self._what = FitLabel(holder, "body", "ink_soft", lines=0)
        self.level, self.search = Choice(holder), Field(holder)
        self.table = Table(holder)
        self._line = FitLabel(holder, "small", "ink_soft", lines=3)
        narrow, wide = self.column(_NARROW), self.column(_WIDE)
        self._clock_card = self.card(narrow, self._clock)
        self._clock_card.body.addLayout(self.row(self.accept))
        self._disk_card = self.card(narrow, self._disk)
        narrow.addStretch(1)
        self._log_card = self.card(wide, None, 1)
        self._log_card.body.addLayout(self.row(self.level, self.search, stretch=False))
        self._log_card.body.addWidget(self.table, 1)
        self._log_card.body.addWidget(self._line)
        self._file_card = self.card(wide)
        line = self.row(self._what, self.diagnose, stretch=False)
        line.setStretch(0, 1)
        self._file_card.body.addLayout(line)
        self._may_accept = False
        self._join()
        self.retranslate()

    @property
    def wish(self) -> LogWish:
        """Which lines are wanted."""
        return LogWish(self.level.key or "INFO", self.search.text)

    def show_view(self, view: MachineView) -> None:
        """Draw it."""
        self.banner.say(view.banner.text, view.banner.mark)
        self._clock.show_facts(view.clock)
        self._disk.show_facts(view.disk)
        self.accept.setVisible(view.acceptable)

    def show_log(self, view: TableView) -> None:
        """Other lines."""
        self.table.show_table(view)

    def may_accept(self, allowed: bool) -> None:
        """Whether a clock put right may be accepted."""
        self.accept.setEnabled(allowed)

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        say = self._tongue.translate
        self._clock_card.set_title(say("It", "Clock"))
        self._disk_card.set_title(say("It", "Disk"))
        self._file_card.set_title(say("It", "Diagnostics"))
        self._log_card.set_title(say("It", "Log"))
        self.accept.setText(say("It", "The clock is right now"))
        self.diagnose.setText(say("It", "Save the file…"))
        self._what.setText(
            say("It", "Versions, ages, counts, checks and the log. Nothing about anybody is in it")
        )  # fmt: skip
        chosen = self.level.key or "INFO"
        self.level.offer(tuple((key, phrase.said(self._tongue)) for key, phrase in LEVELS))
        self.level.choose(chosen)
        self.level.set_label(say("It", "Level"))
        self.search.set_label(say("It", "Search"))
        self.space()

    def _join(self) -> None:
        self.accept.hide()
        self.accept.clicked.connect(self.clock_accepted)
        self.diagnose.clicked.connect(self.diagnosed)
        self.table.chosen.connect(self._tell)
        self.level.picked.connect(self._wish)
        self.search.edited.connect(self._wish)

    @Slot(str)
    def _tell(self, key: str) -> None:
        """The whole of a line that may be cut in the table."""
        row = next((each for each in self.table.view.rows if each.key == key), None)
        self._line.setText("" if row is None else row.cells[-1].detail)

    @Slot(str)
    def _wish(self, _what: str) -> None:
        self.log_wished.emit()
