"""How long a camera's shutter stays open."""

from __future__ import annotations

import pytest

from checkpoint_app.capture.exposure import STEPS, UNITS, Exposure


def after(level: float, pictures: int, exposure: Exposure | None = None) -> Exposure:
    exposure = exposure or Exposure()
    for number in range(pictures):
        exposure = exposure.seen(level, number / 30)
    return exposure


@pytest.mark.requirement("C1")
def test_short_stays_short_where_there_is_light() -> None:
    assert after(110, 500).seconds == STEPS[0] == 0.010


def test_the_first_pictures_do_not_count() -> None:
    assert after(120, 400, after(0, 8)).seconds == STEPS[0]


@pytest.mark.requirement("C1")
def test_in_the_dark_it_is_longer_and_then_left_to_the_camera() -> None:
    first = after(30, 13)
    assert first.seconds == 0.020
    assert after(30, 13, first).seconds is None
    assert after(30, 500).seconds is None


def test_twice_as_long_may_do() -> None:
    assert after(90, 500, after(45, 13)).seconds == 0.020


def test_glaring_light_is_left_to_the_camera() -> None:
    assert after(240, 13).seconds is None


def test_light_that_fails_later_is_noticed() -> None:
    assert after(20, 13, after(110, 500)).seconds == 0.020


def test_after_a_quarter_of_an_hour_it_is_tried_short_again() -> None:
    automatic = after(30, 500)
    assert automatic.seen(30, 600).seconds is None
    assert automatic.seen(30, 1000).seconds == 0.010


def test_the_drivers_count_otherwise() -> None:
    assert UNITS["linux"].number(0.010) == 100 and UNITS["linux"].number(0.00001) == 1
    assert UNITS["win32"].number(0.010) == -7 and UNITS["win32"].number(0.020) == -6
