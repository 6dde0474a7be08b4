"""What the windows of sign-in say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from checkpoint_app.credential.telephone import HelpPurpose
from checkpoint_app.domain.lease import LeaseState
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.shift import Shift, ShiftCounts
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.reference import ports
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.views import Mark
from ui.ports import LanePlace
from ui.sign_in.port import PostStanding, ShiftReview
from ui.sign_in.present_call import grouped, present_call
from ui.sign_in.present_place import present_lock, present_person, present_place
from ui.sign_in.present_shift import present_shift
from ui.sign_in.present_trouble import clock_span, countdown, seconds_of

NOW = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)
PLACE = LanePlace(ports().by_id("SGA-SEA"), "2", "SGA-SEA-0002", False)
TONGUE = PlainTongue()
WHO = Session(
    "hoda", 7, ("هدى", "Hoda"), frozenset({Role.OFFICER, Role.SUPERVISOR}), NOW, True, "mona"
)


def standing(lease: LeaseState, **changes) -> PostStanding:
    issued, ends = NOW - timedelta(days=5), NOW + timedelta(days=2)
    told = {"lease_issued": issued, "lease_ends": ends} | changes
    return PostStanding(True, lease, direction=Direction.DEPARTING, now=NOW, **told)


@pytest.mark.parametrize(
    ("lease", "mark", "said"),
    [
        (LeaseState.RUNNING, Mark.PLAIN, "good until 22 November 2026, 10:40"),
        (LeaseState.ENDING, Mark.WARNING, "5 d old. Nobody can sign in from 22 November"),
        (LeaseState.ENDED, Mark.BAD, "duty supervisor can help"),
    ],
)
@pytest.mark.requirement("A12")
def test_how_long_anybody_may_sign_in_is_told(lease: LeaseState, mark: Mark, said: str) -> None:
    view = present_place(PLACE, standing(lease), TONGUE)
    assert said in view.lease
    assert view.lease_mark is mark
    assert view.lane == "Lane 2"


def test_a_port_without_a_list_says_what_to_do() -> None:
    view = present_place(
        PLACE, standing(LeaseState.NEVER, lease_issued=None, lease_ends=None), TONGUE
    )
    assert "bring a stick" in view.lease


def test_before_anything_is_known_the_place_is_named() -> None:
    view = present_place(PLACE, None, TONGUE)
    assert view.port
    assert (view.hour, view.lease) == ("", "")


def test_who_is_here_is_told_with_the_weightiest_role_first() -> None:
    view = present_person(WHO, TONGUE)
    assert (view.name, view.role) == ("Hoda", "Supervisor · Passport officer")
    assert "mona" in view.note


def test_a_locked_post_says_whose_it_is() -> None:
    view = present_lock(WHO, NOW - timedelta(minutes=3), NOW, TONGUE)
    assert (view.name, view.since) == ("Hoda", "Locked since 10:37")


def test_a_challenge_is_read_out_in_threes() -> None:
    assert grouped("1234567890") == ("123", "456", "7890")


def test_a_call_says_who_where_and_how_long() -> None:
    view = present_call("1234567897", 539, HelpPurpose.SIGN_IN, "hoda", "", PLACE, TONGUE)
    assert "Lane 2" in view.say
    assert "hoda" in view.say
    assert view.left == "Good for another 8:59"
    assert view.spoken == "1 2 3 4 5 6 7 8 9 7"
    assert not view.lapsed


def test_a_call_that_lapsed_says_so() -> None:
    view = present_call("1234567897", 0, HelpPurpose.OVERRIDE, "hoda", "018f2b7e", PLACE, TONGUE)
    assert view.lapsed
    assert "018f2b7e" in view.say
    assert "another" in view.left


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (RoleError("wait", key="sign_in.wait", seconds=42), 42),
        (RoleError("no", key="role.forbidden"), 0),
        (RoleError("odd", key="role.forbidden", seconds="soon"), 0),
        (RoleError("past", key="role.forbidden", seconds=-3), 0),
    ],
)
def test_a_wait_is_taken_from_the_error(error: RoleError, seconds: int) -> None:
    assert seconds_of(error) == seconds


def test_a_wait_counts_in_minutes_and_seconds() -> None:
    assert countdown(65, TONGUE) == "Try again in 1:05"
    assert clock_span(-4, TONGUE) == "0:00"


@pytest.mark.requirement("C4")
def test_a_shift_tells_its_counts_and_what_is_handed_on() -> None:
    shift = Shift(UUID(int=7), "hoda", "2", Direction.RETURNING, NOW - timedelta(hours=5))
    kinds = {MovementKind.RETURNED: 1470, MovementKind.DEFERRED: 6}
    counts = ShiftCounts(1512, kinds, {}, 3, 12, 4, 0, None)
    view = present_shift(ShiftReview(shift, counts, NOW), "Hoda", TONGUE)
    told = {each.label: each.value for each in view.counts}
    assert told["Returned"] == "1,470"
    assert told["Departed"] == "0"
    assert told["Seconds a passenger"] == "–"
    assert [each.mark for each in view.handed_on] == [Mark.WARNING, Mark.PLAIN]
    assert "Lane 2" in view.since
    assert "Taken back: 3" in view.spoken
