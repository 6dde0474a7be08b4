"""Movements: what became of a pilgrim at a port, as an officer recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID


class Direction(IntEnum):
    """Which way the lane works. Numbers are on the wire."""

    DEPARTING = 0
    RETURNING = 1


class MovementKind(IntEnum):
    """The officer's outcome. Numbers are on the wire."""

    DEPARTED = 0
    RETURNED = 1
    REFERRED = 2
    DEFERRED = 3
    REFUSED = 4
    ANNULLED = 5


@dataclass(frozen=True, slots=True)
class Movement:
    """One outcome, chained to the one before it in the same journal.

    ``movement_id`` is a UUIDv7. ``epoch`` is random for each journal created or restored,
    ``sequence`` counts from 1 within it, ``previous`` is the SHA-256 of the encoded movement
    before (32 zero bytes for the first). ``permit`` is None for a return without a record;
    ``passport`` is then the number keyed or swiped, if any. ``annuls`` names the movement that an
    ANNULLED one takes back. ``at`` is the lane's reference time, aware, in UTC, to the millisecond.
    ``automatic`` marks an outcome that no officer's key gave.
    """

    movement_id: UUID
    epoch: bytes
    sequence: int
    previous: bytes
    kind: MovementKind
    direction: Direction
    permit: int | None
    issue: int | None
    passport: str
    company: int | None
    service: str
    port: int
    lane: str
    officer: str
    at: datetime
    findings: tuple[str, ...]
    annuls: UUID | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class PastMovement:
    """A movement of the permit at hand that this lane knows of, for `decide`."""

    kind: MovementKind
    port: int
    lane: str
    at: datetime
