"""One import at a time, across threads and processes: a network round and a stick must not mix."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkpoint_app.errors import StorageError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def import_lock(path: Path) -> Iterator[None]:
    """Hold the lock file while the block runs; the system frees it when a process dies.

    Raises StorageError at once when another import holds it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise StorageError(f"lock file: {error}", key="trust.folder") from error
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise StorageError("another import is running", key="trust.busy") from error
        yield
    finally:
        os.close(descriptor)
