"""An officer who looks at what stands, and means that."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.services.turn import OfficerTurn, Turn
from tests.integration.services.world import Lane


class Desk:
    """`OfficerTurn` as somebody works it who waits for each answer and then presses a key."""

    def __init__(self, lane: Lane, turn: OfficerTurn) -> None:
        self._journal, self.behind = lane.journal, turn
        self.shown: Turn | None = None

    @property
    def seen(self) -> UUID | None:
        return None if self.shown is None else self.shown.scan_id

    def resume(self) -> Turn:
        return self._see(self.behind.resume())

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = True) -> Turn:
        """Typed, where nothing else is said."""
        return self._see(self.behind.read(text, symbology, by_hand=by_hand))

    def visa(self, kind: VisaKind | None) -> Turn:
        return self._see(self.behind.visa(kind, self.seen))

    def passport_tail(self, text: str) -> Turn:
        return self._see(self.behind.passport_tail(text, self.seen))

    def rejudge(self) -> Turn:
        return self._see(self.behind.rejudge(self.seen))

    def act(self, kind: MovementKind) -> Turn:
        return self._see(self.behind.act(kind, self.seen))

    def undo(self) -> Turn:
        """The newest movement that stands here, whether it is offered or not."""
        recent = self._journal.last_movements("7", 100)
        newest = next((each.movement.movement_id for each in recent if each.stands), uuid4())
        return self._see(self.behind.undo(newest))

    def undo_scan(self, scan_id: UUID) -> Turn:
        return self._see(self.behind.undo_scan(scan_id))

    def face(self, direction: Direction, officer: str) -> Turn:
        return self._see(self.behind.face(direction, officer, self.seen))

    def leave(self) -> None:
        self.behind.leave(self.seen)

    @property
    def peek(self) -> Callable[[int], object]:
        return self.behind.peek

    def _see(self, turn: Turn) -> Turn:
        self.shown = turn
        return turn
