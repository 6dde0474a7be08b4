"""The day's counts, by the clock in Cairo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services.day_counts import (
    HourCounts,
    LaneCounts,
    PortHeard,
    ServiceCounts,
    counts_of,
)
from checkpoint_app.services.stores import CountedMovement, CountedScan
from tests.unit.services.fakes import MemoryJournal

DAY = date(2026, 11, 1)  # UTC+2 in Cairo
MIDNIGHT = datetime(2026, 10, 31, 22, tzinfo=UTC)


def movement(kind, hours=0.0, annulled=False, permit=1, **more):
    at = MIDNIGHT + timedelta(hours=hours)
    return CountedMovement(kind, at, permit, 1077, annulled, **more)


@pytest.mark.requirement("C4")
def test_what_was_taken_back_does_not_count():
    journal = MemoryJournal(
        counted_movements=(
            movement(MovementKind.DEPARTED, 0.5),
            movement(MovementKind.DEPARTED, 9, permit=2),
            movement(MovementKind.DEPARTED, 9.5, annulled=True, permit=3),
            movement(MovementKind.ANNULLED, 9.6, permit=3),
            movement(MovementKind.RETURNED, 9.9, permit=4),
            movement(MovementKind.REFERRED, 12, permit=3),
            movement(MovementKind.DEPARTED, 24, permit=5),
        ),
        counted_scans=(
            CountedScan(MIDNIGHT, Direction.DEPARTING, "clear"),
            CountedScan(MIDNIGHT, Direction.DEPARTING, None),
            CountedScan(MIDNIGHT, Direction.DEPARTING, "clear"),
        ),
        waiting=3,
    )
    counts = counts_of(journal, DAY)
    assert (counts.departed, counts.returned, counts.annulled, counts.pending) == (2, 1, 1, 3)
    assert counts.by_kind[MovementKind.REFERRED] == 1
    assert counts.by_kind[MovementKind.REFUSED] == 0
    assert counts.hours == (HourCounts(0, 1, 0), HourCounts(9, 1, 1))
    assert (counts.verdicts, counts.scans) == ({"clear": 2, None: 1}, 3)


@pytest.mark.requirement("C4")
def test_by_flight_or_sailing_the_busiest_first_and_what_came_without_a_key():
    journal = MemoryJournal(
        counted_movements=(
            movement(MovementKind.DEPARTED, service="MS671", automatic=True),
            movement(MovementKind.DEPARTED, service="MS671"),
            movement(MovementKind.DEPARTED, service="MS671", annulled=True, automatic=True),
            movement(MovementKind.RETURNED, service="SV302", automatic=True),
            movement(MovementKind.RETURNED),
            movement(MovementKind.REFERRED, service="NE10", automatic=True),
        )
    )
    counts = counts_of(journal, DAY)
    assert counts.services == (
        ServiceCounts("MS671", 2, 0),
        ServiceCounts("", 0, 1),
        ServiceCounts("SV302", 0, 1),
    )
    assert counts.automatic == 1


def test_counts_are_provisional_unless_the_port_has_one_lane():
    for lanes, provisional in ((None, True), (2, True), (1, False)):
        assert counts_of(MemoryJournal(), DAY, LaneRules(lanes=lanes)).provisional is provisional


@pytest.mark.requirement("C4")
def test_with_neighbours_counts_are_provisional_until_every_lane_is_heard_to_the_end():
    for complete, provisional in ((7, True), (8, False)):
        counts = counts_of(MemoryJournal(), DAY, heard=PortHeard(8, complete))
        assert counts.provisional is provisional
        assert (counts.lanes_heard, counts.lanes_total) == (complete, 8)
    alone = counts_of(MemoryJournal(), DAY, LaneRules(lanes=1), PortHeard(2, 1))
    assert alone.provisional, "the lists know of another lane"
    unknown = counts_of(MemoryJournal(), DAY)
    assert (unknown.lanes_heard, unknown.lanes_total) == (None, None)


def test_by_lane():
    journal = MemoryJournal(
        counted_movements=(
            movement(MovementKind.DEPARTED, lane="2"),
            movement(MovementKind.RETURNED, lane="1"),
            movement(MovementKind.DEPARTED, lane="2", annulled=True),
            movement(MovementKind.REFERRED, lane="3"),
            movement(MovementKind.DEPARTED, lane="1"),
        )
    )
    counts = counts_of(journal, DAY)
    assert counts.lanes == (LaneCounts("1", 1, 1), LaneCounts("2", 1, 0))


def test_a_day_without_anything():
    counts = counts_of(MemoryJournal(), DAY)
    assert (counts.departed, counts.returned, counts.hours) == (0, 0, ())


def test_days_of_23_and_25_hours():
    spring, autumn = date(2026, 4, 24), date(2026, 10, 29)
    for day, hours in ((spring, 23), (autumn, 25)):
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=4)
        journal = MemoryJournal(
            counted_movements=tuple(
                CountedMovement(
                    MovementKind.DEPARTED, start + timedelta(hours=hour), hour, 1, False
                )
                for hour in range(30)
            )
        )
        assert counts_of(journal, day).departed == hours
