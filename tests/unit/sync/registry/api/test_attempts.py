from __future__ import annotations

from sync.registry.api.attempts import WINDOW_SECONDS, WrongAttempts
from tests.unit.sync.registry.api.clocks import SetClock


def test_a_caller_waits_after_so_many_wrong_ones_and_no_other_does() -> None:
    clock = SetClock()
    wrong = WrongAttempts(clock, allowed=3)
    for _ in range(3):
        assert wrong.seconds_to_wait("a") == 0
        wrong.note_wrong("a")
        clock.seconds += 10
    assert 0 < wrong.seconds_to_wait("a") <= WINDOW_SECONDS
    assert wrong.seconds_to_wait("b") == 0


def test_the_wait_told_is_long_enough() -> None:
    clock = SetClock()
    wrong = WrongAttempts(clock, allowed=1)
    wrong.note_wrong("a")
    clock.seconds += wrong.seconds_to_wait("a")
    assert wrong.seconds_to_wait("a") == 0


def test_memory_is_bounded() -> None:
    wrong = WrongAttempts(SetClock(), allowed=1)
    for caller in range(10_000):
        wrong.note_wrong(str(caller))
    assert len(wrong._times) < 5000
    assert wrong.seconds_to_wait("9999") > 0
