"""The camera beside the window: pictures for the preview, readings, and how it stands."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from checkpoint_app.capture.presence import Hint, Outlined, Presence
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.errors import CheckpointError

if TYPE_CHECKING:  # loaded in the camera's thread: the first paint does not wait for OpenCV
    from checkpoint_app.capture.feed import Feed
    from checkpoint_app.capture.frames import Frame, FrameSource
    from checkpoint_app.capture.live import LiveReader
    from checkpoint_app.capture.reading import Reading

# Seconds.
_PATIENCE = 0.05  # for the next picture
_LEAVE = 0.5  # for a source that is asked to end
_PREVIEW_GAP = 1 / 30  # between two pictures of the preview, at least
_STOP_MS = 1500
_PREVIEW = (960, 540)  # pixels at most

_REOPEN_MS = 1000  # before a source that is not there is looked for again

# A thread must not be destroyed while it runs, whatever becomes of its `Camera`.
_running: list[tuple[QThread, QObject]] = []


def left_behind() -> bool:
    """Whether a thread that hangs in its source was left to the end of the process. Qt must not
    be taken down under it: it would abort."""
    return any(not thread.isFinished() for thread, _worker in _running)


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture for the preview, with what was seen in it, and what would help to read it."""

    image: QImage
    outlines: tuple[Outlined, ...]
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class CameraRead:
    """A scan by camera: what `LaneOffice.read` takes."""

    content: str | bytes
    symbology: str


@dataclass(frozen=True, slots=True)
class CameraState:
    """How the source stands. ``error`` tells why it is absent, when that is known."""

    presence: Presence
    name: str
    error: CheckpointError | None = None


class Camera(QObject):
    """A source of pictures, read in a thread of its own. Its signals come in this object's thread;
    pictures that the window had no time for are left out."""

    pictured = Signal(object)  # Pictured
    read = Signal(object)  # CameraRead
    state = Signal(object)  # CameraState

    def __init__(
        self,
        source: str,
        parent: QObject | None = None,
        *,
        paced: bool = True,
        clock: Clock | None = None,
        opened: FrameSource | None = None,
    ) -> None:
        """``source`` as in `checkpoint_app.capture.source.open_source`: ``camera:0``, a video
        file, a folder of pictures, a picture. Without ``paced`` files are read as fast as they can
        be. ``opened`` is a source to read instead."""
        super().__init__(parent)
        self._setting = (source, paced, opened)
        self._clock = clock or SystemClock()
        self._thread: QThread | None = None
        self._worker: _Worker | None = None

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._thread is not None

    @Slot()
    def start(self) -> None:
        """Open the source and read it; returns at once. What is wrong with it comes as a state."""
        if self._thread is not None:
            return
        thread = QThread()
        thread.setObjectName("camera")
        worker = _Worker(*self._setting, self._clock)
        worker.moveToThread(thread)
        queued = Qt.ConnectionType.QueuedConnection
        thread.started.connect(worker.begin)
        worker.pictured.connect(self._show, queued)
        worker.read.connect(self._hand_on, queued)
        worker.state.connect(self._tell, queued)
        self._thread, self._worker = thread, worker
        _running.append((thread, worker))
        thread.start(QThread.Priority.LowPriority)

    @Slot()
    def stop(self) -> None:
        """Let go of the source; returns within two seconds, also while a camera hangs. Nothing is
        told of it afterwards."""
        thread, worker = self._thread, self._worker
        if thread is None or worker is None:
            return
        self._thread = self._worker = None
        worker.leave()
        QMetaObject.invokeMethod(worker, "end", Qt.ConnectionType.QueuedConnection)
        if thread.wait(_STOP_MS):
            _running.remove((thread, worker))

    @Slot(object)
    def _show(self, pictured: Pictured) -> None:
        if self._is_told_by_the_present():
            self.pictured.emit(pictured)
        sender = self.sender()
        if isinstance(sender, _Worker):
            sender.shown()

    @Slot(object)
    def _hand_on(self, read: CameraRead) -> None:
        if self._is_told_by_the_present():
            self.read.emit(read)

    @Slot(object)
    def _tell(self, state: CameraState) -> None:
        if self._is_told_by_the_present():
            self.state.emit(state)

    def _is_told_by_the_present(self) -> bool:
        """Whether a signal comes from the worker of now, not from one that was stopped."""
        return self._worker is not None and self.sender() is self._worker


