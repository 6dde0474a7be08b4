"""Joins the first run's pages and the enrolment behind them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import error_message, message, ports
from ui.first_run.steps import EnrolWish, Field
from ui.first_run.wizard import FirstRun
from ui.keys import KeyWatch
from ui.lane.crew import Crew
from ui.lane.window import LaneWindow
from ui.start import Enrolled, LaneStart
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue

# Which field can mend what an enrolment was refused for.
_MENDED_BY = {
    "sync.code_for_other_place": Field.PORT,
    "sync.code_malformed": Field.CODE,
    "sync.name_length": Field.LANE,
    "cli.root_unreadable": Field.ROOT,
    "trust.demo": Field.ROOT,
    "trust.unsigned": Field.ROOT,
    "trust.malformed": Field.ROOT,
    "trust.expired": Field.ROOT,
}


class FirstRunDesk(QObject):
    """Asks a new lane's people what it needs, and enrols it beside the window.

    ``settled`` gives the `Settings` that were chosen, ``finished`` says that the lane can open.
    """

    settled = Signal(object)
    finished = Signal()

    def __init__(
        self,
        start: LaneStart,
        window: LaneWindow,
        theme: ThemeHolder,
        tongue: QtTongue,
        crew: Crew,
        app: QApplication,
    ) -> None:
        super().__init__(app)
        self._start, self._window, self._tongue, self._crew = start, window, tongue, crew
        self.pages = FirstRun(
            theme,
            tongue,
            tuple(ports()),
            root=start.root,
            allow_demo=start.allow_demo,
        )
        self._app, self._keys = app, KeyWatch(app)
        self._keys.scanned.connect(self.pages.code_scanned)
        self.pages.language_chosen.connect(tongue.switch)
        self.pages.enrol_asked.connect(self._enrol)
        self.pages.finished.connect(self._end)
        window.set_first_run(self.pages)

    @Slot(object)
    def _enrol(self, wish: EnrolWish) -> None:
        self.pages.show_busy(message("window.enrolling", self._tongue.language))
        self._crew.line.ask(
            partial(self._start.enrol, wish), partial(self._enrolled, wish), self._refused
        )

    def _enrolled(self, wish: EnrolWish, enrolled: Enrolled) -> None:
        self.settled.emit(
            replace(
                self._start.settings,
                language=self._tongue.language,
                officer=wish.officer,
                source=wish.source,
            )
        )
        port = ports().by_id(enrolled.port_id)
        name = port.name_ar if self._tongue.language == "ar" else port.name_en
        self.pages.show_done(name, enrolled.lane, enrolled.fingerprint)

    def _refused(self, error: CheckpointError) -> None:
        field = _MENDED_BY.get(error.key, Field.REGISTRY)
        self.pages.show_error(error_message(error, self._tongue.language), field)

    @Slot()
    def _end(self) -> None:
        self._app.removeEventFilter(self._keys)
        self.finished.emit()
