"""The time floor only rises, only by signed times, and never beyond the signer's life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.trust.floor import (
    BUILT,
    IMPLAUSIBLY_AHEAD,
    ClockFault,
    RootedTime,
    TimeFloor,
    clock_fault,
    clock_is_suspect,
    raised,
    reference_time,
    under_root,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(TIMES, TIMES, TIMES)
def test_a_floor_rises_to_the_issue_time_but_not_beyond_the_signer(
    start: datetime, issued: datetime, expires: datetime
) -> None:
    floor = raised(TimeFloor(start, 1), issued, signer_expires=expires)
    assert floor.at >= start
    assert floor.at in (start, min(issued, expires))


@given(TIMES, TIMES)
def test_reference_time_is_never_before_the_floor(now: datetime, at: datetime) -> None:
    assert reference_time(now, TimeFloor(at)) == max(now, at)


def test_a_new_root_resets_a_floor_that_was_pushed_ahead() -> None:
    pushed = TimeFloor(NOW + timedelta(days=3000), 1)
    assert under_root(pushed, 1) == pushed
    assert under_root(pushed, 2) == TimeFloor(BUILT, 2)
    assert under_root(TimeFloor(BUILT), 1) == TimeFloor(BUILT, 1)
    late = RootedTime(NOW, pushed)
    assert [late.under(version) for version in (0, 1, 2)] == [pushed.at, pushed.at, NOW]


@pytest.mark.parametrize(
    ("off", "suspect"),
    [
        (timedelta(0), False),
        (timedelta(minutes=-4), False),
        (timedelta(minutes=-6), True),
        (IMPLAUSIBLY_AHEAD, False),
        (IMPLAUSIBLY_AHEAD + timedelta(seconds=1), True),
    ],
)
def test_a_clock_behind_signed_data_or_far_ahead_is_suspect(off: timedelta, suspect: bool) -> None:
    assert clock_is_suspect(NOW + off, TimeFloor(NOW, 1)) is suspect


def test_a_clock_behind_the_journal_is_suspect() -> None:
    floor = TimeFloor(BUILT, 1)
    assert clock_is_suspect(BUILT, floor, BUILT + timedelta(minutes=6))
    assert not clock_is_suspect(BUILT, floor, BUILT + timedelta(minutes=4))


def test_before_any_signed_data_a_clock_cannot_be_too_far_ahead() -> None:
    assert not clock_is_suspect(NOW + timedelta(days=3000), TimeFloor(BUILT))


def test_what_is_wrong_with_a_clock_is_named() -> None:
    floor = TimeFloor(NOW, 1)
    hour = timedelta(hours=1)
    assert clock_fault(NOW, floor) is None
    assert clock_fault(NOW - hour, floor, NOW) is ClockFault.BEHIND_DATA
    assert clock_fault(NOW + hour, floor, NOW + 2 * hour) is ClockFault.BEHIND_JOURNAL
    assert clock_fault(NOW + IMPLAUSIBLY_AHEAD + hour, floor) is ClockFault.AHEAD
    assert clock_fault(datetime.max.replace(tzinfo=UTC), TimeFloor(BUILT)) is ClockFault.AHEAD
