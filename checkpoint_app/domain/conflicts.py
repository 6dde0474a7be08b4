"""Two departures on one permit at one port, neither lane knowing of the other: one conflict case.

Derived from the movements alone, so every lane comes to the same one without asking another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Movement, MovementKind

_CONTEXT = b"umrah/1/conflict/"
_KNOWING = frozenset(
    {FindingCode.ALREADY_DEPARTED_HERE.value, FindingCode.ALREADY_DEPARTED_ELSEWHERE.value}
)


class PortMoved(NamedTuple):
    """A movement at this port, of which device's journal it is (this one's may be the empty
    string), and whether a later one took it back."""

    device: str
    movement: Movement
    annulled: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """The departures of one permit that contradict one another, oldest first."""

    case_id: UUID
    permit: int
    departures: tuple[PortMoved, ...]

    @property
    def newest(self) -> datetime:
        """When the last of them was recorded: an outcome from before does not answer it."""
        return self.departures[-1].movement.at


def conflict_id(permit: int) -> UUID:
    """The id of a permit's conflict case, the same at every lane."""
    return UUID(bytes=hashlib.sha256(_CONTEXT + f"{permit:013d}".encode("ascii")).digest()[:16])


def conflict_of(movements: Iterable[PortMoved]) -> Conflict | None:
    """The conflict in the movements of one permit, given in any order; None for none.

    Standing departures of different devices conflict when each was recorded without knowing of any
    departure and no return lies between them. Whoever knew had a second line's leave; and it is not
    the clocks, which differ, that tell who was first.
    """
    known = _standing(movements)
    left = [
        each
        for each in known
        if each.movement.kind is MovementKind.DEPARTED
        and not knows_of_departure(each.movement.findings)
    ]
    returns = [each.movement.at for each in known if each.movement.kind is MovementKind.RETURNED]
    apart = {
        each
        for earlier, later in combinations(left, 2)
        if _contradict(earlier, later, returns)
        for each in (earlier, later)
    }
    departures = tuple(each for each in left if each in apart)
    permit = departures[0].movement.permit if departures else None
    return None if permit is None else Conflict(conflict_id(permit), permit, departures)


def knows_of_departure(findings: Iterable[str]) -> bool:
    """Whether these findings say that the pilgrim had left already."""
    return not _KNOWING.isdisjoint(findings)


def _standing(movements: Iterable[PortMoved]) -> list[PortMoved]:
    """Each movement that nothing has taken back once, by time and then id: not by device, which
    each lane calls its own way. Under the id of another device's movement one hides nothing."""
    given = list(movements)
    gone = {(each.device, each.movement.annuls) for each in given}  # none but its own journal's
    kept = {
        (each.device, each.movement.movement_id): each
        for each in given
        if not each.annulled and (each.device, each.movement.movement_id) not in gone
    }
    return sorted(
        kept.values(), key=lambda each: (each.movement.at, each.movement.movement_id.bytes)
    )


def _contradict(earlier: PortMoved, later: PortMoved, returns: Sequence[datetime]) -> bool:
    if earlier.device == later.device:
        return False
    first, last = earlier.movement.at, later.movement.at
    # A departure at the very instant of a return counts as after it, as in `whereabouts`.
    return not any(first < returned <= last for returned in returns)
