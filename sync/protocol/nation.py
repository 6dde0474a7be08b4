"""The counts of a day over all ports, as the registry tells a port's supervisor
(``GET /api/v1/counts/nation``). Numbers and names of companies; nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from checkpoint_app.credential import canonical, shape
from checkpoint_app.domain.tally import Tally
from checkpoint_app.errors import CheckpointError, ProtocolError

NATION_LIMIT = 1 << 20
# As many as ever had a licence, and room; each row under 400 bytes.
MOST_COMPANIES = 2500
_MOST_PORTS, _HOURS = 255, 24
_LONGEST_NAME = 80
_LONGEST_PORT = 16
_FORMAT, _FIELDS = 1, 9
_COUNTS = 5


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company's counts; ``company`` is None for movements without one, names may be empty."""

    company: int | None
    name_en: str
    name_ar: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class NationCounts:
    """What the registry has of a Cairo day at ``as_of``, by its clock. Ports are named by their
    ids, hours are 0 to 23. ``companies`` are the busiest ones when there are too many."""

    day: date
    as_of: datetime
    total: Tally
    annulled: int
    conflicts: int
    ports: tuple[tuple[str, Tally], ...]
    hours: tuple[tuple[int, Tally], ...]
    companies: tuple[CompanyLine, ...]


def encode_nation(counts: NationCounts) -> bytes:
    """The counts' bytes."""
    return canonical.encode(
        [
            _FORMAT,
            shape.day_number(counts.day),
            int(counts.as_of.timestamp()),
            list(counts.total.numbers),
            counts.annulled,
            counts.conflicts,
            [[port, *tally.numbers] for port, tally in counts.ports],
            [[hour, *tally.numbers] for hour, tally in counts.hours],
            [_company_row(line) for line in counts.companies[:MOST_COMPANIES]],
        ]
    )


def decode_nation(data: bytes) -> NationCounts:
    """Read the counts; items after those known here are of later programs, and passed over.
    Raises ProtocolError."""
    try:
        return _decoded(data)
    except ProtocolError:
        raise
    except CheckpointError as error:
        raise ProtocolError(f"not the counts: {error}", key="sync.not_registry") from error


def _decoded(data: bytes) -> NationCounts:
    row = shape.array(canonical.decode(data, limit=NATION_LIMIT))
    if len(row) < _FIELDS or row[0] != _FORMAT:
        raise ProtocolError("counts of another form", key="sync.not_registry")
    return NationCounts(
        day=shape.day(row[1]),
        as_of=shape.instant(row[2]),
        total=_tally(shape.array(row[3], _COUNTS)),
        annulled=shape.integer(row[4]),
        conflicts=shape.integer(row[5]),
        ports=tuple(
            (shape.text(each[0], _LONGEST_PORT), _tally(each[1:]))
            for each in _rows(row[6], 1, _MOST_PORTS)
        ),
        hours=tuple(
            (shape.integer(each[0], 0, _HOURS - 1), _tally(each[1:]))
            for each in _rows(row[7], 1, _HOURS)
        ),
        companies=tuple(_company(each) for each in _rows(row[8], 3, MOST_COMPANIES)),
    )


def _rows(value: object, names: int, most: int) -> list[list[object]]:
    rows = shape.array(value)
    if len(rows) > most:
        raise shape.bad("rows")
    return [shape.array(row, names + _COUNTS) for row in rows]


def _company(row: list[object]) -> CompanyLine:
    number = None if row[0] is None else shape.integer(row[0])
    name_en, name_ar = (shape.text(each, _LONGEST_NAME) for each in row[1:3])
    return CompanyLine(number, name_en, name_ar, _tally(row[3:]))


def _company_row(line: CompanyLine) -> list[object]:
    names = (shape.nfc(name)[:_LONGEST_NAME] for name in (line.name_en, line.name_ar))
    return [line.company, *map(shape.nfc, names), *line.tally.numbers]


def _tally(numbers: list[object]) -> Tally:
    return Tally(*(shape.integer(each) for each in numbers))
