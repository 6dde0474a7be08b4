"""The lane's window in the demonstration: it sees photographs and feels keys, as at a port."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from checkpoint_app.clock import Clock
from checkpoint_app.commands.lane import Behind
from checkpoint_app.config import Settings
from checkpoint_app.demo.conductor import Conductor
from checkpoint_app.domain.movement import Direction
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.turn import Turn
from ui.app import LaneApp
from ui.start import LaneStart

T = TypeVar("T")
OFFICER = "demo officer"
# Milliseconds between keys. One that follows another sooner than a hand can is a scanner's, and
# does nothing by itself (capture.wedge).
HAND_MS, SCANNER_MS = 300, 1
# A window on no screen is as large as an ordinary laptop's.
HEADLESS_SIZE = QSize(1280, 720)
_DIGITS = {str(digit): Qt.Key.Key_0 + digit for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn as the window showed it; ``ms`` from the reading to the verdict shown."""

    turn: Turn
    ms: float


class WindowLane(QObject):
    """One lane's window. Made in the window's thread; driven from the other through `Driver`."""

    def __init__(
        self, paths: LanePaths, camera: Path, clock: Clock, language: str, conductor: Conductor
    ) -> None:
        super().__init__()
        self._camera, self._clock, self._conductor = camera, clock, conductor
        app = QApplication.instance()
        assert isinstance(app, QApplication), "made in the window's thread"
        behind = Behind(paths, clock)
        start = LaneStart(
            settings=Settings(language=language, officer=OFFICER, source=str(camera)),
            enrolled=True,
            open=behind.open,
            enrol=behind.enrol,
            save=behind.save,
            log=paths.log,
        )
        self.app = LaneApp(start, app, quits=False)
        self.app.ready.connect(self._ready)
        self._read_at = 0.0
        self._struck = 0

    @Slot()
    def _ready(self) -> None:
        post = self.app.post
        assert post is not None, "it is ready"
        post.desk.turned.connect(self._turned)
        post.keys.scanned.connect(self._read)
        if post.camera is not None:
            post.camera.read.connect(self._read)

    @Slot(object)
    def _read(self, _reading: object) -> None:
        self._read_at = self._clock.monotonic()

    @Slot(object)
    def _turned(self, turn: Turn) -> None:
        ms = (self._clock.monotonic() - self._read_at) * 1000
        self._conductor.turned(Answered(turn, ms))

    def hold_out(self, photo: Path, place: int) -> None:
        """Put a photograph before the camera, which watches a folder."""
        fresh = self._camera / f".{place:04d}{photo.suffix}"
        shutil.copyfile(photo, fresh)
        fresh.replace(self._camera / f"{place:04d}{photo.suffix}")

    def press(self, key: Qt.Key) -> None:
        """An officer's key, no sooner than a hand can."""
        self._key(int(key), "", HAND_MS)

    def swipe(self, text: str) -> None:
        """A scanner that types: each character, then Enter."""
        for place, sign in enumerate(text):
            key = int(_DIGITS.get(sign, Qt.Key.Key_unknown))
            self._key(key, sign, SCANNER_MS if place else HAND_MS)
        self._key(int(Qt.Key.Key_Return), "\r", SCANNER_MS)

    def _key(self, key: int, text: str, after: int) -> None:
        """A key goes down and up, so many milliseconds after the one before: as a keyboard's
        events, it tells when it was struck, however late it is looked at."""
        now = round(self._clock.monotonic() * 1000)
        self._struck = max(self._struck + after, now)
        target = QApplication.focusWidget() or self.app.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._struck)
            QApplication.postEvent(target, event)


class Driver:
    """Drives a `WindowLane` from the thread that plays."""

    def __init__(self, lane: WindowLane, conductor: Conductor) -> None:
        self._lane, self._conductor = lane, conductor
        self._shown = 0

    @classmethod
    def opened(
        cls, paths: LanePaths, camera: Path, clock: Clock, language: str, conductor: Conductor
    ) -> Driver:
        """Open the window and wait until it shows what stands."""
        camera.mkdir(parents=True, exist_ok=True)

        def open_window() -> WindowLane:
            lane = conductor.keep(WindowLane(paths, camera, clock, language, conductor))
            lane.app.show(None if on_a_screen() else HEADLESS_SIZE)
            return lane

        conductor.forget_turns()
        driver = cls(conductor.call(open_window), conductor)
        conductor.next_turn()
        return driver

    def close(self) -> None:
        """Close the window: the open turn gets its outcome."""
        self._conductor.call(self._lane.app.close)

    def face(self, direction: Direction) -> None:
        """Turn the lane round, as a click on its direction does."""
        self._after(self._lane.app.window.direction_asked.emit)

    def show(self, photo: Path) -> Answered:
        """Hold a photograph before the camera; the answer to it."""
        self._shown += 1
        return self._after(partial(self._lane.hold_out, photo, self._shown))

    def swipe(self, text: str) -> Answered:
        """Have a text typed by a scanner; the answer to it."""
        return self._after(partial(self._lane.swipe, text))

    def press(self, key: Qt.Key) -> Answered:
        """Press an officer's key; what then stands."""
        return self._after(partial(self._lane.press, key))

    def look(self, seen: Callable[[LaneApp], T]) -> T:
        """Look at the window, in its own thread."""
        return self._conductor.call(partial(seen, self._lane.app))

    def _after(self, act: Callable[[], object]) -> Answered:
        self._conductor.forget_turns()
        self._conductor.call(act)
        answered = self._conductor.next_turn()
        assert isinstance(answered, Answered), "what WindowLane tells"
        return answered


def on_a_screen() -> bool:
    """Whether people see the window."""
    return QGuiApplication.platformName() not in ("offscreen", "minimal")
