"""Signing in against the list of staff, without any registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.lease import LeaseState
from checkpoint_app.domain.roles import Role
from checkpoint_app.errors import RoleError
from checkpoint_app.services import sign_in as sign_in_module
from checkpoint_app.services.sign_in import SignIn
from tests.unit.services.staffing import (
    IT,
    OFFICER,
    PASSWORD,
    SECRET,
    SUPERVISOR,
    MemoryDesks,
    MemoryStaff,
    Now,
    person,
    staff_list,
)

CASE = UUID(int=7)


class Post:
    def __init__(self, staff=None) -> None:
        self.now, self.journal = Now(), MemoryDesks()
        self.staff = MemoryStaff() if staff is None else MemoryStaff(staff)
        self.open()

    def open(self) -> None:
        self.sign = SignIn(self.staff, self.journal, self.now)

    def code(self) -> str:
        return TOTP(SECRET, 6, SHA1(), 30).generate(int(self.now().timestamp())).decode()

    def refused(self, action, *arguments) -> str:
        with pytest.raises(RoleError) as caught:
            action(*arguments)
        return caught.value.key


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.mark.requirement("C5")
def test_an_officer_signs_in_with_a_password(post: Post) -> None:
    session = post.sign.sign_in(" Officer ", PASSWORD)
    assert (session.login, session.number, session.roles) == ("officer", 1, {Role.OFFICER})
    assert not session.second_factor
    assert post.journal.audits == [("officer", "sign_in.good", "")]


@pytest.mark.requirement("C5")
def test_supervisors_and_it_staff_give_a_code_too(post: Post) -> None:
    for member in (SUPERVISOR, IT):
        assert post.refused(post.sign.sign_in, member.login, PASSWORD) == "sign_in.code_wanted"
        assert post.sign.sign_in(member.login, PASSWORD, post.code()).second_factor
    assert "sign_in.bad" not in post.journal.actions


def test_a_code_is_good_once(post: Post) -> None:
    code = post.code()
    post.sign.sign_in("supervisor", PASSWORD, code)
    assert post.refused(post.sign.sign_in, "supervisor", PASSWORD, code) == "sign_in.code_used"
    assert post.refused(post.sign.approve, "supervisor", PASSWORD, code, CASE) == (
        "sign_in.code_used"
    )
    post.now.later(seconds=30)
    post.sign.sign_in("supervisor", PASSWORD, post.code())


def test_a_wrong_code_is_a_failure(post: Post) -> None:
    for _ in range(3):
        key = post.refused(post.sign.sign_in, "supervisor", PASSWORD, "000000")
        assert key == "sign_in.code_wrong"
    assert post.refused(post.sign.sign_in, "supervisor", PASSWORD, post.code()) == "sign_in.wait"


def test_whoever_needs_a_code_and_has_no_secret_stays_out() -> None:
    post = Post(staff_list(person(9, "bare", Role.SUPERVISOR)))
    assert post.refused(post.sign.sign_in, "bare", PASSWORD, "123456") == "sign_in.code_unset"


@pytest.mark.requirement("C5")
def test_nothing_tells_an_unknown_login_from_a_wrong_password(post: Post, monkeypatch) -> None:
    compared: list[str] = []

    def is_password(phc: str, text: str) -> bool:
        compared.append(phc)
        return False

    monkeypatch.setattr(sign_in_module, "is_password", is_password)
    assert post.refused(post.sign.sign_in, "officer", "wrong") == "sign_in.wrong"
    assert post.refused(post.sign.sign_in, "nobody", "wrong") == "sign_in.wrong"
    assert compared == [OFFICER.password] * 2  # both cost one comparison of the same kind


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("login", ["officer", "nobody", "a password, typed in the wrong field"])
def test_whoever_guesses_is_kept_waiting_also_after_a_restart(post: Post, login: str) -> None:
    for _ in range(3):
        assert post.refused(post.sign.sign_in, login, "wrong") == "sign_in.wrong"
    post.open()
    for _ in range(4):
        assert post.refused(post.sign.sign_in, login, PASSWORD) == "sign_in.wait"
    assert post.journal.actions == ["sign_in.bad"] * 3 + ["sign_in.locked"]
    post.now.later(seconds=15)
    expected = None if login == "officer" else "sign_in.wrong"
    if expected is None:
        assert post.sign.sign_in(login, PASSWORD).login == login
    else:
        assert post.refused(post.sign.sign_in, login, PASSWORD) == expected


@given(st.text(max_size=80))
def test_what_is_no_login_of_the_list_is_not_written_down(login: str) -> None:
    post = Post(staff_list(OFFICER))
    if sign_in_module.as_login(login) == "officer":
        return
    assert post.refused(post.sign.sign_in, login, "wrong") == "sign_in.wrong"
    assert post.journal.audits == [("", "sign_in.bad", "password")]
    assert post.journal.tries[0].login.startswith("#")


def test_an_account_that_has_ended_says_so_to_its_owner_alone(post: Post) -> None:
    assert post.refused(post.sign.sign_in, "ended", "wrong") == "sign_in.wrong"
    assert post.refused(post.sign.sign_in, "ended", PASSWORD) == "sign_in.ended"


def test_without_a_list_nobody_signs_in(post: Post) -> None:
    post.staff.held = None
    assert post.refused(post.sign.sign_in, "officer", PASSWORD) == "sign_in.no_list"
    assert post.sign.standing().lease is LeaseState.NEVER


@pytest.mark.requirement("C5")
def test_the_lease_runs_out_and_a_new_list_renews_it(post: Post) -> None:
    post.now.later(days=6)
    standing = post.sign.standing()
    assert (standing.required, standing.lease, standing.people) == (True, LeaseState.ENDING, 6)
    post.sign.sign_in("officer", PASSWORD)
    post.now.later(days=1)
    assert post.sign.standing().ends == post.now()
    assert post.refused(post.sign.sign_in, "officer", PASSWORD) == "sign_in.lease_ended"
    post.staff.held = staff_list(issued=post.now())
    post.sign.sign_in("officer", PASSWORD)


def test_whoever_is_no_more_on_the_list_is_as_unknown(post: Post) -> None:
    session = post.sign.sign_in("officer", PASSWORD)
    assert post.sign.renewed(session) == session
    post.staff.held = staff_list(SUPERVISOR)
    assert post.sign.renewed(session) is None
    assert post.refused(post.sign.sign_in, "officer", PASSWORD) == "sign_in.wrong"
    post.staff.held = staff_list(person(99, "officer", Role.IT))  # the login of somebody else now
    assert post.sign.renewed(session) is None
    assert post.refused(post.sign.unlock, session, PASSWORD) == "sign_in.wrong"


def test_roles_that_take_a_code_are_not_come_by_without_one(post: Post) -> None:
    session = post.sign.sign_in("officer", PASSWORD)
    both = replace(OFFICER, roles=frozenset({Role.OFFICER, Role.SUPERVISOR}), totp=SECRET)
    post.staff.held = staff_list(both)
    renewed = post.sign.renewed(session)
    assert renewed is not None
    assert renewed.roles == {Role.OFFICER}
    with_code = replace(session, second_factor=True)
    assert post.sign.renewed(with_code) == replace(with_code, roles=both.roles)


def test_a_locked_post_is_opened_by_the_password_alone(post: Post) -> None:
    session = post.sign.sign_in("supervisor", PASSWORD, post.code())
    assert post.refused(post.sign.unlock, session, "wrong") == "sign_in.wrong"
    post.sign.unlock(session, PASSWORD)
    assert post.journal.actions[-1] == "sign_in.unlocked"


@pytest.mark.requirement("C4")
def test_a_supervisor_approves_a_case_at_somebody_else_s_desk(post: Post) -> None:
    approval = post.sign.approve("supervisor", PASSWORD, post.code(), CASE)
    assert (approval.login, approval.case_id, approval.by_telephone) == ("supervisor", CASE, False)
    assert approval.until - approval.given == timedelta(minutes=2)
    assert post.journal.audits[-1] == ("supervisor", "sign_in.approved", str(CASE))
    post.sign.approvals.spend(approval, CASE, post.now())
    with pytest.raises(RoleError):
        post.sign.approvals.spend(approval, CASE, post.now())


def test_nobody_else_approves(post: Post) -> None:
    assert post.refused(post.sign.approve, "officer", PASSWORD, "", CASE) == "role.forbidden"
    assert post.refused(post.sign.approve, "it", PASSWORD, post.code(), CASE) == "role.forbidden"
    assert post.refused(post.sign.approve, "supervisor", PASSWORD, "", CASE) == (
        "sign_in.code_wanted"
    )
    assert "sign_in.approved" not in post.journal.actions
