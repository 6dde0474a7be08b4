"""What escapes is logged without anybody's data, told once, and nothing ends."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from ui.crash import CrashWatch

PASSPORT = "A12345678"


@pytest.fixture
def watch() -> Iterator[CrashWatch]:
    made = CrashWatch()
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    made.watch()
    yield made
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


class Faulty(QObject):
    """A slot with a bug that has a pilgrim's passport at hand."""

    @Slot()
    def fail(self) -> None:
        passport = PASSPORT
        raise ValueError(f"cannot read {passport}")


def test_a_crash_in_a_slot_is_told_and_the_loop_goes_on(
    qtbot: QtBot, watch: CrashWatch, caplog: pytest.LogCaptureFixture
) -> None:
    faulty = Faulty()
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(watch.crashed):
        QTimer.singleShot(0, faulty, faulty.fail)
    assert "ValueError by" in caplog.text
    assert "test_crash.py" in caplog.text
    assert PASSPORT not in caplog.text
    with qtbot.waitSignal(watch.crashed):
        QTimer.singleShot(0, faulty, faulty.fail)


def test_a_crash_in_a_thread_is_told(
    qtbot: QtBot, watch: CrashWatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise KeyError(PASSPORT)

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(watch.crashed):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "KeyError by" in caplog.text
    assert PASSPORT not in caplog.text


def test_a_crash_in_a_finaliser_is_told(
    qtbot: QtBot, watch: CrashWatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Ends:
        def __del__(self) -> None:
            raise OSError(PASSPORT)

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(watch.crashed):
        ends = Ends()
        del ends
        gc.collect()
    assert "OSError by" in caplog.text
    assert PASSPORT not in caplog.text


def test_after_stop_the_interpreter_has_its_own_again(watch: CrashWatch) -> None:
    watch.stop()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__


def test_nothing_of_pytest_is_left_to_report(qtbot: QtBot, watch: CrashWatch) -> None:
    faulty = Faulty()
    with capture_exceptions() as escaped, qtbot.waitSignal(watch.crashed):
        watch.watch()
        QTimer.singleShot(0, faulty, faulty.fail)
    assert escaped == []


class Teller(QObject):
    """Tells of a crash, with a bug of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0

    @Slot()
    def tell(self) -> None:
        self.told += 1
        raise RuntimeError("while telling")


def test_a_bug_in_the_telling_is_logged_and_not_told_again(
    qtbot: QtBot, watch: CrashWatch, caplog: pytest.LogCaptureFixture
) -> None:
    faulty, teller = Faulty(), Teller()
    watch.crashed.connect(teller.tell)
    with caplog.at_level(logging.ERROR):
        QTimer.singleShot(0, faulty, faulty.fail)
        qtbot.waitUntil(lambda: "RuntimeError by" in caplog.text)
    assert teller.told == 1
    watch.crashed.disconnect(teller.tell)


def test_one_bug_without_an_end_is_written_a_few_times(caplog: pytest.LogCaptureFixture) -> None:
    made = CrashWatch()
    told: list[int] = []
    made.crashed.connect(lambda: told.append(1))
    error = ValueError(PASSPORT)
    with caplog.at_level(logging.ERROR):
        for _ in range(1000):
            made.take(error)
        made.take(KeyError())
    assert len(caplog.records) == len(told) == 4
