"""Shifts at one lane."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import ShiftEnd
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn, session_of
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import (
    IT,
    NEXT,
    OFFICER,
    PASSWORD,
    SECOND,
    MemoryDesks,
    MemoryStaff,
    Now,
    staff_list,
)


class Post:
    def __init__(self) -> None:
        self.now, self.journal, self.staff = Now(), MemoryDesks(), MemoryStaff()
        self.restart()

    def restart(self) -> None:
        self.duty = OnDuty(self.now)
        self.sign = SignIn(self.staff, self.journal, self.now)
        self.shifts = Shifts(
            self.duty, self.sign, self.journal, self.now, "7", lambda: 3, lambda: 2
        )

    def enter(self, member=OFFICER, **changes):
        session = session_of(member, self.now(), second_factor=False)
        return self.shifts.enter(replace(session, **changes))

    @property
    def told(self):
        return [
            (each.shift.officer, each.shift.direction, each.shift.end)
            for each in self.journal.shifts.values()
        ]


def refused(action, *arguments) -> str:
    with pytest.raises(RoleError) as caught:
        action(*arguments)
    return caught.value.key


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.mark.requirement("C4")
def test_a_shift_begins_and_ends(post: Post) -> None:
    assert post.enter() is None
    assert not post.duty.allows(Deed.SCAN)
    shift = post.shifts.begin(Direction.DEPARTING)
    assert post.duty.allows(Deed.SCAN)
    post.now.later(hours=8)
    counts = post.shifts.close()
    assert (counts.open_cases, counts.deferred, counts.seconds) == (3, 2, None)
    assert not post.duty.allows(Deed.SCAN)
    ended = post.journal.shifts[shift.shift_id].shift
    assert (ended.end, ended.ended) == (ShiftEnd.CLOSED, post.now())
    assert refused(post.shifts.close) == "shift.none_open"


def test_whoever_comes_back_goes_on_also_after_a_restart(post: Post) -> None:
    post.enter()
    shift = post.shifts.begin(Direction.DEPARTING)
    assert post.shifts.begin(Direction.DEPARTING) == shift
    post.restart()
    assert post.shifts.current() is None
    assert post.enter() == shift == post.shifts.current()
    post.shifts.leave()
    assert post.duty.session is None
    assert post.enter() == shift


def test_a_shift_that_was_left_is_ended_by_the_next(post: Post) -> None:
    post.enter()
    post.shifts.begin(Direction.DEPARTING)
    assert post.enter(NEXT) is None
    post.shifts.begin(Direction.RETURNING)
    assert post.told == [
        ("officer", Direction.DEPARTING, ShiftEnd.LEFT_OPEN),
        ("next", Direction.RETURNING, None),
    ]


def test_turning_the_lane_ends_a_shift_and_begins_one(post: Post) -> None:
    post.enter()
    first = post.shifts.begin(Direction.DEPARTING)
    assert post.shifts.turn(Direction.DEPARTING) == first
    second = post.shifts.turn(Direction.RETURNING)
    assert post.shifts.current() == second
    assert post.told == [
        ("officer", Direction.DEPARTING, ShiftEnd.CLOSED),
        ("officer", Direction.RETURNING, None),
    ]


@pytest.mark.requirement("C4")
def test_handing_over_closes_with_counts_and_names_the_next(post: Post) -> None:
    post.enter()
    before = post.shifts.begin(Direction.RETURNING)
    counts, session, shift = post.shifts.hand_over("next", PASSWORD)
    assert (counts.open_cases, session.login, shift.officer) == (3, "next", "next")
    assert shift.direction is Direction.RETURNING
    assert (post.duty.session, post.duty.shift) == (session, shift)
    ended = post.journal.shifts[before.shift_id].shift
    assert (ended.end, ended.handed_to) == (ShiftEnd.HANDED_OVER, "next")


def test_a_hand_over_that_fails_changes_nothing(post: Post) -> None:
    assert refused(post.shifts.hand_over, "next", PASSWORD) == "role.signed_out"
    post.enter()
    assert refused(post.shifts.hand_over, "next", PASSWORD) == "shift.none_open"
    shift = post.shifts.begin(Direction.DEPARTING)
    assert refused(post.shifts.hand_over, "next", "wrong") == "sign_in.wrong"
    assert refused(post.shifts.hand_over, "officer", PASSWORD) == "shift.same_person"
    post.shifts.lock()
    assert refused(post.shifts.hand_over, "next", PASSWORD) == "role.locked"
    assert post.shifts.current() == shift


def test_it_staff_work_at_no_lane(post: Post) -> None:
    post.enter(IT)
    assert refused(post.shifts.begin, Direction.DEPARTING) == "role.forbidden"


def test_a_post_is_locked_and_opened_by_its_officer_alone(post: Post) -> None:
    assert refused(post.shifts.unlock, PASSWORD) == "role.signed_out"
    post.shifts.lock()  # nobody there: nothing to lock
    assert not post.duty.locked
    post.enter()
    post.shifts.begin(Direction.DEPARTING)
    post.shifts.lock()
    post.shifts.lock()
    assert refused(post.shifts.begin, Direction.DEPARTING) == "role.locked"
    assert refused(post.shifts.unlock, "wrong") == "sign_in.wrong"
    assert post.duty.locked
    post.shifts.unlock(PASSWORD)
    assert post.duty.allows(Deed.SCAN)
    assert post.journal.actions.count("post.locked") == 1


def test_what_the_telephone_opened_ends_with_the_shift(post: Post) -> None:
    post.enter(helped_by="#4711")
    post.shifts.begin(Direction.DEPARTING)
    post.shifts.turn(Direction.RETURNING)
    assert post.duty.session is not None
    post.shifts.close()
    assert post.duty.session is None


@pytest.mark.requirement("C5")
def test_whoever_is_struck_off_the_list_is_signed_out(post: Post) -> None:
    assert not post.shifts.recheck()
    post.enter()
    assert not post.shifts.recheck()
    post.staff.held = staff_list(replace(OFFICER, roles=SECOND.roles))
    assert not post.shifts.recheck()
    assert post.duty.session is not None
    assert post.duty.session.roles == SECOND.roles
    post.staff.held = staff_list(NEXT)
    assert post.shifts.recheck()
    assert post.duty.session is None
    assert post.journal.actions[-1] == "sign_in.revoked"


def test_counts_of_others_are_not_every_officer_s(post: Post) -> None:
    post.enter()
    shift = post.shifts.begin(Direction.DEPARTING)
    post.shifts.counts(shift)
    post.enter(NEXT)
    assert refused(post.shifts.counts, shift) == "role.forbidden"
    assert refused(post.shifts.shifts_of, cairo_day(NOW)) == "role.forbidden"
    post.enter(SECOND)
    post.shifts.counts(shift)
    assert [told.shift for told in post.shifts.shifts_of(cairo_day(NOW))] == [shift]
