"""How many tokens may be signed: a bucket that fills steadily."""

from __future__ import annotations

from checkpoint_app.clock import Clock
from sync.registry.signer.refusal import SigningRefusedError


class Allowance:
    """``burst`` at once, then ``rate`` a second. Who takes the registry over without the signer
    cannot print a nation's permits overnight unnoticed."""

    def __init__(self, clock: Clock, *, rate: float, burst: int) -> None:
        self._clock, self._rate, self._burst = clock, rate, burst
        self._left = float(burst)
        self._at = clock.monotonic()

    def take(self) -> None:
        """Take one. Raises SigningRefusedError when none is left."""
        now = self._clock.monotonic()
        self._left = min(self._burst, self._left + max(0.0, now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            raise SigningRefusedError("too many tokens", key="registry.too_many_tokens")
        self._left -= 1
