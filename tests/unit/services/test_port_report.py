"""The port's day: each movement once, and the same total in every table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.cases import CaseEvent, CaseOutcome, Decided, Opened
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.tally import Tally, sum_of
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import Unstaffed
from checkpoint_app.services.port_report import (
    PortReporting,
    ReportedMovement,
    cases_of,
    day_of,
    orders_of,
    seconds_a_passenger,
    shifts_of,
)
from tests.unit.reports.samples import (
    DAY,
    END,
    NOW,
    START,
    busy_day,
    movement,
    orders,
    shifts,
)

TABLES = ("hours", "services", "companies", "lanes", "officers")
ANY_MOVEMENT = st.builds(
    lambda number, kind, minutes, annulled, company, lane, service, officer, permit: movement(
        number,
        kind,
        at=START + timedelta(minutes=minutes),
        annulled=annulled,
        company=company,
        lane=lane,
        service=service,
        officer=officer,
        permit=permit,
    ),
    st.integers(0, 10**6),
    st.sampled_from(MovementKind),
    st.integers(-120, 26 * 60),
    st.booleans(),
    st.none() | st.integers(0, 4),
    st.sampled_from(["", "1", "2", "٣"]),
    st.sampled_from(["", "MS671", "NE 10"]),
    st.sampled_from(["", "s.adel", "n.hassan"]),
    st.none() | st.integers(1, 6),
)


@pytest.mark.requirement("C4")
@given(st.lists(ANY_MOVEMENT, max_size=60))
def test_every_table_adds_up_to_the_same(movements: list[ReportedMovement]) -> None:
    counts = day_of(DAY, movements).counts()
    today = [each for each in movements if START <= each.movement.at < END]
    assert counts.total.departed == sum(
        each.stands and each.movement.kind is MovementKind.DEPARTED for each in today
    )
    for table in TABLES:
        lines = getattr(counts, table)
        assert sum_of(line.tally for line in lines) == counts.total, table
        assert sum(line.annulled for line in lines) == counts.annulled, table
        assert len({line.key for line in lines}) == len(lines)


@given(st.lists(ANY_MOVEMENT, max_size=30), st.randoms())
def test_the_order_in_which_they_came_does_not_matter(movements, random) -> None:
    unique = list({each.movement.sequence: each for each in movements}.values())
    shuffled = random.sample(unique, len(unique))
    assert day_of(DAY, shuffled).counts() == day_of(DAY, unique).counts()


def test_a_permit_that_departed_twice_is_told() -> None:
    twice = [movement(1), movement(1, at=NOW, lane="3"), movement(2), movement(2, annulled=True)]
    counts = day_of(DAY, twice).counts()
    assert (counts.total, counts.annulled, counts.conflicts) == (Tally(3), 1, 1)


def test_seconds_are_between_passengers_of_one_lane_and_without_pauses() -> None:
    def at(seconds: int, lane: str = "1") -> object:
        return movement(seconds, at=START + timedelta(seconds=seconds), lane=lane).movement

    assert seconds_a_passenger([at(0), at(6)]) is None
    assert seconds_a_passenger([at(0), at(2, "2"), at(6), at(9, "2"), at(14)]) == 7
    assert seconds_a_passenger([at(0), at(6), at(3600), at(3610)]) == 8


def entry(number: int, case: int, content: object, at=NOW, officer: str = "o") -> CaseEvent:
    return CaseEvent(
        event_id=UUID(int=number),
        epoch=bytes(16),
        sequence=number,
        previous=bytes(32),
        device="",
        case_id=UUID(int=case),
        permit=1,
        port=0,
        lane="1",
        officer=officer,
        at=at,
        content=content,
    )


def test_referrals_end_once_and_overrides_are_named() -> None:
    opened = Opened(UUID(int=9), "refuse", "TOKEN", "", 7, "", ())
    decided = Decided(CaseOutcome.CLEAR, frozenset(), END, True, "other")
    before = START - timedelta(hours=1)
    events = [
        entry(1, 1, opened, officer="s.adel"),
        entry(2, 1, decided, officer="h.mansour"),
        entry(3, 2, opened),
        entry(4, 3, opened, at=before),
        entry(5, 3, replace(decided, outcome=CaseOutcome.DEFER, lifts_refusal=False)),
        entry(6, 4, opened),
        entry(7, 4, replace(decided, outcome=CaseOutcome.REFUSE, lifts_refusal=False)),
    ]
    found = cases_of(events, START, END, NOW)
    assert (found.opened, found.cleared, found.deferred) == (3, 1, 0)
    assert (found.refused, found.waiting) == (1, 1)
    assert [(each.by, each.referred_by) for each in found.overrides] == [("h.mansour", "s.adel")]
    named = entry(2, 1, replace(decided, approved_by="the.supervisor"), officer="h.mansour")
    (override,) = cases_of([events[0], named], START, END, NOW).overrides
    assert override.by == "the.supervisor"


def test_orders_of_the_day_are_those_that_held_in_it() -> None:
    relaxed, moved = orders()
    assert orders_of((moved, relaxed), START, END) == (relaxed, moved)
    assert orders_of((relaxed, moved), END, END + timedelta(days=1)) == (moved,)
    lifted = replace(moved, lifted=moved.since + timedelta(hours=1))
    assert orders_of((lifted,), END, END + timedelta(days=1)) == ()


def test_a_shift_has_what_its_officer_did_in_it() -> None:
    standing = day_of(DAY, busy_day()).standing
    ended, *_ = found = shifts_of(shifts(), standing, START, END)
    assert len(found) == 3
    assert (
        0
        < ended.tally.people
        < sum(each.officer == "s.adel" and each.kind is MovementKind.DEPARTED for each in standing)
    )


class Nobody:
    def require(self, deed: Deed) -> object:
        raise RoleError("no", key="role.forbidden")


class MemoryDay:
    """`ReportJournal` of what a test puts in."""

    def __init__(self, movements) -> None:
        self.movements = movements

    def reported_movements(self, start, end):
        return self.movements

    def scans_between(self, start, end):
        return ()

    def cases_between(self, start, end):
        return ()

    def pending(self):
        return 0


def test_only_who_may_sees_the_counts_of_the_port() -> None:
    journal = MemoryDay(busy_day())
    with pytest.raises(RoleError):
        PortReporting(journal=journal, guard=Nobody()).of(DAY, NOW)
    seen = PortReporting(journal=journal, guard=Unstaffed(lambda: "o"), orders=orders).of(DAY, NOW)
    assert seen.provisional
    assert not seen.is_empty
    assert len(seen.orders) == 2
