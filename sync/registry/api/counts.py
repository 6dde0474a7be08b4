"""The day's counts: each movement once, annulled ones taken out, by the Cairo day and hour."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine

from checkpoint_app.clock import Clock
from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.port import PortDirectory
from checkpoint_app.domain.tally import Tally as Numbers
from sync.protocol.messages import CompanyTally, CountsAnswer, HourTally, PortTally, Tally
from sync.protocol.nation import CompanyLine, NationCounts
from sync.registry.db.open import reading

_CELLS = """
    SELECT port, cairo_hour, company, kind, count(*) FROM movement
    WHERE cairo_day = ? AND (? IS NULL OR port = ?) AND annulled = 0
    GROUP BY port, cairo_hour, company, kind
"""
_ANNULLED = """
    SELECT count(*) FROM movement
    WHERE cairo_day = ? AND (? IS NULL OR port = ?) AND annulled = 1
"""
_CONFLICTS = """
    SELECT count(*) FROM (
        SELECT permit FROM movement
        WHERE cairo_day = ? AND (? IS NULL OR port = ?) AND annulled = 0
          AND kind = 0 AND permit IS NOT NULL
        GROUP BY permit HAVING count(*) > 1)
"""
_COMPANIES = "SELECT number, name_en, name_ar FROM company"
_FIELDS: Mapping[int, str] = {
    MovementKind.DEPARTED: "departed",
    MovementKind.RETURNED: "returned",
    MovementKind.REFERRED: "referred",
    MovementKind.DEFERRED: "deferred",
    MovementKind.REFUSED: "refused",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many movements of one kind a company had at a port in an hour."""

    port: int
    hour: int
    company: int | None
    kind: int
    count: int


Key = TypeVar("Key", bound=Hashable)


class DayCounts:
    """Counts movements as they stand at the moment of asking."""

    def __init__(self, engine: Engine, ports: PortDirectory, clock: Clock) -> None:
        self._engine = engine
        self._ports = ports
        self._clock = clock

    def today(self) -> date:
        """The Cairo day it is now."""
        return cairo_day(self._clock.now())

    def of(self, day: date, port: int | None = None) -> CountsAnswer:
        """The counts of a day, of one port (its bit) or of all."""
        where = (day_number(day), port, port)
        with reading(self._engine) as connection:
            rows = connection.exec_driver_sql(_CELLS, where)
            cells = [Cell(*row) for row in rows if row[3] in _FIELDS]
            names = {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(_COMPANIES)}
            annulled = _scalar(connection, _ANNULLED, where)
            conflicts = _scalar(connection, _CONFLICTS, where)
            forks = _scalar(connection, "SELECT count(*) FROM movement_fork")
            quarantined = _scalar(connection, "SELECT count(*) FROM quarantine")
        return CountsAnswer(
            day=day.isoformat(),
            port=None if port is None else self._ports.by_bit(port).port_id,
            as_of=int(self._clock.now().timestamp()),
            total=_tally(cells),
            ports=self._by_port(cells, port),
            hours=[HourTally(hour, tally) for hour, tally in _split(cells, lambda c: c.hour)],
            companies=_by_company(cells, names),
            annulled=annulled,
            conflicts=conflicts,
            forks=forks,
            quarantined=quarantined,
        )

    def _by_port(self, cells: list[Cell], asked: int | None) -> list[PortTally]:
        """Every port asked for, those without a movement too."""
        tallies = dict(_split(cells, lambda cell: cell.port))
        return [
            PortTally(port.port_id, port.name_en, port.name_ar, tallies.get(port.bit, Tally()))
            for port in self._ports
            if asked is None or port.bit == asked
        ]


def nation_of(counts: CountsAnswer) -> NationCounts:
    """The same counts, as a port's supervisor is told them."""
    return NationCounts(
        day=date.fromisoformat(counts.day),
        as_of=datetime.fromtimestamp(counts.as_of, UTC),
        total=_numbers(counts.total),
        annulled=counts.annulled,
        conflicts=counts.conflicts,
        ports=tuple((row.port, _numbers(row.tally)) for row in counts.ports),
        hours=tuple((row.hour, _numbers(row.tally)) for row in counts.hours),
        companies=tuple(
            CompanyLine(row.company, row.name_en, row.name_ar, _numbers(row.tally))
            for row in counts.companies
        ),
    )


def _numbers(tally: Tally) -> Numbers:
    return Numbers(tally.departed, tally.returned, tally.referred, tally.deferred, tally.refused)


def _by_company(cells: list[Cell], names: Mapping[int, tuple[str, str]]) -> list[CompanyTally]:
    """Companies with movements, most departures first."""
    tallies = [
        CompanyTally(number, *names.get(-1 if number is None else number, ("", "")), tally)
        for number, tally in _split(cells, lambda cell: cell.company)
    ]
    return sorted(tallies, key=lambda row: (-row.tally.departed, row.company is None, row.company))


def _split(cells: list[Cell], key: Callable[[Cell], Key]) -> list[tuple[Key, Tally]]:
    """A tally for each value of the key, in the key's order, None last."""
    groups: dict[Key, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, item[0] or 0))
    return [(value, _tally(group)) for value, group in ordered]


def _tally(cells: Iterable[Cell]) -> Tally:
    sums = dict.fromkeys(_FIELDS.values(), 0)
    for cell in cells:
        sums[_FIELDS[cell.kind]] += cell.count
    return Tally(**sums)


def _scalar(connection: Connection, sql: str, parameters: tuple[object, ...] = ()) -> int:
    found = connection.exec_driver_sql(sql, parameters).scalar_one()
    return int(found)
