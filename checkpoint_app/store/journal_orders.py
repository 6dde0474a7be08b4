"""Orders in journal.db, and the departures that they have taken back.

An order that annuls a flight's or sailing's departures counts at once at every lane that knows it;
each lane then takes its own ones back in its own journal (`annul_own`).
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from checkpoint_app.credential.entry_bytes import decode_case_event
from checkpoint_app.credential.movement_bytes import service_and_hand
from checkpoint_app.domain.cases import CaseEvent
from checkpoint_app.domain.days import cairo_day_bounds
from checkpoint_app.domain.order_fold import TakenBack, fold_orders, taken_back
from checkpoint_app.domain.orders import Order, service_key
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds, uuid7_floor
from checkpoint_app.services.stores import RecordedMovement
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase
from checkpoint_app.store.journal_rows import recorded_of

# Of entries that came from another device, with when: a fast clock dates none later than that.
_ORDERS = (
    "SELECT c.number, c.body, c.device,"
    " (SELECT min(n.taken_at) FROM neighbour n WHERE n.device = c.device AND n.epoch = c.epoch"
    " AND n.sequence = c.sequence AND n.body = c.body)"
    " FROM case_event c INDEXED BY case_event_order"
    " WHERE c.kind >= 5 AND c.number > ? ORDER BY c.number"
)
_STANDS = "NOT EXISTS (SELECT 1 FROM movement a WHERE a.annuls = m.movement_id)"
_OWN_DAY = (
    "SELECT m.scan_id, m.body FROM scan s JOIN movement m ON m.place = s.place"  # noqa: S608  above
    f" WHERE s.scan_id >= ?1 AND s.scan_id < ?2 AND m.kind = 0 AND {_STANDS}"
    " UNION ALL SELECT m.scan_id, m.body FROM movement m WHERE m.movement_id <> m.scan_id"
    f" AND m.movement_id >= ?1 AND m.movement_id < ?2 AND m.kind = 0 AND {_STANDS}"
)
_OTHERS_DAY = (
    "SELECT n.body, n.at, n.hash FROM neighbour n WHERE n.at >= ? AND n.at < ? AND n.kind = 0"
    " AND NOT EXISTS"
    " (SELECT 1 FROM neighbour a WHERE a.annuls = n.movement_id AND a.device = n.device)"
    " AND NOT EXISTS (SELECT 1 FROM movement m WHERE m.permit = n.permit AND m.hash = n.hash)"
)
_IS_ANNULLED = "SELECT 1 FROM movement WHERE annuls = ?"


class KnownOrders:
    """The entries of orders that are here, kept in memory: only rows that came since are read, by
    an index of their own, so that a scan where nobody orders anything pays for one look at it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_to = 0
        self._events: tuple[CaseEvent, ...] = ()
        self._orders: tuple[Order, ...] = ()
        self._taken_back = TakenBack()

    def events(self, conn: Connection) -> tuple[CaseEvent, ...]:
        """Every entry, as it came."""
        with self._lock:
            self._bring_up(conn)
            return self._events

    def orders(self, conn: Connection) -> tuple[Order, ...]:
        """What they come to, oldest first."""
        with self._lock:
            self._bring_up(conn)
            return self._orders

    def taken_back(self, conn: Connection) -> TakenBack:
        """The departures that they annul."""
        with self._lock:
            self._bring_up(conn)
            return self._taken_back

    def _bring_up(self, conn: Connection) -> None:
        rows = conn.execute(_ORDERS, (self._read_to,)).fetchall()
        if not rows:
            return
        self._events += tuple(_event(*row[1:]) for row in rows)
        self._read_to = rows[-1][0]
        self._orders = fold_orders(self._events)
        self._taken_back = taken_back(self._orders)


class OrderTables:
    """The reading half of `services.orders.OrderShelf`, over the tables of an open journal."""

    _database: EncryptedDatabase

    def __init__(self) -> None:
        super().__init__()
        self._known_orders = KnownOrders()

    def orders_since(self, since: datetime) -> tuple[CaseEvent, ...]:
        """See `OrderShelf`."""
        with self._database.reading() as conn:
            events = self._known_orders.events(conn)
        named = {each.case_id for each in events if each.at >= since}
        return tuple(each for each in events if each.case_id in named)

    def own_departures(self, service: str, day: date) -> tuple[RecordedMovement, ...]:
        """See `OrderShelf`."""
        start, end = cairo_day_bounds(day)
        with self._database.reading() as conn:
            rows = conn.execute(_OWN_DAY, (uuid7_floor(start), uuid7_floor(end))).fetchall()
        return tuple(recorded_of((*row, False)) for row in rows if _is_by(service, row[1]))

    def departures_elsewhere(self, service: str, day: date) -> int:
        """See `OrderShelf`."""
        bounds = tuple(milliseconds(each) for each in cairo_day_bounds(day))
        with self._database.reading() as conn:
            known = self._known_orders.taken_back(conn)
            rows = conn.execute(_OTHERS_DAY, bounds).fetchall()
        found = {
            digest
            for body, at, digest in rows
            if _is_by(service, body) and not is_taken_back(known, body, at)
        }
        return len(found)


def is_taken_back(known: TakenBack, body: bytes, at: int) -> bool:
    """Whether orders have taken back the departure of this entry of the chain, of ``at`` (ms)."""
    when = from_milliseconds(at)
    return known.may_cover(when) and known.covers(service_and_hand(body)[0], when)


def is_annulled(conn: Connection, movement_id: UUID | None) -> bool:
    """Whether this journal has taken this movement back already."""
    name = None if movement_id is None else movement_id.bytes
    return conn.execute(_IS_ANNULLED, (name,)).fetchone() is not None


def _is_by(service: str, body: bytes) -> bool:
    return service_key(service_and_hand(body)[0]) == service_key(service) != ""


def _event(body: bytes, device: str, came: int | None) -> CaseEvent:
    event = decode_case_event(body, device)
    if came is None or event.at <= from_milliseconds(came):
        return event
    return replace(event, at=from_milliseconds(came))
