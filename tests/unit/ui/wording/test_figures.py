"""Digits, numbers, times, dates and spans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.digits import ascii_digits
from ui.wording import figures
from ui.wording.figures import ARABIC, LATIN, Unit

CODES = st.text("ABCXYZ0123456789 -", min_size=1, max_size=20)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\u2066\u2069"))


def test_only_arabic_is_written_with_arabic_digits():
    assert figures.digits_of("ar", ARABIC) == ARABIC
    assert figures.digits_of("ar", LATIN) == LATIN
    assert figures.digits_of("en", ARABIC) == LATIN


@given(TEXTS)
def test_shaping_changes_digits_only(text: str):
    assert figures.shaped(text, LATIN) == text
    shaped = figures.shaped(text, ARABIC)
    assert not set(shaped) & set("0123456789")
    assert ascii_digits(shaped) == ascii_digits(text)


@given(TEXTS, CODES, TEXTS)
def test_an_isolated_code_keeps_its_latin_digits(before: str, code: str, after: str):
    text = before + figures.isolated(code) + after
    shaped = figures.shaped(text, ARABIC)
    assert figures.isolated(code) in shaped
    assert shaped == (
        figures.shaped(before, ARABIC) + figures.isolated(code) + figures.shaped(after, ARABIC)
    )


@given(CODES)
def test_isolating_twice_isolates_once(code: str):
    once = figures.isolated(code)
    assert figures.isolated(once) == once
    assert figures.bare(once) == code


def test_nothing_is_isolated_as_nothing():
    assert figures.isolated("") == ""


@given(st.integers(0, 10**15))
def test_a_count_reads_back_whatever_its_digits(value: int):
    for digits, separator in ((ARABIC, "٬"), (LATIN, ",")):
        said = figures.grouped(value, digits)
        assert int(ascii_digits(said.replace(separator, ""))) == value
        assert all(len(group) == 3 for group in said.split(separator)[1:])


def test_counts_in_groups_of_three():
    assert figures.grouped(1234567, ARABIC) == "١٬٢٣٤٬٥٦٧"
    assert figures.grouped(1234567, LATIN) == "1,234,567"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "11:05"),  # winter: two hours
        (datetime(2026, 7, 1, 21, 30, tzinfo=UTC), "00:30"),  # summer: three
    ],
)
def test_times_are_those_of_cairo(at: datetime, said: str):
    assert figures.clock_time(at, LATIN) == said
    assert ascii_digits(figures.clock_time(at, ARABIC)) == said


def test_days_with_the_months_of_egypt():
    assert figures.day_in_words(date(2026, 4, 5), "ar", ARABIC) == "٥ أبريل ٢٠٢٦"
    assert figures.day_in_words(date(2026, 4, 5), "ar", LATIN) == "5 أبريل 2026"
    assert figures.day_in_words(date(2026, 4, 5), "en", LATIN) == "5 April 2026"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_twelve_months_each_of_its_own_name(language: str):
    assert len({figures.month_name(month, language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("span", "counted"),
    [
        (timedelta(seconds=-5), (0, Unit.SECONDS)),
        (timedelta(), (0, Unit.SECONDS)),
        (timedelta(seconds=59.9), (59, Unit.SECONDS)),
        (timedelta(seconds=60), (1, Unit.MINUTES)),
        (timedelta(minutes=59, seconds=59), (59, Unit.MINUTES)),
        (timedelta(hours=23, minutes=59), (23, Unit.HOURS)),
        (timedelta(hours=24), (1, Unit.DAYS)),
        (timedelta(days=400), (400, Unit.DAYS)),
    ],
)
def test_a_span_in_its_largest_unit(span: timedelta, counted: tuple[int, Unit]):
    assert figures.largest_unit(span) == counted
