"""Programmes keep the season's rules and its calendar."""

from __future__ import annotations

from collections import Counter

from checkpoint_app.domain.days import day_number
from checkpoint_app.reference import ports
from sync.registry.sample.chance import stream
from sync.registry.sample.companies import draw_houses
from sync.registry.sample.programmes import (
    DAYS_AFTER,
    DAYS_BEFORE,
    PORT_WEIGHTS,
    Trip,
    draw_trips,
)
from tests.unit.sync.registry.memory import TODAY

DAY = day_number(TODAY)
BITS = {port.port_id: port.bit for port in ports()}


def trips(permits: int, seed: int = 1) -> list[Trip]:
    houses = draw_houses(permits, stream(seed, "houses"))
    chance = stream(seed, "trips")
    return list(draw_trips(permits, DAY, houses, BITS, PORT_WEIGHTS, chance))


def test_programmes_keep_the_rules_of_housing_transport_and_supervisors() -> None:
    for trip in trips(20_000):
        assert trip.makkah_hotel_metres <= 3000
        assert trip.madinah_hotel_metres <= 1200
        assert trip.has_bus or trip.makkah_hotel_metres <= 1250
        assert trip.supervisors * 50 >= trip.pilgrims


def test_programmes_hold_exactly_the_pilgrims_asked_for() -> None:
    assert [sum(trip.pilgrims for trip in trips(count)) for count in (1, 300, 5000)] == [
        *(1, 300, 5000)
    ]


def test_travel_lies_in_ten_weeks_around_today() -> None:
    out = {trip.travel_out - DAY for trip in trips(50_000)}
    assert min(out) >= -DAYS_BEFORE
    assert max(out) <= DAYS_AFTER
    assert len(out) == DAYS_BEFORE + DAYS_AFTER + 1


def test_every_port_is_used_about_as_often_as_reported() -> None:
    pilgrims: Counter[int] = Counter()
    for trip in trips(200_000):
        pilgrims[trip.ports & -trip.ports] += trip.pilgrims
    assert set(PORT_WEIGHTS) == set(BITS)
    assert 0.58 < pilgrims[1 << BITS["CAI-AIR"]] / 200_000 < 0.7
    assert 0.02 < pilgrims[1 << BITS["SGA-SEA"]] / 200_000 < 0.06


def test_the_smallest_season_has_cairo_and_a_seaport_today() -> None:
    today = [trip.ports for trip in trips(300) if trip.travel_out == DAY]
    assert any(bitmap >> BITS["CAI-AIR"] & 1 for bitmap in today)
    assert any(bitmap >> BITS["SGA-SEA"] & 1 for bitmap in today)
