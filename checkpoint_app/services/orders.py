"""Orders of a supervisor: given, ended and carried out.

An order is an entry of this journal's chain and counts at every lane of the port that has it. What
may be ordered, for how long and by whom is asked here, below the windows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from checkpoint_app.domain.cases import CaseDraft, CaseEvent
from checkpoint_app.domain.days import cairo_day, cairo_day_bounds
from checkpoint_app.domain.order_fold import fold_orders
from checkpoint_app.domain.orders import (
    ANNULLED_BACK,
    LONGEST,
    LONGEST_NAME,
    Lifted,
    Order,
    Ordered,
    OrderKind,
    annuls,
    service_key,
)
from checkpoint_app.domain.relief import RELAXABLE
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import ConfigError
from checkpoint_app.services import outcomes
from checkpoint_app.services.cases import DeskSettings
from checkpoint_app.services.guard import Guard, Who
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import MovementDraft, RecordedMovement

DEEDS = {
    OrderKind.RELAX: Deed.RELAX_RULE,
    OrderKind.MOVE_SERVICE: Deed.MOVE_SERVICE,
    OrderKind.ACCEPT_DATA: Deed.ACCEPT_DATA,
    OrderKind.ANNUL_SERVICE: Deed.ANNUL_SERVICE,
}
"""What a person must be allowed for an order of each kind, and to end one."""
# Orders that may still be in force were given no longer ago.
_LONGEST = max(LONGEST.values())
_EVER = timedelta(days=400)
# So long after it was given, an order is looked at again for departures that a clock put back has
# dated before it.
_LOOKED_AT_AGAIN = timedelta(hours=1)
# As many departures are taken back in one transaction: scans wait behind it.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class AnnulledCounts:
    """Departures of a flight or sailing that an order takes back: of this lane's own, and of the
    port's other lanes as far as they are known here."""

    here: int
    elsewhere: int

    @property
    def total(self) -> int:
        """At the port, as far as it is known here."""
        return self.here + self.elsewhere


class OrderShelf(Protocol):
    """What orders need of the journal, all of it raising StorageError."""

    def record_case(self, draft: CaseDraft) -> CaseEvent:
        """See `services.stores.CaseShelf`."""
        ...

    def orders_since(self, since: datetime) -> tuple[CaseEvent, ...]:
        """Every entry, as it came, of the orders that have one of ``since`` or later: own ones
        (``device`` "") and those of the port's other devices, whose ``at`` is never later than when
        they came here."""
        ...

    def own_departures(self, service: str, day: date) -> tuple[RecordedMovement, ...]:
        """The departures of this journal by a flight or sailing on a Cairo day that no movement
        has taken back, whatever orders say."""
        ...

    def departures_elsewhere(self, service: str, day: date) -> int:
        """How many such departures other devices of the port recorded that count still."""
        ...

    def annul_own(self, drafts: Sequence[MovementDraft]) -> int:
        """Record movements that take others of this journal back, but none twice; how many."""
        ...

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """See `services.stores.Journal`."""
        ...


