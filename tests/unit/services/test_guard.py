"""Who may do something at a post now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import HELPED_FOR, Approvals, AtPort, OnDuty, Unstaffed
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import Now

SESSION = Session("o", 1, ("", ""), frozenset({Role.OFFICER}), NOW, second_factor=False)
SHIFT = Shift(UUID(int=1), "o", "7", Direction.DEPARTING, NOW)
CASE, OTHER = UUID(int=7), UUID(int=8)


def refused(action, *arguments) -> str:
    with pytest.raises(RoleError) as caught:
        action(*arguments)
    return caught.value.key


def test_nobody_nothing_locked_nothing() -> None:
    duty = OnDuty()
    assert refused(duty.require, Deed.SCAN) == "role.signed_out"
    duty.enter(SESSION)
    assert refused(duty.require, Deed.SCAN) == "role.no_shift"
    duty.work(SHIFT)
    assert duty.require(Deed.SCAN).name == "o"
    duty.lock()
    assert refused(duty.require, Deed.SCAN) == "role.locked"
    assert not duty.allows(Deed.SYNC_NOW)
    duty.lock(locked=False)
    assert duty.allows(Deed.SCAN)
    assert refused(duty.require, Deed.WORK_CASE) == "role.forbidden"


def test_other_roles_of_the_same_person_open_no_lock() -> None:
    duty = OnDuty()
    duty.enter(SESSION)
    duty.lock()
    duty.renew(replace(SESSION, roles=frozenset({Role.SUPERVISOR})))
    assert refused(duty.require, Deed.ANNUL_SERVICE) == "role.locked"
    duty.renew(replace(SESSION, login="somebody"))
    assert duty.session is not None
    assert duty.session.login == "o"


def test_what_the_telephone_opened_is_over_after_a_shift() -> None:
    now = Now()
    duty = OnDuty(now)
    duty.enter(replace(SESSION, helped_by="#9"))
    assert duty.allows(Deed.SYNC_NOW)
    now.at += HELPED_FOR
    assert refused(duty.require, Deed.SYNC_NOW) == "role.signed_out"
    duty.enter(SESSION)
    assert duty.allows(Deed.SYNC_NOW)


def test_a_clock_put_back_makes_no_shift_longer() -> None:
    now = Now()
    duty = OnDuty(now)
    duty.enter(replace(SESSION, helped_by="#9"))
    for _ in range(2):
        now.at += HELPED_FOR / 2 - timedelta(minutes=1)
        assert duty.allows(Deed.SYNC_NOW)
        now.at -= timedelta(hours=6)
        assert duty.allows(Deed.SYNC_NOW)
    now.at += timedelta(minutes=2)
    assert refused(duty.require, Deed.SYNC_NOW) == "role.signed_out"


def test_a_first_list_of_staff_ends_typed_names() -> None:
    lists: list[int] = []
    guard = AtPort(lambda: bool(lists), Unstaffed(lambda: "typed"), OnDuty())
    assert not guard.staffed
    assert guard.require(Deed.LIFT_REFUSAL).name == "typed"
    lists.append(1)
    assert refused(guard.require, Deed.SCAN) == "role.signed_out"
    lists.clear()
    assert guard.staffed
    assert not guard.allows(Deed.SYNC_NOW)


def test_an_approval_is_of_one_case_once_for_two_minutes() -> None:
    approvals = Approvals()
    given = approvals.give("s", CASE, NOW)
    assert refused(approvals.spend, given, OTHER, NOW) == "case.needs_supervisor"
    given = approvals.give("s", CASE, NOW)
    assert refused(approvals.spend, replace(given, login="x"), CASE, NOW) == "case.needs_supervisor"
    given = approvals.give("s", CASE, NOW)
    assert refused(approvals.spend, given, CASE, given.until) == "case.needs_supervisor"
    given = approvals.give("s", CASE, NOW)
    approvals.spend(given, CASE, given.until - timedelta(seconds=1))
    assert refused(approvals.spend, given, CASE, NOW) == "case.needs_supervisor"
    assert refused(Approvals().spend, given, CASE, NOW) == "case.needs_supervisor"
