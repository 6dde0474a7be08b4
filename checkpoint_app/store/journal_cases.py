"""Entries of cases in journal.db, and what conflicts are found in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkpoint_app.credential.entry_bytes import decode_case_event
from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.domain.cases import CaseDraft, CaseEvent
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.order_fold import TakenBack
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds, uuid7, uuid7_floor
from checkpoint_app.services.stores import PortMovement
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase
from checkpoint_app.store.journal_orders import KnownOrders, is_taken_back

ADD_CASE_EVENT = (
    "INSERT INTO case_event (event_id, case_id, device, epoch, sequence, kind, permit, at, body)"
    " VALUES (?,?,?,?,?,?,?,?,?)"
)
_ORDER = "ORDER BY at, device, epoch, sequence, number"
# Entries of orders (kinds 5 and on) are in the chain, but of no case.
_OF_CASE = f"SELECT body, device FROM case_event WHERE case_id = ? AND kind < 5 {_ORDER}"  # noqa: S608
_BETWEEN = (
    "SELECT body, device FROM case_event WHERE case_id IN"  # noqa: S608  above
    f" (SELECT case_id FROM case_event WHERE at >= ? AND at < ?) AND kind < 5 {_ORDER}"
)
_OWN_STANDS = "m.kind = 0 AND NOT EXISTS (SELECT 1 FROM movement a WHERE a.annuls = m.movement_id)"
_NEIGHBOUR_ANNULLED = (
    "EXISTS (SELECT 1 FROM neighbour a WHERE a.annuls = n.movement_id AND a.device = n.device)"
)
_PORT_MOVEMENTS = (
    "SELECT '', m.body, EXISTS (SELECT 1 FROM movement a WHERE a.annuls = m.movement_id),"  # noqa: S608  above
    " '' AS device, x'' AS epoch, m.place AS place FROM movement m WHERE m.permit = ?1"
    f" UNION ALL SELECT n.device, n.body, {_NEIGHBOUR_ANNULLED}, n.device, n.epoch, n.sequence"
    " FROM neighbour n WHERE n.permit = ?1"
    " ORDER BY 4, 5, 6"
)
# Permits that departed in the time, here or at a neighbour's, with a departure at a neighbour's.
_RECENT = (
    "SELECT m.permit AS permit FROM scan s JOIN movement m ON m.place = s.place"
    " WHERE s.scan_id >= ?1 AND s.scan_id < ?2 AND m.kind = 0 AND m.permit IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM neighbour n WHERE n.permit = m.permit)"
    " UNION SELECT m.permit FROM movement m WHERE m.movement_id <> m.scan_id"
    " AND m.movement_id >= ?1 AND m.movement_id < ?2 AND m.kind = 0 AND m.permit IS NOT NULL"
    " UNION SELECT n.permit FROM neighbour n"
    " WHERE n.at >= ?3 AND n.at < ?4 AND n.kind = 0 AND n.permit IS NOT NULL"
)
_DEPARTURES = (
    "SELECT '' AS device, m.at AS at, m.body FROM movement m"  # noqa: S608  above
    f" WHERE m.permit = ?1 AND {_OWN_STANDS}"
    " UNION ALL SELECT n.device, n.at, n.body FROM neighbour n"
    f" WHERE n.permit = ?1 AND n.kind = 0 AND NOT {_NEIGHBOUR_ANNULLED}"
)


class CaseTables:
    """The reading half of `services.stores.CaseShelf`, over the tables of an open journal."""

    _database: EncryptedDatabase
    _known_orders: KnownOrders

    def case_events(self, case_id: UUID) -> tuple[CaseEvent, ...]:
        """See `CaseShelf`."""
        with self._database.reading() as conn:
            return _case_events(conn, case_id)

    def cases_between(self, start: datetime, end: datetime) -> tuple[CaseEvent, ...]:
        """See `CaseShelf`."""
        with self._database.reading() as conn:
            return _cases_between(conn, start, end)

    def port_movements(self, permit: int) -> tuple[PortMovement, ...]:
        """See `CaseShelf`."""
        with self._database.reading() as conn:
            return _port_movements(conn, permit, self._known_orders.taken_back(conn))

    def permits_departed_twice(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """See `CaseShelf`."""
        with self._database.reading() as conn:
            return _departed_twice_between(conn, start, end, self._known_orders.taken_back(conn))


def chained_case(
    draft: CaseDraft, case_id: UUID, epoch: bytes, sequence: int, previous: bytes
) -> CaseEvent:
    """A draft with its id and its place in the chain, its time cut to the millisecond."""
    return CaseEvent(
        event_id=uuid7(draft.at),
        epoch=epoch,
        sequence=sequence,
        previous=previous,
        device="",
        case_id=case_id,
        permit=draft.permit,
        port=draft.port,
        lane=draft.lane,
        officer=draft.officer,
        at=from_milliseconds(milliseconds(draft.at)),
        content=draft.content,
    )


def _case_events(conn: Connection, case_id: UUID) -> tuple[CaseEvent, ...]:
    rows = conn.execute(_OF_CASE, (case_id.bytes,)).fetchall()
    return tuple(decode_case_event(*row) for row in rows)


def _cases_between(conn: Connection, start: datetime, end: datetime) -> tuple[CaseEvent, ...]:
    rows = conn.execute(_BETWEEN, (milliseconds(start), milliseconds(end))).fetchall()
    return tuple(decode_case_event(*row) for row in rows)


def _port_movements(
    conn: Connection, permit: int, taken_back: TakenBack
) -> tuple[PortMovement, ...]:
    rows = conn.execute(_PORT_MOVEMENTS, (permit,)).fetchall()
    found = (PortMovement(row[0], decode_movement(row[1]), bool(row[2])) for row in rows)
    return tuple(_as_ordered(each, taken_back) for each in found)


def _as_ordered(past: PortMovement, taken_back: TakenBack) -> PortMovement:
    movement = past.movement
    if movement.kind is not MovementKind.DEPARTED or past.annulled or not taken_back:
        return past
    return replace(past, annulled=taken_back.covers(movement.service, movement.at))


def _departed_twice_between(
    conn: Connection, start: datetime, end: datetime, taken_back: TakenBack
) -> tuple[int, ...]:
    since, until = milliseconds(start), milliseconds(end)
    bounds = (uuid7_floor(start), uuid7_floor(end), since, until)
    permits = sorted(row[0] for row in conn.execute(_RECENT, bounds).fetchall())
    return tuple(each for each in permits if _departed_twice(conn, each, since, until, taken_back))


def _departed_twice(
    conn: Connection, permit: int, since: int, until: int, taken_back: TakenBack
) -> bool:
    departures = [
        (device, at)
        for device, at, body in conn.execute(_DEPARTURES, (permit,)).fetchall()
        if not (taken_back and is_taken_back(taken_back, body, at))
    ]
    newest = max((at for _, at in departures), default=until)
    return len({device for device, _ in departures}) > 1 and since <= newest < until
