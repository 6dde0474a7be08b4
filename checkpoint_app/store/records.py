"""records.db: the registry's data at this port. May be deleted at any time and synced anew."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from checkpoint_app.domain.facts import DataKind
from checkpoint_app.services.programme_people import Contact
from checkpoint_app.services.stores import CACHE_ALARM, CachedRefresh, RecordsSnapshot
from checkpoint_app.store import keys
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.encrypted import BUSY_MS, EncryptedDatabase, Row, exists, move_aside
from checkpoint_app.store.failure import DatabaseDamagedError, file_errors
from checkpoint_app.store.record_booked import booked
from checkpoint_app.store.record_import import StoredImport
from checkpoint_app.store.record_queries import StoredSnapshot, contact_of
from checkpoint_app.store.records_schema import MIGRATIONS
from checkpoint_app.store.repair import damaged_blocks
from checkpoint_app.store.wiping import empty, remove_damaged

_LOG = logging.getLogger(__name__)
_ISSUE_TIMES = (
    "SELECT (SELECT issued FROM manifest WHERE id = 1), (SELECT min(issued) FROM status_list),"
    " (SELECT issued FROM state WHERE id = 1)"
)
# A note that stays until a person has seen it: refreshes that the next manifest lacked.
REFRESH_ALARM = "alarm.refresh_lacking"


class RecordsStore:
    """`services.stores.RecordsCache` and `sync.trust.sink.RecordSink` over one file.

    ``rebuilt`` is set when a damaged file was put aside at opening and an empty one begun.
    """

    def __init__(
        self, path: Path, key: bytes, anchor: AnchorFile, *, busy_ms: int = BUSY_MS
    ) -> None:
        """Open or make the file. Raises StorageError; a damaged file is put aside."""
        self._path, self._key, self._anchor, self._busy_ms = path, key, anchor, busy_ms
        self.rebuilt = False
        try:
            self._database = self._open()
            self._begin_anchor()
        except DatabaseDamagedError:
            self._database = self._rebuild()
            self._begin_anchor()

    @contextmanager
    def snapshot(self) -> Iterator[RecordsSnapshot]:
        """See `RecordsCache`."""
        with self._database.reading() as conn:
            yield StoredSnapshot(conn)

    def contact(self, company: int, programme: int) -> Contact:
        """See `services.programme_people.ContactBook`."""
        with self._database.reading() as conn:
            return contact_of(conn, company, programme)

    def keep_refresh(
        self,
        permit: int,
        refresh: CachedRefresh,
        *,
        issued: datetime,
        version: int | None,
        passport: str | None,
    ) -> None:
        """See `RecordsCache`."""
        with self._database.writing():
            self._database.tables().table("overlay").upsert(
                {
                    "permit": permit,
                    "envelope": refresh.envelope,
                    "nonce": refresh.nonce,
                    "issued": int(issued.timestamp()),
                    "version": version or 0,
                    "passport": passport,
                },
                pk="permit",
            )

    def issue_times(self) -> tuple[tuple[DataKind, datetime | None], ...]:
        """See `RecordsCache`."""
        with self._database.reading() as conn:
            row = conn.execute(_ISSUE_TIMES).fetchone() or (None, None, None)
        kinds = (DataKind.RECORDS, DataKind.STATUS, DataKind.STATE)
        return tuple((kind, _instant(at)) for kind, at in zip(kinds, row, strict=True))

    def note(self, key: str, value: str | None) -> None:
        """See `RecordsCache`."""
        with self._database.writing() as conn:
            if value is None:
                conn.execute("DELETE FROM meta WHERE key = ?", (key,))
            else:
                row = {"key": key, "value": value}
                self._database.tables().table("meta").upsert(row, pk="key")

    def notes(self) -> dict[str, str]:
        """See `RecordsCache`."""
        with self._database.reading() as conn:
            return dict(conn.execute("SELECT key, value FROM meta").fetchall())

    def booked_on(self, service: str, day: date) -> int:
        """How many records here name this flight or sailing and this day of travel. Raises
        StorageError."""
        with self._database.reading() as conn:
            return booked(conn, service, day)

    @contextmanager
    def importing(self) -> Iterator[StoredImport]:
        """See `RecordSink`. The anchor follows the commit: a crash between leaves it behind, which
        the next import makes good, since nothing but an import has seen a signature. A file found
        damaged is put aside, so that the next import finds an empty one; this one still raises."""
        newest = self._anchor.newest()
        try:
            with self._database.writing() as conn:
                work = StoredImport(conn, newest)
                yield work
                work.finish()
        except DatabaseDamagedError:
            self.rebuild()
            raise
        if work.mark is not None:
            self._anchor.raise_to(work.mark)
            self.note(CACHE_ALARM, None)
        if work.refreshes_lacking:
            _LOG.warning("the manifest lacks %d refreshed permits", work.refreshes_lacking)
            self.note(REFRESH_ALARM, str(work.refreshes_lacking))
        self._database.checkpoint()

    def held_manifest(self) -> bytes | None:
        """See `RecordSink`. None while something here is known to be edited, and for one that is
        not the anchored: the next import then writes manifest and pages anew."""
        if self._is_alarmed():
            return None
        rows = self._held("SELECT envelope FROM manifest WHERE id = 1")
        newest = self._anchor.newest()
        envelope = rows[0][0] if rows else None
        if newest is None or not isinstance(envelope, bytes):
            return None
        return envelope if newest.matches(envelope) else None

    def held_pages(self) -> Sequence[bytes]:
        """See `RecordSink`."""
        rows = self._held("SELECT body FROM page ORDER BY first_block")
        return [row[0] for row in rows if isinstance(row[0], bytes)]

    def held_blocks(self) -> Mapping[int, bytes]:
        """See `RecordSink`. Without those found edited: they are to be fetched anew."""
        damaged: frozenset[int] = frozenset()
        if self._is_alarmed():
            damaged = self._damaged_blocks()
            _LOG.error("%d blocks were edited and are fetched anew", len(damaged))
        rows = self._held("SELECT number, envelope FROM block")
        return {
            number: hashlib.sha256(envelope).digest()
            for number, envelope in rows
            if number not in damaged and isinstance(envelope, bytes)
        }

    def held_status_lists(self) -> Mapping[int, bytes]:
        """See `RecordSink`."""
        rows = self._held("SELECT list_id, envelope FROM status_list")
        return {list_id: envelope for list_id, envelope in rows if isinstance(envelope, bytes)}

    def held_state(self) -> bytes | None:
        """See `RecordSink`."""
        rows = self._held("SELECT envelope FROM state WHERE id = 1")
        return rows[0][0] if rows and isinstance(rows[0][0], bytes) else None

    def lock(self, at: datetime) -> None:
        """See `RecordSink`. The manifest that was newest stays known outside this file."""
        try:
            empty(self._database, at)
        except DatabaseDamagedError:
            self._database = self._rebuild()
            empty(self._database, at)
        remove_damaged(self._path)

    def rebuild(self) -> None:
        """Put the file aside and begin an empty one: everything is NOT_ON_FILE until the next
        sync. Raises StorageError."""
        self._database = self._rebuild()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def _rows(self, sql: str, *values: object) -> list[Row]:
        with self._database.reading() as conn:
            return conn.execute(sql, values).fetchall()

    def _is_alarmed(self) -> bool:
        return bool(self._held("SELECT 1 FROM meta WHERE key = ?", CACHE_ALARM))

    def _damaged_blocks(self) -> frozenset[int]:
        """Raises DatabaseDamagedError for a file that no look can mend: it is put aside, and the
        next import, its news first, fills the new one."""
        try:
            with self._database.reading() as conn:
                return damaged_blocks(conn)
        except DatabaseDamagedError:
            self.rebuild()
            raise

    def _held(self, sql: str, *values: object) -> list[Row]:
        """Rows for an import. A file found damaged is put aside: the import fills the new one."""
        try:
            return self._rows(sql, *values)
        except DatabaseDamagedError:
            self.rebuild()
            return self._rows(sql, *values)

    def _open(self) -> EncryptedDatabase:
        with file_errors(self._path.name):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return EncryptedDatabase(self._path, self._key, MIGRATIONS, busy_ms=self._busy_ms)

    def _rebuild(self) -> EncryptedDatabase:
        """The data is the registry's: one damaged copy is enough to look into."""
        _LOG.error("%s is damaged and was put aside", self._path.name)
        with file_errors(self._path.name):
            for tail in ("", "-wal", "-shm"):
                self._path.with_name(f"{self._path.name}.damaged{tail}").unlink(missing_ok=True)
            move_aside(self._path, "damaged")
        self.rebuilt = True
        return self._open()

    def _begin_anchor(self) -> None:
        """Begin the anchor of an empty database. One that is gone is not made anew from a database,
        nor raised by what somebody may have written into it."""
        if not self._rows("SELECT 1 FROM manifest"):
            self._anchor.begin()


def open_records(
    path: Path, key_store: keys.KeyStore, anchor: AnchorFile, *, busy_ms: int = BUSY_MS
) -> RecordsStore:
    """Open a lane's records.db with its key. Raises StorageError."""
    key = keys.database_key(key_store, keys.RECORDS, database_exists=exists(path))
    return RecordsStore(path, key, anchor, busy_ms=busy_ms)


def _instant(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
