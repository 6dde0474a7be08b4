"""Orders at the registry: kept in their chain, and a cancelled sailing out of the counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from checkpoint_app.credential.movement_bytes import encode_movement
from checkpoint_app.domain.cases import CaseEventKind
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.orders import Lifted, Ordered, OrderKind
from tests.integration.registry_api.world import NOON, Lane, Registry, record_case

TODAY = cairo_day(NOON)
HOUR = timedelta(hours=1)


def annul(lane: Lane, service: str = "MS671", day: date = TODAY, **values: object) -> None:
    said = Ordered(OrderKind.ANNUL_SERVICE, "storm", NOON, service=service, day=day)
    record_case(lane, said, permit=None, **values)


def counted(registry: Registry) -> tuple[int, int]:
    """Departures that stand, and movements taken back."""
    counts = registry.counts()
    return counts["total"]["departed"], counts["annulled"]  # type: ignore[index, return-value]


@pytest.mark.requirement("C4")
def test_orders_are_kept_between_movements(registry: Registry, lane: Lane) -> None:
    lane.record()
    said = Ordered(OrderKind.RELAX, "storm", NOON + HOUR, code="EXPIRED")
    event = record_case(lane, said, permit=None)
    record_case(lane, Lifted(), case_id=event.case_id, permit=None)
    lane.record()
    assert lane.send().sequence == 4
    kinds = [row[6] for row in registry.rows("case_event")]
    assert kinds == [CaseEventKind.ORDERED, CaseEventKind.LIFTED]
    assert counted(registry) == (2, 0)
    assert registry.rows("quarantine") == []


@pytest.mark.requirement("C4")
def test_a_cancelled_sailing_is_taken_back_for_every_lane_of_its_port(
    registry: Registry, lane: Lane
) -> None:
    other, elsewhere = Lane(registry, lane="2"), Lane(registry, "SGA-SEA")
    for each in (lane, other, elsewhere):
        each.record(service="MS671", at=NOON - HOUR)
    lane.record(service="MS672", at=NOON - HOUR)
    other.record(service="ms 671", at=NOON + HOUR)
    other.record(MovementKind.REFERRED, service="MS671", at=NOON - HOUR)
    for each in (lane, other, elsewhere):
        each.send()
    assert counted(registry) == (5, 0)
    annul(lane, at=NOON)
    lane.send(3)
    assert counted(registry) == (3, 2)
    lane.send()
    assert counted(registry) == (3, 2)


def test_departures_that_come_after_the_order_are_taken_back_too(
    registry: Registry, lane: Lane
) -> None:
    other = Lane(registry, lane="2")
    annul(lane)
    lane.send()
    late = other.record(service="MS671", at=NOON - HOUR)
    other.record(service="MS671", at=NOON + timedelta(seconds=2))
    other.send()
    assert counted(registry) == (1, 1)
    # What its lane then does itself changes nothing more.
    other.record(MovementKind.ANNULLED, annuls=late.movement_id, service="MS671")
    other.send()
    assert counted(registry) == (1, 1)
    assert registry.rows("quarantine") == []


def test_a_clock_ahead_annuls_nothing_that_comes_later(registry: Registry, lane: Lane) -> None:
    annul(lane, at=NOON + 5 * HOUR)
    lane.send()
    lane.record(service="MS671", at=NOON + HOUR)
    lane.send()
    assert counted(registry) == (1, 0)


def test_the_same_order_within_a_batch(registry: Registry, lane: Lane) -> None:
    first = lane.record(service="MS671", at=NOON - HOUR)
    annul(lane)
    movement = replace(first, sequence=3, movement_id=UUID(int=7), at=NOON - 2 * HOUR)
    lane.movements.append(encode_movement(movement))
    lane.send()
    assert counted(registry) == (0, 2)


def test_other_days_and_kinds_of_orders_take_nothing_back(registry: Registry, lane: Lane) -> None:
    lane.record(service="MS671", at=NOON - HOUR)
    annul(lane, day=TODAY - timedelta(days=1))
    annul(lane, service=" ")
    moved = Ordered(OrderKind.MOVE_SERVICE, "fog", NOON + HOUR, "", "MS671", TODAY, TODAY)
    record_case(lane, moved, permit=None)
    lane.send()
    assert counted(registry) == (1, 0)
