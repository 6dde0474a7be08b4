"""Who tried to sign in and who worked when, on disk."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.shift import Shift, ShiftCounts, ShiftEnd
from checkpoint_app.services.stores import FailedTries, SignInTry, ToldShift
from tests.unit.credential.samples import NOW

SHIFT = Shift(UUID(int=1), "officer", "7", Direction.RETURNING, NOW)
COUNTS = ShiftCounts(5, {MovementKind.RETURNED: 4}, {"clear": 4, None: 1}, 1, 3, 2, 1, 5.5)


def tried(journal, login, good=False, counter=None, at=NOW) -> bool:
    action = "sign_in.good" if good else "sign_in.bad"
    return journal.record_sign_in(SignInTry(at, login, good, "code", counter), action, login)


@pytest.mark.requirement("C5")
def test_a_code_is_used_once_for_good(lane) -> None:
    assert tried(lane.journal, "a", good=True, counter=100)
    lane.journal.close()
    lane.open()
    for counter in (99, 100):
        assert not tried(lane.journal, "a", good=True, counter=counter)
    assert tried(lane.journal, "b", good=True, counter=100)
    assert tried(lane.journal, "a", good=True, counter=101)
    assert len(lane.journal.audited("sign_in.good")) == 3


def test_tries_count_from_the_last_good_one(lane) -> None:
    journal = lane.journal
    assert journal.failed_tries("a") == FailedTries(0, None)
    for minute, good in enumerate((False, False, True, False, False, False)):
        tried(journal, "a", good, at=NOW + timedelta(minutes=minute))
    tried(journal, "b", at=NOW + timedelta(minutes=9))
    assert journal.failed_tries("a") == FailedTries(3, NOW + timedelta(minutes=5))
    found = journal.failures_between(NOW + timedelta(minutes=1), NOW + timedelta(minutes=9))
    assert [(each - NOW) // timedelta(minutes=1) for each in found] == [1, 3, 4, 5]


def test_a_shift_is_told_as_it_was_recorded(lane) -> None:
    journal = lane.journal
    assert journal.open_shift("7") is None
    journal.record_shifts(None, SHIFT, "officer")
    assert journal.open_shift("7") == SHIFT
    assert journal.open_shift("8") is None
    ended = Shift(
        SHIFT.shift_id,
        *("officer", "7", Direction.RETURNING, NOW),
        *(NOW + timedelta(hours=8), ShiftEnd.HANDED_OVER, "next"),
    )
    following = Shift(UUID(int=2), "next", "7", Direction.RETURNING, NOW + timedelta(hours=8))
    journal.record_shifts((ended, COUNTS), following, "officer")
    assert journal.open_shift("7") == following
    both = journal.shifts_between(NOW, NOW + timedelta(days=1))
    assert both == (ToldShift(ended, COUNTS), ToldShift(following, None))
    assert journal.shifts_between(NOW + timedelta(hours=9), NOW + timedelta(hours=10)) == both[1:]
    assert journal.shifts_between(NOW - timedelta(hours=1), NOW) == ()
    assert [len(journal.audited(each)) for each in ("shift.began", "shift.ended")] == [2, 1]


@pytest.mark.parametrize("table", ["sign_in", "shift_event"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET at = 0"])
def test_nothing_of_it_is_changed_or_taken_out(lane, table, change) -> None:
    tried(lane.journal, "a")
    lane.journal.record_shifts(None, SHIFT, "officer")
    with pytest.raises(IntegrityError), lane.journal._database.writing() as conn:
        conn.execute(change.format(table))
