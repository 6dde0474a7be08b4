"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from checkpoint_app.errors import StorageError


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place, durably, at once. Raises StorageError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="registry.repository") from error


def read_whole(path: Path) -> bytes:
    """A file of the repository. Raises StorageError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="registry.repository") from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to flush
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
