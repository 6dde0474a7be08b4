"""Emptying records.db for good: of a lane that was recalled nothing of the registry's stays."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import StorageError
from checkpoint_app.services.stores import RECALL_ALARM
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.failure import file_errors
from checkpoint_app.store.records_schema import create_indexes, drop_indexes

_LOG = logging.getLogger(__name__)
_TABLES = (
    *("record", "block", "page", "manifest", "status_list", "state", "overlay", "elsewhere"),
    *("company_contact", "programme_contact", "meta"),
)


def empty(database: EncryptedDatabase, at: datetime) -> None:
    """Remove every row, and leave the note of a recall, learnt ``at`` this time.

    Other programs that have the file open see the emptiness too, as they would not if it were
    replaced. Freed pages are overwritten. Raises StorageError.
    """
    with database.reading() as conn:
        known = conn.execute("SELECT 1 FROM meta WHERE key = ?", (RECALL_ALARM,)).fetchone()
        if known and not conn.execute("SELECT 1 FROM record LIMIT 1").fetchone():
            return
    database.connection().execute("PRAGMA secure_delete = ON").fetchall()
    with database.writing() as conn:
        drop_indexes(conn)
        for table in _TABLES:
            conn.execute(f"DELETE FROM {table}")  # noqa: S608  names from the lines above
        create_indexes(conn)
        note = (RECALL_ALARM, at.isoformat(timespec="seconds"))
        conn.execute("INSERT INTO meta (key, value) VALUES (?, ?)", note)
    _shrink(database)


def remove_damaged(path: Path) -> None:
    """Remove what was put aside of a database when found damaged. Raises StorageError."""
    with file_errors(path.name):
        for tail in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}.damaged{tail}").unlink(missing_ok=True)


def _shrink(database: EncryptedDatabase) -> None:
    """Give the space back, and take what was written before out of the log. A program that is just
    reading holds this up; then it stays as it is: there is nothing left in it."""
    try:
        database.checkpoint()
        database.connection().execute("VACUUM").fetchall()
        database.checkpoint()
    except StorageError as error:
        _LOG.warning("%s not shortened: %s", database.path.name, error)
