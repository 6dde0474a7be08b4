"""A passport beside the record: each part, names as a hint, and a zone misread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import Sex
from checkpoint_app.domain.transliteration import Agreement
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.comparing import Match, Part, compare
from tests.simulators.passport import zone_of
from tests.unit.domain.cases import RECORD


def matches(comparison):
    return {each.part: each.match for each in comparison.parts}


@pytest.mark.requirement("C5")
def test_the_permits_own_passport_agrees_in_every_part():
    found = compare(zone_of(RECORD), RECORD, by_hand=False)
    assert set(matches(found).values()) == {Match.SAME}
    assert found.is_same
    assert found.names in (Agreement.SAME, Agreement.LIKE)


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    ("part", "change"),
    [
        (Part.NUMBER, {"passport": "B87654321"}),
        (Part.BIRTH, {"birth": date(1991, 3, 15)}),
        (Part.SEX, {"sex": Sex.MALE}),
        (Part.EXPIRY, {"passport_expiry": date(2030, 5, 1)}),
    ],
)
def test_each_part_that_differs_is_named_and_no_other(part, change):
    found = compare(zone_of(replace(RECORD, **change)), RECORD, by_hand=False)
    assert [each for each, match in matches(found).items() if match is Match.DIFFERENT] == [part]
    assert not found.is_same


def test_names_are_a_hint_and_decide_nothing():
    found = compare(zone_of(RECORD, "BOTROS<<YOUSSEF"), RECORD, by_hand=False)
    assert found.names is Agreement.DIFFERENT
    assert found.is_same


def test_a_typed_number_says_nothing_of_the_rest():
    found = compare("a1234 5678".replace(" ", ""), RECORD, by_hand=True)
    assert matches(found)[Part.NUMBER] is Match.SAME
    assert {match for part, match in matches(found).items() if part is not Part.NUMBER} == {
        Match.UNKNOWN
    }
    assert found.names is None


def test_a_record_without_an_expiry_is_not_known_there():
    bare = replace(RECORD, passport_expiry=None)
    assert matches(compare(zone_of(RECORD), bare, by_hand=False))[Part.EXPIRY] is Match.UNKNOWN


def test_a_misread_zone_proves_nothing():
    zone = zone_of(RECORD)
    at = zone.index("\n") + 1
    misread = zone[:at] + "A12345679" + zone[at + 9 :]
    found = compare(misread, RECORD, by_hand=False)
    assert found.misread
    assert not found.is_same


@pytest.mark.parametrize("reading", ["", "hello", f"{RECORD.number:013d}", "A12345678"])
def test_what_is_no_passport_is_refused(reading):
    """A scanner's bare number may be off anything that is printed."""
    with pytest.raises(ConfigError) as refused:
        compare(reading, RECORD, by_hand=False)
    assert refused.value.key == "desk.no_passport"


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_whatever_is_read_ends_in_a_comparison_or_the_one_error(reading):
    for by_hand in (True, False):
        try:
            compare(reading, RECORD, by_hand=by_hand)
        except ConfigError as error:
            assert error.key == "desk.no_passport"
