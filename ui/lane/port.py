"""What the first line asks beyond its turn (`ui.ports.LaneOffice`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from checkpoint_app.services.group_view import Group
    from checkpoint_app.services.turn import Turn


class FirstLineOffice(Protocol):
    """Every call does I/O, and raises CheckpointError."""

    def look_up(self, text: str, reason: str) -> Turn:
        """Open a permit by a number that was typed (permit, passport, national ID), for a
        `checkpoint_app.services.lookups.Reason`. In the thread of the turn."""
        ...

    def group(self, programme: int, permit: int | None) -> Group:
        """The permits of a programme and how far each is; ``permit`` is the one on screen. In the
        thread of the desk."""
        ...
