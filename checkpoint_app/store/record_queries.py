"""Reading records.db: one snapshot, constant statements, bytes for the proof."""

from __future__ import annotations

from datetime import UTC, datetime

from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.services.programme_people import Contact
from checkpoint_app.services.stores import CachedRecord, CachedRefresh
from checkpoint_app.store.encrypted import Connection, Row
from checkpoint_app.store.failure import DatabaseDamagedError

# slot >> 8 is the block's number.
_RECORD = (
    "SELECT r.slot, r.body, b.envelope, b.digests,"
    " (SELECT p.body FROM page p WHERE p.first_block <= r.slot >> 8"
    " ORDER BY p.first_block DESC LIMIT 1)"
    " FROM record r LEFT JOIN block b ON b.number = r.slot >> 8"
)
_BY_PERMIT = f"{_RECORD} WHERE r.permit = ? LIMIT 16"
_BY_PASSPORT = (
    "SELECT permit FROM (SELECT permit FROM record WHERE passport = ?1 LIMIT 16)"
    " UNION SELECT permit FROM (SELECT permit FROM overlay WHERE passport = ?1 LIMIT 16)"
)
_BY_NATIONAL_ID = "SELECT DISTINCT permit FROM record WHERE national_id = ? LIMIT 16"
_BY_PROGRAMME = "SELECT DISTINCT permit FROM record WHERE programme = ? LIMIT ?"
_MANIFEST = "SELECT envelope FROM manifest WHERE id = 1"
_STATUS_LIST = "SELECT envelope FROM status_list WHERE list_id = ?"
_STATE = "SELECT envelope FROM state WHERE id = 1"
_REFRESH = "SELECT envelope, nonce FROM overlay WHERE permit = ?"
_COMPANY = "SELECT name_ar, name_en, phone FROM company_contact WHERE number = ?"
_PROGRAMME = "SELECT phone FROM programme_contact WHERE number = ?"
_ELSEWHERE = "SELECT kind, port, at FROM elsewhere WHERE permit = ? ORDER BY at LIMIT 256"


class StoredSnapshot:
    """One read transaction over records.db (`services.stores.RecordsSnapshot`)."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def manifest(self) -> bytes | None:
        return self._blob(_MANIFEST)

    def by_permit(self, number: int) -> tuple[CachedRecord, ...]:
        return tuple(
            CachedRecord(
                slot >> 8,
                slot & 255,
                _bytes(body),
                _bytes(envelope),
                _bytes(digests),
                None if page is None else _bytes(page),
            )
            for slot, body, envelope, digests, page in self._conn.execute(_BY_PERMIT, (number,))
        )

    def permits_of_passport(self, number: str) -> tuple[int, ...]:
        return tuple(row[0] for row in self._conn.execute(_BY_PASSPORT, (number,)))

    def permits_of_national_id(self, number: int) -> tuple[int, ...]:
        return tuple(row[0] for row in self._conn.execute(_BY_NATIONAL_ID, (number,)))

    def permits_of_programme(self, programme: int, limit: int) -> tuple[int, ...]:
        found = self._conn.execute(_BY_PROGRAMME, (programme, limit))
        return tuple(row[0] for row in found)

    def status_list(self, list_id: int) -> bytes | None:
        return self._blob(_STATUS_LIST, list_id)

    def state(self) -> bytes | None:
        return self._blob(_STATE)

    def refresh(self, permit: int) -> CachedRefresh | None:
        row = self._conn.execute(_REFRESH, (permit,)).fetchone()
        return None if row is None else CachedRefresh(_bytes(row[0]), _bytes(row[1]))

    def elsewhere(self, permit: int) -> tuple[PastMovement, ...]:
        return tuple(_moved(row) for row in self._conn.execute(_ELSEWHERE, (permit,)))

    def _blob(self, sql: str, *values: object) -> bytes | None:
        row = self._conn.execute(sql, values).fetchone()
        return None if row is None else _bytes(row[0])


def contact_of(conn: Connection, company: int, programme: int) -> Contact:
    """Whom to telephone. No signature but the pack's covers these rows: nothing rests on them."""
    known = conn.execute(_COMPANY, (company,)).fetchone() or ("", "", "")
    group = conn.execute(_PROGRAMME, (programme,)).fetchone() or ("",)
    arabic, english, phone = (str(each) for each in known)
    return Contact(arabic, english, phone, str(group[0]))


def _moved(row: Row) -> PastMovement:
    """A movement elsewhere. No signature covers it: whoever spoilt it must not hide it."""
    kind, port, at = row
    try:
        return PastMovement(MovementKind(kind), int(port), "", datetime.fromtimestamp(at, UTC))
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise DatabaseDamagedError("a movement elsewhere", name="records.db") from error


def _bytes(value: object) -> bytes:
    # Someone who edits the file can put another type into any column: no proof accepts b"".
    return value if isinstance(value, bytes) else b""
