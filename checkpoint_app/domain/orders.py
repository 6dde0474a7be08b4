"""Orders: what a supervisor decides for the whole port, for a time, under a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import Relief
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.relief import RELAXABLE


class OrderKind(IntEnum):
    """What an order does. Numbers are on the wire."""

    RELAX = 0  # one check, for everybody
    MOVE_SERVICE = 1  # a flight or sailing goes on another day
    ACCEPT_DATA = 2  # data past the supervisor's grade counts as ageing
    ANNUL_SERVICE = 3  # what was recorded of a cancelled flight or sailing was taken back


# No order outlasts what its supervisor can look after. A moved sailing is waited for longest.
LONGEST = {
    OrderKind.RELAX: timedelta(hours=24),
    OrderKind.MOVE_SERVICE: timedelta(days=7),
    OrderKind.ACCEPT_DATA: timedelta(hours=12),
    OrderKind.ANNUL_SERVICE: timedelta(0),
}
# A flight or sailing is known to be cancelled within days. What left longer ago stays as recorded,
# whatever an order says: nobody makes the permits of a whole season good again.
ANNULLED_BACK = timedelta(days=7)
# What the windows show of an order, in characters.
LONGEST_NAME = 80
# Checks that a moved flight or sailing answers for its own passengers.
MOVED_CHECKS = frozenset({FindingCode.WRONG_DATE, FindingCode.EXPIRED, FindingCode.NOT_YET_VALID})


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as it is written. ``name`` is what the windows show, at most 80 characters. ``code``
    is the finding relaxed (text: a later program may know more). ``service`` is the flight or
    sailing, ``day`` the day it was to go, ``new_day`` the one it goes."""

    kind: OrderKind
    name: str
    until: datetime
    code: str = ""
    service: str = ""
    day: date | None = None
    new_day: date | None = None


@dataclass(frozen=True, slots=True)
class Lifted:
    """The order is ended before its time."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order, folded from its entries. ``by`` is the supervisor's login, ``device`` whose
    journal it was written in, ``lane`` where. ``lifted`` says since when it is ended."""

    order_id: UUID
    said: Ordered
    since: datetime
    by: str
    lane: str
    device: str
    lifted: datetime | None = None

    @property
    def ends(self) -> datetime:
        """When it ends, or ended before its time."""
        return self.said.until if self.lifted is None else min(self.said.until, self.lifted)

    def is_in_force(self, now: datetime) -> bool:
        """Whether it counts at this time."""
        return self.since <= now < self.ends


def service_key(service: str) -> str:
    """A flight or sailing as it is compared: ``ms 671`` is ``MS671``. Empty for none."""
    return "".join(service.split()).upper()


def reliefs(
    orders: Iterable[Order], service: str, travel: date | None, now: datetime
) -> tuple[Relief, ...]:
    """What orders in force relax for a pilgrim booked on this flight or sailing ("" for none), who
    was to leave on the day ``travel`` by a proven record (None without one)."""
    found: list[Relief] = []
    for order in orders:
        if order.is_in_force(now):
            found += (
                Relief(code, order.since, order.ends, order.said.name)
                for code in _relaxed(order.said, service, travel)
            )
    return tuple(found)


def accepted_until(orders: Iterable[Order], now: datetime) -> datetime | None:
    """Until when data past the supervisor's grade is accepted; None when it is not."""
    ends = [
        order.ends
        for order in orders
        if order.said.kind is OrderKind.ACCEPT_DATA and order.is_in_force(now)
    ]
    return max(ends, default=None)


def is_moved(said: Ordered, service: str, travel: date | None) -> bool:
    """Whether an order moves the flight or sailing of whoever is booked so."""
    return (
        said.kind is OrderKind.MOVE_SERVICE
        and travel is not None
        and said.day == travel
        and service_key(said.service) == service_key(service) != ""
    )


def annuls(said: Ordered, since: datetime) -> bool:
    """Whether an order of this time takes a flight's or sailing's departures back."""
    if (
        said.kind is not OrderKind.ANNUL_SERVICE
        or said.day is None
        or not service_key(said.service)
    ):
        return False
    return said.day >= cairo_day(since) - ANNULLED_BACK


def _relaxed(said: Ordered, service: str, travel: date | None) -> Iterable[FindingCode]:
    if said.kind is OrderKind.RELAX:
        return [code for code in sorted(RELAXABLE) if code.value == said.code]
    return sorted(MOVED_CHECKS) if is_moved(said, service, travel) else []
