"""Work beside the window: in order, one at a time, answered in the window's own thread."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from checkpoint_app.errors import CheckpointError, ConfigError
from ui.workers.errands import Errands
from ui.workers.upkeep import Upkeep


class Told:
    """What came back, and in which thread."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.errors: list[CheckpointError] = []
        self.crashes: list[BaseException] = []
        self.threads: set[object] = set()

    def answer(self, value: object) -> None:
        self.threads.add(QThread.currentThread())
        self.answers.append(value)

    def fail(self, error: CheckpointError) -> None:
        self.threads.add(QThread.currentThread())
        self.errors.append(error)

    def crash(self, error: BaseException) -> None:
        self.crashes.append(error)


def raises(error: BaseException) -> None:
    raise error


def test_answers_come_in_order_and_in_the_windows_thread(qtbot: QtBot) -> None:
    told = Told()
    worked: set[str] = set()
    errands = Errands("test", told.crash)

    def work(number: int) -> int:
        worked.add(threading.current_thread().name)
        return number

    for number in range(200):
        errands.ask(partial(work, number), told.answer, told.fail)
    qtbot.waitUntil(lambda: len(told.answers) == 200)
    assert told.answers == list(range(200))
    assert told.threads == {QThread.currentThread()}
    assert len(worked) == 1
    assert threading.current_thread().name not in worked
    errands.close()


def test_a_refusal_is_told_and_a_bug_goes_to_the_crash_handler_too(qtbot: QtBot) -> None:
    told = Told()
    errands = Errands("test", told.crash)
    for error in (ConfigError("no", key="lane.key_unfit"), ZeroDivisionError()):
        errands.ask(partial(raises, error), told.answer, told.fail)
    errands.ask(lambda: "still here", told.answer, told.fail)
    qtbot.waitUntil(lambda: told.answers == ["still here"])
    assert [error.key for error in told.errors] == ["lane.key_unfit", "error.unexpected"]
    assert [type(error) for error in told.crashes] == [ZeroDivisionError]
    errands.close()


def test_what_was_asked_is_done_before_the_end_and_answered_to_nobody(qtbot: QtBot) -> None:
    told = Told()
    done: list[int] = []
    errands = Errands("test", told.crash)
    for number in range(20):
        errands.ask(partial(done.append, number), told.answer, told.fail)
    errands.close()
    errands.ask(partial(done.append, 99), told.answer, told.fail)
    qtbot.wait(20)
    assert done == list(range(20))
    assert told.answers == []


def test_what_has_not_begun_can_be_dropped_at_the_end(qtbot: QtBot) -> None:
    told, gate = Told(), threading.Event()
    done: list[int] = []
    errands = Errands("test", told.crash)
    errands.ask(partial(gate.wait, 5), told.answer, told.fail)
    for number in range(20):
        errands.ask(partial(done.append, number), told.answer, told.fail)
    threading.Timer(0.1, gate.set).start()
    errands.close(drop=True)
    assert done == []


def test_many_wishes_at_once_are_one_more_round(qtbot: QtBot) -> None:
    told, gate, parent = Told(), threading.Event(), QObject()
    errands = Errands("test", told.crash)
    upkeep = Upkeep(
        errands, partial(gate.wait, 5), told.answer, told.fail, every_ms=60_000, parent=parent
    )
    upkeep.start()
    for _ in range(10):
        upkeep.wish()
    gate.set()
    qtbot.waitUntil(lambda: len(told.answers) == 2)
    qtbot.wait(30)
    assert len(told.answers) == 2
    upkeep.stop()
    errands.close()


def test_an_upkeep_goes_on_after_a_failure(qtbot: QtBot) -> None:
    told, parent = Told(), QObject()
    tries: list[int] = []
    errands = Errands("test", told.crash)

    def look() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ConfigError("not now")
        return "seen"

    upkeep = Upkeep(errands, look, told.answer, told.fail, every_ms=5, parent=parent)
    upkeep.start()
    qtbot.waitUntil(lambda: bool(told.answers))
    assert len(told.errors) == 1
    upkeep.stop()
    assert not upkeep.running
    errands.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), MemoryError()])
def test_nothing_that_is_raised_ends_the_worker(qtbot: QtBot, error: BaseException) -> None:
    told = Told()
    errands = Errands("test", told.crash)
    errands.ask(partial(raises, error), told.answer, told.fail)
    errands.ask(lambda: 2, told.answer, told.fail)
    qtbot.waitUntil(lambda: told.answers == [2])
    assert told.crashes == [error]
    errands.close()
