"""Joins the first run's pages and the enrolment behind them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import ports
from ui.first_run.present_first_run import present_refusal
from ui.first_run.steps import EnrolWish, Field
from ui.first_run.wizard import FirstRun
from ui.keys import KeyWatch
from ui.lane.crew import Crew
from ui.lane.window import LaneWindow
from ui.lane.words import label, port_name
from ui.start import Enrolled, LaneStart
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import remark

_OTHER_PLACE = "sync.code_for_other_place"
# Which field can mend what an enrolment was refused for.
_MENDED_BY = {
    _OTHER_PLACE: Field.PORT,
    "sync.code_malformed": Field.CODE,
    "sync.code_refused": Field.CODE,
    "sync.too_many_attempts": Field.CODE,
    "sync.place_length": Field.LANE,
    "cli.root_unreadable": Field.ROOT,
    "trust.demo": Field.ROOT,
    "trust.unsigned": Field.ROOT,
    "trust.malformed": Field.ROOT,
    "trust.expired": Field.ROOT,
    "trust.too_long": Field.ROOT,
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
        self._keys = KeyWatch(app, acts=False)
        self._keys.scanned.connect(self.pages.code_scanned)
        self.pages.language_chosen.connect(tongue.switch)
        self.pages.enrol_asked.connect(self._enrol)
        self.pages.finished.connect(self._end)
        window.set_first_run(self.pages)

    @Slot(object)
    def _enrol(self, wish: EnrolWish) -> None:
        self.pages.show_busy(remark("window.enrolling", self._tongue))
        self._crew.line.ask(
            partial(self._start.enrol, wish),
            partial(self._enrolled, wish),
            partial(self._refused, wish),
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
        name = _port_name(enrolled.port_id, self._tongue)
        self.pages.show_done(name, enrolled.lane, enrolled.fingerprint)

    def _refused(self, wish: EnrolWish, error: CheckpointError) -> None:
        field = _MENDED_BY.get(error.key, Field.REGISTRY)
        if error.key == _OTHER_PLACE and error.params.get("port") == wish.port_id:
            field = Field.LANE
        self.pages.show_error(_said(error, self._tongue), field)

    @Slot()
    def _end(self) -> None:
        self._keys.close()
        self.finished.emit()


def _said(error: CheckpointError, tongue: QtTongue) -> str:
    """Why it failed: a place by its name, a file's name apart from the sentence around it."""
    told = {}
    if error.key == _OTHER_PLACE:
        told["port"] = _port_name(str(error.params["port"]), tongue)
        told["lane"] = label(str(error.params["lane"]), tongue)
    return present_refusal(error, tongue, **told)


def _port_name(port_id: str, tongue: QtTongue) -> str:
    """A port as people call it; as the registry writes it where this program's list lacks it."""
    try:
        return port_name(ports().by_id(port_id), tongue)
    except KeyError:
        return tongue.code(port_id)
