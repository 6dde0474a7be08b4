"""Help by telephone is good for what it was asked for, and for nothing else."""

from __future__ import annotations

import secrets
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.telephone import (
    ANSWER_DIGITS,
    CHALLENGE_DIGITS,
    HELP_KEY,
    HelpPurpose,
    HelpWanted,
    answer,
    is_answer,
    is_challenge,
    new_challenge,
)

KEY = bytes(range(HELP_KEY))
WANTED = HelpWanted("CAI-AIR", "mona", HelpPurpose.SIGN_IN, "", "1234567897", 1001)


def test_an_answer_is_ten_digits_and_good() -> None:
    said = answer(KEY, WANTED)
    assert len(said) == ANSWER_DIGITS
    assert said.isdecimal()
    assert is_answer(KEY, WANTED, said)


def test_an_answer_is_good_for_nothing_else() -> None:
    said = answer(KEY, WANTED)
    others = (
        replace(WANTED, port_id="HRG-AIR"),
        replace(WANTED, login="omar"),
        replace(WANTED, purpose=HelpPurpose.OVERRIDE),
        replace(WANTED, reference="0192aa11"),
        replace(WANTED, challenge="1234567805"),
        replace(WANTED, number=1002),
    )
    assert not any(is_answer(KEY, each, said) for each in others)
    assert not is_answer(bytes(HELP_KEY), WANTED, said)


@given(st.text(max_size=20))
def test_what_is_not_the_answer_is_told(text: str) -> None:
    assert is_answer(KEY, WANTED, text) == (text == answer(KEY, WANTED))


@given(st.integers(0, CHALLENGE_DIGITS - 1), st.integers(1, 9))
def test_a_misheard_challenge_is_told(place: int, more: int) -> None:
    challenge = new_challenge(secrets.randbelow)
    wrong = str((int(challenge[place]) + more) % 10)
    assert is_challenge(challenge)
    assert not is_challenge(challenge[:place] + wrong + challenge[place + 1 :])


@given(st.text(max_size=12))
def test_other_texts_are_none(text: str) -> None:
    assert not is_challenge(text) or len(text) == CHALLENGE_DIGITS
