"""How many tokens may be signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sync.registry.signer.allowance import Allowance
from sync.registry.signer.refusal import SigningRefusedError


class StoppedClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds


def take(allowance: Allowance, count: int) -> int:
    taken = 0
    for _ in range(count):
        try:
            allowance.take()
        except SigningRefusedError:
            return taken
        taken += 1
    return taken


def test_a_burst_is_allowed_and_then_no_more() -> None:
    allowance = Allowance(StoppedClock(), rate=2, burst=5)
    assert take(allowance, 10) == 5


def test_the_bucket_fills_steadily_up_to_the_burst() -> None:
    clock = StoppedClock()
    allowance = Allowance(clock, rate=2, burst=5)
    take(allowance, 5)
    clock.seconds += 1.5
    assert take(allowance, 10) == 3
    clock.seconds += 1000
    assert take(allowance, 10) == 5


def test_a_clock_put_back_gives_nothing() -> None:
    clock = StoppedClock()
    allowance = Allowance(clock, rate=2, burst=1)
    allowance.take()
    clock.seconds -= 100
    with pytest.raises(SigningRefusedError):
        allowance.take()
