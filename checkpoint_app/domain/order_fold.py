"""What their entries make of the orders: the same from the same entries, in whatever order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from checkpoint_app.domain.case_fold import in_order
from checkpoint_app.domain.cases import CaseEvent
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.orders import (
    LONGEST,
    Lifted,
    Order,
    Ordered,
    annuls,
    service_key,
)


def fold_orders(events: Iterable[CaseEvent]) -> tuple[Order, ...]:
    """The orders of these entries, oldest first; entries of cases say nothing here.

    Of an id that one device gave twice the earliest entry counts; under the id of another's order a
    device hides nothing. No order outlasts `LONGEST`, whatever its entry says; whoever ends it
    first, on whichever lane, has ended it.
    """
    given: dict[tuple[str, UUID], CaseEvent] = {}
    lifted: dict[UUID, datetime] = {}
    for event in in_order(events):
        if isinstance(event.content, Ordered):
            given.setdefault((event.device, event.case_id), event)
        elif isinstance(event.content, Lifted):
            lifted.setdefault(event.case_id, event.at)
    found = [_order(event, lifted.get(event.case_id)) for event in given.values()]
    return tuple(sorted(found, key=lambda each: (each.since, each.order_id.bytes, each.device)))


def _order(event: CaseEvent, lifted: datetime | None) -> Order:
    said = event.content
    assert isinstance(said, Ordered)
    latest = datetime.max.replace(tzinfo=event.at.tzinfo)
    longest = LONGEST[said.kind]
    until = event.at + longest if latest - event.at > longest else latest
    return Order(
        order_id=event.case_id,
        said=replace(said, until=min(said.until, until)),
        since=event.at,
        by=event.officer,
        lane=event.lane,
        device=event.device,
        lifted=lifted,
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Flights and sailings whose departures orders have taken back, with when: those recorded until
    then count no more, at any lane of the port. False where there are none."""

    until: Mapping[tuple[str, date], datetime] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.until)

    def may_cover(self, at: datetime) -> bool:
        """Whether a departure of this time can be among them, whatever it left by."""
        day = cairo_day(at)
        return any(each == day and at <= until for (_, each), until in self.until.items())

    def covers(self, service: str, at: datetime) -> bool:
        """Whether a departure by this flight or sailing at this time is taken back."""
        until = self.until.get((service_key(service), cairo_day(at)))
        return until is not None and at <= until


def taken_back(orders: Iterable[Order]) -> TakenBack:
    """What the orders annul. Such an order is not lifted: its people are scanned again."""
    found: dict[tuple[str, date], datetime] = {}
    for order in orders:
        said = order.said
        if said.day is not None and annuls(said, order.since):
            key = service_key(said.service), said.day
            found[key] = max(order.since, found.get(key, order.since))
    return TakenBack(MappingProxyType(found))
