"""One-off work beside the window: asked here, done in one thread, answered in the window's."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from checkpoint_app.errors import CheckpointError

T = TypeVar("T")
Failed = Callable[[CheckpointError], None]
CrashReport = Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class _Done:
    """One errand's end: its number, and its answer or what it raised."""

    number: int
    answer: object
    error: BaseException | None


class Errands(QObject):
    """One thread that does what it is asked, one after the other.

    ``then`` and ``failed`` run in this object's thread, in the order of asking. What is no
    `CheckpointError` is a bug: it is given to ``crashed``, and ``failed`` learns that there was
    one. After `close` nothing is answered any more.
    """

    _done = Signal(object)

    def __init__(self, name: str, crashed: CrashReport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._crashed = crashed
        self._numbers = itertools.count()
        self._asked: dict[int, tuple[Callable[[Any], None], Failed]] = {}
        self._closed = False
        self._done.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything asked for has not been answered."""
        return bool(self._asked)

    def ask(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Have ``work`` done. Asked from this object's thread only; ignored once closed."""
        if self._closed:
            return
        number = next(self._numbers)
        self._asked[number] = (then, failed)
        self._executor.submit(self._do, number, work)

    def close(self, last: Callable[[], None] | None = None, *, drop: bool = False) -> None:
        """Let what was asked come to its end, unanswered, then ``last``, and end the thread. With
        ``drop`` what has not begun is not done at all."""
        self._closed = True
        self._asked.clear()
        if last is not None:
            self._executor.submit(self._do, next(self._numbers), last)
        self._executor.shutdown(wait=True, cancel_futures=drop)

    def _do(self, number: int, work: Callable[[], object]) -> None:
        """In the worker: the signal is emitted here, so that answers keep their order."""
        try:
            self._done.emit(_Done(number, work(), None))
        except BaseException as error:  # noqa: BLE001 - told in the window's thread, whatever it is
            self._done.emit(_Done(number, None, error))

    @Slot(object)
    def _answer(self, done: _Done) -> None:
        asked = self._asked.pop(done.number, None)
        if asked is None:
            return
        then, failed = asked
        if done.error is None:
            then(done.answer)
        elif isinstance(done.error, CheckpointError):
            failed(done.error)
        else:
            self._crashed(done.error)
            failed(CheckpointError("a bug"))
