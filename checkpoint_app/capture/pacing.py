"""When the pictures of a file are due."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from checkpoint_app.clock import Clock


class Pacing(Protocol):
    """Hands out the times of pictures."""

    @property
    def waits(self) -> bool:
        """Whether time passes by itself."""
        ...

    def late(self, rate: float) -> int:
        """How many pictures, at so many a second, are overdue by now."""
        ...

    def next(self, rate: float) -> float:
        """Wait until the next picture is due. Gives its time in seconds."""
        ...

    def rest(self, seconds: float) -> None:
        """Wait because there is nothing to show."""
        ...


class RealTime:
    """Pictures come when they would be seen."""

    waits = True

    def __init__(self, clock: Clock, pause: Callable[[float], None] = time.sleep) -> None:
        self._clock = clock
        self._pause = pause
        self._due = clock.monotonic()

    def late(self, rate: float) -> int:
        return max(0, int((self._clock.monotonic() - self._due) * rate))

    def next(self, rate: float) -> float:
        ahead = self._due - self._clock.monotonic()
        if ahead > 0:
            self._pause(ahead)
        now = self._clock.monotonic()
        self._due = max(self._due, now - 1 / rate) + 1 / rate
        return now

    def rest(self, seconds: float) -> None:
        self._pause(seconds)


class AtOnce:
    """Pictures come as fast as they are taken; their times are those they would have been shown
    at."""

    waits = False

    def __init__(self) -> None:
        self._at = 0.0

    def late(self, rate: float) -> int:
        return 0

    def next(self, rate: float) -> float:
        self._at += 1 / rate
        return self._at

    def rest(self, seconds: float) -> None:
        self._at += seconds
