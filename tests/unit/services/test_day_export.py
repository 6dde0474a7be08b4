"""The day's counts as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.services.day_counts import DayCounts, HourCounts, LaneCounts, ServiceCounts
from checkpoint_app.services.day_export import day_csv

COUNTS = DayCounts(
    day=date(2026, 11, 1),
    by_kind=dict.fromkeys(MovementKind, 0) | {MovementKind.DEPARTED: 7},
    annulled=1,
    hours=(HourCounts(9, 7, 2),),
    verdicts={"clear": 9, None: 1},
    pending=3,
    services=(ServiceCounts("MS671", 5, 0), ServiceCounts("", 2, 2)),
    scans=10,
    automatic=4,
    provisional=False,
)


def rows(counts, language="en"):
    text = day_csv(counts, language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.requirement("C4")
def test_one_table_with_a_heading():
    found = rows(COUNTS)
    assert found[0] == ["Table", "Entry", "Departed", "Returned", "Number"]
    assert ["Day", "2026-11-01", "7", "0", ""] in found
    assert ["Hour", "09:00", "7", "2", ""] in found
    assert ["Flight or sailing", "MS671", "5", "0", ""] in found
    assert ["Flight or sailing", "None named", "2", "2", ""] in found
    assert ["Verdict", "Nothing to judge", "", "", "1"] in found
    assert ["Not yet sent", "", "", "", "3"] in found
    assert {len(row) for row in found} == {5}


def test_provisional_counts_say_so():
    assert not any(row[0].startswith("Provisional") for row in rows(COUNTS))
    assert rows(replace(COUNTS, provisional=True))[-1][0].startswith("Provisional")


@pytest.mark.requirement("C4")
def test_by_lane_and_how_many_of_them_are_complete():
    assert not any(row[0].startswith("Lane") for row in rows(COUNTS))
    heard = replace(COUNTS, lanes=(LaneCounts("7", 6, 2),), lanes_heard=5, lanes_total=8)
    found = rows(heard)
    assert ["Lane", "7", "6", "2", ""] in found
    assert ["Lanes counted to the end", "", "", "", "5"] in found
    assert ["Lanes of the port", "", "", "", "8"] in found


def test_in_arabic_and_known_as_unicode():
    assert day_csv(COUNTS, "ar").startswith(b"\xef\xbb\xbf")
    assert rows(COUNTS, "ar")[0][2] == "غادروا"


@pytest.mark.parametrize(
    "name", ["=1+1", "+A1", "-2", "@SUM(A1)", "\t=1", " =1", "\r\n=1", "\uff1d1", '=cmd|"x"!A1']
)
def test_a_flight_s_name_is_never_a_formula(name):
    hostile = replace(COUNTS, services=(ServiceCounts(name, 1, 0),))
    cell = next(row[1] for row in rows(hostile) if row[0] == "Flight or sailing")
    assert cell.startswith("'")


@given(st.text(max_size=70))
def test_any_name_stays_in_its_cell(name):
    found = rows(replace(COUNTS, services=(ServiceCounts(name, 1, 0),)))
    assert {len(row) for row in found} == {5}
    cells = [cell for row in found for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