class _Worker(QObject):
    """In the camera's thread."""

    pictured = Signal(object)
    read = Signal(object)
    state = Signal(object)

    def __init__(self, source: str, paced: bool, opened: FrameSource | None, clock: Clock) -> None:
        super().__init__()
        self._setting = (source, paced, opened)
        self._clock = clock
        self._leaving = threading.Event()
        self._free = threading.Event()  # the window has shown the last picture
        self._free.set()
        self._timer: QTimer | None = None
        self._feed: Feed | None = None
        self._reader: LiveReader | None = None
        self._name = ""
        self._told: tuple[Presence, str, str] | None = None
        self._preview_from = 0.0

    def leave(self) -> None:
        """From any thread: come to an end soon."""
        self._leaving.set()

    def shown(self) -> None:
        """From any thread: another picture may come."""
        self._free.set()

    @Slot()
    def begin(self) -> None:
        from checkpoint_app.capture.feed import Feed
        from checkpoint_app.capture.live import LiveReader
        from checkpoint_app.capture.source import open_source

        text, paced, opened = self._setting
        if self._leaving.is_set():
            return
        try:
            source = opened or open_source(text, paced=paced, clock=self._clock)
        except CheckpointError as error:
            self._tell(CameraState(Presence.ABSENT, text, error))
            QTimer.singleShot(_REOPEN_MS, self, self.begin)  # a stick may yet be put in
            return
        self._name = source.name
        self._reader = LiveReader(self._clock, thrifty=source.passes_by)
        self._feed = Feed(source, self._clock)
        self._feed.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    @Slot()
    def end(self) -> None:
        """Let go of everything and end the thread."""
        if self._timer is not None:
            self._timer.stop()
        if self._feed is not None:
            self._feed.close(_LEAVE)
        self._feed = self._reader = None
        self.thread().quit()

    @Slot()
    def _turn(self) -> None:
        feed, reader = self._feed, self._reader
        if feed is None or reader is None or self._leaving.is_set():
            return
        frame = feed.take(_PATIENCE)
        standing = feed.standing
        if standing is not None and standing.presence is not Presence.ENDED:
            self._tell(CameraState(standing.presence, self._name, standing.error))
        if frame is not None:
            self._look(reader, frame)
        elif standing is not None and standing.presence is Presence.ENDED:
            self._finish(reader)

    def _look(self, reader: LiveReader, frame: Frame) -> None:
        seen = reader.look(frame)
        for scan in seen.scans:
            self._answer(scan)
        now = self._clock.monotonic()
        if now >= self._preview_from and self._free.is_set():
            self._preview_from = now + _PREVIEW_GAP
            self._free.clear()
            self.pictured.emit(Pictured(_image(frame), seen.outlines, seen.hint))

    def _finish(self, reader: LiveReader) -> None:
        if self._timer is not None:
            self._timer.stop()
        for scan in reader.rest():
            self._answer(scan)
        self._tell(CameraState(Presence.ENDED, self._name))

    def _answer(self, scan: Reading) -> None:
        self.read.emit(CameraRead(_content(scan.data), scan.symbology.value))

    def _tell(self, state: CameraState) -> None:
        told = (state.presence, state.name, "" if state.error is None else state.error.key)
        if told != self._told:
            self._told = told
            self.state.emit(state)


def _content(data: bytes) -> str | bytes:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _image(frame: Frame) -> QImage:
    """The picture at the preview's size. It owns its pixels."""
    import cv2
    import numpy as np

    drawn = frame.drawn()
    rows, columns = drawn.shape[:2]
    factor = min(1.0, _PREVIEW[0] / columns, _PREVIEW[1] / rows)
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    small = drawn if factor == 1 else cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    pixels = np.ascontiguousarray(small)
    form = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_BGR888
    return QImage(pixels.data, size[0], size[1], pixels.strides[0], form).copy()
