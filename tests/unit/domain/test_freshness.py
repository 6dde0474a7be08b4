from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoint_app.domain.facts import DataKind, Grades
from checkpoint_app.domain.freshness import Freshness, grade, is_from_future
from tests.unit.domain.cases import NOW


@pytest.mark.parametrize(
    ("kind", "hours", "expected"),
    [
        (DataKind.STATUS, -1, Freshness.FRESH),
        (DataKind.STATUS, 6, Freshness.FRESH),
        (DataKind.STATUS, 6.1, Freshness.AGEING),
        (DataKind.STATUS, 24.1, Freshness.STALE),
        (DataKind.STATUS, 96, Freshness.STALE),
        (DataKind.STATUS, 96.1, Freshness.UNACCEPTABLE),
        (DataKind.STATE, 7, Freshness.AGEING),
        (DataKind.RECORDS, 7, Freshness.FRESH),
        (DataKind.RECORDS, 25, Freshness.AGEING),
        (DataKind.RECORDS, 73, Freshness.STALE),
        (DataKind.RECORDS, 169, Freshness.UNACCEPTABLE),
    ],
)
def test_default_grades(kind: DataKind, hours: float, expected: Freshness) -> None:
    assert grade(kind, timedelta(hours=hours)) is expected


def test_no_data_is_the_worst_grade() -> None:
    assert grade(DataKind.STATE, None) is max(Freshness)


def test_the_grades_of_a_port() -> None:
    strict = Grades(timedelta(0), timedelta(hours=1), timedelta(hours=2))
    assert (
        grade(DataKind.STATUS, timedelta(hours=1.5), {DataKind.STATUS: strict}) is Freshness.STALE
    )
    assert grade(DataKind.RECORDS, timedelta(hours=1.5), {DataKind.STATUS: strict}) is (
        Freshness.FRESH
    )


def test_clocks_may_differ_by_five_minutes() -> None:
    assert not is_from_future(NOW + timedelta(minutes=5), NOW)
    assert is_from_future(NOW + timedelta(minutes=5, seconds=1), NOW)
