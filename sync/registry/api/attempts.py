"""How often a caller may be wrong before it has to wait."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from checkpoint_app.clock import Clock

WINDOW_SECONDS = 900.0
# Codes have 56 random bits and live for a day: the limit keeps the log readable more than it
# protects them. Several lanes may be enrolled from behind one address.
WRONG_PER_CALLER = 20
_CALLERS_REMEMBERED = 4096


class WrongAttempts:
    """Counts wrong attempts of each caller within the last quarter of an hour."""

    def __init__(self, clock: Clock, *, allowed: int = WRONG_PER_CALLER) -> None:
        self._clock = clock
        self._allowed = allowed
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def seconds_to_wait(self, caller: str) -> int:
        """0 when the caller may try; otherwise whole seconds until it may."""
        with self._lock:
            times = self._recent(caller)
            if len(times) < self._allowed:
                return 0
            return max(1, int(times[0] + WINDOW_SECONDS - self._clock.monotonic()) + 1)

    def note_wrong(self, caller: str) -> None:
        """The caller was wrong once more."""
        with self._lock:
            times = self._recent(caller)
            times.append(self._clock.monotonic())
            self._times[caller] = times
            self._times.move_to_end(caller)
            while len(self._times) > _CALLERS_REMEMBERED:
                self._times.popitem(last=False)

    def _recent(self, caller: str) -> deque[float]:
        times = self._times.get(caller, deque(maxlen=self._allowed))
        horizon = self._clock.monotonic() - WINDOW_SECONDS
        while times and times[0] <= horizon:
            times.popleft()
        return times
