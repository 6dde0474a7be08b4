"""The page of orders over an opened lane."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from checkpoint_app.domain.orders import Order, OrderKind
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.orders import DEEDS, AnnulledCounts, OrderDesk
from ui.orders.port import EffectCounts, OrderDraft, SeenOrders

if TYPE_CHECKING:
    from ui.ports import LanePlace


class LaneOrdersOffice:
    """`ui.orders.port.OrdersOffice`. ``booked`` counts whose records here name a flight or sailing
    and a day of travel (`RecordsStore.booked_on`)."""

    def __init__(
        self,
        desk: OrderDesk,
        guard: Guard,
        place: LanePlace,
        now: Callable[[], datetime],
        booked: Callable[[str, date], int],
    ) -> None:
        self._desk, self._guard, self._place = desk, guard, place
        self._now, self._booked = now, booked

    @property
    def place(self) -> LanePlace:
        """See `OrdersOffice`; so the others."""
        return self._place

    def now(self) -> datetime:
        """The reference time."""
        return self._now()

    def look(self, day: date) -> SeenOrders:
        """The orders of a day, and those in force."""
        kinds = tuple(kind for kind in OrderKind if self._guard.allows(DEEDS[kind]))
        return SeenOrders(day, self._now(), self._desk.in_force(), self._desk.of_day(day), kinds)

    def in_force(self) -> tuple[Order, ...]:
        """The orders that count now."""
        return self._desk.in_force()

    def effect(self, draft: OrderDraft) -> EffectCounts:
        """How many an order would touch."""
        if not draft.service or draft.day is None:
            return EffectCounts()
        if draft.kind is OrderKind.MOVE_SERVICE:
            return EffectCounts(booked=self._booked(draft.service, draft.day))
        if draft.kind is OrderKind.ANNUL_SERVICE:
            return EffectCounts(departures=self._desk.departures_of(draft.service, draft.day))
        return EffectCounts()

    def give(self, draft: OrderDraft) -> AnnulledCounts | None:
        """Give the order."""
        desk, service = self._desk, draft.service
        day, new_day = draft.day or date.min, draft.new_day or date.min
        match draft.kind:
            case OrderKind.RELAX:
                desk.relax(draft.code, draft.name, draft.until)
            case OrderKind.MOVE_SERVICE:
                desk.move_service(service, day, new_day, draft.name, draft.until)
            case OrderKind.ACCEPT_DATA:
                desk.accept_data(draft.until, draft.name)
            case OrderKind.ANNUL_SERVICE:
                return desk.annul_service(service, day, draft.name)
        return None

    def lift(self, order_id: UUID) -> None:
        """End an order."""
        self._desk.lift(order_id)
