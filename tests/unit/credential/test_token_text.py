"""Digits of a token: the frozen form, and damage of every kind."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, Rejection
from checkpoint_app.credential.token_text import (
    TokenText,
    early_number,
    from_digits,
    to_digits,
)
from tests.unit.credential import samples

NUMBER = samples.permit_number(1)
TOKEN = samples.envelopes()[EnvelopeType.TOKEN]
TEXT = to_digits(NUMBER, TOKEN)


def refused(text: str) -> None:
    with pytest.raises(CredentialError) as refusal:
        from_digits(text)
    assert refusal.value.reason is Rejection.DAMAGED_TEXT


def with_crc(body: str) -> str:
    return f"{body}{zlib.crc32(body.encode()):010d}"


def test_the_text_is_digits_that_a_version_10_m_code_holds():
    assert TEXT.isascii() and TEXT.isdigit()
    assert len(TEXT) <= 513  # ISO/IEC 18004, numeric capacity of version 10-M
    assert TEXT.startswith(f"71{NUMBER}")
    assert from_digits(TEXT) == TokenText(1, NUMBER, TOKEN)


@given(st.binary(max_size=600))
def test_any_token_comes_back(token):
    assert from_digits(to_digits(NUMBER, token)) == TokenText(1, NUMBER, token)


def test_seventeen_bytes_take_41_digits():
    lengths = [len(to_digits(NUMBER, bytes(size))) - 25 for size in range(18)]
    assert lengths == [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29, 32, 34, 37, 39, 41]


@pytest.mark.requirement("C2")
def test_every_dropped_digit_is_damage():
    for place in range(len(TEXT)):
        refused(TEXT[:place] + TEXT[place + 1 :])


@pytest.mark.requirement("C2")
def test_every_swap_of_neighbours_is_damage():
    for place in range(len(TEXT) - 1):
        first, second = TEXT[place : place + 2]
        if first != second:
            refused(TEXT[:place] + second + first + TEXT[place + 2 :])


def test_every_changed_digit_is_damage():
    for place, digit in enumerate(TEXT):
        for other in "0123456789":
            if other != digit:
                refused(TEXT[:place] + other + TEXT[place + 1 :])


def test_every_doubled_digit_and_every_cut_is_damage():
    for place in range(len(TEXT)):
        refused(TEXT[:place])
        refused(TEXT[: place + 1] + TEXT[place:])


def test_values_beyond_their_block_are_damage():
    head = f"71{NUMBER}"
    assert from_digits(with_crc(f"{head}{256**17 - 1}")).token == b"\xff" * 17
    for block in (str(256**17), "9" * 41, "256", "9" * 3, "65536", "9" * 5):
        refused(with_crc(head + block))


def test_lengths_that_no_block_has_are_damage():
    for digits in (1, 2, 4, 6, 7, 40, 42, 45):
        refused(with_crc(f"71{NUMBER}" + "0" * digits))


def test_another_lead_or_other_signs_are_damage():
    refused(with_crc("6" + TEXT[1:-10]))
    refused("٧" + TEXT[1:])
    refused("")
    refused("7" * 5000)


def test_another_format_gives_its_number_and_no_token():
    text = with_crc(f"72{NUMBER}987654321")
    assert from_digits(text) == TokenText(2, NUMBER, b"")


def test_the_number_is_known_while_the_rest_arrives():
    assert [early_number(TEXT[:length]) for length in (0, 14)] == [None, None]
    assert early_number(TEXT[:15]) == early_number(TEXT) == NUMBER
    assert early_number("71" + "1" * 13) is None
    assert early_number("8" + TEXT[1:]) is None
