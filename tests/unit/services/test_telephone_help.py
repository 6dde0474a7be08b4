"""Help by telephone, both ends of it."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.telephone import (
    HelpPurpose,
    HelpWanted,
    answer,
    is_challenge,
)
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import Approvals, OnDuty
from checkpoint_app.services.telephone_help import (
    ASKED_FOR,
    MOST_TRIES,
    TelephoneHelp,
    reference_of,
)
from tests.unit.credential.samples import NOW
from tests.unit.services.staffing import (
    HELP_KEY,
    OTHER_KEY,
    OTHER_PORT,
    PORT,
    MemoryDesks,
    MemoryStaff,
    Now,
    staff_list,
)

CASE, OTHER_CASE = UUID(int=0x1234ABCD), UUID(int=8)
DUTY = 4711  # of another port: not on the list here


class Post:
    def __init__(self, port: str = PORT, staff=None) -> None:
        self.now, self.journal, self.duty = Now(), MemoryDesks(), OnDuty()
        self.approvals, self.staff = Approvals(), MemoryStaff(staff or staff_list())
        dice = random.Random(7)
        self.help = TelephoneHelp(
            self.staff, self.journal, self.now, port, dice.randrange, self.approvals, self.duty
        )


def read_back(challenge: str, login="officer", purpose=HelpPurpose.SIGN_IN, case=None, duty=DUTY):
    return answer(HELP_KEY, HelpWanted(PORT, login, purpose, reference_of(case), challenge, duty))


def refused(action, *arguments) -> str:
    with pytest.raises(RoleError) as caught:
        action(*arguments)
    return caught.value.key


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.mark.requirement("C5")
def test_a_forgotten_password_is_helped_for_one_sign_in(post: Post) -> None:
    challenge = post.help.challenge("Officer", HelpPurpose.SIGN_IN)
    assert is_challenge(challenge)
    given = read_back(challenge)
    session = post.help.sign_in_helped("officer", f"{given[:5]} {given[5:]}", DUTY)
    assert (session.login, session.helped_by, session.second_factor) == ("officer", "#4711", False)
    assert refused(post.help.sign_in_helped, "officer", given, DUTY) == "sign_in.not_asked"
    assert post.journal.audits == [
        ("officer", "help.asked.sign_in", ""),
        ("officer", "help.taken", "sign_in by 4711"),
    ]


@pytest.mark.requirement("C4")
def test_an_absent_supervisor_stands_for_one_case(post: Post) -> None:
    challenge = post.help.challenge("second", HelpPurpose.OVERRIDE, CASE)
    given = read_back(challenge, "second", HelpPurpose.OVERRIDE, CASE)
    assert refused(post.help.approve_helped, given, DUTY, OTHER_CASE) == "sign_in.not_asked"
    approval = post.help.approve_helped(given, DUTY, CASE)
    assert (approval.login, approval.case_id, approval.by_telephone) == ("#4711", CASE, True)
    post.approvals.spend(approval, CASE, post.now())


@pytest.mark.requirement("C5")
def test_what_was_said_for_one_thing_is_good_for_nothing_else(post: Post) -> None:
    challenge = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    others = [
        read_back(challenge, "next"),
        read_back(challenge, duty=DUTY + 1),
        read_back(challenge, purpose=HelpPurpose.OVERRIDE, case=CASE),
        "",
    ]
    for other in others:
        key = refused(post.help.sign_in_helped, "officer", other, DUTY)
        assert key in ("sign_in.answer_wrong", "sign_in.wait")
        post.now.later(seconds=31)


@given(st.integers(0, MOST_TRIES + 1), st.integers(0, 700))
def test_a_question_lives_ten_minutes_and_five_tries(tries: int, seconds: int) -> None:
    post = Post()
    challenge = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    waited = 0
    for number in range(tries):
        key = refused(post.help.sign_in_helped, "officer", "0", DUTY)
        expected = "sign_in.answer_wrong" if number < MOST_TRIES else "sign_in.not_asked"
        assert key == expected
        pause = (0, 0, 15, 30, 60, 120)[min(number, 5)]
        post.now.later(seconds=pause)
        waited += pause
    post.now.later(seconds=max(seconds - waited, 0))
    good = tries < MOST_TRIES and max(seconds, waited) < ASKED_FOR.total_seconds()
    if good:
        assert post.help.sign_in_helped("officer", read_back(challenge), DUTY)
    else:
        key = refused(post.help.sign_in_helped, "officer", read_back(challenge), DUTY)
        assert key == "sign_in.not_asked"


@given(st.text(max_size=100))
def test_whatever_is_typed_as_an_answer_is_only_wrong(typed: str) -> None:
    post = Post()
    post.help.challenge("officer", HelpPurpose.SIGN_IN)
    assert refused(post.help.sign_in_helped, "officer", typed, DUTY) == "sign_in.answer_wrong"


def test_a_new_question_ends_the_one_before(post: Post) -> None:
    first = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    post.help.challenge("officer", HelpPurpose.SIGN_IN)
    key = refused(post.help.sign_in_helped, "officer", read_back(first), DUTY)
    assert key == "sign_in.answer_wrong"


def test_whoever_asks_for_everybody_fills_no_memory(post: Post) -> None:
    first = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    for number in range(100):
        post.help.challenge(f"nobody{number}", HelpPurpose.SIGN_IN)
    key = refused(post.help.sign_in_helped, "officer", read_back(first), DUTY)
    assert key == "sign_in.not_asked"


@pytest.mark.parametrize("number", [1, 3, 5, -1, 1 << 40])
def test_nobody_here_helps_but_a_supervisor(post: Post, number: int) -> None:
    post.help.challenge("officer", HelpPurpose.SIGN_IN)
    assert refused(post.help.sign_in_helped, "officer", "1", number) == "sign_in.duty_unfit"


def test_nobody_helps_themselves(post: Post) -> None:
    challenge = post.help.challenge("supervisor", HelpPurpose.SIGN_IN)
    given = read_back(challenge, "supervisor", duty=4)
    assert refused(post.help.sign_in_helped, "supervisor", given, 4) == "sign_in.duty_unfit"
    challenge = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    session = post.help.sign_in_helped("officer", read_back(challenge, duty=4), 4)
    assert session.helped_by == "supervisor"


@pytest.mark.parametrize(
    ("login", "key"), [("nobody", "sign_in.wrong"), ("ended", "sign_in.ended")]
)
def test_a_right_answer_lets_nobody_else_in(post: Post, login: str, key: str) -> None:
    challenge = post.help.challenge(login, HelpPurpose.SIGN_IN)
    given = read_back(challenge, login)
    assert refused(post.help.sign_in_helped, login, given, DUTY) == key


def test_help_works_where_the_lease_has_ended(post: Post) -> None:
    post.now.later(days=30)
    challenge = post.help.challenge("officer", HelpPurpose.SIGN_IN)
    assert post.help.sign_in_helped("officer", read_back(challenge), DUTY)


@pytest.mark.requirement("C5")
def test_a_duty_supervisor_answers_for_another_port() -> None:
    here = Post(OTHER_PORT, staff_list(help_key=OTHER_KEY))
    there = Post()
    duty = Session(
        "supervisor", DUTY, ("", ""), frozenset({Role.SUPERVISOR}), NOW, second_factor=True
    )
    there.duty.enter(duty)
    challenge = here.help.challenge("officer", HelpPurpose.SIGN_IN)
    said = (duty, OTHER_PORT, "officer", HelpPurpose.SIGN_IN)
    given = there.help.answer_for(*said, f"{challenge[:5]} {challenge[5:]}")
    assert here.help.sign_in_helped("officer", given, DUTY).helped_by == "#4711"
    assert there.journal.audits == [("supervisor", "help.given", f"sign_in {OTHER_PORT} officer")]
    misheard = str((int(challenge[0]) + 1) % 10) + challenge[1:]
    assert refused(there.help.answer_for, *said, misheard) == "sign_in.challenge_misheard"
    elsewhere = (duty, "LXR-AIR", "officer", HelpPurpose.SIGN_IN, challenge)
    assert refused(there.help.answer_for, *elsewhere) == "sign_in.no_duty_key"


def test_nobody_answers_without_a_second_factor_or_at_a_locked_post(post: Post) -> None:
    supervisor = Session(
        "supervisor", 4, ("", ""), frozenset({Role.SUPERVISOR}), NOW, second_factor=False
    )
    said = (supervisor, OTHER_PORT, "officer", HelpPurpose.SIGN_IN, "0000000000")
    assert refused(post.help.answer_for, *said) == "role.signed_out"
    post.duty.enter(supervisor)
    assert refused(post.help.answer_for, *said) == "role.no_code"
    post.duty.lock()
    assert refused(post.help.answer_for, *said) == "role.locked"
