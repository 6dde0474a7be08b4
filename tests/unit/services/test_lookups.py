"""What an officer typed, and how the audit names it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.reference import governorates, message
from checkpoint_app.services.lookups import (
    LONGEST,
    Doubt,
    Reason,
    Sought,
    digest_of,
    typed_of,
)

TODAY = date(2026, 11, 22)
PERMIT = permit_number_from_serial(483920175566)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NATIONAL_ID = "29001010100005"


def typed(text):
    return typed_of(text, governorates(), TODAY)


@pytest.mark.parametrize(
    ("text", "sought", "plain"),
    [
        (str(PERMIT), Sought.PERMIT, str(PERMIT)),
        (f"{PERMIT}"[:4] + " " + f"{PERMIT}"[4:], Sought.PERMIT, str(PERMIT)),
        (str(PERMIT).translate(ARABIC), Sought.PERMIT, str(PERMIT)),
        ("a12345678", Sought.PASSPORT, "A12345678"),
        ("A ١٢٣٤٥٦٧٨", Sought.PASSPORT, "A12345678"),
        (NATIONAL_ID, Sought.NATIONAL_ID, NATIONAL_ID),
        ("2 900101-01 00005", Sought.NATIONAL_ID, NATIONAL_ID),
        (NATIONAL_ID.translate(ARABIC), Sought.NATIONAL_ID, NATIONAL_ID),
    ],
)
def test_what_is_typed_is_told_apart_in_any_digits(text, sought, plain):
    found = typed(text)
    assert found is not None
    assert (found.sought, found.text) == (sought, plain)


def test_a_doubtful_number_is_looked_up_all_the_same():
    wrong_date, wrong_place = "29013010100005", "29001019900005"
    assert typed(wrong_date).doubt is typed(wrong_place).doubt is Doubt.NATIONAL_ID_FORM
    sound = next(
        number
        for number in (f"2900101010000{digit}" for digit in range(10))
        if typed(number).doubt is Doubt.NONE
    )
    assert typed(sound).national_id.birth == date(1990, 1, 1)
    assert typed(sound[:-1] + str((int(sound[-1]) + 1) % 10)).doubt is Doubt.NATIONAL_ID_DIGIT
    assert typed(str(PERMIT + 1)).doubt is Doubt.PERMIT_DIGIT


@pytest.mark.parametrize("text", ["", "12345", "مرحبا", "https://x", "9" * 15, "1" * 500])
def test_anything_else_is_no_number(text):
    assert typed(text) is None


@given(st.text(max_size=LONGEST + 20))
def test_no_text_does_harm(text):
    found = typed(text)
    assert found is None or found.text.isascii()


def test_a_digest_is_of_the_key_the_number_and_what_it_is():
    one = digest_of(b"k" * 32, typed(NATIONAL_ID))
    assert one == digest_of(b"k" * 32, typed(NATIONAL_ID.translate(ARABIC)))
    assert one != digest_of(b"l" * 32, typed(NATIONAL_ID))
    assert one != digest_of(b"k" * 32, typed(str(PERMIT)))
    assert NATIONAL_ID not in one


def test_every_reason_has_its_words_and_a_digit_of_its_own():
    assert len(Reason) < 10
    for reason in Reason:
        for language in ("ar", "en"):
            assert message(f"lookup.reason.{reason.value}", language)
