"""How long to wait after a failure: exponential, with full jitter.

Full jitter (any wait from nothing to the bound) spreads the ports after a registry's outage best;
see Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Bounds in seconds. The first bound is ``first``, each next one twice it, up to ``most``."""

    first: float = 2.0
    most: float = 300.0

    def bound(self, failures: int) -> float:
        """The longest wait after so many failures in a row, 1 and up."""
        # Beyond 2**32 the bound has long been reached, and floats would overflow.
        return float(min(self.most, self.first * 2 ** min(max(failures, 1) - 1, 32)))

    def wait(self, failures: int, random: Callable[[], float]) -> float:
        """Seconds to wait; ``random`` gives a float from 0 up to, not including, 1."""
        return self.bound(failures) * random()


DEFAULT_BACKOFF = Backoff()
