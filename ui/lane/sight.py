"""What an officer sees at one moment: a key means this, whatever has happened since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.lane.views import Action

if TYPE_CHECKING:
    from uuid import UUID

    from checkpoint_app.services.turn import Turn


@dataclass(frozen=True, slots=True)
class Sight:
    """The turn on screen, and the keys that it offers."""

    turn: Turn | None = None
    keys: frozenset[Action] = frozenset()

    @property
    def scan_id(self) -> UUID | None:
        """The scan that is on screen."""
        return None if self.turn is None else self.turn.scan_id


NOTHING = Sight()
