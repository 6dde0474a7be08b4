from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.scanner_names import PluggedPort
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial
from tests.simulators.serial_cable import ListedPorts, PluggedScanner
from ui.workers.serial import ScannerRead, ScannersState, SerialWatch

assert sys.platform != "win32", "pseudo-terminals are of POSIX"
FIRST, SECOND = (str(permit_number_from_serial(n)) for n in (483920175566, 500000000001))
TOKEN = token_text.to_digits(int(FIRST), bytes(range(170)))
SOON = 20_000  # milliseconds at most


class Window(QObject):
    """Hears what the scanners tell, in the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[ScannerRead] = []
        self.states: list[ScannersState] = []
        self.threads: set[QThread] = set()

    def watch(self, scanners: SerialWatch) -> None:
        scanners.read.connect(self.hear)
        scanners.state.connect(self.learn)

    @Slot(object)
    def hear(self, read: ScannerRead) -> None:
        self.threads.add(QThread.currentThread())
        self.reads.append(read)

    @Slot(object)
    def learn(self, state: ScannersState) -> None:
        self.threads.add(QThread.currentThread())
        self.states.append(state)

    @property
    def presence(self) -> Presence | None:
        return self.states[-1].presence if self.states else None

    @property
    def contents(self) -> list[str | bytes]:
        return [read.content for read in self.reads]


@pytest.fixture
def window(qapp: QCoreApplication) -> Window:
    return Window()


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PluggedScanner]:
    made = PluggedScanner(tmp_path / "scanner")
    yield made
    made.unplug()


@pytest.fixture
def watches() -> Iterator[list[SerialWatch]]:
    made: list[SerialWatch] = []
    yield made
    for watch in made:
        watch.stop()


def started(
    window: Window, watches: list[SerialWatch], setting: str, ports: ListedPorts
) -> SerialWatch:
    watch = SerialWatch(setting, ports=ports)
    watches.append(watch)
    window.watch(watch)
    watch.start()
    return watch


def listed(scanner: PluggedScanner) -> ListedPorts:
    return ListedPorts(PluggedPort(scanner.device, 0x0C2E, 0x0B6A, "Honeywell", "Xenon 1900"))


@pytest.mark.requirement("C1")
def test_scans_come_in_the_windows_thread(
    qtbot: QtBot, window: Window, watches: list[SerialWatch], scanner: PluggedScanner
) -> None:
    watch = started(window, watches, "serial:auto", listed(scanner))
    assert watch.running
    qtbot.waitUntil(lambda: window.presence is Presence.OPENED, timeout=SOON)
    assert window.states[-1] == ScannersState(Presence.OPENED, "Xenon 1900")
    scanner.send(b"]Q1" + TOKEN.encode() + b"\r\n")
    qtbot.waitUntil(lambda: len(window.reads) == 1, timeout=SOON)
    scanner.send(b"\xff\xfe\x00permit\r")
    qtbot.waitUntil(lambda: len(window.reads) == 2, timeout=SOON)
    assert window.contents == [TOKEN, b"\xff\xfe\x00permit"]
    assert [read.symbology for read in window.reads] == ["QRCode", ""]
    assert window.reads[0].at < window.reads[1].at
    assert window.threads == {watch.thread()}
    watch.stop()
    assert not watch.running


@pytest.mark.requirement("C1")
def test_a_scanner_plugged_in_later_is_read(
    qtbot: QtBot, window: Window, watches: list[SerialWatch], tmp_path: Path
) -> None:
    ports = ListedPorts()
    started(window, watches, "serial:auto", ports)
    qtbot.waitUntil(lambda: window.presence is Presence.ABSENT, timeout=SOON)
    error = window.states[-1].error
    assert error is not None and error.key == "capture.scanner_absent"
    scanner = PluggedScanner(tmp_path / "later")
    ports.listed = listed(scanner).listed
    qtbot.waitUntil(lambda: window.presence is Presence.OPENED, timeout=SOON)
    scanner.send(SECOND.encode() + b"\r")
    qtbot.waitUntil(lambda: window.contents == [SECOND], timeout=SOON)
    scanner.unplug()
    qtbot.waitUntil(lambda: window.presence is Presence.ABSENT, timeout=SOON)


def test_what_is_no_port_is_told(window: Window, watches: list[SerialWatch]) -> None:
    watch = started(window, watches, "serial:", ListedPorts())
    assert not watch.running
    (state,) = window.states
    assert state.presence is Presence.ABSENT
    assert state.error is not None and state.error.key == "capture.serial_setting"


def test_it_can_be_started_again(
    qtbot: QtBot, window: Window, watches: list[SerialWatch], scanner: PluggedScanner
) -> None:
    watch = started(window, watches, "serial:auto", listed(scanner))
    watch.start()
    qtbot.waitUntil(lambda: window.presence is Presence.OPENED, timeout=SOON)
    watch.stop()
    watch.stop()
    window.states.clear()
    watch.start()
    qtbot.waitUntil(lambda: window.presence is Presence.OPENED, timeout=SOON)
    scanner.send(FIRST.encode() + b"\r")
    qtbot.waitUntil(lambda: window.contents == [FIRST], timeout=SOON)


def test_nothing_is_told_after_it_was_stopped(
    qtbot: QtBot, window: Window, watches: list[SerialWatch], scanner: PluggedScanner
) -> None:
    watch = started(window, watches, "serial:auto", listed(scanner))
    qtbot.waitUntil(lambda: window.presence is Presence.OPENED, timeout=SOON)
    told = len(window.states)
    scanner.send(FIRST.encode() + b"\r")
    qtbot.wait(200)
    window.reads.clear()
    scanner.send(SECOND.encode() + b"\r")
    watch.stop()
    QCoreApplication.processEvents()
    assert window.reads == [] and len(window.states) == told
