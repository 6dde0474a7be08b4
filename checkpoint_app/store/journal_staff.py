"""Which lists of the port's people were taken in, in journal.db."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.services.identifiers import milliseconds
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.journal_audit import add_audit

_NEWEST = "SELECT version, sha256 FROM staff_taken ORDER BY version DESC, number DESC LIMIT 1"
_ADD = "INSERT INTO staff_taken (version, sha256, issued, at) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class StaffMark:
    """A list of the port's people by version and SHA-256 of what it says. ``issued``: seconds since
    1970 UTC."""

    version: int
    sha256: bytes
    issued: int


class StaffTables:
    """What a `StaffFile` needs of an open journal."""

    _database: EncryptedDatabase

    def add_staff_taken(self, mark: StaffMark, at: datetime) -> None:
        """Remember a list that was taken, and audit that. Raises StorageError."""
        row = (mark.version, mark.sha256, mark.issued, milliseconds(at))
        with self._database.writing() as conn:
            conn.execute(_ADD, row)
            add_audit(conn, at, "registry", "staff.taken", str(mark.version))

    def newest_staff_taken(self) -> tuple[int, bytes] | None:
        """Version and SHA-256 of the newest list taken; None before any. Raises StorageError."""
        with self._database.reading() as conn:
            row = conn.execute(_NEWEST).fetchone()
        return None if row is None else (row[0], row[1])
