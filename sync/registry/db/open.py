"""Opening the registry's database. A new or older one: `sync.registry.db.migrate`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.db import schema

BUSY_MS = 20_000
CACHE_KIB = 32 * 1024


def open_database(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on the SQLite file at ``path``: WAL, foreign keys, busy timeout of 20 s.

    Raises ConfigError when there is no registry at ``path``. Transactions: `reading`, `writing`.
    """
    if not path.exists():
        raise ConfigError(f"no registry at {path.name}", key="registry.absent")
    return engine_on(path, "ro" if read_only else "rw")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database. Raises StorageError."""
    with _transaction(engine, immediate=False) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction (``BEGIN IMMEDIATE``), committed on leaving. Raises StorageError."""
    with _transaction(engine, immediate=True) as connection:
        yield connection


def meta_value(connection: Connection, name: str) -> str | None:
    """A fact of the ``meta`` table, or None."""
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name))
    return found.scalar_one_or_none()


@contextmanager
def _transaction(engine: Engine, *, immediate: bool) -> Iterator[Connection]:
    try:
        connecting = engine.connect().execution_options(immediate=immediate)
        with connecting as connection, connection.begin():
            yield connection
    except (DBAPIError, sqlite3.Error) as error:
        raise StorageError(f"registry database: {error}", key="registry.database") from error


def engine_on(path: Path, mode: str) -> Engine:
    """An engine on a SQLite file, opened by SQLite's URI ``mode``: ``ro``, ``rw`` or ``rwc``."""
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )

    # Errors go to the log: they must not name the people in a statement's values.
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up_writer if mode != "ro" else _set_up_reader)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_reader(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _set_up_writer(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
