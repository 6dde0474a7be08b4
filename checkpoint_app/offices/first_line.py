"""Look-ups and groups of an opened lane: `ui.lane.port.FirstLineOffice` over the services."""

from __future__ import annotations

from typing import Protocol

from checkpoint_app import reference
from checkpoint_app.services.group_view import Group, GroupView
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.lookups import LookUps, Reason
from checkpoint_app.services.stores import Journal, RecordsCache
from checkpoint_app.services.turn import Turn


class ReadsByHand(Protocol):
    """The lane's turn: `checkpoint_app.services.turn.OfficerTurn.read`, or that of the office."""

    def __call__(self, text: str, symbology: str = "", *, by_hand: bool = False) -> Turn: ...


class FirstLine:
    """The first line of one lane."""

    def __init__(
        self,
        *,
        lane: LaneService,
        read: ReadsByHand,
        records: RecordsCache,
        journal: Journal,
        guard: Guard,
        digest_key: bytes,
    ) -> None:
        """``read`` is that of the turn that the window shows. ``digest_key``: 32 secret bytes of
        this lane, out of its key store, under which look-ups are audited."""
        self._read = read
        self._look_ups = LookUps(
            lane=lane,
            records=records,
            journal=journal,
            guard=guard,
            governorates=reference.governorates(),
            digest_key=digest_key,
        )
        self._groups = GroupView(lane=lane, records=records, journal=journal, guard=guard)

    def look_up(self, text: str, reason: str) -> Turn:
        """See `FirstLineOffice`."""
        return self._look_ups.open(text, Reason(reason), self._by_hand)

    def group(self, programme: int, permit: int | None) -> Group:
        """See `FirstLineOffice`."""
        return self._groups.of(programme, permit)

    def _by_hand(self, number: str) -> Turn:
        return self._read(number, by_hand=True)
