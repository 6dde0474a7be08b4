"""Where scans and keys go: to the lane, to the desk in sight, or nowhere while nobody may scan."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot

from checkpoint_app.capture.reading import identified
from ui.keys import KeyWatch
from ui.lane.views import Action
from ui.workers.camera import CameraRead
from ui.workers.serial import ScannerRead

# Keys of the whole window, whatever is in sight.
WINDOW_ACTIONS = frozenset({Action.HELP, Action.DESKS, Action.LOCK, Action.LANGUAGE, Action.DAY})


class Listener(Enum):
    """Who is meant by what is read."""

    LANE = auto()
    DESK = auto()  # the desk in sight, which compares or tests what it is shown
    NOBODY = auto()  # locked, or nobody has signed in: it is kept out


class Senses(QObject):
    """Passes on what keys, scanners and the camera give, as `KeyWatch` and the workers do.

    ``window_acted`` is told of keys of the whole window; ``desk_read`` of a text and its symbology
    for the desk in sight, ``desk_acted`` of a key; ``kept_out`` that something was read and nobody
    was meant. While ``diverted`` typed digits are of a menu: ``digits_diverted``.
    """

    scanned = Signal(str)
    early = Signal(object)
    progress = Signal(int)
    struck = Signal()
    acted = Signal(object)
    typed_digits = Signal(str)
    seen = Signal(object)
    swept = Signal(object)
    window_acted = Signal(object)
    desk_acted = Signal(object)
    desk_read = Signal(object, str)
    kept_out = Signal()
    digits_diverted = Signal(str)

    def __init__(self, keys: KeyWatch, parent: QObject) -> None:
        super().__init__(parent)
        self.listener = Listener.LANE
        self.diverted = False
        keys.scanned.connect(self._scanned)
        keys.early.connect(self._early)
        keys.progress.connect(self._progress)
        keys.struck.connect(self._struck)
        keys.acted.connect(self.act)
        keys.typed_digits.connect(self._typed)

    @Slot(object)
    def act(self, action: Action) -> None:
        """A key that does something, struck or pressed with the mouse."""
        if action in WINDOW_ACTIONS:
            self.window_acted.emit(action)
        elif self.listener is Listener.LANE:
            self.acted.emit(action)
        elif self.listener is Listener.DESK:
            self.desk_acted.emit(action)

    @Slot(object)
    def look(self, reading: CameraRead) -> None:
        """A barcode before the camera."""
        if self.listener is Listener.LANE:
            self.seen.emit(reading)
        else:
            self._elsewhere(reading.content, reading.symbology)

    @Slot(object)
    def sweep(self, reading: ScannerRead) -> None:
        """A text of a serial scanner."""
        if self.listener is Listener.LANE:
            self.swept.emit(reading)
        else:
            self._elsewhere(reading.content, reading.symbology)

    @Slot(str)
    def _scanned(self, text: str) -> None:
        if self.listener is Listener.LANE:
            self.scanned.emit(text)
        else:
            self._elsewhere(text, identified(text).value)

    def _elsewhere(self, content: str | bytes, symbology: str) -> None:
        if self.listener is Listener.DESK:
            self.desk_read.emit(content, symbology)
        else:
            self.kept_out.emit()

    @Slot(object)
    def _early(self, early: object) -> None:
        if self.listener is Listener.LANE:
            self.early.emit(early)

    @Slot(int)
    def _progress(self, characters: int) -> None:
        if self.listener is Listener.LANE:
            self.progress.emit(characters)

    @Slot()
    def _struck(self) -> None:
        if self.listener is Listener.LANE:
            self.struck.emit()

    @Slot(str)
    def _typed(self, digits: str) -> None:
        if self.diverted:
            self.digits_diverted.emit(digits)
        elif self.listener is Listener.LANE:
            self.typed_digits.emit(digits)
