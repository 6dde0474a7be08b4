"""`OrdersOffice` in memory, and orders of invented supervisors."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from checkpoint_app import reference
from checkpoint_app.domain.orders import Order, Ordered, OrderKind
from checkpoint_app.services.orders import AnnulledCounts
from ui.orders.port import EffectCounts, OrderDraft, SeenOrders

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 22)
GIVEN = Order(
    UUID(int=1),
    Ordered(OrderKind.RELAX, "storm", NOW + timedelta(hours=6), "VISA_EXPIRED"),
    NOW,
    "m.hassan",
    "7",
    "A",
)
MOVED = Order(
    UUID(int=2),
    Ordered(
        *(OrderKind.MOVE_SERVICE, "closed harbour", NOW + timedelta(days=2)),
        service="MS671",
        day=DAY,
        new_day=DAY + timedelta(days=1),
    ),
    NOW - timedelta(hours=2),
    "m.hassan",
    "2",
    "B",
)
ENDED = Order(
    UUID(int=3),
    Ordered(OrderKind.ACCEPT_DATA, "line cut", NOW - timedelta(hours=1)),
    NOW - timedelta(hours=9),
    "r.saad",
    "2",
    "B",
    NOW - timedelta(hours=3),
)


class FakeOrders:
    """Orders in force and of the day; what was given and lifted."""

    place: Any = SimpleNamespace(port=reference.ports().by_id("CAI-AIR"), lane="7")

    def __init__(
        self,
        kinds: tuple[OrderKind, ...] = tuple(OrderKind),
        in_force: tuple[Order, ...] = (GIVEN,),
        of_day: tuple[Order, ...] | None = None,
    ) -> None:
        self.kinds, self._in_force = kinds, in_force
        self._of_day = in_force if of_day is None else of_day
        self.given: list[OrderDraft] = []
        self.lifted: list[UUID] = []
        self.failure: Exception | None = None

    def now(self) -> datetime:
        return NOW

    def in_force(self) -> tuple[Order, ...]:
        return self._in_force

    def look(self, day: date) -> SeenOrders:
        return SeenOrders(day, NOW, self._in_force, self._of_day, self.kinds)

    def effect(self, draft: OrderDraft) -> EffectCounts:
        if draft.kind is OrderKind.ANNUL_SERVICE:
            return EffectCounts(departures=AnnulledCounts(3, 4))
        return EffectCounts(booked=118 if draft.kind is OrderKind.MOVE_SERVICE else None)

    def give(self, draft: OrderDraft) -> AnnulledCounts | None:
        if self.failure is not None:
            raise self.failure
        self.given.append(draft)
        return AnnulledCounts(3, 4) if draft.kind is OrderKind.ANNUL_SERVICE else None

    def lift(self, order_id: UUID) -> None:
        self.lifted.append(order_id)
