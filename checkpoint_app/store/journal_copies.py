"""Second copies: rows of this journal for another device of the port, and theirs kept here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from checkpoint_app.credential.canonical import decode_signed, encode
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase, Row

# A row as it comes from outside: a scan with all its findings takes some 2 KB.
ROW_LIMIT = 32 * 1024
# Rows that are answered at a time.
MOST_COPIES = 4096
_MOST_COLUMNS = 64
_LAST_NUMBER = (1 << 63) - 1
_ROWS = {
    "scan": "SELECT * FROM scan WHERE entry > ? ORDER BY entry LIMIT ?",
    "audit": "SELECT * FROM audit WHERE entry > ? ORDER BY entry LIMIT ?",
}
COPIED_TABLES = tuple(_ROWS)
_ADD = (
    "INSERT INTO copied (device, name, row, hash, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (device, name, row, hash) DO NOTHING"
)
_COPIES = (
    "SELECT body FROM copied WHERE device = ? AND name = ? AND row > ? ORDER BY row, number LIMIT ?"
)
_LAST_COPY = "SELECT max(row) FROM copied WHERE device = ? AND name = ?"


class CopyTables:
    """Rows for a second copy, and those of other devices, over the tables of an open journal."""

    _database: EncryptedDatabase

    def rows_after(self, table: str, after: int, limit: int) -> tuple[Row, ...]:
        """Own rows of ``scan`` or ``audit`` with a number beyond ``after``, in order, for a second
        copy: the number first. Raises KeyError for any other table."""
        with self._database.reading() as conn:
            return _rows_after(conn, table, after, limit)

    def keep_copy(self, device: str, table: str, first: int, rows: Sequence[Row]) -> int:
        """Keep rows from number ``first`` on of another device's table, beside whatever else was
        given under their numbers; how many were new. What is no row of such a table is passed
        over."""
        if table not in COPIED_TABLES:
            return 0
        with self._database.writing() as conn:
            return _keep_copy(conn, device, table, first, rows)

    def copies_of(
        self, device: str, table: str, after: int = 0, limit: int = MOST_COPIES
    ) -> tuple[Row, ...]:
        """Rows kept of a device's table with a number beyond ``after``, in order."""
        with self._database.reading() as conn:
            return _copies_of(conn, device, table, after, limit)

    def copied_to(self, device: str, table: str) -> int:
        """The highest number kept of a device's table, 0 for none."""
        with self._database.reading() as conn:
            return _copied_to(conn, device, table)


def _rows_after(conn: Connection, table: str, after: int, limit: int) -> tuple[Row, ...]:
    return tuple(tuple(row) for row in conn.execute(_ROWS[table], (after, limit)))


def _keep_copy(conn: Connection, device: str, table: str, first: int, rows: Sequence[Row]) -> int:
    bodies = ((row[0], encode(list(row))) for row in rows if _is_row(row) and row[0] >= first)
    return sum(
        conn.execute(_ADD, (device, table, number, hashlib.sha256(body).digest(), body)).rowcount
        for number, body in bodies
        if len(body) <= ROW_LIMIT
    )


def _copies_of(
    conn: Connection, device: str, table: str, after: int, limit: int
) -> tuple[Row, ...]:
    found = conn.execute(_COPIES, (device, table, after, limit)).fetchall()
    return tuple(_row_of(body) for (body,) in found)


def _copied_to(conn: Connection, device: str, table: str) -> int:
    row = conn.execute(_LAST_COPY, (device, table)).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def _is_row(row: Row) -> bool:
    """Values as a database holds them, the row's number first."""
    if not 1 <= len(row) <= _MOST_COLUMNS or type(row[0]) is not int:
        return False
    return row[0] >= 1 and all(_is_value(value) for value in row)


def _is_value(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) <= _LAST_NUMBER
    return value is None or isinstance(value, str | bytes)


def _row_of(body: bytes) -> Row:
    row = decode_signed(body)
    return tuple(row) if isinstance(row, list) else ()
