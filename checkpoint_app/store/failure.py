"""SQLite's failures in the program's own words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from checkpoint_app.errors import StorageError

# Primary result codes (https://www.sqlite.org/rescode.html): the low byte of an extended code.
_CORRUPT, _NOT_A_DATABASE = 11, 26
# How SQLite says that a table, a column or a text is not as our migrations made it.
_SPOILT = ("no such table:", "no such column:", "Could not decode to UTF-8")
_KEYS = {
    5: "store.locked",  # SQLITE_BUSY
    6: "store.locked",  # SQLITE_LOCKED
    8: "store.read_only",  # SQLITE_READONLY
    13: "store.disk_full",  # SQLITE_FULL
    14: "store.cannot_open",  # SQLITE_CANTOPEN
}


class DatabaseDamagedError(StorageError):
    """The file is no database of ours, or parts of it are missing or changed."""

    key = "store.damaged"


@contextmanager
def storage_errors(name: str) -> Iterator[None]:
    """Turn SQLCipher's errors into StorageError; ``name`` is the file's.

    Programming errors (bad SQL, a closed connection) go through: they are bugs.
    """
    try:
        yield
    except dbapi2.DatabaseError as error:
        named = storage_error(error, name)
        if named is error:
            raise
        raise named from error


@contextmanager
def file_errors(name: str) -> Iterator[None]:
    """Turn the file system's errors into StorageError; ``name`` is the file's."""
    try:
        yield
    except OSError as error:
        key = "store.disk_full" if error.errno == errno.ENOSPC else "store.cannot_open"
        raise StorageError(f"{name}: {error.strerror}", key=key, name=name) from error


def storage_error(error: Exception, name: str) -> Exception:
    """The StorageError for an error of SQLCipher; a programming error, or one that already is a
    StorageError, is left as it is."""
    if isinstance(error, (dbapi2.ProgrammingError, dbapi2.IntegrityError, StorageError)):
        return error
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (_CORRUPT, _NOT_A_DATABASE) or str(error).startswith(_SPOILT):
        return DatabaseDamagedError(f"{name}: {error}", name=name)
    return StorageError(f"{name}: {error}", key=_KEYS.get(code, "store.failed"), name=name)
