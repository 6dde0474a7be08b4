"""The camera and the scanner while their pages of the first run are in sight, and no longer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.scanner_check import Sent
from checkpoint_app.errors import CheckpointError
from sync.protocol.enrolment_code import parse_code
from ui.first_run.officer_page import OfficerPage
from ui.first_run.present_scanner import present_trial
from ui.first_run.scanner_page import ScannerPage
from ui.first_run.steps import SourceKind, code_digits, source_of
from ui.first_run.wizard import FirstRun
from ui.it_desk.listening import KeyEar, PortEar
from ui.lane.states import SourceState
from ui.lane.views import Mark
from ui.wording.remarks import complaint
from ui.wording.tongue import Tongue
from ui.workers.camera import Camera, CameraState, Pictured

_STATES = {
    Presence.OPENED: SourceState.LIVE,
    Presence.ABSENT: SourceState.LOST,
    Presence.ENDED: SourceState.ENDED,
}
_TYPING_MS = 500  # a path is looked at when nobody types on
_MOST_SCANS = 60
_Key = Qt.Key
# No scanner sends these: they stay with whoever is at the keyboard.
_OF_PEOPLE = frozenset(
    {_Key.Key_Backtab, _Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right}
    | {_Key(_Key.Key_F1 + number) for number in range(12)}
)


class CameraTrial(QObject):
    """Shows what the chosen camera sees while its page is in sight; lets go of it then."""

    def __init__(self, run: FirstRun, page: OfficerPage, parent: QObject) -> None:
        super().__init__(parent)
        self._run, self._page = run, page
        self._camera: Camera | None = None
        self._source = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._watch)
        page.source_changed.connect(self._changed)

    @property
    def running(self) -> bool:
        """Whether a camera is held."""
        return self._camera is not None

    def open(self) -> None:
        """Its page has come into sight."""
        self._watch()

    def close(self) -> None:
        """Let go of the camera."""
        self._wait.stop()
        camera, self._camera, self._source = self._camera, None, ""
        if camera is not None:
            camera.stop()
            camera.deleteLater()

    @Slot()
    def _changed(self) -> None:
        if self._page.isVisible():
            typed = self._run.draft.source is SourceKind.RECORDING
            self._wait.start(_TYPING_MS if typed else 0)

    @Slot()
    def _watch(self) -> None:
        source = source_of(self._run.draft)
        if source == self._source and self._camera is not None:
            return
        self.close()
        self._page.picture.show_source(SourceState.OPENING if source else SourceState.NONE)
        if not source:
            return
        self._source, self._camera = source, Camera(source, self)
        self._camera.pictured.connect(self._pictured)
        self._camera.state.connect(self._stands)
        self._camera.start()

    @Slot(object)
    def _pictured(self, pictured: Pictured) -> None:
        self._page.picture.show_source(SourceState.LIVE)
        self._page.picture.show_picture(pictured)

    @Slot(object)
    def _stands(self, state: CameraState) -> None:
        self._page.picture.show_source(_STATES[state.presence])


class TrialEar(KeyEar):
    """Hears a scanner that types; keys that none sends go their ordinary way."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The rest as any ear."""
        if isinstance(event, QKeyEvent) and event.key() in _OF_PEOPLE:
            return False
        return super().eventFilter(watched, event)


class ScannerTrial(QObject):
    """Hears the scanner while its page is in sight: one that types while its line has the focus,
    a serial one all the time. Enter or Tab by itself is a person's and does what it always does;
    an enrolment code that is scanned here is kept for its page."""

    went_on = Signal()

    def __init__(self, run: FirstRun, page: ScannerPage, tongue: Tongue, parent: QObject) -> None:
        super().__init__(parent)
        self._run, self._page, self._tongue = run, page, tongue
        self._scans: list[Sent] = []
        self._ear: KeyEar | PortEar | None = None
        page.trial.focused.connect(self._focused)
        page.scanner_changed.connect(self._changed)
        self.show_again()

    @property
    def listening(self) -> bool:
        """Whether a scanner is heard."""
        return self._ear is not None

    def open(self) -> None:
        """Its page has come into sight."""
        self._listen()

    def close(self) -> None:
        """Hear no more."""
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.heard.disconnect(self._heard)
            ear.stop()
            ear.deleteLater()

    def show_again(self) -> None:
        """Say it in the language of now."""
        self._page.show_trial(present_trial(tuple(self._scans), self._tongue))

    @Slot()
    def _changed(self) -> None:
        self._scans.clear()
        self.show_again()
        self.close()
        self._listen()

    @Slot(bool)
    def _focused(self, focused: bool) -> None:
        if self._page.scanner:
            return
        if focused:
            self._listen()
        else:
            self.close()

    def _listen(self) -> None:
        if self._ear is not None or not self._page.isVisible():
            return
        if self._page.scanner:
            port = PortEar(self._page.scanner, self)
            port.lost.connect(self._lost)
            self._ear = port
        elif self._page.trial.hasFocus():
            application = QCoreApplication.instance()
            assert application is not None, "a window has one"
            self._ear = TrialEar(application, self)
        if self._ear is not None:
            self._ear.heard.connect(self._heard)
            self._ear.start()

    @Slot(object)
    def _heard(self, sent: Sent) -> None:
        if sent.text == "\r":
            self.went_on.emit()
        elif sent.text == "\t":
            self._run.leave_trial()
        elif sent.text.strip():
            self._scans = [*self._scans, sent][-_MOST_SCANS:]
            self._keep_code(sent.text)
            self.show_again()

    def _keep_code(self, text: str) -> None:
        digits = code_digits(text)
        if parse_code(digits) is not None and len(text.split()) == 1:
            self._run.code_scanned(digits)

    @Slot(object)
    def _lost(self, error: CheckpointError) -> None:
        self._page.verdict.say(complaint(error, self._tongue), Mark.WARNING)
