"""Between the thread that plays the demonstration and the thread of its window."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
# Seconds. Beyond this a window that does not answer is a failed demonstration, not a slow one.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    work: Callable[[], T]
    answer: Future[T]


class Conductor(QObject):
    """Lives in the window's thread; `call` is for the other one."""

    ended = Signal()
    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._turns: queue.Queue[object] = queue.Queue()
        self._kept: list[object] = []
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[], T]) -> T:
        """Do something in the window's thread and wait for it. Raises what it raises, and
        TimeoutError."""
        answer: Future[T] = Future()
        self._asked.emit(_Asked(work, answer))
        return answer.result(PATIENCE)

    def keep(self, made: T) -> T:
        """Let something of the window's thread end with this object, in that thread, and not with
        the last reference that the other one has."""
        self._kept.append(made)
        return made

    @Slot(object)
    def turned(self, turn: object) -> None:
        """What the lane's desk shows; connected to `LaneDesk.turned`."""
        self._turns.put(turn)

    def next_turn(self) -> object:
        """The next turn shown. Raises queue.Empty when none comes."""
        return self._turns.get(timeout=PATIENCE)

    def forget_turns(self) -> None:
        """What was shown until now is of no interest."""
        while not self._turns.empty():
            self._turns.get_nowait()

    def over(self) -> None:
        """The other thread has nothing more to play."""
        self.ended.emit()

    @Slot(object)
    def _do(self, asked: _Asked[T]) -> None:
        try:
            asked.answer.set_result(asked.work())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asked
            asked.answer.set_exception(error)


class Playing(threading.Thread, Generic[T]):
    """Plays in a thread of its own; ``ended`` is called there when it is over."""

    def __init__(self, play: Callable[[], T], ended: Callable[[], None]) -> None:
        super().__init__(name="demonstration")
        self._play, self._ended = play, ended
        self._outcome: Future[T] = Future()

    def run(self) -> None:
        """Play."""
        try:
            self._outcome.set_result(self._play())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks
            self._outcome.set_exception(error)
        finally:
            self._ended()

    def outcome(self) -> T:
        """What it came to, once it is over. Raises what it raised."""
        return self._outcome.result()
