"""What the page of orders asks of the lane behind it. Built by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded after the first paint
    from uuid import UUID

    from checkpoint_app.domain.orders import Order, OrderKind
    from checkpoint_app.services.orders import AnnulledCounts
    from ui.ports import LanePlace


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order before it is given. ``until`` is of no meaning for one that annuls; the other fields
    as in `domain.orders.Ordered`."""

    kind: OrderKind
    name: str
    until: datetime
    code: str = ""
    service: str = ""
    day: date | None = None
    new_day: date | None = None


@dataclass(frozen=True, slots=True)
class SeenOrders:
    """The orders of a Cairo day, oldest first, and those in force, at ``now``."""

    day: date
    now: datetime
    in_force: tuple[Order, ...]
    of_day: tuple[Order, ...]
    kinds: tuple[OrderKind, ...] = ()
    """What whoever is here may order, and end."""


@dataclass(frozen=True, slots=True)
class EffectCounts:
    """How many an order would touch: pilgrims booked on a moved flight or sailing, as far as their
    records are here, or departures annulled. None where that is not counted."""

    booked: int | None = None
    departures: AnnulledCounts | None = None


class OrdersOffice(Protocol):
    """An opened lane. Every call but `now` does I/O: never on the window's thread. Each raises
    CheckpointError."""

    @property
    def place(self) -> LanePlace:
        """Where this lane is."""
        ...

    def now(self) -> datetime:
        """The reference time."""
        ...

    def look(self, day: date) -> SeenOrders:
        """The orders of a day, and those in force."""
        ...

    def in_force(self) -> tuple[Order, ...]:
        """The orders that count now, for the strip over every page."""
        ...

    def effect(self, draft: OrderDraft) -> EffectCounts:
        """How many it would touch, before it is given."""
        ...

    def give(self, draft: OrderDraft) -> AnnulledCounts | None:
        """Give the order. Of one that annuls: how many departures it took back."""
        ...

    def lift(self, order_id: UUID) -> None:
        """End an order."""
        ...
