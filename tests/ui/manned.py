"""A lane's whole window over real stores, in the test's own process, and a hand at its keyboard."""

from __future__ import annotations

import faulthandler
import json
import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.clock import SystemClock
from checkpoint_app.commands.lane import Behind
from checkpoint_app.config import Settings
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.turn import Turn
from tests.bench._lane import Season, import_all
from tests.simulators.published_season import publish_season
from ui.app import LaneApp
from ui.lane.desk import LaneDesk
from ui.lane.post import LanePost
from ui.lane.toast import Toast
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import VerdictView
from ui.start import LaneStart

W = TypeVar("W", bound=QWidget)
OFFICER = "Hoda Salem"
SIZE = QSize(1280, 720)
PLAIN = Settings(language="en", officer=OFFICER, sound="off")
_WAIT_MS = 20_000
Key = Qt.Key
# Milliseconds between keys: a hand, and a slow scanner.
HAND, SLOW_SCANNER = 130, 8
_KEYS = {"\r": Key.Key_Return, "\t": Key.Key_Tab}


def make_season(folder: Path, records: int = 150, tokens: int = 60) -> Season:
    """A published season, and a lane that holds all of it."""
    publish_season(folder, records, tokens)
    season = Season(folder)
    with open_stores(season.lane, SystemClock()) as stores:
        import_all(season, stores)
    return season


@dataclass
class MovedClock:
    """The computer's clock, and what somebody moved it by."""

    by: timedelta = timedelta()
    _own: SystemClock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        return self._own.now() + self.by

    def monotonic(self) -> float:
        return self._own.monotonic()


@dataclass
class Manned:
    """One window over a lane of its own."""

    qtbot: QtBot
    paths: LanePaths
    tokens: list[str]
    clock: MovedClock
    app: LaneApp
    hooks: tuple[Any, Any, Any]
    _struck: int = 0

    # The keyboard.
    def key(self, key: int, text: str = "", gap: int = HAND) -> None:
        """A key goes down and up, so long after the one before; told to the window, as a system
        tells of keys."""
        self._struck = max(self._struck + gap, round(time.monotonic() * 1000))
        target = self.app.window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._struck)
            QCoreApplication.sendEvent(target, event)

    def write(self, text: str, gap: int = HAND) -> None:
        """Letters and digits, one after the other."""
        for sign in text:
            self.key(_code_of(sign), sign, gap)

    def press(self, key: Qt.Key) -> None:
        """One key by itself, and whatever it does done."""
        self.key(int(key), {Key.Key_Return: "\r", Key.Key_Tab: "\t"}.get(key, ""))
        self.settled()

    def scan(self, text: str) -> Turn:
        """A scanner's whole text with its Enter; what is answered."""
        with self.qtbot.waitSignal(self.desk.answered, timeout=_WAIT_MS):
            self.key(_code_of(text[0]), text[0], 400)
            self.write(text[1:] + "\r", 1)
        return self.turn

    def settled(self) -> None:
        """Wait until nothing is held back, asked or under way."""
        self.qtbot.wait(100)
        crew = self.app.crew
        self.wait(lambda: self.app.post is None or self.app.post.keys.idle)
        self.qtbot.waitUntil(lambda: not crew.hand.busy and not crew.desk.busy, timeout=_WAIT_MS)

    def wait(self, held: Callable[[], object], timeout: int = _WAIT_MS) -> None:
        self.qtbot.waitUntil(lambda: bool(held()), timeout=timeout)

    # What is seen.
    @property
    def post(self) -> LanePost:
        assert self.app.post is not None
        return self.app.post

    @property
    def desk(self) -> LaneDesk:
        return self.post.desk

    @property
    def turn(self) -> Turn:
        assert self.desk.turn is not None
        return self.desk.turn

    @property
    def view(self) -> VerdictView:
        return self.part(VerdictPanel).view

    @property
    def remark(self) -> str:
        """What is said in passing."""
        return self.part(Toast).text

    def part(self, kind: type[W]) -> W:
        found = self.app.window.findChild(kind)
        assert isinstance(found, kind)
        return found

    def close(self) -> None:
        """Close the window as its frame does; nothing of it is left."""
        self.app.window.close()
        QApplication.processEvents()
        self.app.window.deleteLater()
        self.app.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        with warnings.catch_warnings(action="ignore", category=ResourceWarning):
            faulthandler.enable()  # the log of faults is the interpreter's until it ends
        sys.excepthook, threading.excepthook, sys.unraisablehook = self.hooks


def start_of(paths: LanePaths, settings: Settings, clock: MovedClock) -> LaneStart:
    """What the command would start the window with."""
    behind = Behind(paths, clock)
    return LaneStart(
        settings=settings,
        enrolled=paths.device.exists(),
        open=behind.open,
        enrol=behind.enrol,
        save=behind.save,
        log=paths.log,
    )


def own_lane(season: Season, folder: Path) -> LanePaths:
    """A copy of the season's lane: nobody has scanned there."""
    shutil.copytree(season.lane.root, folder / "lane")
    return LanePaths(folder / "lane")


def opened(
    qtbot: QtBot,
    qapp: QApplication,
    season: Season,
    folder: Path,
    *,
    settings: Settings = PLAIN,
    behind: Callable[[LaneStart], LaneStart] = lambda start: start,
) -> Manned:
    """The window over a lane of its own, open. ``behind`` may change what it is started with."""
    paths, clock = own_lane(season, folder), MovedClock()
    manned = shown(qtbot, qapp, behind(start_of(paths, settings, clock)), paths, clock)
    manned.tokens.extend(season.tokens())
    manned.wait(lambda: manned.app.post is not None and manned.desk.turn is not None)
    return manned


def shown(
    qtbot: QtBot, qapp: QApplication, start: LaneStart, paths: LanePaths, clock: MovedClock
) -> Manned:
    """The window, whatever comes of it."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    app = LaneApp(start, qapp, quits=False)
    app.show(SIZE)
    app.window.activateWindow()
    return Manned(qtbot, paths, [], clock, app, hooks)


def move_registry(paths: LanePaths, address: str) -> None:
    """The registry of an enrolled lane is at another address now."""
    told = json.loads(paths.device.read_text("utf-8"))
    paths.device.write_text(json.dumps(told | {"registry": address}), "utf-8")


def _code_of(sign: str) -> int:
    if sign.isascii() and sign.isdigit():
        return int(Key.Key_0) + int(sign)
    return int(_KEYS.get(sign, Key.Key_unknown))
