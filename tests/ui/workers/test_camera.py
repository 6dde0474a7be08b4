from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.frames import Frame, Gap
from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.permit import permit_number_from_serial
from tests.simulators.films import film, on_desk, photo
from tests.unit.capture.pictures import qr_of_bytes, symbol
from ui.workers.camera import Camera, CameraRead, CameraState, Pictured

FIRST, SECOND = (str(permit_number_from_serial(n)) for n in (483920175566, 500000000001))
SOON = 20_000  # milliseconds at most


class Window(QObject):
    """Hears what a camera tells, in the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[Pictured] = []
        self.reads: list[CameraRead] = []
        self.states: list[CameraState] = []
        self.threads: set[QThread] = set()

    def watch(self, camera: Camera) -> None:
        camera.pictured.connect(self.show)
        camera.read.connect(self.hear)
        camera.state.connect(self.learn)

    @Slot(object)
    def show(self, pictured: Pictured) -> None:
        self.threads.add(QThread.currentThread())
        self.pictures.append(pictured)

    @Slot(object)
    def hear(self, read: CameraRead) -> None:
        self.threads.add(QThread.currentThread())
        self.reads.append(read)

    @Slot(object)
    def learn(self, state: CameraState) -> None:
        self.threads.add(QThread.currentThread())
        self.states.append(state)

    @property
    def presences(self) -> list[Presence]:
        return [state.presence for state in self.states]


@pytest.fixture
def cameras() -> Iterator[list[Camera]]:
    made: list[Camera] = []
    yield made
    for camera in made:
        camera.stop()


@pytest.fixture
def window(qapp: QCoreApplication) -> Window:
    return Window()


def started(window: Window, cameras: list[Camera], source: str, **options: object) -> Camera:
    camera = Camera(source, **options)  # type: ignore[arg-type]  # as the tests give them
    cameras.append(camera)
    window.watch(camera)
    camera.start()
    return camera


def code(text: str) -> np.ndarray:
    return on_desk(symbol(Symbology.QR_CODE, text))


@pytest.mark.requirement("C1")
def test_a_film_is_shown_and_read(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    desk = np.full((480, 640), 70, np.uint8)
    pictures = [desk] * 3 + [code(FIRST)] * 30 + [desk] * 10 + [code(SECOND)] * 30
    path = film(tmp_path / "lane.avi", pictures)
    camera = started(window, cameras, str(path), paced=False)
    qtbot.waitUntil(lambda: Presence.ENDED in window.presences, timeout=SOON)
    assert [read.content for read in window.reads] == [FIRST, SECOND]
    assert {read.symbology for read in window.reads} == {"QRCode"}
    assert window.presences == [Presence.OPENED, Presence.ENDED]
    assert window.states[0].name == "lane.avi"
    assert window.threads == {camera.thread()}
    shown = window.pictures[-1].image
    assert (shown.width(), shown.height()) == (640, 480)
    camera.stop()
    assert not camera.running


@pytest.mark.requirement("C1")
def test_a_folder_is_watched_while_pictures_are_dropped_into_it(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    photo(tmp_path / "1.png", code(FIRST))
    camera = started(window, cameras, str(tmp_path))
    qtbot.waitUntil(lambda: len(window.reads) == 1, timeout=SOON)
    photo(tmp_path / "2.png", code(SECOND))
    qtbot.waitUntil(lambda: len(window.reads) == 2, timeout=SOON)
    assert [read.content for read in window.reads] == [FIRST, SECOND]
    assert window.presences == [Presence.OPENED]
    assert any(outlined.read for one in window.pictures for outlined in one.outlines)
    camera.stop()


def test_bytes_that_are_no_text_stay_bytes(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    path = photo(tmp_path / "1.png", on_desk(qr_of_bytes(b"\xff\xfe\x00permit")))
    started(window, cameras, str(path))
    qtbot.waitUntil(lambda: len(window.reads) == 1, timeout=SOON)
    assert window.reads[0].content == b"\xff\xfe\x00permit"


def test_what_is_no_source_is_told(qtbot: QtBot, window: Window, cameras: list[Camera]) -> None:
    camera = started(window, cameras, "no/such/film.mp4")
    qtbot.waitUntil(lambda: bool(window.states), timeout=SOON)
    state = window.states[0]
    assert state.presence is Presence.ABSENT
    assert state.error is not None and state.error.key == "capture.source_missing"
    camera.stop()


def test_a_camera_that_is_not_there_is_told(
    qtbot: QtBot, window: Window, cameras: list[Camera]
) -> None:
    started(window, cameras, "camera:63")
    qtbot.waitUntil(lambda: bool(window.states), timeout=SOON)
    state = window.states[0]
    assert state.presence is Presence.ABSENT and state.name == "camera:63"
    assert state.error is not None and state.error.key == "capture.camera_absent"


def test_a_large_picture_is_shown_small(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    path = photo(tmp_path / "large.png", np.full((1500, 3000), 90, np.uint8))
    started(window, cameras, str(path))
    qtbot.waitUntil(lambda: bool(window.pictures), timeout=SOON)
    shown = window.pictures[0].image
    assert (shown.width(), shown.height()) == (960, 480)


@dataclass
class Desk:
    """A camera of even pictures that hangs after some of them."""

    pictures: int
    name: str = "desk"
    passes_by: bool = True
    hanging: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        pass

    def read(self) -> Frame | Gap:
        if self.pictures:
            self.pictures -= 1
            return Frame(np.full((32, 32, 3), 70, np.uint8), SystemClock().monotonic())
        self.hanging.set()
        self.go_on.wait()
        return Gap.ENDED

    def close(self) -> None:
        pass


@pytest.mark.requirement("C1")
def test_a_camera_that_hangs_is_let_go_of(
    qtbot: QtBot, window: Window, cameras: list[Camera]
) -> None:
    desk = Desk(1)
    camera = started(window, cameras, "camera:0", opened=desk)
    qtbot.waitUntil(lambda: bool(window.pictures) and desk.hanging.is_set(), timeout=SOON)
    camera.stop()
    assert not camera.running
    desk.go_on.set()


def test_a_camera_that_hangs_is_absent(qtbot: QtBot, window: Window, cameras: list[Camera]) -> None:
    desk = Desk(1)
    started(window, cameras, "camera:0", opened=desk)
    qtbot.waitUntil(lambda: Presence.ABSENT in window.presences, timeout=SOON)
    assert window.presences == [Presence.OPENED, Presence.ABSENT]
    desk.go_on.set()


def test_pictures_wait_for_no_window(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    """While the window is busy one picture waits for it, however many were read."""
    path = film(tmp_path / "lane.avi", [code(FIRST)] * 60)
    camera = started(window, cameras, str(path), paced=False)
    ended = threading.Event()
    camera._worker.state.connect(  # type: ignore[union-attr]
        lambda state: ended.set() if state.presence is Presence.ENDED else None
    )
    assert ended.wait(SOON / 1000)
    assert window.pictures == []
    qtbot.waitUntil(lambda: Presence.ENDED in window.presences, timeout=SOON)
    assert len(window.pictures) == 1 and len(window.reads) == 1


def test_it_can_be_started_again(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    path = photo(tmp_path / "1.png", code(FIRST))
    camera = started(window, cameras, str(path))
    camera.start()
    qtbot.waitUntil(lambda: len(window.reads) == 1, timeout=SOON)
    camera.stop()
    camera.stop()
    camera.start()
    qtbot.waitUntil(lambda: len(window.reads) == 2, timeout=SOON)


def test_nothing_is_told_after_it_was_stopped(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    path = film(tmp_path / "lane.avi", [code(FIRST)] * 60)
    camera = started(window, cameras, str(path), paced=False)
    ended = threading.Event()
    camera._worker.read.connect(lambda read: ended.set())  # type: ignore[union-attr]
    assert ended.wait(SOON / 1000)
    camera.stop()
    QCoreApplication.processEvents()
    assert window.reads == [] and window.pictures == []


def test_a_folder_that_comes_later_is_found(
    qtbot: QtBot, window: Window, cameras: list[Camera], tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    started(window, cameras, str(folder))
    qtbot.waitUntil(lambda: window.presences == [Presence.ABSENT], timeout=SOON)
    folder.mkdir()
    photo(folder / "1.png", code(FIRST))
    qtbot.waitUntil(lambda: len(window.reads) == 1, timeout=SOON)
    assert window.presences == [Presence.ABSENT, Presence.OPENED]


_HANGS = """
import os, sys, time
from PySide6.QtCore import QCoreApplication, QTimer
import checkpoint_app.capture.source as source
from ui.launch import ended
from ui.workers.camera import Camera, left_behind
app = QCoreApplication([])
hanging = []
def hang(*_values, **_options):
    hanging.append(True)
    time.sleep(60)
source.open_source = hang
camera = Camera("camera:0")
camera.start()
poll = QTimer()
poll.timeout.connect(lambda: hanging and app.quit())
poll.start(5)
app.exec()
camera.stop()
print(left_behind(), flush=True)
sys.exit(ended(3))
"""


def test_a_source_that_hangs_at_the_end_costs_no_crash() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _HANGS], capture_output=True, text=True, timeout=50, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "True\n", "")
