"""Departures that a port's orders have taken back, so that the counts follow the order at once.

The lanes of the port take their own ones back by a movement each; that of a lane that is dead comes
late, or from its successor, or never. Whichever is first, a departure is annulled once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import Protocol, TypeAlias

from checkpoint_app.credential.entry_bytes import decode_case_event
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.domain.cases import CaseEvent, CaseEventKind
from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.movement import Movement, MovementKind
from checkpoint_app.domain.order_fold import TakenBack, fold_orders, taken_back
from checkpoint_app.domain.orders import Ordered, OrderKind, annuls, service_key
from sync.registry.api import ingest_sql as sql

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

Entry: TypeAlias = Movement | CaseEvent


class Sender(Protocol):
    """The device, as far as its entries go; ``port`` is its port's bit."""

    @property
    def device_id(self) -> str: ...
    @property
    def port(self) -> int: ...


class AnnulledServices:
    """What the orders of every port annul. Kept in memory: only rows that came since are read. Not
    for several threads; whoever asks holds the ingest's lock."""

    def __init__(self) -> None:
        self._read_to = 0
        self._events: dict[int, list[CaseEvent]] = {}
        self._known: dict[int, TakenBack] = {}

    def bring_up(self, db: Connection) -> None:
        """Read what was committed since. At the beginning of a transaction, so that nothing is
        remembered that is not kept."""
        rows = db.execute(sql.ORDERS_SINCE, (self._read_to, int(CaseEventKind.ORDERED))).fetchall()
        for row_id, port, device_id, received_at, body in rows:
            self._read_to = row_id
            event = _read(body, device_id, received_at)
            if event is not None:
                self._events.setdefault(port, []).append(event)
                self._known[port] = taken_back(fold_orders(self._events[port]))

    def apply(
        self, db: Connection, sender: Sender, received_at: int, good: Iterable[Entry]
    ) -> None:
        """Take back what the new orders among these entries annul, and new departures that earlier
        orders have annulled."""
        known = self._known.get(sender.port)
        for entry in good:
            if isinstance(entry, Movement):
                if known and _is_taken_back(entry, known):
                    name = (sender.device_id, entry.movement_id.bytes)
                    db.execute(sql.ANNUL_ONE_BY_ORDER, name)
            elif isinstance(entry.content, Ordered):
                _annul_departures(db, sender.port, bounded(entry, received_at))


def bounded(event: CaseEvent, received_at: int) -> CaseEvent:
    """The entry, dated no later than it came (``received_at``, seconds): a clock that is ahead
    annuls nothing that is recorded afterwards."""
    came = datetime.fromtimestamp(received_at + 1, UTC)
    return event if event.at <= came else replace(event, at=came)


def _read(body: bytes, device_id: str, received_at: int) -> CaseEvent | None:
    try:
        event = decode_case_event(body, device_id)
    except CredentialError:
        return None
    said = event.content
    annuls = isinstance(said, Ordered) and said.kind is OrderKind.ANNUL_SERVICE
    return bounded(event, received_at) if annuls else None


def _is_taken_back(movement: Movement, known: TakenBack) -> bool:
    departed = movement.kind is MovementKind.DEPARTED
    return departed and known.covers(movement.service, movement.at)


def _annul_departures(db: Connection, port: int, event: CaseEvent) -> None:
    said = event.content
    if not isinstance(said, Ordered) or said.day is None or not annuls(said, event.at):
        return
    key = service_key(said.service)
    until = (event.at - _EPOCH) // _MILLISECOND
    where = (port, day_number(said.day), until)
    rows = db.execute(sql.DEPARTURES_UNTIL, where).fetchall()
    gone = [(row_id,) for row_id, service in rows if service_key(service) == key]
    db.executemany(sql.ANNUL_BY_ORDER, gone)
