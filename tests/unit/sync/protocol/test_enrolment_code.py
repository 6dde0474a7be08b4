from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.enrolment_code import CODE_DIGITS, make_code, parse_code, spaced_code

serials = st.integers(0, 10**17 - 1)


@given(serials)
def test_a_code_is_read_as_it_is_shown(serial: int) -> None:
    code = make_code(lambda below: serial % below)
    assert len(code) == CODE_DIGITS
    assert parse_code(code) == parse_code(spaced_code(code)) == code
    arabic = spaced_code(code).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert parse_code(f"\u200f {arabic} ") == code


def test_a_code_has_more_than_50_random_bits() -> None:
    asked: list[int] = []
    make_code(lambda below: asked.append(below) or 0)
    assert asked[0] > 2**50


@given(serials, st.integers(0, CODE_DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_seen(serial: int, place: int, change: int) -> None:
    code = make_code(lambda below: serial)
    wrong = str((int(code[place]) + change) % 10)
    assert parse_code(code[:place] + wrong + code[place + 1 :]) is None


@given(serials, st.integers(0, CODE_DIGITS - 2))
def test_two_digits_swapped_are_seen(serial: int, place: int) -> None:
    code = make_code(lambda below: serial)
    if code[place] != code[place + 1]:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert parse_code(swapped) is None


@given(st.text(max_size=200))
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = parse_code(text)
    assert code is None or (len(code) == CODE_DIGITS and code.isdigit())


@pytest.mark.parametrize("text", ["", "1", "x" * 18, "1" * 65, "1" * 17, "1" * 19])
def test_what_is_no_code(text: str) -> None:
    assert parse_code(text) is None
