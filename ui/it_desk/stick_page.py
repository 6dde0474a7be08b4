"""The page of sticks: in with a look first, out, and the loop of departures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot

from ui.first_run.browse import choose_folder
from ui.it_desk.facts import Facts
from ui.it_desk.page import DeskPage
from ui.it_desk.present_data import BannerView
from ui.it_desk.present_stick import NOTHING, LoopView, StickView
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.widgets.field import Field
from ui.widgets.progress import ProgressRow
from ui.widgets.table import Table
from ui.wording.tongue import Tongue

_IN, _OUT = 5, 6


class StickPage(DeskPage):
    """``looked`` asks what is on the stick, ``taken`` to take it in, ``exported`` to leave
    departures on it; each with its folder."""

    looked = Signal(object)
    taken = Signal(object)
    exported = Signal(object)
    cancelled = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._stick: StickView = NOTHING
        self._busy = self._allowed = False
        self.folder = Field(holder, code=True)
        self.browse, self.look = self.button("list"), self.button("data", leads=True)
        self.take, self.export = self.button("refresh", leads=True), self.button("upload")
        self.progress = ProgressRow(holder)
        self._found, self._facts = Banner(holder), Facts(holder)
        self._hint = FitLabel(holder, "body", "ink_soft", lines=0)
        self._last, self._out = Facts(holder), Facts(holder)
        self.table = Table(holder)
        self._lay_out()
        self._join()
        self.progress.hide()
        self.retranslate()

    def show_loop(self, view: LoopView) -> None:
        """Where departures stand."""
        self._last.show_facts(view.last)
        self._out.show_facts(view.export)
        self.table.show_table(view.table)

    def show_stick(self, view: StickView) -> None:
        """What was looked at."""
        self._stick = view
        self._found.say(view.banner.text, view.banner.mark)
        self._facts.show_facts(view.facts)
        self._allow()

    def say(self, banner: BannerView) -> None:
        """What became of the last step."""
        self._found.say(banner.text, banner.mark)
        self._allow()

    def begin(self, what: str) -> None:
        """A step is under way."""
        self._busy = True
        self._found.say("", Mark.PLAIN)
        self.progress.say(what, self._tongue.translate("It", "Cancel"))
        self.progress.begin()
        self.progress.show()
        self._allow()

    def end(self) -> None:
        """It is over."""
        self._busy = False
        self.progress.hide()
        self._allow()

    def may_carry(self, allowed: bool) -> None:
        """Whether sticks may be taken in and written."""
        self._allowed = allowed
        self._allow()

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        say = self._tongue.translate
        self.folder.set_label(say("It", "The stick's folder"))
        self.browse.setText(say("It", "Browse…"))
        self.look.setText(say("It", "Look at the stick"))
        self.take.setText(say("It", "Take it in"))
        self.export.setText(say("It", "Leave departures on it"))
        self._in_card.set_title(say("It", "In: what the registry has published"))
        self._out_card.set_title(say("It", "Out: recorded, exported, acknowledged"))
        self._hint.setText(
            say("It", "Choose the folder that holds LABEL.txt. Nothing is taken before you have "
                      "seen what it is")
        )  # fmt: skip
        self.space()

    def _allow(self) -> None:
        free = self._allowed and not self._busy and bool(self.folder.text)
        self.look.setEnabled(free)
        self.export.setEnabled(free)
        self.take.setVisible(self._stick.takeable)
        self.take.setEnabled(free and self._stick.takeable)
        self.browse.setEnabled(self._allowed and not self._busy)
        told = bool(self._stick.facts or self._found.text)
        self._hint.setVisible(not told and not self._busy)
        self._facts.setVisible(bool(self._stick.facts))

    def _lay_out(self) -> None:
        into, out = self.column(_IN), self.column(_OUT)
        self._in_card = self.card(into, None, 1)
        body = self._in_card.body
        line = self.row(self.folder, self.browse, stretch=False)
        line.setStretch(0, 1)
        line.setAlignment(self.browse, Qt.AlignmentFlag.AlignBottom)
        body.addLayout(line)
        body.addLayout(self.row(self.look, self.take))
        for widget in (self._hint, self.progress, self._found, self._facts):
            body.addWidget(widget)
        body.addStretch(1)
        body.addWidget(self._last)
        self._out_card = self.card(out, None, 1)
        self._out_card.body.addWidget(self._out)
        self._out_card.body.addLayout(self.row(self.export))
        self._out_card.body.addWidget(self.table, 1)

    def _join(self) -> None:
        self.browse.clicked.connect(self._browse)
        self.folder.edited.connect(self._edited)
        self.folder.entered.connect(self._look)
        self.look.clicked.connect(self._look)
        self.take.clicked.connect(self._take)
        self.export.clicked.connect(self._export)
        self.progress.cancelled.connect(self.cancelled)

    @Slot()
    def _browse(self) -> None:
        title = self._tongue.translate("It", "The stick's folder")
        chosen = choose_folder(self, self._tongue, title)
        if chosen:
            self.folder.set_text(chosen)
            self._edited("")
            self._look()

    @Slot(str)
    def _edited(self, _text: str) -> None:
        """Another folder: what was seen is of another stick."""
        self.show_stick(NOTHING)

    @Slot()
    def _look(self) -> None:
        if self.look.isEnabled():
            self.looked.emit(Path(self.folder.text))

    @Slot()
    def _take(self) -> None:
        self.taken.emit(Path(self.folder.text))

    @Slot()
    def _export(self) -> None:
        self.exported.emit(Path(self.folder.text))
