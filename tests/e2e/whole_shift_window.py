"""A lane's window that obeys: `python -m tests.e2e.whole_shift_window LANE CAMERA HUB PLATFORM`.

Each line of standard input is a JSON object: keys to strike, something to click, or a wish to see
what the window shows. Each is answered by one JSON object. Keys and clicks are events to the
window itself, as a system gives them; nothing behind the window is called.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget

from checkpoint_app.clock import SystemClock
from checkpoint_app.commands.lane import Behind
from checkpoint_app.config import Settings
from checkpoint_app.paths import LanePaths
from tests.e2e.whole_shift_sight import sight_of, words_of
from ui.app import LaneApp
from ui.start import LaneStart

_HELD_MS = 5
_SIZE = QSize(1280, 720)
_KEYS = {
    **{str(digit): Qt.Key.Key_0 + digit for digit in range(10)},
    "\r": Qt.Key.Key_Return,
    "\n": Qt.Key.Key_Return,
    "\t": Qt.Key.Key_Tab,
}


class Obeying(QObject):
    """Lives in the window's thread; commands come from the thread that listens."""

    _told = Signal(object)

    def __init__(self, lane: LanePaths, camera: Path, hub: str, app: QApplication) -> None:
        super().__init__()
        self._application = app
        camera.mkdir(parents=True, exist_ok=True)
        behind = Behind(lane, SystemClock())
        settings = Settings(language="en", source=str(camera), sound="off", hub=hub)
        start = LaneStart(
            settings=settings,
            enrolled=True,
            open=behind.open,
            enrol=behind.enrol,
            save=behind.save,
            log=lane.log,
        )
        self.app = LaneApp(start, app)
        self.answers = 0
        self.struck = 0.0
        self.app.ready.connect(self._ready)
        self._told.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """In a thread of its own. The end of the input closes the window."""
        for line in sys.stdin:
            told = json.loads(line)
            if "strike" in told:
                self._strike(told["strike"], told["gap"])
                say(struck=True)
            else:
                self._told.emit(told)
        self._told.emit({"close": True})

    @Slot()
    def _ready(self) -> None:
        assert self.app.post is not None
        self.app.post.desk.answered.connect(self._answered)
        say(ready=True)

    @Slot()
    def _answered(self) -> None:
        self.answers += 1

    @Slot(object)
    def _obey(self, told: dict[str, Any]) -> None:
        post = self.app.post
        if "see" in told and post is not None and not post.keys.idle:
            QTimer.singleShot(_HELD_MS, self, partial(self._obey, told))  # keys are held back yet
        elif "see" in told:
            say(**sight_of(self.app, self.answers))
        elif "key" in told:
            self._send(**told)
        elif "click" in told:
            say(clicked=self._click(told["click"]))
        elif "grab" in told:
            say(grabbed=self.app.window.grab().save(told["grab"]))
        else:
            self.app.window.close()

    def _strike(self, strokes: list[list[Any]], gap: int) -> None:
        """Keys go down and up, ``gap`` ms apart, a hand's pause after those before. A hand's own
        keys tell when they were struck, as those do that waited behind a busy window: nobody waits
        for a hand that could have begun before. A scanner's come when they come."""
        first = self.struck + max(gap, 60) / 1000
        now = time.monotonic()
        late = gap >= 60
        due = max(first, now - gap * len(strokes) / 1000) if late else max(first, now)
        if late and due + gap * len(strokes) / 1000 > now:
            time.sleep(max(0.0, due + gap * (len(strokes) - 1) / 1000 - now))
        for key, text, modifiers in strokes:
            time.sleep(0 if late else max(0.0, due - time.monotonic()))
            self._told.emit({"key": key, "text": text, "modifiers": modifiers, "at": due})
            self.struck = due
            due += gap / 1000

    def _send(self, key: str, text: str, modifiers: int, at: float) -> None:
        code = getattr(Qt.Key, f"Key_{key}", None) if key else _KEYS.get(text, Qt.Key.Key_unknown)
        assert code is not None, key
        target = self._target()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(code), Qt.KeyboardModifier(modifiers), text)
            event.setTimestamp(round(at * 1000))
            QApplication.sendEvent(target, event)

    def _target(self) -> QWindow:
        """The window that has the keyboard: a dialogue, else the lane's."""
        over = QApplication.activeModalWidget()
        handle = (over or self.app.window).windowHandle()
        assert handle is not None
        return handle

    def _click(self, wanted: str) -> bool:
        """The mouse, in the middle of a button or a tab that says this."""
        for widget in self._application.allWidgets():
            if not widget.isVisible() or not widget.isEnabled():
                continue
            if isinstance(widget, QTabBar):
                for at in range(widget.count()):
                    if wanted in widget.tabText(at):
                        self._press(widget, widget.tabRect(at).center())
                        return True
            elif isinstance(widget, QAbstractButton) and wanted in words_of(widget):
                self._press(widget, widget.rect().center())
                return True
        return False

    def _press(self, widget: QWidget, at: QPoint) -> None:
        """After this was answered: a dialogue that it opens would hold the answer back."""
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTimer.singleShot(0, widget, lambda: QTest.mouseClick(widget, left, plain, at))


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main(lane: str, camera: str, hub: str, platform: str) -> int:
    QApplication.setApplicationName("whole shift")
    app = QApplication(["shift", "-platform", platform])
    obeying = Obeying(LanePaths(Path(lane)), Path(camera), hub, app)
    obeying.app.show(_SIZE)
    obeying.app.window.activateWindow()  # where no window manager does
    threading.Thread(target=obeying.listen, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
