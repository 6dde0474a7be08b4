"""Joins the first run's pages and the enrolment behind them."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from checkpoint_app.config import Settings
from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import ports
from sync.bundle.progress import Progress
from ui.first_run.browse import browse_dialog
from ui.first_run.present_first_run import present_refusal
from ui.first_run.steps import Draft, EnrolWish, Field, SourceKind, Step, StickWish, Way
from ui.first_run.trials import CameraTrial, ScannerTrial
from ui.first_run.volumes import stick_folders
from ui.first_run.wizard import FirstRun
from ui.it_desk.present_data import present_progress
from ui.keys import KeyWatch
from ui.lane.crew import Crew
from ui.lane.views import Mark
from ui.lane.window import LaneWindow
from ui.lane.words import label, port_name
from ui.start import Enrolled, LaneStart, Plugged, StickAsked
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import complaint, remark

_OTHER_PLACE = "sync.code_for_other_place"
_OF_ROOT = (
    "cli.root_unreadable",
    "trust.demo",
    "trust.unsigned",
    "trust.malformed",
    "trust.expired",
    "trust.too_long",
)
# Which field can mend what an enrolment was refused for.
_MENDED_BY = {
    _OTHER_PLACE: Field.PORT,
    "sync.code_malformed": Field.CODE,
    "sync.code_refused": Field.CODE,
    "sync.too_many_attempts": Field.CODE,
    "sync.place_length": Field.LANE,
    **dict.fromkeys(_OF_ROOT, Field.ROOT),
}
# What is plugged in is looked for again while somebody chooses.
_LOOK_MS = 2000
_SHEET = "scanner.pdf"


class FirstRunDesk(QObject):
    """Asks a new lane's people what it needs, and enrols it beside the window: over the network, or
    by a stick there and back, however often the window is closed meanwhile.

    ``settled`` gives the `Settings` that were chosen, ``finished`` says that the lane can open.
    """

    settled = Signal(object)
    finished = Signal()
    _progressed = Signal(object)

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
        self._stop = threading.Event()
        self.pages = FirstRun(
            theme,
            tongue,
            tuple(ports()),
            root=start.root,
            allow_demo=start.allow_demo,
            by_stick=start.by_stick is not None,
            has_sheet=start.save_sheet is not None,
        )
        self._keys = KeyWatch(app, acts=False)
        self.camera = CameraTrial(self.pages, self.pages.camera_page, self)
        self.scanner = ScannerTrial(self.pages, self.pages.scanner_page, tongue, self)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._join()
        window.set_first_run(self.pages)
        self._resume()

    def _join(self) -> None:
        pages = self.pages
        self._keys.scanned.connect(pages.code_scanned)
        self._look.timeout.connect(self._look_around)
        self._progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        pages.language_chosen.connect(self._tongue.switch)
        self._tongue.changed.connect(self._say_again)
        pages.step_shown.connect(self._shown)
        pages.enrol_asked.connect(self._enrol)
        pages.request_asked.connect(self._ask_by_stick)
        pages.answer_asked.connect(self._take_answer)
        pages.cancelled.connect(self._cancel)
        pages.scanner_page.sheet_asked.connect(self._save_sheet)
        pages.finished.connect(self._end)
        self.scanner.went_on.connect(pages.go_on)
        self._window.closing.connect(self._let_go)

    # What stands in the pages.
    @Slot(str)
    def _shown(self, step: str) -> None:
        """Camera and scanner are held while their page is in sight, and no longer."""
        senses: dict[str, CameraTrial | ScannerTrial] = {
            Step.OFFICER.value: self.camera,
            Step.SCANNER.value: self.scanner,
        }
        for at, sense in senses.items():
            if at != step:
                sense.close()
        if step in senses:
            self._look_around()
            self._look.start()
            senses[step].open()
        else:
            self._look.stop()
        if step in (Step.CONNECT.value, Step.STICK.value):
            self._crew.desk.ask(stick_folders, self._sticks_seen, self._nothing_seen)

    def _sticks_seen(self, folders: tuple[str, ...]) -> None:
        if len(folders) == 1:
            self.pages.offer_stick(folders[0])

    @Slot()
    def _look_around(self) -> None:
        if self._start.plugged is not None and not self._crew.desk.busy:
            self._crew.desk.ask(self._start.plugged, self._plugged, self._nothing_seen)

    def _plugged(self, plugged: Plugged) -> None:
        if plugged.cameras is not None:
            self.pages.camera_page.offer(plugged.cameras)
        self.pages.scanner_page.offer(plugged.scanners)

    def _nothing_seen(self, _error: CheckpointError) -> None:
        """What was offered stays."""

    @Slot()
    def _say_again(self) -> None:
        self.scanner.show_again()

    @Slot()
    def _save_sheet(self) -> None:
        dialog = browse_dialog(
            self.pages, self._tongue, self._tongue.translate("FirstRun", "Save the test sheet")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_SHEET)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        if chosen and self._start.save_sheet is not None:
            save = partial(self._start.save_sheet, Path(chosen[0]))
            self._crew.desk.ask(save, self._sheet_saved, self._not_saved)

    def _sheet_saved(self, _nothing: object) -> None:
        told = self._tongue.translate("FirstRun", "The test sheet is saved: print it")
        self._window.say(told, Mark.GOOD)

    def _not_saved(self, error: CheckpointError) -> None:
        self._window.say(complaint(error, self._tongue), Mark.BAD)

    # Over the network.
    @Slot(object)
    def _enrol(self, wish: EnrolWish) -> None:
        self.pages.show_busy(remark("window.enrolling", self._tongue))
        self._crew.line.ask(
            partial(self._start.enrol, wish),
            partial(self._enrolled, wish),
            partial(self._refused, wish),
        )

    def _enrolled(self, wish: EnrolWish, enrolled: Enrolled) -> None:
        self._settle(wish)
        self._show_done(enrolled)

    def _refused(self, wish: EnrolWish, error: CheckpointError) -> None:
        field = _MENDED_BY.get(error.key, Field.REGISTRY)
        if error.key == _OTHER_PLACE and error.params.get("port") == wish.port_id:
            field = Field.LANE
        self.pages.show_error(_said(error, self._tongue), field)

    # By stick.
    def _resume(self) -> None:
        """Where a request is under way, its page; else the first."""
        by_stick = self._start.by_stick
        if by_stick is None or not by_stick.under_way:
            return
        self.pages.show_busy("")
        self._crew.line.ask(by_stick.asked, self._resumed, self._not_resumed)

    def _resumed(self, asked: StickAsked) -> None:
        self.pages.resume(_draft_of(self._start.settings, asked))
        self._show_request(asked)

    def _not_resumed(self, error: CheckpointError) -> None:
        self.pages.show_first()
        self._window.say(complaint(error, self._tongue), Mark.BAD)

    @Slot(object)
    def _ask_by_stick(self, wish: StickWish) -> None:
        by_stick = self._start.by_stick
        assert by_stick is not None, "offered only where there is a way"
        self.pages.show_busy(remark("window.writing_request", self._tongue))
        self._crew.line.ask(
            partial(by_stick.ask, wish), partial(self._asked, wish), self._not_written
        )

    def _asked(self, wish: StickWish, asked: StickAsked) -> None:
        self._settle(wish)
        self._show_request(asked)

    def _not_written(self, error: CheckpointError) -> None:
        field = _MENDED_BY.get(error.key, Field.FOLDER)
        self.pages.show_error(present_refusal(error, self._tongue), field)

    def _show_request(self, asked: StickAsked) -> None:
        name = _port_name(asked.port_id, self._tongue)
        self.pages.show_request(name, asked.lane, asked.fingerprint, enrolled=asked.enrolled)

    @Slot(object)
    def _take_answer(self, folder: Path) -> None:
        by_stick = self._start.by_stick
        assert by_stick is not None, "offered only where there is a way"
        self._stop.clear()
        cancel = self._tongue.translate("FirstRun", "Cancel")
        self.pages.show_busy(remark("window.taking_stick", self._tongue), cancel)
        take = partial(by_stick.take, folder, self._stop.is_set, self._progressed.emit)
        self._crew.line.ask(take, self._show_done, self._not_taken)

    def _not_taken(self, error: CheckpointError) -> None:
        """The page says why; whether the lane is enrolled by now stands on disk."""
        by_stick = self._start.by_stick
        assert by_stick is not None, "offered only where there is a way"
        said = present_refusal(error, self._tongue)
        self._crew.line.ask(
            by_stick.asked, partial(self._say_not_taken, said), partial(self._say_only, said)
        )

    def _say_not_taken(self, said: str, asked: StickAsked) -> None:
        self._show_request(asked)
        self.pages.show_error(said, Field.ANSWER)

    def _say_only(self, said: str, _error: CheckpointError) -> None:
        self.pages.show_error(said, Field.ANSWER)

    @Slot()
    def _cancel(self) -> None:
        self._stop.set()

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        self.pages.show_progress(*present_progress(progress, self._tongue))

    # The end.
    def _settle(self, wish: EnrolWish | StickWish) -> None:
        self.settled.emit(
            replace(
                self._start.settings,
                language=self._tongue.language,
                officer=wish.officer,
                source=wish.source,
                scanner=wish.scanner,
            )
        )

    def _show_done(self, enrolled: Enrolled) -> None:
        name = _port_name(enrolled.port_id, self._tongue)
        self.pages.show_done(name, enrolled.lane, enrolled.fingerprint)

    @Slot()
    def _end(self) -> None:
        self._let_go()
        self._keys.close()
        self.finished.emit()

    @Slot()
    def _let_go(self) -> None:
        """Nothing is held or begun any more."""
        self._stop.set()
        self._look.stop()
        self.camera.close()
        self.scanner.close()


def _draft_of(settings: Settings, asked: StickAsked) -> Draft:
    """What had been chosen before the window was closed."""
    source = settings.source
    kind = SourceKind.RECORDING if source else SourceKind.SCANNER
    if source.startswith("camera:"):
        kind = SourceKind.CAMERA
    return Draft(
        language=settings.language,
        port_id=asked.port_id,
        lane=asked.lane,
        officer=settings.officer,
        source=kind,
        camera=source if kind is SourceKind.CAMERA else Draft().camera,
        recording=source if kind is SourceKind.RECORDING else "",
        scanner=settings.scanner,
        way=Way.STICK,
        demo=asked.demo,
    )


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
