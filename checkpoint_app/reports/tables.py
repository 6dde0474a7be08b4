"""Tables of a report: typed cells, so that a file has real numbers and times. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from checkpoint_app.domain.port import Port


class Kind(StrEnum):
    """What the cells of a column are. ``CODE`` reads left to right in either language; ``NAME`` was
    given by people, in any script; ``HOUR`` is 0 to 23; ``SECONDS`` may have a half."""

    TEXT = "text"
    NAME = "name"
    CODE = "code"
    COUNT = "count"
    HOUR = "hour"
    SECONDS = "seconds"
    TIME = "time"


Cell: TypeAlias = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its title in the report's language. ``key`` names it to programs."""

    key: str
    title: str
    kind: Kind

    @property
    def is_number(self) -> bool:
        """Whether its cells are added up or compared by size."""
        return self.kind in _NUMBERS


_NUMBERS = frozenset({Kind.COUNT, Kind.SECONDS})


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. ``keys`` names its rows to programs, in their order; ``total`` is the row that the
    others add up to, None where nothing is added."""

    key: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose report it is, and who made it when. ``now`` is the lane's reference time, aware."""

    port: Port
    made_by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Book:
    """A whole report in one language: ``ar`` or ``en``. ``provisional`` is a sentence, or empty;
    the texts have Latin digits."""

    language: str
    title: str
    port: str
    day: date
    heading: Heading
    provisional: str
    grids: tuple[Grid, ...]

    def grid(self, key: str) -> Grid:
        """The table of this key. Raises KeyError."""
        return {each.key: each for each in self.grids}[key]
