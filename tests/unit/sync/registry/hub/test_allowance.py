"""What one device may bring in a minute."""

from __future__ import annotations

from sync.registry.hub.allowance import Allowance
from tests.unit.sync.registry.hub.test_sessions import Hands


def test_bytes_and_items_are_counted_by_the_minute_and_device() -> None:
    clock = Hands()
    allowance = Allowance(clock, size=100, items=3)
    assert allowance.spend("a", 60) == 0
    assert allowance.spend("a", 60) == 60
    clock.seconds = 20.0
    assert [allowance.spend("a", 1) for _ in range(3)] == [0, 0, 40]
    assert allowance.spend("b", 100) == 0
    clock.seconds = 60.0
    assert allowance.spend("a", 100) == 0
