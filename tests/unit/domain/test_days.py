from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.days import cairo_day, cairo_day_bounds, day_from_number, day_number


@given(st.dates())
def test_numbers_and_days(day: date) -> None:
    assert day_from_number(day_number(day)) == day


def test_the_epoch() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(1969, 12, 31)) == -1


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 21, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 7, 22, 20, 59, tzinfo=UTC), date(2026, 7, 22)),
        (datetime(2026, 7, 22, 21, 0, tzinfo=UTC), date(2026, 7, 23)),
    ],
    ids=["winter", "winter midnight", "summer", "summer midnight"],
)
def test_the_day_changes_at_midnight_in_cairo(instant: datetime, day: date) -> None:
    assert cairo_day(instant) == day


@given(st.dates(date(2023, 1, 1), date(2040, 12, 31)))
def test_bounds_hold_the_day_and_nothing_else(day: date) -> None:
    """Also on the days when summer time begins at midnight, and ends."""
    first, following = cairo_day_bounds(day)
    moment = timedelta(microseconds=1)
    assert cairo_day(first) == cairo_day(following - moment) == day
    assert cairo_day(first - moment) == day - timedelta(days=1)
    assert cairo_day(following) == day + timedelta(days=1)
