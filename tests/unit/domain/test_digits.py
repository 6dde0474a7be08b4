from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible


def test_both_arabic_sets() -> None:
    assert ascii_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 7a") == "0123456789 0123456789 7a"


def test_format_characters_go() -> None:
    assert without_invisible("\ufeff12\u200f3\u2066\u200b4\u00ad") == "1234"


def test_other_digits_are_not_ascii() -> None:
    assert not is_ascii_digits("²")
    assert not is_ascii_digits("٣")
    assert not is_ascii_digits("")
    assert is_ascii_digits("03")


@given(st.text())
def test_nothing_but_digits_changes(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
    assert ascii_digits(ascii_digits(text)) == ascii_digits(text)
