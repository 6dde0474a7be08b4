"""One publisher at a time, over every process: a database lock that a crash releases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from checkpoint_app.errors import ConfigError


@contextmanager
def publisher_lock(path: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the publisher's lock: an exclusive transaction on an empty database of its own, so that
    taking movements in goes on meanwhile.

    Raises ConfigError when another publisher is still at work after ``wait_seconds``.
    """
    with closing(sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise ConfigError("another publisher", key="registry.publisher_busy") from error
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
