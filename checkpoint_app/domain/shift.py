"""Shifts: an officer at a lane, working one way, from a beginning to an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from checkpoint_app.domain.movement import Direction, MovementKind


class ShiftEnd(IntEnum):
    """How a shift ended. Numbers are in the journal."""

    CLOSED = 0
    HANDED_OVER = 1
    LEFT_OPEN = 2  # somebody else began one: the lane was left without an end


@dataclass(frozen=True, slots=True)
class Shift:
    """``officer`` is a login. ``end`` and ``ended`` are None while it is open."""

    shift_id: UUID
    officer: str
    lane: str
    direction: Direction
    began: datetime
    ended: datetime | None = None
    end: ShiftEnd | None = None
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class ShiftCounts:
    """What was done in a shift at its lane. ``by_kind`` counts movements that stand, ``verdicts``
    scans by verdict (None: nothing to judge). ``open_cases`` and ``deferred`` are of the port: what
    is handed on. ``seconds`` is the median time from one passenger to the next, None under three.
    """

    scans: int
    by_kind: Mapping[MovementKind, int]
    verdicts: Mapping[str | None, int]
    annulled: int
    automatic: int
    open_cases: int
    deferred: int
    seconds: float | None
