"""Something that is asked for again and again, and never twice at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from checkpoint_app.errors import CheckpointError
from ui.workers.errands import Errands

T = TypeVar("T")


class Upkeep(QObject, Generic[T]):
    """Keeps one picture of the lane fresh: at a pause, and soon after each `wish`.

    Wishes while an answer is under way are one more round, whatever their number. A failure is
    given to ``failed`` and the next round comes as usual.
    """

    def __init__(
        self,
        errands: Errands,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[CheckpointError], None],
        *,
        every_ms: int,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._errands, self._work, self._then, self._failed = errands, work, then, failed
        self._under_way = self._wished = False
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.wish)

    @property
    def running(self) -> bool:
        """Whether it asks at each pause."""
        return self._timer.isActive()

    def start(self) -> None:
        """Ask now, and from now on at each pause."""
        self._timer.start()
        self.wish()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()
        self._wished = False

    @Slot()
    def wish(self) -> None:
        """Ask soon."""
        self._wished = True
        if not self._under_way:
            self._ask()

    def _ask(self) -> None:
        self._wished, self._under_way = False, True
        self._errands.ask(self._work, self._answered, self._refused)

    def _answered(self, answer: T) -> None:
        self._under_way = False
        self._then(answer)
        self._again()

    def _refused(self, error: CheckpointError) -> None:
        self._under_way = False
        self._failed(error)
        self._again()

    def _again(self) -> None:
        if self._wished:
            self._ask()
