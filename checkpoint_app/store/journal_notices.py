"""Notices taken in by camera, in journal.db."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.services.identifiers import milliseconds
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.journal_audit import add_audit

_ADD_NOTICE = "INSERT INTO notice VALUES (?, ?, ?, ?, ?)"
# A season has few of them; whatever lies further back the registry's data has long had.
_NOTICES = "SELECT envelope FROM notice ORDER BY issued DESC, digest LIMIT 256"


class NoticeTables:
    """`services.stores.NoticeShelf` over the table of an open journal."""

    _database: EncryptedDatabase

    def keep_notice(
        self, envelope: bytes, digest: bytes, issued: datetime, at: datetime, officer: str
    ) -> bool:
        """See `NoticeShelf`."""
        row = (digest, int(issued.timestamp()), envelope, milliseconds(at), officer)
        with self._database.writing() as conn:
            if conn.execute("SELECT 1 FROM notice WHERE digest = ?", (digest,)).fetchone():
                return False
            conn.execute(_ADD_NOTICE, row)
            add_audit(conn, at, officer, "notice.taken", digest.hex())
        return True

    def notices(self) -> tuple[bytes, ...]:
        """See `NoticeShelf`."""
        with self._database.reading() as conn:
            rows = conn.execute(_NOTICES).fetchall()
        return tuple(row[0] for row in rows if isinstance(row[0], bytes))
