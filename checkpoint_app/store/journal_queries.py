"""Reading journal.db: constant statements over one connection, rows to values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.order_fold import TakenBack
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds, uuid7_floor
from checkpoint_app.services.port_report import ReportedMovement
from checkpoint_app.services.stores import (
    CountedMovement,
    CountedScan,
    RecordedMovement,
    ScanEntry,
)
from checkpoint_app.store.encrypted import Connection, Row
from checkpoint_app.store.journal_orders import is_taken_back
from checkpoint_app.store.journal_rows import (
    CASE_KIND,
    SCAN_COLUMNS,
    counted_of,
    movement_of,
    recorded_of,
    scan_of,
)

_SCAN = f"SELECT {SCAN_COLUMNS} FROM scan WHERE scan_id = ?"  # noqa: S608  columns of journal_rows
# Of one lane, in a journal that several may share: no more rows than these are looked through.
_LAST_SCANS = (
    f"SELECT {SCAN_COLUMNS} FROM scan"  # noqa: S608  columns of journal_rows
    " WHERE lane = ?1 AND entry > (SELECT max(entry) FROM scan) - 10000"
    " ORDER BY entry DESC LIMIT ?2"
)
_OF_SCAN = (
    "SELECT body FROM"
    " (SELECT place, body FROM movement WHERE place = (SELECT place FROM scan WHERE scan_id = ?1)"
    " UNION ALL SELECT place, body FROM movement WHERE scan_id = ?1 AND movement_id <> scan_id)"
    " ORDER BY place"
)
_ANNULLED = "EXISTS (SELECT 1 FROM movement a WHERE a.annuls = m.movement_id)"
_RECORDED = f"SELECT m.scan_id, m.body, {_ANNULLED} FROM movement m"  # noqa: S608  above
_OF_PERMIT = f"{_RECORDED} WHERE m.permit = ? ORDER BY m.place"
_LAST_MOVEMENTS = (
    f"{_RECORDED} WHERE m.place > (SELECT max(place) FROM movement) - 1000 AND m.lane = ?1"  # noqa: S608
    f" AND m.kind <> {CASE_KIND} ORDER BY m.place DESC LIMIT ?2"
)
_COUNTED = f"SELECT m.kind, m.at, m.permit, m.company, m.body, {_ANNULLED}, m.lane, m.hash"
_COUNTED_MOVEMENTS = (
    f"{_COUNTED} FROM scan s JOIN movement m ON m.place = s.place"  # noqa: S608  above
    " WHERE s.scan_id >= ?1 AND s.scan_id < ?2"
    f" UNION ALL {_COUNTED} FROM movement m WHERE m.movement_id <> m.scan_id"
    " AND m.movement_id >= ?1 AND m.movement_id < ?2"
    " UNION ALL SELECT n.kind, n.at, n.permit, n.company, n.body, EXISTS"
    " (SELECT 1 FROM neighbour a WHERE a.annuls = n.movement_id AND a.device = n.device),"
    f" n.lane, n.hash FROM neighbour n WHERE n.at >= ?3 AND n.at < ?4 AND n.kind <> {CASE_KIND}"
)
_KIND, _AT, _BODY, _WAS_ANNULLED, _HASH = 0, 1, 4, 5, 7
_COUNTED_SCANS = (
    "SELECT at, direction, verdict FROM scan WHERE scan_id >= ? AND scan_id < ? ORDER BY scan_id"
)
_SCANS_WITH = "SELECT count(*) FROM scan WHERE scan_id >= ? AND scan_id < ? AND findings LIKE ?"


def scan(conn: Connection, scan_id: UUID) -> ScanEntry | None:
    """See `services.stores.Journal`; so the others."""
    row = conn.execute(_SCAN, (scan_id.bytes,)).fetchone()
    return None if row is None else scan_of(row)


def last_scans(conn: Connection, lane: str, limit: int) -> tuple[ScanEntry, ...]:
    """The newest scans of a lane."""
    return tuple(scan_of(row) for row in conn.execute(_LAST_SCANS, (lane, limit)))


def movements_of_scan(conn: Connection, scan_id: UUID) -> tuple[Movement, ...]:
    """The movements of a scan, in order."""
    return tuple(movement_of(row) for row in conn.execute(_OF_SCAN, (scan_id.bytes,)))


def movements_of_permit(conn: Connection, permit: int) -> tuple[RecordedMovement, ...]:
    """The movements of a permit, in order."""
    return tuple(recorded_of(row) for row in conn.execute(_OF_PERMIT, (permit,)))


def last_movements(conn: Connection, lane: str, limit: int) -> tuple[RecordedMovement, ...]:
    """The newest movements of a lane."""
    return tuple(recorded_of(row) for row in conn.execute(_LAST_MOVEMENTS, (lane, limit)))


def counted_movements(
    conn: Connection, start: datetime, end: datetime, taken_back: TakenBack
) -> tuple[CountedMovement, ...]:
    """The movements of a time at the port, for counting: each once, whoever else brought it. What
    orders have ``taken_back`` is annulled, whether or not its lane has got to it."""
    return tuple(counted_of(row) for row in _port_rows(conn, start, end, taken_back))


def reported_movements(
    conn: Connection, start: datetime, end: datetime, taken_back: TakenBack
) -> tuple[ReportedMovement, ...]:
    """The same movements whole."""
    return tuple(
        ReportedMovement(decode_movement(row[_BODY]), bool(row[_WAS_ANNULLED]))
        for row in _port_rows(conn, start, end, taken_back)
    )


def _port_rows(
    conn: Connection, start: datetime, end: datetime, taken_back: TakenBack
) -> Iterable[Row]:
    """The rows of `_COUNTED`, each movement's once."""
    bounds = (uuid7_floor(start), uuid7_floor(end), milliseconds(start), milliseconds(end))
    rows: dict[bytes, Row] = {}
    for row in conn.execute(_COUNTED_MOVEMENTS, bounds):
        rows.setdefault(row[_HASH], row)
    return (_as_ordered(row, taken_back) for row in rows.values())


def _as_ordered(row: Row, taken_back: TakenBack) -> Row:
    """A row of `_COUNTED`, annulled if an order has taken its departure back."""
    if not taken_back or row[_WAS_ANNULLED] or row[_KIND] != MovementKind.DEPARTED:
        return row
    if not is_taken_back(taken_back, row[_BODY], row[_AT]):
        return row
    return *row[:_WAS_ANNULLED], True, *row[_WAS_ANNULLED + 1 :]


def counted_scans(conn: Connection, start: datetime, end: datetime) -> tuple[CountedScan, ...]:
    """The scans of a time, for counting."""
    rows = conn.execute(_COUNTED_SCANS, (uuid7_floor(start), uuid7_floor(end)))
    return tuple(
        CountedScan(from_milliseconds(at), Direction(direction), verdict)
        for at, direction, verdict in rows
    )


def scans_with(conn: Connection, code: FindingCode, start: datetime, end: datetime) -> int:
    """How many scans of a time had this finding."""
    bounds = (uuid7_floor(start), uuid7_floor(end), f'%["{code.value}",%')
    row = conn.execute(_SCANS_WITH, bounds).fetchone()
    return int(row[0]) if row else 0
