"""What the supervisor's page says, in both languages."""

from __future__ import annotations

import pytest

from checkpoint_app.domain.tally import Tally
from checkpoint_app.reports.book import book_of
from sync.protocol.nation import NationCounts
from tests.unit.reports.samples import (
    DAY,
    HEADING,
    NAMES,
    NOW,
    PORT,
    empty_report,
    report,
)
from tests.unit.ui.plain_tongue import PlainTongue
from ui.ports import LanePlace
from ui.supervisor.present_supervisor import day_counts_of, present_nation, present_report

PLACE = LanePlace(PORT, "1", "device", False)
NATION = NationCounts(DAY, NOW, Tally(9, 1), 0, 0, (("SGA-SEA", Tally(9, 1)),), (), ())


@pytest.mark.requirement("C4")
def test_the_tables_of_the_screen_are_those_of_the_files():
    drawn = present_report(report(), NAMES, PLACE, NOW, PlainTongue())
    book = book_of(report(), HEADING, "en", NAMES)
    for grid in book.grids[1:]:
        table = drawn.tables[grid.key]
        assert [row.key for row in table.rows] == list(grid.keys)
        assert (table.footer is None) is (grid.total is None)
    lanes = drawn.tables["lane"]
    assert lanes.footer.cells[1].text == drawn.totals[0].value


@pytest.mark.requirement("C4")
def test_the_charts_count_what_the_tables_count():
    told, counted = report(), day_counts_of(report())
    assert counted.departed == told.counts.total.departed
    assert sum(each.departed for each in counted.hours) == counted.departed
    assert sum(each.returned for each in counted.services) == counted.returned


def test_a_day_is_marked_until_every_lane_has_reported():
    assert "2" in present_report(report(), {}, PLACE, NOW, PlainTongue()).provisional
    done = present_report(report(provisional=False), {}, PLACE, NOW, PlainTongue())
    assert done.provisional == ""


def test_a_day_without_anybody_says_so():
    drawn = present_report(empty_report(), {}, PLACE, NOW, PlainTongue())
    assert drawn.empty
    assert all(table.empty for table in drawn.tables.values())


def test_all_ports_are_told_with_their_time_and_never_of_another_day():
    told = present_nation(NATION, "", DAY, PlainTongue())
    assert told.table.rows[0].key == "SGA-SEA"
    assert "17:20" in told.note
    assert present_nation(NATION, "", DAY.replace(day=1), PlainTongue()).table is None
    assert present_nation(None, "No line", DAY, PlainTongue()).note == "No line"
    assert present_nation(NATION, "No line", DAY, PlainTongue()).note.endswith("No line")
