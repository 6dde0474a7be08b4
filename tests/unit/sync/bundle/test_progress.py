"""Progress of an import: of signed sizes and counts, never backwards, and how long still."""

from __future__ import annotations

import pytest

from sync.bundle.progress import Progress, ProgressMeter


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_reading_and_writing_make_up_the_whole() -> None:
    assert Progress(0, 100, 0, 50).fraction == 0
    assert Progress(100, 100, 0, 50).fraction == pytest.approx(0.2)
    assert Progress(100, 100, 25, 50).fraction == pytest.approx(0.6)
    assert Progress(100, 100, 50, 50).fraction == 1
    assert Progress(0, 0, 0, 0).fraction == 1


def test_the_time_left_follows_the_pace() -> None:
    watch, told = Watch(), list[Progress]()
    meter = ProgressMeter(watch, told.append)
    meter.planned(1000, 400)
    assert told[-1].seconds_left is None
    watch.now = 2.0
    meter.fetched(1000)
    assert told[-1].seconds_left == pytest.approx(8.0)
    watch.now = 6.0
    meter.written(200)
    assert told[-1].seconds_left == pytest.approx(4.0)
    meter.written(200)
    assert told[-1].seconds_left == 0


def test_nothing_is_said_of_time_before_the_pace_is_known() -> None:
    watch, told = Watch(), list[Progress]()
    meter = ProgressMeter(watch, told.append)
    meter.planned(1000, 400)
    watch.now = 0.1
    meter.fetched(500)
    assert told[-1].seconds_left is None


def test_a_plan_made_anew_begins_anew() -> None:
    watch, told = Watch(), list[Progress]()
    meter = ProgressMeter(watch, told.append)
    meter.planned(10, 4)
    meter.fetched(10)
    meter.written(4)
    meter.planned(30, 8)
    assert told[-1] == Progress(0, 30, 0, 8)
