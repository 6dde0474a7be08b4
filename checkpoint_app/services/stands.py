"""What stands at a lane, as its window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.services.lane import Answer


class Shown(Enum):
    """What the lane shows."""

    WAITING = auto()  # no pilgrim yet
    ANSWERED = auto()
    AGAIN = auto()  # the same permit once more at this lane: calm


@dataclass(frozen=True, slots=True)
class Undoable:
    """The newest movement that UNDO would take back, and until when. ``who`` is a Latin name or
    empty; ``current`` when it belongs to the pilgrim on the screen."""

    scan_id: UUID
    movement: Movement
    who: str
    until: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What stands at the lane. ``answer`` is None while WAITING.

    ``movement`` is what stands recorded for the pilgrim on screen, by this scan or an earlier one
    here; None while a key is awaited or nothing fits. ``keys`` are the outcomes that an officer may
    give now, ``lead`` the one that the verdict stands for. ``unkeyed`` is the outcome that the next
    reading will record if no key comes, None for none. ``before`` is the movement recorded
    automatically for the pilgrim before, at this reading. ``needs_tail`` when the last four of the
    passport would help, ``document`` is the passport as it was shown. ``first_seen``: with AGAIN,
    when the permit was first answered here. ``at`` is when the answer was given.
    """

    shown: Shown
    at: datetime
    direction: Direction
    answer: Answer | None = None
    movement: Movement | None = None
    keys: frozenset[MovementKind] = frozenset()
    lead: MovementKind | None = None
    unkeyed: MovementKind | None = None
    before: Undoable | None = None
    undoable: Undoable | None = None
    needs_tail: bool = False
    first_seen: datetime | None = None
    officer: str = ""
    document: PresentedDocument | None = None

    @property
    def scan_id(self) -> UUID | None:
        """The scan that is on screen: what an officer who looks at it has ``seen``."""
        return None if self.answer is None else self.answer.scan_id
