from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.programme import Programme
from checkpoint_app.domain.rules import (
    PERMIT_VARIABLES,
    PROGRAMME_VARIABLES,
    permit_variables,
    programme_variables,
    whole_months,
)
from tests.unit.domain.cases import NOW, RECORD, record

PROGRAMME = Programme(
    1, 2, 3, "ع", "A", 1, date(2026, 11, 22), date(2026, 12, 4), "MS671", 900, 700, False, 100, 2
)


def test_the_documented_variables_are_the_ones_given() -> None:
    assert permit_variables(RECORD, NOW).keys() == PERMIT_VARIABLES.keys()
    assert programme_variables(PROGRAMME).keys() == PROGRAMME_VARIABLES.keys()


def test_values() -> None:
    values = permit_variables(RECORD, NOW)
    assert values["today"] == day_number(date(2026, 11, 22))
    assert values["age"] == 36
    assert values["vaccination_days"] == 82
    assert values["vaccination_years"] == 0
    assert values["passport_months"] == 29
    assert values["stay_days"] == 12
    assert values["has_visa"] is True


def test_what_is_not_known_says_so() -> None:
    bare = record(
        visa_number="", visa_expiry=None, vaccinated=None, passport_expiry=None, national_id=None
    )
    values = permit_variables(bare, NOW)
    unknown = {name for name, value in values.items() if value == -1}
    assert unknown == {
        "visa_expiry",
        "vaccinated",
        "vaccination_days",
        "vaccination_years",
        "passport_expiry",
        "passport_months",
    }
    assert [name for name, value in values.items() if value is False] == [
        "has_visa",
        "has_visa_expiry",
        "has_vaccination",
        "has_passport_expiry",
        "has_national_id",
    ]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), 5),
        (date(2026, 8, 31), date(2027, 3, 1), 6),
        (date(2026, 1, 15), date(2026, 7, 15), 6),
        (date(2026, 1, 15), date(2026, 7, 14), 5),
        (date(2026, 1, 15), date(2026, 1, 14), -1),
        (date(2020, 2, 29), date(2025, 2, 28), 59),
    ],
)
def test_whole_months(start: date, end: date, months: int) -> None:
    assert whole_months(start, end) == months


@given(st.dates(), st.dates())
def test_months_follow_the_days(start: date, end: date) -> None:
    assert (whole_months(start, end) < 0) == (end < start)
