"""Writing the registry's data: everything of one import in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from checkpoint_app.credential.manifest import decode_page
from checkpoint_app.errors import TrustError
from checkpoint_app.services.stores import ManifestMark
from checkpoint_app.store.encrypted import Connection
from checkpoint_app.store.records_schema import create_indexes, drop_indexes
from checkpoint_app.store.repair import is_whole_at
from sync.trust.contacts_pack import ContactRows
from sync.trust.sink import BlockRow, ElsewhereRow, RecordRow

# permit, version, passport, national ID, block, position, body, programme: the order of RecordRow
_ADD_RECORD = (
    "INSERT INTO record (permit, version, passport, national_id, slot, body, programme)"
    " VALUES (?1, ?2, ?3, ?4, ?5 * 256 + ?6, ?7, ?8)"
)
_REPLACE_RECORD = _ADD_RECORD.replace("INSERT", "INSERT OR REPLACE", 1)
_ADD_BLOCK = "INSERT OR REPLACE INTO block (number, envelope, digests) VALUES (?, ?, ?)"
_HELD = "SELECT slot, version, body FROM record WHERE permit = ?"
_TWICE = "SELECT permit FROM record GROUP BY permit HAVING count(*) > 1"
_OLD_VERSIONS = "SELECT slot, version, body FROM record WHERE permit = ? ORDER BY version DESC"
_DROP_SLOT = "DELETE FROM record WHERE slot = ?"
_DROP_BLOCK = "DELETE FROM block WHERE number = ?"
_DROP_BLOCK_RECORDS = "DELETE FROM record WHERE slot BETWEEN ?1 * 256 AND ?1 * 256 + 255"
_PUT_STATUS = (
    "INSERT OR REPLACE INTO status_list (list_id, version, issued, envelope) VALUES (?, ?, ?, ?)"
)
_PUT_STATE = "INSERT OR REPLACE INTO state (id, version, issued, envelope) VALUES (1, ?, ?, ?)"
_PUT_MANIFEST = (
    "INSERT OR REPLACE INTO manifest (id, generation, issued, envelope, sha256)"
    " VALUES (1, ?, ?, ?, ?)"
)
_ADD_PAGE = "INSERT INTO page (first_block, last_block, body) VALUES (?, ?, ?)"
_ADD_ELSEWHERE = "INSERT OR IGNORE INTO elsewhere (permit, port, kind, at) VALUES (?, ?, ?, ?)"
_ADD_COMPANY = (
    "INSERT OR REPLACE INTO company_contact (number, name_ar, name_en, phone) VALUES (?, ?, ?, ?)"
)
_ADD_PROGRAMME = "INSERT OR REPLACE INTO programme_contact (number, phone) VALUES (?, ?)"
# A kept refresh that the newer manifest has caught up with, or that it should have had and lacks.
_CONFIRMED = (
    "DELETE FROM overlay WHERE version <= (SELECT max(version) FROM record"
    " WHERE record.permit = overlay.permit)"
)
_LACKING = "DELETE FROM overlay WHERE issued < ?"
_PUT_NOTE = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
_DROP_NOTE = "DELETE FROM meta WHERE key = ?"


class StoredImport:
    """One import into records.db (`sync.trust.sink.ImportTransaction`)."""

    def __init__(self, conn: Connection, newest: ManifestMark | None) -> None:
        self._conn = conn
        self._newest = newest
        self._bulk = conn.execute("SELECT 1 FROM record LIMIT 1").fetchone() is None
        self.mark: ManifestMark | None = None
        self.issued: datetime | None = None
        self.refreshes_lacking = 0
        if self._bulk:
            drop_indexes(conn)

    def put_status_list(
        self, list_id: int, version: int, issued: datetime, envelope: bytes
    ) -> None:
        """See `ImportTransaction`."""
        self._conn.execute(_PUT_STATUS, (list_id, version, _seconds(issued), envelope))

    def put_state(self, version: int, issued: datetime, envelope: bytes) -> None:
        """See `ImportTransaction`."""
        self._conn.execute(_PUT_STATE, (version, _seconds(issued), envelope))

    def clear_records(self) -> None:
        """See `ImportTransaction`."""
        drop_indexes(self._conn)
        for table in ("record", "block", "page", "manifest"):
            self._conn.execute(f"DELETE FROM {table}")  # noqa: S608  names from the line above
        self._bulk = True

    def add_blocks(self, rows: Sequence[BlockRow]) -> None:
        """See `ImportTransaction`."""
        self._conn.executemany(_ADD_BLOCK, rows)

    def add_records(self, rows: Sequence[RecordRow]) -> int:
        """See `ImportTransaction`. Into an empty table all are counted; versions that do not fit
        together then raise TrustError when the import ends or the records are counted."""
        if self._bulk:
            self._conn.executemany(_ADD_RECORD, rows)
            return len(rows)
        taken = [row for row in rows if self._makes_way(row)]
        self._conn.executemany(_REPLACE_RECORD, taken)
        return len(taken)

    def drop_blocks(self, numbers: Iterable[int]) -> None:
        """See `ImportTransaction`."""
        for number in numbers:
            self._conn.execute(_DROP_BLOCK, (number,))
            self._conn.execute(_DROP_BLOCK_RECORDS, (number,))

    def drop_positions(self, positions: Iterable[tuple[int, int]]) -> None:
        """See `ImportTransaction`."""
        slots = ((block * 256 + position,) for block, position in positions)
        self._conn.executemany(_DROP_SLOT, slots)

    def put_manifest(
        self, generation: int, issued: datetime, envelope: bytes, pages: Sequence[bytes]
    ) -> None:
        """See `ImportTransaction`. Raises TrustError ``store.manifest_older`` for one that is not
        newer than the newest ever imported (the same again is not an error)."""
        mark = ManifestMark(generation, hashlib.sha256(envelope).digest(), issued)
        newest = self._newest
        again = newest is not None and newest.matches(envelope)
        if newest is not None and not again and generation <= newest.generation:
            raise TrustError(f"manifest {generation}", key="store.manifest_older")
        self._conn.execute(_PUT_MANIFEST, (generation, _seconds(issued), envelope, mark.sha256))
        self._conn.execute("DELETE FROM page")
        for page in pages:
            entries = decode_page(page)
            self._conn.execute(_ADD_PAGE, (entries[0].number, entries[-1].number, page))
        self.mark, self.issued = mark, issued

    def replace_elsewhere(self, rows: Iterable[ElsewhereRow]) -> None:
        """See `ImportTransaction`."""
        self._conn.execute("DELETE FROM elsewhere")
        self._conn.executemany(_ADD_ELSEWHERE, rows)

    def forget_contacts(self) -> None:
        """See `ImportTransaction`."""
        for table in ("company_contact", "programme_contact"):
            self._conn.execute(f"DELETE FROM {table}")  # noqa: S608  the two above

    def add_contacts(self, rows: ContactRows) -> None:
        """See `ImportTransaction`."""
        self._conn.executemany(_ADD_COMPANY, rows.companies)
        self._conn.executemany(_ADD_PROGRAMME, rows.programmes)

    def record_count(self) -> int:
        """See `ImportTransaction`."""
        self._end_bulk()
        row = self._conn.execute("SELECT count(permit) FROM record").fetchone()
        return int(row[0]) if row else 0

    def note(self, key: str, value: str | None) -> None:
        """See `ImportTransaction`."""
        if value is None:
            self._conn.execute(_DROP_NOTE, (key,))
        else:
            self._conn.execute(_PUT_NOTE, (key, value))

    def finish(self) -> None:
        """What is left to do before the commit."""
        self._end_bulk()
        if self.issued is not None:
            self._conn.execute(_CONFIRMED)
            lacking = self._conn.execute(_LACKING, (_seconds(self.issued),))
            self.refreshes_lacking = lacking.rowcount

    def _makes_way(self, row: RecordRow) -> bool:
        """Whether the row may come in; older versions of its permit are gone then.

        What lies at the very same place is the same record, or was edited: it does not count. Nor
        does a row that is not as it was signed.
        """
        place = row[4] * 256 + row[5]
        held = self._conn.execute(_HELD, (row[0],)).fetchall()
        for slot, version, body in held:
            newer = version > row[1] or (version == row[1] and body != row[6])
            if newer and slot != place and is_whole_at(self._conn, slot):
                return False
        for slot, _, _ in held:
            self._conn.execute(_DROP_SLOT, (slot,))
        return True

    def _end_bulk(self) -> None:
        if not self._bulk:
            return
        self._bulk = False
        create_indexes(self._conn)
        for (permit,) in self._conn.execute(_TWICE).fetchall():
            self._keep_newest(permit)

    def _keep_newest(self, permit: int) -> None:
        newest, *older = self._conn.execute(_OLD_VERSIONS, (permit,)).fetchall()
        for slot, version, body in older:
            if version == newest[1] and body != newest[2]:
                raise TrustError("one version, two records", key="store.version_conflict")
            self._conn.execute(_DROP_SLOT, (slot,))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
