"""National IDs. All numbers here are made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.domain.national_id import NationalId, parse_governorates, parse_national_id
from checkpoint_app.domain.permit import Sex

TODAY = date(2026, 11, 22)


def read(text: str) -> NationalId | None:
    return parse_national_id(text, reference.governorates(), TODAY)


@pytest.mark.parametrize(
    ("text", "birth", "governorate", "sex"),
    [
        ("29003150112325", date(1990, 3, 15), "01", Sex.FEMALE),
        ("30512318812335", date(2005, 12, 31), "88", Sex.MALE),
        ("٢٩٠٠٣١٥٠١١٢٣٢٥", date(1990, 3, 15), "01", Sex.FEMALE),
        ("۲۹۰۰۳۱۵۰۱۱۲۳۲۵", date(1990, 3, 15), "01", Sex.FEMALE),
        (" 2 900315 01 1232 5 ", date(1990, 3, 15), "01", Sex.FEMALE),
        ("\u200f2-900315-01-1232-5", date(1990, 3, 15), "01", Sex.FEMALE),
    ],
)
def test_what_it_says(text: str, birth: date, governorate: str, sex: Sex) -> None:
    found = read(text)
    assert found is not None
    assert (found.birth, found.governorate, found.sex) == (birth, governorate, sex)
    assert len(found.text) == 14


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2900315011232",
        "290031501123255",
        "19003150112325",
        "49003150112325",
        "29002300112325",
        "29013150112325",
        "29003159912325",
        "29003150512325",
        "32612010112325",
        "2900315O112325",
        "29003150112325" + " " * 60,
        "²9003150112325",
    ],
    ids=[
        "empty", "short", "long", "century 1", "century 4", "30 February", "month 13",
        "governorate 99", "governorate 05", "born tomorrow", "letter", "too long", "superscript",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert read(text) is None


def test_the_last_digit_only_warns() -> None:
    ids = [read(f"2900315011232{digit}") for digit in range(10)]
    assert all(found is not None for found in ids)
    assert sum(not found.check_warning for found in ids if found is not None) == 1


def test_without_today_the_future_is_not_judged() -> None:
    assert parse_national_id("32612010112325", {"01"}) is not None


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    found = read(text)
    assert found is None or found.birth <= TODAY


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 9999), st.integers(0, 9))
def test_every_number_of_the_form_is_read(birth: date, serial: int, last: int) -> None:
    text = f"{2 + birth.year // 2000}{birth:%y%m%d}21{serial:04d}{last}"
    found = read(text)
    assert found is not None
    assert (found.birth, found.text) == (birth, text)
    assert found.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)


@pytest.mark.parametrize("rows", ["1,a,b", "01,a,b\n01,a,b", "٠١,a,b"])
def test_governorates_are_read_strictly(rows: str) -> None:
    with pytest.raises(ValueError, match="governorate code"):
        parse_governorates(f"code,name_en,name_ar\n{rows}\n")
