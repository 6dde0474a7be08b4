"""Second copies: rows of this journal for another device of the port, and theirs kept here."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence

from checkpoint_app.credential.canonical import decode_signed, encode
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase, Row

_LOG = logging.getLogger(__name__)
# Anybody can seal an item for this device, so there is an end to what it keeps. A row: a scan with
# all its findings takes some 2 KB. Rows: those of a season of a busy lane are some 300,000.
ROW_LIMIT = 64 * 1024
MOST_KEPT = 2_000_000
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
_COUNT = "SELECT count(*) FROM copied WHERE device = ?"
_COUNT_OF = "SELECT count(*) FROM copied WHERE device = ? AND name = ?"
_LAST_COPY = "SELECT max(row) FROM copied WHERE device = ? AND name = ?"


class CopyTables:
    """Rows for a second copy, and those of other devices, over the tables of an open journal."""

    _database: EncryptedDatabase

    def __init__(self) -> None:
        # How many rows are kept of a device, once it was counted.
        self._counted: dict[str, int] = {}

    def rows_after(self, table: str, after: int, limit: int) -> tuple[Row, ...]:
        """Own rows of ``scan`` or ``audit`` with a number beyond ``after``, in order, for a second
        copy: the number first. Raises KeyError for any other table."""
        with self._database.reading() as conn:
            return _rows_after(conn, table, after, limit)

    def keep_copy(self, device: str, table: str, first: int, rows: Sequence[Row]) -> int:
        """Keep rows from number ``first`` on of another device's table, beside whatever else was
        given under their numbers; how many were new. What is no row of such a table is passed
        over, and beyond `MOST_KEPT` rows of a device all of it: both are logged."""
        if table not in COPIED_TABLES:
            return 0
        bodies = list(_bodies(device, first, rows))
        with self._database.writing() as conn:
            there = self._counted.get(device)
            there = _count(conn, _COUNT, device) if there is None else there
            room = max(0, MOST_KEPT - there)
            kept = _keep_copy(conn, device, table, bodies[:room])
        self._counted[device] = there + kept
        if len(bodies) > room:
            _LOG.error("more rows of %s are not kept: there are %d", device, there)
        return kept

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

    def copies_count(self, device: str, table: str) -> int:
        """How many rows are kept of a device's table."""
        with self._database.reading() as conn:
            return _count(conn, _COUNT_OF, device, table)


def _rows_after(conn: Connection, table: str, after: int, limit: int) -> tuple[Row, ...]:
    return tuple(tuple(row) for row in conn.execute(_ROWS[table], (after, limit)))


def _count(conn: Connection, query: str, *of: str) -> int:
    row = conn.execute(query, of).fetchone()
    return 0 if row is None else int(row[0])


def _bodies(device: str, first: int, rows: Sequence[Row]) -> Iterator[tuple[int, bytes]]:
    """The rows that can be kept, encoded, each with its number."""
    for row in rows:
        if not _is_row(row) or row[0] < first:
            continue
        body = encode(list(row))
        if len(body) <= ROW_LIMIT:
            yield row[0], body
        else:
            _LOG.error("a row of %s is not kept: %d bytes", device, len(body))


def _keep_copy(
    conn: Connection, device: str, table: str, bodies: Sequence[tuple[int, bytes]]
) -> int:
    return sum(
        conn.execute(_ADD, (device, table, number, hashlib.sha256(body).digest(), body)).rowcount
        for number, body in bodies
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
