"""A scanner heard as it is, while its test is on: nothing of it reaches the lane."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

from checkpoint_app.capture.scanner_check import Link, Parting, Sent
from checkpoint_app.capture.scanner_ear import Ear, finder
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.errors import CheckpointError

_LOOK_MS = 100
_END_SECONDS = 3.0
_SIGNS = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Tab: "\t"}


class KeyEar(QObject):
    """Hears every key of the application: a scanner that types. Escape goes its ordinary way."""

    heard = Signal(object)
    """A `Sent`."""

    def __init__(self, application: QCoreApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._parting = Parting(Link.KEYS)
        self._clock: Clock = SystemClock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def listening(self) -> bool:
        """Whether keys are taken."""
        return self._timer.isActive()

    def start(self) -> None:
        """Take every key, before whoever else watches them: the last to come is asked first."""
        self._application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Take no more."""
        self._application.removeEventFilter(self)
        self._timer.stop()
        self._tell(self._parting.end())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys are heard and go no further."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            escapes = event.key() == Qt.Key.Key_Escape
            if not escapes:
                event.accept()
            return not escapes
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or event.key() == Qt.Key.Key_Escape:
            return False
        if kind is QEvent.Type.KeyPress:  # the window's: no widget is told of it then
            self._hear(event)
        return True

    def _hear(self, event: QKeyEvent) -> None:
        sign = _SIGNS.get(Qt.Key(event.key()), event.text())
        at = event.timestamp() / 1000 or self._clock.monotonic()
        if sign:
            self._tell(self._parting.feed(at, sign))

    @Slot()
    def _tick(self) -> None:
        self._tell(self._parting.tick(self._clock.monotonic()))

    def _tell(self, ended: list[Sent]) -> None:
        for sent in ended:
            self.heard.emit(sent)


class PortEar(QObject):
    """Hears a scanner on a serial port, or a keyboard taken for itself, in a thread of its own."""

    heard = Signal(object)
    found = Signal(str)
    lost = Signal(object)
    _said = Signal(str, object)

    def __init__(self, setting: str, parent: QObject) -> None:
        super().__init__(parent)
        self._setting = setting
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._said.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    @property
    def listening(self) -> bool:
        """Whether it is heard."""
        return self._thread is not None

    def start(self) -> None:
        """Listen. What is wrong is told by ``lost``."""
        self._over.clear()
        self._thread = threading.Thread(target=self._listen, name="scanner-test", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of it."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
            self._thread = None

    def _listen(self) -> None:
        try:
            find, link = finder(self._setting)
            ear = Ear(
                find,
                link,
                SystemClock(),
                lambda name: self._said.emit("found", name),
                lambda error: self._said.emit("lost", error),
            )
            for sent in ear.scans():
                if sent is not None:
                    self._said.emit("heard", sent)
                if self._over.is_set():
                    break
            ear.close()
        except CheckpointError as error:
            self._said.emit("lost", error)

    @Slot(str, object)
    def _hand_on(self, kind: str, said: object) -> None:
        if self._over.is_set():
            return
        if kind == "heard":
            self.heard.emit(said)
        elif kind == "found":
            self.found.emit(str(said))
        else:
            self.lost.emit(said)
