"""Waits grow, are bounded, and are spread over the whole bound."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.backoff import Backoff


def test_bounds_double_up_to_the_most() -> None:
    backoff = Backoff(2.0, 20.0)
    assert [backoff.bound(n) for n in range(7)] == [2, 2, 4, 8, 16, 20, 20]


@given(st.integers(0, 10**9), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_within_its_bound(failures: int, chance: float) -> None:
    backoff = Backoff()
    assert 0 <= backoff.wait(failures, lambda: chance) <= backoff.bound(failures) <= backoff.most


def test_full_jitter_uses_all_of_the_bound() -> None:
    source = random.Random(7)
    waits = [Backoff().wait(5, source.random) / Backoff().bound(5) for _ in range(1000)]
    assert min(waits) < 0.05
    assert max(waits) > 0.95
