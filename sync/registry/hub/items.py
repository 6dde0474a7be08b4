"""What a hub keeps for the lanes of its port: sealed items by ascending number.

Every lane has all of it itself, so a write does not wait for the disk, and nothing is lost with
the file: a new database is a new instance, to which the lanes push again what it lacks.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from checkpoint_app.errors import StorageError
from sync.protocol.hub import (
    INSTANCE,
    MOST_RANGES,
    HeldRange,
    HubItem,
    ItemName,
    Stream,
)

BYTES_KEPT = 2 * 1024**3
# A batch has at most 256 movements; what claims much more only shuts out the items of others.
MOST_SPAN = 65_536
# Ranges that adjoin none before them: a journal without gaps has one.
MOST_RANGES_OF_ONE = 2048
_LAST = 2**63 - 1
_PAGE = 500
SCHEMA = """
CREATE TABLE IF NOT EXISTS hub (instance BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS item (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL, device TEXT NOT NULL, epoch BLOB NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL,
    bringer TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS item_bringer ON item (bringer, number);
CREATE INDEX IF NOT EXISTS item_journal ON item (device, stream, epoch, first);
CREATE TABLE IF NOT EXISTS held (
    stream TEXT NOT NULL, device TEXT NOT NULL, epoch BLOB NOT NULL, own INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, bringer TEXT NOT NULL,
    PRIMARY KEY (stream, device, epoch, own, first)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS held_bringer ON held (bringer);
"""
_ITEM = "number, stream, device, epoch, first, last, content"
_JOURNAL = "stream = ? AND device = ? AND epoch = ? AND own = ?"


class TooManyRanges(Exception):  # noqa: N818 - it is an answer, not a failure
    """One device brought more pieces that adjoin nothing than a hub remembers."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item went. ``known``: all of it was here, and ``number`` is its number then (0
    when its content has been dropped)."""

    number: int
    known: bool


class Items:
    """The database of a hub, for one process. Safe for several threads; ``kept`` bounds its
    contents, in bytes."""

    def __init__(self, connection: sqlite3.Connection, *, kept: int = BYTES_KEPT) -> None:
        self._db = connection
        self._lock = threading.Lock()
        self._kept = kept
        self.instance = self._open_instance()
        self.newest: int = 0
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._count_all()

    def put(self, name: ItemName, content: bytes, bringer: str) -> Placed:
        """Keep an item that ``bringer`` brought. Raises TooManyRanges, StorageError."""
        with self._lock, storage_errors():
            try:
                with self._db:
                    return self._put(name, content, bringer)
            except BaseException:
                self._count_all()  # what was undone does not count
                raise

    def after(
        self, number: int, copies: frozenset[str], *, most_bytes: int, upto: int = _LAST
    ) -> Sequence[HubItem]:
        """Items above ``number`` and up to ``upto``, ascending, about ``most_bytes`` of content;
        copies only of these devices. Empty when there are none. Raises StorageError."""
        marks = ",".join("?" * len(copies))
        query = (
            f"SELECT {_ITEM} FROM item WHERE number > ? AND number <= ?"  # noqa: S608 - marks
            f" AND (stream != 'copy' OR device IN ({marks})) ORDER BY number"
        )
        found: list[HubItem] = []
        size = 0
        with self._lock, storage_errors():
            for row in self._db.execute(query, (number, upto, *sorted(copies))):
                found.append(_item(row))
                size += len(row[-1])
                if size >= most_bytes:
                    break
        return found

    def have(self) -> Sequence[HeldRange]:
        """What this instance has or had, ascending; of too much the journals' own and longest.
        Raises StorageError."""
        with self._lock, storage_errors():
            rows = self._db.execute(
                "SELECT stream, device, epoch, first, last, own FROM held"
                " ORDER BY own DESC, stream != 'chain', last - first DESC LIMIT ?",
                (MOST_RANGES,),
            ).fetchall()
        return [
            HeldRange(ItemName(Stream(stream), device, epoch, first, last), bool(own))
            for stream, device, epoch, first, last, own in sorted(rows)
        ]

    def chain_items(self, after: int = 0) -> Iterator[tuple[int, ItemName, Callable[[], bytes]]]:
        """All but copies above the number ``after``, the oldest first: number, name and what reads
        its content. Both raise StorageError, the reader also for what has been dropped since."""
        number = after
        while page := self._names(number):
            for number, stream, device, epoch, first, last in page:
                name = _name(stream, device, epoch, first, last)
                yield number, name, partial(self._content, number)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    def _names(self, number: int) -> list[tuple[int, str, str, bytes, int, int]]:
        with self._lock, storage_errors():
            return self._db.execute(
                "SELECT number, stream, device, epoch, first, last FROM item"
                " WHERE number > ? AND stream != 'copy' ORDER BY number LIMIT ?",
                (number, _PAGE),
            ).fetchall()

    def _content(self, number: int) -> bytes:
        with self._lock, storage_errors():
            query = "SELECT content FROM item WHERE number = ?"
            row = self._db.execute(query, (number,)).fetchone()
        if row is None:
            raise StorageError("an item was dropped", key="hub.items")
        return bytes(row[0])

    def _put(self, name: ItemName, content: bytes, bringer: str) -> Placed:
        if name.stream is Stream.HEAD:
            return self._put_head(name, content, bringer)
        own = bringer == name.device
        if self._covers(name, own):
            return Placed(self._number_of(name, own), True)
        self._hold(name, own, bringer)
        return Placed(self._insert(name, content, bringer), False)

    def _put_head(self, name: ItemName, content: bytes, bringer: str) -> Placed:
        """A head takes the place of the one before it, but nobody else's that of the device's
        own: what is newer is seen only by those who open it."""
        own = bringer == name.device
        same_kind = "bringer = device" if own else "bringer != device"
        rows = self._db.execute(
            "SELECT number, epoch, bringer, size, content FROM item"  # noqa: S608 - fixed texts
            f" WHERE stream = 'head' AND device = ? AND {same_kind}",
            (name.device,),
        ).fetchall()
        for number, epoch, before, size, older in rows:
            if (epoch, older) == (name.epoch, content):
                return Placed(number, True)
            self._remove(number, before, size)
        self._db.execute(
            "DELETE FROM held WHERE stream = 'head' AND device = ? AND own = ?", (name.device, own)
        )
        self._hold(name, own, bringer)
        return Placed(self._insert(name, content, bringer), False)

    def _covers(self, name: ItemName, own: bool) -> bool:
        row = self._db.execute(
            f"SELECT last FROM held WHERE {_JOURNAL} AND first <= ?"  # noqa: S608 - fixed text
            " ORDER BY first DESC LIMIT 1",
            (*_journal(name, own), name.first),
        ).fetchone()
        return row is not None and row[0] >= name.last

    def _hold(self, name: ItemName, own: bool, bringer: str) -> None:
        """Remember a range, joined with those that it touches."""
        journal = _journal(name, own)
        touched = self._db.execute(
            f"SELECT first, last FROM held WHERE {_JOURNAL}"  # noqa: S608 - fixed text
            " AND first <= ? AND last >= ?",
            (*journal, min(name.last, _LAST - 1) + 1, name.first - 1),
        ).fetchall()
        if not touched:
            self._check_pieces(bringer)
        self._db.executemany(
            f"DELETE FROM held WHERE {_JOURNAL} AND first = ?",  # noqa: S608 - fixed text
            [(*journal, first) for first, _ in touched],
        )
        first = min([name.first, *(each[0] for each in touched)])
        last = max([name.last, *(each[1] for each in touched)])
        self._db.execute(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?)", (*journal, first, last, bringer)
        )

    def _check_pieces(self, bringer: str) -> None:
        (pieces,) = self._db.execute(
            "SELECT count(*) FROM held WHERE bringer = ?", (bringer,)
        ).fetchone()
        if pieces >= MOST_RANGES_OF_ONE:
            raise TooManyRanges

    def _insert(self, name: ItemName, content: bytes, bringer: str) -> int:
        size = len(content)
        row = (name.stream.value, name.device, name.epoch, name.first, name.last)
        number = self._db.execute(
            "INSERT INTO item (stream, device, epoch, first, last, bringer, size, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, bringer, size, content),
        ).lastrowid
        assert number is not None
        self._count(bringer, size)
        self._make_room(number)
        self.newest = number
        return number

    def _make_room(self, newest: int) -> None:
        """Drop contents, the oldest of whoever brought the most: nobody drives out others'."""
        while self._total > self._kept:
            most = max(self._sizes, key=self._sizes.__getitem__)
            row = self._db.execute(
                "SELECT number, size FROM item WHERE bringer = ? AND number < ?"
                " ORDER BY number LIMIT 1",
                (most, newest),
            ).fetchone()
            if row is None:
                return
            self._remove(row[0], most, row[1])

    def _remove(self, number: int, bringer: str, size: int) -> None:
        self._db.execute("DELETE FROM item WHERE number = ?", (number,))
        self._count(bringer, -size)

    def _count_all(self) -> None:
        rows = self._db.execute("SELECT bringer, sum(size) FROM item GROUP BY bringer")
        self._sizes = dict(rows.fetchall())
        self._total = sum(self._sizes.values())
        self.newest = self._newest()

    def _count(self, bringer: str, size: int) -> None:
        self._sizes[bringer] = self._sizes.get(bringer, 0) + size
        self._total += size

    def _number_of(self, name: ItemName, own: bool) -> int:
        """The number of a known item, for whoever asks; 0 when its content is gone."""
        row = self._db.execute(
            "SELECT number FROM item WHERE stream = ? AND device = ? AND epoch = ?"
            " AND (bringer = device) = ? AND first <= ? AND last >= ? LIMIT 1",
            (*_journal(name, own), name.first, name.last),
        ).fetchone()
        return 0 if row is None else int(row[0])

    def _open_instance(self) -> bytes:
        row = self._db.execute("SELECT instance FROM hub").fetchone()
        if row is not None:
            return bytes(row[0])
        instance = secrets.token_bytes(INSTANCE)
        with self._db:
            self._db.execute("INSERT INTO hub VALUES (?)", (instance,))
        return instance

    def _newest(self) -> int:
        """The highest number ever given, also when its item is gone."""
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'item'").fetchone()
        return 0 if row is None else int(row[0])


def open_items(path: Path, *, kept: int = BYTES_KEPT) -> Items:
    """The items in a file, made when there is none; another hub that has it open keeps it.
    Raises StorageError: ``hub.busy``, ``hub.items``."""
    try:
        connection = sqlite3.connect(path, timeout=0.5, check_same_thread=False)
    except sqlite3.Error as error:
        raise _unusable(error) from error
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.executescript(SCHEMA)
        path.chmod(0o600)
        return Items(connection, kept=kept)
    except (sqlite3.Error, OSError) as error:
        connection.close()
        raise _unusable(error) from error


@contextmanager
def storage_errors() -> Iterator[None]:
    """SQLite's errors as StorageError ``hub.items``."""
    try:
        yield
    except sqlite3.Error as error:
        raise _unusable(error) from error


def _unusable(error: Exception) -> StorageError:
    busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return StorageError(f"hub's items: {error}", key="hub.busy" if busy else "hub.items")


def _journal(name: ItemName, own: bool) -> tuple[str, str, bytes, bool]:
    return name.stream.value, name.device, name.epoch, own


def _item(row: tuple[int, str, str, bytes, int, int, bytes]) -> HubItem:
    number, stream, device, epoch, first, last, content = row
    return HubItem(number, _name(stream, device, epoch, first, last), content)


def _name(stream: str, device: str, epoch: bytes, first: int, last: int) -> ItemName:
    return ItemName(Stream(stream), device, epoch, first, last)
