"""The page of the data: every set, the rounds, sync now."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from ui.it_desk.facts import Facts
from ui.it_desk.page import DeskPage
from ui.it_desk.present_data import BannerView, DataView
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.widgets.progress import ProgressRow
from ui.widgets.table import Table
from ui.wording.tongue import Tongue

_WIDE, _NARROW = 9, 4


class DataPage(DeskPage):
    """``sync_asked`` for a round now, ``cancelled`` to end it at its next step."""

    sync_asked = Signal()
    cancelled = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self.table = Table(holder)
        self.sync = self.button("refresh", leads=True)
        self.progress, self.result = ProgressRow(holder), Banner(holder)
        self._rounds, self._port = Facts(holder), Facts(holder)
        self._failures = FitLabel(holder, "body", lines=0)
        wide, narrow = self.column(_WIDE), self.column(_NARROW)
        self._table_card = self.card(wide, self.table, 1)
        self._rounds_card = self.card(narrow, self._rounds)
        self._rounds_card.body.addLayout(self.row(self.sync))
        self._rounds_card.body.addWidget(self.progress)
        self._rounds_card.body.addWidget(self.result)
        self._port_card = self.card(narrow, self._port)
        self._failures_card = self.card(narrow, self._failures)
        narrow.addStretch(1)
        self.sync.clicked.connect(self.sync_asked)
        self.progress.cancelled.connect(self.cancelled)
        self.progress.hide()
        self.space()
        self.retranslate()

    def show_view(self, view: DataView) -> None:
        """Draw it."""
        self.banner.say(view.banner.text, view.banner.mark)
        self.table.show_table(view.table)
        self._rounds.show_facts(view.rounds)
        self._port.show_facts(view.port)
        self._failures.setText("\n".join(view.failures))
        self._allow_failures()

    def begin_round(self) -> None:
        """A round is under way."""
        self.sync.hide()
        self.result.say("", Mark.PLAIN)
        self.progress.begin()
        self.progress.show()
        self.progress.setFocus()
        self._allow_failures()

    def end_round(self, banner: BannerView) -> None:
        """It is over."""
        self.progress.hide()
        self.sync.show()
        self.result.say(banner.text, banner.mark)
        self._allow_failures()

    def may_sync(self, allowed: bool) -> None:
        """Whether a round may be asked for."""
        self.sync.setEnabled(allowed)

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        say = self._tongue.translate
        self._table_card.set_title(say("It", "What this lane holds"))
        self._rounds_card.set_title(say("It", "Rounds"))
        self._port_card.set_title(say("It", "The port's other lanes"))
        self._failures_card.set_title(say("It", "Last failures"))
        self.sync.setText(say("It", "Sync now"))
        self.progress.say(say("It", "Both ways, now"), say("It", "Cancel"))
        self.space()

    def _allow_failures(self) -> None:
        """Where there are some, until a round by hand tells newer ones."""
        self._failures_card.setVisible(bool(self._failures.text()) and not self.result.text)
