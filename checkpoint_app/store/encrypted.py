"""An SQLCipher database: one connection a thread, numbered migrations, short write transactions."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeAlias, cast

from sqlcipher3 import dbapi2

from checkpoint_app.errors import StorageError
from checkpoint_app.store.failure import DatabaseDamagedError, storage_error, storage_errors

if TYPE_CHECKING:
    import sqlite_utils

KEY_LENGTH = 32
# How long a write waits for another process before it gives up, in milliseconds.
BUSY_MS = 5000
# Pages of 4 KB that a connection may keep decrypted: SQLite's own measure, in KB when negative.
_CACHE_KB = 8192
# A database is at least one page; SQLite would begin a new one over anything shorter.
_LEAST_FILE = 512

Row: TypeAlias = tuple[Any, ...]
Migration: TypeAlias = "Callable[[sqlite_utils.Database], None]"


class Cursor(Protocol):
    """What is used of a cursor."""

    rowcount: int

    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...
    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """What is used of a connection."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, parameters: Sequence[object] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, rows: object, /) -> Cursor: ...
    def close(self) -> None: ...


class _Session:
    """One thread's connection."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    @cached_property
    def tables(self) -> sqlite_utils.Database:
        """The same as sqlite-utils sees it. Loaded when a schema or a small write first asks for
        it: with it comes numpy, a quarter of a second that no scan needs."""
        import sqlite_utils

        return sqlite_utils.Database(cast(Any, self.conn), execute_plugins=False)


class EncryptedDatabase:
    """A database file of ours, made when it is not there.

    ``key`` is the raw 32-byte key. ``migrations`` run in order; the file's ``user_version`` counts
    those done. ``on_damage`` is called when a transaction meets damage. Raises StorageError when
    opened: locked, unreadable, of a newer program, or DatabaseDamagedError.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        migrations: Sequence[Migration],
        *,
        busy_ms: int = BUSY_MS,
        on_damage: Callable[[], None] = lambda: None,
    ) -> None:
        if len(key) != KEY_LENGTH:
            raise StorageError("database key of a wrong length", key="store.key_unfit")
        self.path = path
        self._key = key
        self._busy_ms = busy_ms
        self._on_damage = on_damage
        self._local = threading.local()
        self._sessions: weakref.WeakSet[_Session] = weakref.WeakSet()
        self._lock = threading.Lock()
        # SQLite lets waiting writers starve; threads of one program queue up here instead.
        self._writers = threading.Lock()
        if 0 < _size(path) < _LEAST_FILE:
            raise DatabaseDamagedError(f"{path.name}: a stump", name=path.name)
        try:
            self._migrate(migrations)
        except BaseException:
            self.close()
            raise

    def connection(self) -> Connection:
        """This thread's connection."""
        return self._session().conn

    def tables(self) -> sqlite_utils.Database:
        """This thread's connection, as sqlite-utils sees it."""
        return self._session().tables

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction: one unchanging view. Inside another transaction, part of that."""
        try:
            conn = self.connection()
            if conn.in_transaction:
                yield conn
                return
            conn.execute("BEGIN")
            try:
                yield conn
            finally:
                conn.execute("ROLLBACK")
        except (dbapi2.DatabaseError, DatabaseDamagedError) as error:
            self._fail(error)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction: committed and on disk when the block ends, undone when it raises."""
        self._await_turn()
        try:
            conn = self.connection()
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise
        except (dbapi2.DatabaseError, DatabaseDamagedError) as error:
            self._fail(error)
        finally:
            self._writers.release()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file as far as readers let it, and shorten it."""
        with storage_errors(self.path.name):
            self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            sessions = list(self._sessions)
            self._sessions.clear()
            self._local = threading.local()
        for session in sessions:
            session.conn.close()

    def _await_turn(self) -> None:
        """Wait for the other threads that write. Raises StorageError."""
        if not self._writers.acquire(timeout=self._busy_ms / 1000):
            name = self.path.name
            raise StorageError(f"{name}: another thread writes", key="store.locked", name=name)

    def _fail(self, error: Exception) -> NoReturn:
        """Raise what an error within a transaction means, and tell of damage."""
        named = storage_error(error, self.path.name)
        if isinstance(named, DatabaseDamagedError):
            self._on_damage()
        if named is error:
            raise error
        raise named from error

    def _session(self) -> _Session:
        session: _Session | None = getattr(self._local, "session", None)
        if session is None:
            with storage_errors(self.path.name):
                session = _Session(self._connect())
            with self._lock:
                self._local.session = session
                self._sessions.add(session)
        return session

    def _connect(self) -> Connection:
        # close() may come from another thread; each connection is used by its own thread only.
        conn: Connection = dbapi2.connect(
            str(self.path),
            timeout=self._busy_ms / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            # Its own log goes to the console; what matters comes as an error.
            conn.execute("PRAGMA cipher_log_level = NONE")
            conn.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            conn.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            conn.execute("PRAGMA journal_mode = WAL").fetchone()
            conn.execute("PRAGMA synchronous = FULL")
        except BaseException:
            conn.close()
            raise
        return conn

    def _migrate(self, migrations: Sequence[Migration]) -> None:
        if self._version() == len(migrations):
            return
        with self.writing() as conn:
            done = self._version()
            if done > len(migrations):
                raise StorageError(
                    f"{self.path.name}: schema {done}",
                    key="store.newer_schema",
                    name=self.path.name,
                )
            for migration in migrations[done:]:
                migration(self.tables())
            conn.execute(f"PRAGMA user_version = {len(migrations)}")

    def _version(self) -> int:
        with storage_errors(self.path.name):
            row = self.connection().execute("PRAGMA user_version").fetchone()
        return int(row[0]) if row else 0


def exists(path: Path) -> bool:
    """True when there is a database file with anything in it."""
    return _size(path) > 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def move_aside(path: Path, suffix: str) -> Path:
    """Rename a database with its log files to ``<name>.<suffix>``; answers the new path.

    Raises OSError, and FileExistsError when that name is taken.
    """
    target = path.with_name(f"{path.name}.{suffix}")
    if target.exists():
        raise FileExistsError(str(target))
    for tail in ("", "-wal", "-shm"):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.rename(target.with_name(target.name + tail))
    return target
