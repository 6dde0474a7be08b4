"""Passwords by Argon2id, and what a hostile list may not cost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import ConfigError
from checkpoint_app.services.passwords import (
    LONGEST_PASSWORD,
    USUAL,
    Cost,
    hash_password,
    is_password,
    is_phc,
)

CHEAP = Cost(kib=8, passes=1, lanes=1)
GOOD = hash_password("سرّ 1446 ok", CHEAP)


@pytest.mark.requirement("C5")
def test_only_the_password_is_the_password() -> None:
    assert is_password(GOOD, "سرّ 1446 ok")
    assert is_password(GOOD, "سرّ ١٤٤٦ ok")
    for other in ("", "سرّ 1446", "سرّ 1446 OK", "x" * LONGEST_PASSWORD, "x" * 10**6):
        assert not is_password(GOOD, other)


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("the same", CHEAP) != hash_password("the same", CHEAP)


def test_letters_count_in_any_normal_form() -> None:
    composed = hash_password("caf\u00e9", CHEAP)
    assert is_password(composed, "cafe\u0301")


def test_what_is_usual_is_what_the_standard_recommends() -> None:
    phc = hash_password("costs what it should", USUAL)
    assert phc.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_password(phc, "costs what it should")


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_PASSWORD + 1)])
def test_no_hash_of_what_is_no_password(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        hash_password(text, CHEAP)
    assert caught.value.key == "sign_in.password_unfit"


@pytest.mark.parametrize(
    "asked",
    [
        *("m=999999,t=1,p=1", "m=8,t=99,p=1", "m=512,t=1,p=64", "m=8,t=0,p=1"),
        *("m=8,t=1,p=0", "m=8,t=1,p=2", "m=9999999,t=1,p=1", "m=8,t=1,p=1,x=1"),
    ],
)
def test_a_hash_that_costs_too_much_is_never_computed(asked: str) -> None:
    phc = GOOD.replace("m=8,t=1,p=1", asked)
    assert not is_phc(phc)
    assert not is_password(phc, "سرّ 1446 ok")


@pytest.mark.parametrize("kind", ["argon2i", "argon2d", "scrypt"])
def test_no_other_kind_of_hash_counts(kind: str) -> None:
    assert not is_phc(GOOD.replace("argon2id", kind))


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.from_regex(r"\$argon2id\$v=19\$m=8,t=1,p=1\$.*\$.*")))
def test_whatever_a_list_holds_it_is_only_not_the_password(phc: str) -> None:
    assert not is_password(phc, "سرّ 1446 ok")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert is_password(GOOD, text) in (True, False)
