"""Cycles are collected in the window's thread, whoever made them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.garbage import GarbageRound


class Cycle:
    """Refers to itself, and tells where it ended."""

    def __init__(self, ended: list[str]) -> None:
        self.itself, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.current_thread().name)


@pytest.fixture
def rounds() -> Iterator[GarbageRound]:
    parent = QObject()
    made = GarbageRound(parent)
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


def test_what_a_thread_leaves_ends_in_the_windows(qtbot: QtBot, rounds: GarbageRound) -> None:
    ended: list[str] = []

    def work() -> None:
        for _ in range(20_000):
            Cycle(ended)

    thread = threading.Thread(target=work, name="camera")
    thread.start()
    thread.join()
    assert ended == [], "nobody collects beside the window"
    qtbot.waitUntil(lambda: len(ended) == 20_000)
    assert set(ended) == {threading.main_thread().name}
