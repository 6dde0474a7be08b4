from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checkpoint_app.capture.pacing import AtOnce, RealTime


class SteppedClock:
    """Time passes when somebody waits."""

    at = 50.0

    def now(self) -> datetime:
        return datetime(2026, 7, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.at

    def pause(self, seconds: float) -> None:
        self.at += seconds


def test_pictures_come_at_their_rate() -> None:
    clock = SteppedClock()
    pacing = RealTime(clock, clock.pause)
    assert [pacing.next(20) for _ in range(4)] == pytest.approx([50.0, 50.05, 50.10, 50.15])


def test_a_slow_reader_is_late_and_not_hurried_afterwards() -> None:
    clock = SteppedClock()
    pacing = RealTime(clock, clock.pause)
    pacing.next(10)
    clock.at += 1.05
    assert pacing.late(10) == 9
    assert [pacing.next(10) for _ in range(3)] == pytest.approx([51.05, 51.05, 51.15])


def test_a_rest_is_a_rest() -> None:
    clock = SteppedClock()
    pacing = RealTime(clock, clock.pause)
    pacing.rest(0.5)
    assert pacing.next(10) == pytest.approx(50.5)


def test_without_a_pace_times_still_count() -> None:
    pacing = AtOnce()
    assert [pacing.next(10) for _ in range(3)] == pytest.approx([0.1, 0.2, 0.3])
    pacing.rest(1)
    assert pacing.late(10) == 0 and pacing.next(10) == pytest.approx(1.4)
