"""Pilgrims: numbers of valid form, nothing twice, believable dates."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from checkpoint_app.domain.days import day_from_number
from checkpoint_app.domain.national_id import parse_national_id
from checkpoint_app.domain.permit import is_permit_number
from checkpoint_app.reference import governorates, visas
from sync.registry.db import schema
from sync.registry.sample.chance import stream
from sync.registry.sample.companies import draw_houses
from tests.unit.sync.registry.memory import TODAY, small_season

PASSPORT = re.compile(r"[A-Z][0-9]{8}")


@pytest.fixture(scope="module")
def permits() -> list[Any]:
    engine = small_season(3000)
    with engine.connect() as connection:
        return list(connection.execute(select(schema.permit)))


def test_numbers_have_their_check_digit_and_none_comes_twice(permits: list[Any]) -> None:
    assert all(is_permit_number(row.number) for row in permits)
    assert len({row.number for row in permits}) == len(permits)
    assert len({row.passport for row in permits}) == len(permits)
    assert len({(row.status_list, row.status_index) for row in permits}) == len(permits)


def test_permit_numbers_follow_no_order(permits: list[Any]) -> None:
    numbers = [row.number for row in permits]
    rising = sum(a < b for a, b in pairwise(numbers))
    assert 0.45 < rising / len(numbers) < 0.55


def test_national_ids_agree_with_birth_date_and_sex(permits: list[Any]) -> None:
    codes = governorates()
    with_id = [row for row in permits if row.national_id is not None]
    assert len(with_id) > 0.98 * len(permits)
    for row in with_id:
        read = parse_national_id(str(row.national_id), codes, TODAY)
        assert read is not None
        assert read.birth == day_from_number(row.birth)
        assert read.sex == row.sex


def test_documents_and_visas_are_of_their_form(permits: list[Any]) -> None:
    kinds = visas()
    assert all(PASSPORT.fullmatch(row.passport) for row in permits)
    assert all(kinds[row.visa_kind].needs_permit for row in permits)
    assert sum(row.visa_kind == "umrah" for row in permits) > 0.85 * len(permits)


def test_permits_are_issued_before_today_and_last_around_the_travel_date(
    permits: list[Any],
) -> None:
    for row in permits:
        assert row.valid_from <= row.travel_out <= row.valid_until
        assert row.travel_out < row.travel_back
        assert row.birth < row.travel_out
        assert row.company_approved_by != row.ministry_approved_by


def test_there_are_at_most_the_companies_and_agents_of_a_season() -> None:
    houses = draw_houses(5_000_000, stream(1, "houses"))
    assert (len(houses.companies), len(houses.agents)) == (1880, 2000)
    assert len({company.licence for company in houses.companies}) == 1880
    assert all(contract for contract in houses.contracts)
