"""Transactions on SQLite's own connection, for what runs at every request.

Through the pool and with the settings of `db.open`, but without SQLAlchemy's objects for each
statement and row: a single movement is a dozen small statements, and they cost three times their
work there. Another database brings its own ingest statements, and this file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from checkpoint_app.errors import StorageError


@contextmanager
def driver_connection(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A pooled connection outside any transaction: good for one statement. Raises StorageError."""
    try:
        pooled = engine.raw_connection()
        try:
            driver = pooled.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver
        finally:
            pooled.close()
    except (sqlite3.Error, DBAPIError) as error:
        raise StorageError(f"registry database: {error}", key="registry.database") from error


@contextmanager
def writing_driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """One write transaction (``BEGIN IMMEDIATE``), committed on leaving, rolled back on any error.
    Raises StorageError."""
    with driver_connection(engine) as driver:
        driver.execute("BEGIN IMMEDIATE")
        try:
            yield driver
        except BaseException:
            driver.rollback()
            raise
        driver.commit()
