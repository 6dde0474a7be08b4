"""The lease by which officers sign in offline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.lease import Lease, LeaseState, may_sign_in, renew, state_of

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TIMES = st.integers(0, 10**6).map(lambda seconds: AT + timedelta(seconds=seconds))


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(days=-1), LeaseState.RUNNING),
        (timedelta(0), LeaseState.RUNNING),
        (timedelta(days=5, hours=5), LeaseState.RUNNING),
        (timedelta(days=5, hours=6), LeaseState.ENDING),
        (timedelta(days=7) - timedelta(seconds=1), LeaseState.ENDING),
        (timedelta(days=7), LeaseState.ENDED),
        (timedelta(days=400), LeaseState.ENDED),
    ],
)
def test_a_lease_runs_seven_days_from_what_was_signed(age: timedelta, state: LeaseState) -> None:
    lease = Lease(AT)
    assert state_of(lease, AT + age) is state
    assert may_sign_in(lease, AT + age) is (state is not LeaseState.ENDED)
    assert lease.ends == AT + timedelta(days=7)


def test_nobody_signs_in_before_the_registry_has_said_who() -> None:
    assert state_of(Lease(), AT) is LeaseState.NEVER
    assert not may_sign_in(Lease(), AT)
    assert Lease().ends is None


@given(st.lists(TIMES, min_size=1), TIMES)
def test_the_newest_word_counts_in_whatever_order_words_come(
    words: list[datetime], now: datetime
) -> None:
    lease = Lease(length=timedelta(days=2))
    for issued in words:
        lease = renew(lease, issued)
    assert lease == Lease(max(words), timedelta(days=2))
    assert may_sign_in(lease, now) is (now < max(words) + timedelta(days=2))