class OrderDesk:
    """The orders of a port, at one of its devices. Not tied to a thread.

    What gives an order raises RoleError for whom the guard refuses, StorageError when the journal
    cannot, and ConfigError: ``order.name``, ``order.until``, ``order.code``, ``order.service``,
    ``order.day``, ``order.unknown``, ``order.ended``. ``now`` is the reference time. ``settle``
    waits until the hub has passed on what is known, or returns at once where there is none.
    """

    def __init__(
        self,
        journal: OrderShelf,
        now: Callable[[], datetime],
        settings: DeskSettings,
        guard: Guard,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal, self._now, self._settings = journal, now, settings
        self._guard, self._settle = guard, settle
        self._carried_out: set[UUID] = set()

    # What there is. Everybody sees it, on every window.

    def in_force(self) -> tuple[Order, ...]:
        """The orders that count now, oldest first."""
        now = self._now()
        return tuple(each for each in self._orders(now - _LONGEST) if each.is_in_force(now))

    def of_day(self, day: date) -> tuple[Order, ...]:
        """The orders that were given or counted on a Cairo day, oldest first."""
        start, end = cairo_day_bounds(day)
        known = self._orders(start - _LONGEST)
        return tuple(each for each in known if each.since < end and _ended(each) >= start)

    def departures_of(self, service: str, day: date) -> AnnulledCounts:
        """How many departures `annul_service` would take back now. Raises RoleError."""
        self._guard.require(Deed.ANNUL_SERVICE)
        here = len(self._journal.own_departures(service, day))
        return AnnulledCounts(here, self._journal.departures_elsewhere(service, day))

    # What a supervisor does.

    def relax(self, code: str, name: str, until: datetime) -> Order:
        """One check holds nobody at any lane of the port until then, 24 hours at most. ``code`` is
        one of `RELAXABLE`."""
        who = self._guard.require(Deed.RELAX_RULE)
        if code not in {each.value for each in RELAXABLE}:
            raise ConfigError("not one that is relaxed", key="order.code")
        return self._order(Ordered(OrderKind.RELAX, name, until, code=code), who)

    def move_service(
        self, service: str, day: date, new_day: date, name: str, until: datetime
    ) -> Order:
        """Whoever is booked on this flight or sailing of ``day`` may leave although the permit's
        days are others, until then, 7 days at most."""
        who = self._guard.require(Deed.MOVE_SERVICE)
        if day == new_day:
            raise ConfigError("not moved at all", key="order.day")
        service = _sound(service)
        said = Ordered(
            OrderKind.MOVE_SERVICE, name, until, service=service, day=day, new_day=new_day
        )
        return self._order(said, who)

    def accept_data(self, until: datetime, name: str) -> Order:
        """Data past the supervisor's grade counts as ageing until then, 12 hours at most; past the
        last grade nobody accepts it."""
        who = self._guard.require(Deed.ACCEPT_DATA)
        return self._order(Ordered(OrderKind.ACCEPT_DATA, name, until), who)

    def lift(self, order_id: UUID) -> Order:
        """End an order before its time, whichever lane gave it; asks for the right that giving it
        asks for."""
        now = self._now()
        found = {each.order_id: each for each in self._orders(now - _LONGEST)}.get(order_id)
        who = self._guard.require(Deed.RELAX_RULE if found is None else DEEDS[found.said.kind])
        if found is None:
            raise ConfigError("no such order", key="order.unknown")
        if not found.is_in_force(now):
            raise ConfigError("it has ended", key="order.ended")
        self._record(order_id, Lifted(), now, who.name)
        self._journal.audit(now, who.name, "order.lifted", f"{order_id} {found.said.kind.name}")
        return replace(found, lifted=now)

    def annul_service(self, service: str, day: date, reason: str) -> AnnulledCounts:
        """Take back all departures by a cancelled flight or sailing on a Cairo day, recorded until
        now at any lane of the port and no longer than a week ago: here at once by a movement each,
        at another lane when the order has come there; every lane counts them as taken back as soon
        as it knows the order.
        ``reason`` is the order's name."""
        who = self._guard.require(Deed.ANNUL_SERVICE)
        service, now = _sound(service), self._now()
        if not cairo_day(now) - ANNULLED_BACK <= day <= cairo_day(now):
            raise ConfigError("nobody has left by it, or long ago", key="order.day")
        elsewhere = self._journal.departures_elsewhere(service, day)
        said = Ordered(OrderKind.ANNUL_SERVICE, reason, now, service=service, day=day)
        order = self._order(said, who)
        here = self._carry_out(order)
        self._settle()
        return AnnulledCounts(here, elsewhere)

    def carry_out(self) -> int:
        """Take back this lane's own departures that orders of any lane have annulled; how many.
        Nobody need be here for it: the supervisor who gave the order answers for it. Asked for
        whenever entries have come, and from time to time; doing it again does nothing."""
        orders = [
            each
            for each in self._orders(self._now() - _EVER)
            if each.said.kind is OrderKind.ANNUL_SERVICE and each.order_id not in self._carried_out
        ]
        return sum(self._carry_out(each) for each in orders)

    def _carry_out(self, order: Order) -> int:
        said, now = order.said, self._now()
        if said.day is None or not annuls(said, order.since):
            return 0
        standing = self._journal.own_departures(said.service, said.day)
        drafts = [
            replace(outcomes.annulment(each.scan_id, each.movement, now, order.by), automatic=True)
            for each in standing
            if each.movement.at <= order.since
        ]
        parts = (drafts[start : start + _AT_ONCE] for start in range(0, len(drafts), _AT_ONCE))
        done = sum(self._journal.annul_own(part) for part in parts)
        if done:
            detail = f"{order.order_id} {said.service} {said.day.isoformat()}: {done}"
            self._journal.audit(now, order.by, "order.carried_out", detail)
        if now - order.since > _LOOKED_AT_AGAIN:
            self._carried_out.add(order.order_id)
        return done

    # How an entry is written and read.

    def _order(self, said: Ordered, who: Who) -> Order:
        now = self._now()
        said = replace(said, name=_named(said.name))
        _check_time(said, now)
        order_id = uuid7(now)
        event = self._record(order_id, said, now, who.name)
        self._journal.audit(now, who.name, "order.given", f"{order_id} {said.kind.name}")
        return fold_orders(self._own_names([event]))[0]

    def _record(
        self, order_id: UUID, content: Ordered | Lifted, at: datetime, name: str
    ) -> CaseEvent:
        settings = self._settings
        return self._journal.record_case(
            CaseDraft(
                case_id=order_id,
                permit=None,
                port=settings.port,
                lane=settings.lane,
                officer=name,
                at=at,
                content=content,
            )
        )

    def _orders(self, since: datetime) -> tuple[Order, ...]:
        return fold_orders(self._own_names(self._journal.orders_since(since)))

    def _own_names(self, events: Sequence[CaseEvent]) -> list[CaseEvent]:
        """Own entries under the name that the other lanes know."""
        own = self._settings.device_id
        return [each if each.device else replace(each, device=own) for each in events]


def _ended(order: Order) -> datetime:
    """When it ended; an annulment is done in the instant in which it is ordered."""
    return max(order.ends, order.since)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ConfigError("no name, or a long one", key="order.name", most=LONGEST_NAME)
    return name


def _sound(service: str) -> str:
    key = outcomes.writable(service_key(service))
    if not key:
        raise ConfigError("no flight or sailing", key="order.service")
    return key


def _check_time(said: Ordered, now: datetime) -> None:
    longest = LONGEST[said.kind]
    if longest and not now < said.until <= now + longest:
        hours = longest // timedelta(hours=1)
        raise ConfigError("not a time for it", key="order.until", hours=hours)
