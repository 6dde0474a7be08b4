"""A synthetic season: companies, agents, programmes and pilgrims that never were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from itertools import islice

from sqlalchemy import Connection, Engine, insert, select

from checkpoint_app.credential.status_list import pack_entries
from checkpoint_app.domain.days import day_number
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.db.operations import insert_rows, next_numbers, set_meta
from sync.registry.sample.chance import stream
from sync.registry.sample.companies import Houses, draw_houses
from sync.registry.sample.pilgrims import PERMIT_COLUMNS, PermitRow, Pilgrims, StatusPlaces
from sync.registry.sample.programmes import PORT_WEIGHTS, Trip, draw_trips

# Permits written in one transaction.
_CHUNK = 20_000
# The first trips, whose days and ports are certain, hold pilgrims with nothing against them.
_SPOTLESS_TRIPS, _SPOTLESS = 5, 12


@dataclass(frozen=True, slots=True)
class SampleSeason:
    """How much was made."""

    companies: int
    agents: int
    programmes: int
    permits: int


def sample(
    engine: Engine,
    *,
    permits: int,
    seed: int,
    today: date,
    port_weights: Mapping[str, int] = PORT_WEIGHTS,
) -> SampleSeason:
    """Fill a registry without permits with a season around ``today``: travel from three weeks
    before to seven weeks after, out of ports as often as ``port_weights`` says. The same arguments
    make the same rows.

    The first three programmes leave today (two from Cairo by air, one from Safaga), if these ports
    have a weight; the first twelve pilgrims of each have nothing against them. Beside them, some
    pilgrims in a thousand lack a vaccination, a visa or a lasting passport, or are revoked.

    Memory does not grow with the permits, a status list for every 65,536 apart. Raises ConfigError
    when the registry already holds permits, StorageError.
    """
    day = day_number(today)
    houses = draw_houses(permits, stream(seed, "houses"))
    with writing(engine) as connection:
        _refuse_second(connection)
        set_meta(connection, "sample_seed", str(seed))
        _write_houses(connection, houses)
        change = next_numbers(connection, "change")
    bits = {port.port_id: port.bit for port in ports()}
    chance = stream(seed, "trips")
    pilgrims = Pilgrims(seed, day)
    trips = 0
    season = draw_trips(permits, day, houses, bits, port_weights, chance)
    for batch in _batches(season):
        trips += len(batch)
        with writing(engine) as connection:
            _write_trips(connection, batch)
            insert_rows(connection, schema.permit, PERMIT_COLUMNS, _rows(pilgrims, batch, change))
    with writing(engine) as connection:
        _write_status_lists(connection, pilgrims.places)
        next_numbers(connection, "programme", trips)
    return SampleSeason(len(houses.companies), len(houses.agents), trips, permits)


def _refuse_second(connection: Connection) -> None:
    if connection.execute(select(schema.permit.c.id).limit(1)).first() is not None:
        raise ConfigError("the registry already holds permits", key="registry.not_empty")


def _batches(trips: Iterator[Trip]) -> Iterator[list[Trip]]:
    """Trips for about `_CHUNK` pilgrims at a time."""
    batch: list[Trip] = []
    pilgrims = 0
    for trip in trips:
        batch.append(trip)
        pilgrims += trip.pilgrims
        if pilgrims >= _CHUNK:
            yield batch
            batch, pilgrims = [], 0
    if batch:
        yield batch


def _rows(pilgrims: Pilgrims, trips: Iterable[Trip], change: int) -> Iterator[PermitRow]:
    for trip in trips:
        spotless = _SPOTLESS if trip.number <= _SPOTLESS_TRIPS else 0
        yield from pilgrims.of(trip, change, spotless=spotless)


def _write_houses(connection: Connection, houses: Houses) -> None:
    connection.execute(insert(schema.company), [asdict(company) for company in houses.companies])
    connection.execute(insert(schema.agent), [asdict(agent) for agent in houses.agents])
    next_numbers(connection, "company", len(houses.companies))
    next_numbers(connection, "agent", len(houses.agents))


def _write_trips(connection: Connection, trips: list[Trip]) -> None:
    columns = [field.name for field in fields(Trip)]
    insert_rows(connection, schema.programme, columns, (astuple(trip) for trip in trips))


def _write_status_lists(connection: Connection, places: StatusPlaces) -> None:
    rows = (
        (list_id, pack_entries(bytes(entries)), 0) for list_id, entries in enumerate(places.lists)
    )
    insert_rows(connection, schema.status_list, ("list_id", "entries", "version"), rows)


def spotless_permits(engine: Engine, port_id: str, day: date, count: int) -> tuple[int, ...]:
    """Numbers of permits with nothing against them that leave this port on this day, as the
    season was made (no verdict is asked), lowest first; fewer than ``count`` when there are not so
    many."""
    with reading(engine) as connection:
        return tuple(islice(_spotless(connection, port_id, day_number(day)), count))


def _spotless(connection: Connection, port_id: str, day: int) -> Iterator[int]:
    permit, trip = schema.permit.c, schema.programme.c
    sound = (
        select(permit.number)
        .select_from(
            schema.permit.join(schema.programme, trip.number == permit.programme)
            .join(schema.company, schema.company.c.number == permit.company)
            .join(schema.agent, schema.agent.c.number == permit.agent)
        )
        .where(permit.ports.bitwise_and(1 << ports().by_id(port_id).bit) != 0)
        .where(permit.travel_out == day, permit.valid_from <= day, permit.valid_until >= day)
        .where(permit.status == 0, trip.state == 0)
        .where(schema.company.c.state == 0, schema.agent.c.state == 0)
        .where(permit.visa_kind == "umrah", permit.visa_number != "", permit.visa_expiry >= day)
        .where(permit.vaccinated <= day - 10, permit.vaccinated > day - 1800)
        .where(permit.passport_expiry >= day + 200)
        .where(permit.company_approved_at.is_not(None), permit.ministry_approved_at.is_not(None))
        .order_by(permit.number)
    )
    yield from connection.execute(sound).scalars()
