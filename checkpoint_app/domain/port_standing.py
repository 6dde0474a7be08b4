"""How the lanes of a port stand to each other, as one of them knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortStanding:
    """``linked``: a hub of the port answers. ``lanes`` counts the port's devices in service, this
    one too; ``heard`` those whose every movement is known here and who spoke lately, this one too.
    ``conflicts`` are permits that left at two lanes, ``cases`` referrals without an outcome."""

    linked: bool
    lanes: int
    heard: int
    conflicts: int = 0
    cases: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of any lane is missing here."""
        return self.heard >= self.lanes
