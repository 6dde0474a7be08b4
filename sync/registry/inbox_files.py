"""What came back on a stick, read within bounds: files by name, each whole or told why not.

Whoever held the stick may have put anything there: nothing is followed, nothing waited for, and one
bad file never hides the others.
"""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from sync.bundle.layout import MOST_FILES
from sync.bundle.on_stick import is_litter
from sync.bundle.stick_files import UNFINISHED, read_regular

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class StickFile:
    """A file to be read: its name, and where it lies."""

    name: str
    path: Path

    def read(self, limit: int) -> bytes:
        """The content. Raises StorageError: not readable, no file, a link, more than ``limit``
        bytes."""
        try:
            content = read_regular(self.path, limit + 1)
        except OSError as error:
            key = "departures.linked" if error.errno == errno.ELOOP else "departures.unreadable"
            raise StorageError(f"errno {error.errno}", key=key) from error
        if len(content) > limit:
            raise StorageError("too long", key="departures.too-long")
        return content


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file, or something in it, that was not taken in. ``file`` is fit to be shown."""

    file: str
    error: CheckpointError


def stick_files(folder: Path, suffix: str) -> Iterator[StickFile | RefusedFile]:
    """The files of one folder of a stick with this suffix, by name; nothing where there is no such
    folder. What else is there is told as refused, but for what computers leave on sticks.

    Raises StorageError when the folder cannot be read, ConfigError when it is a link.
    """
    try:
        if folder.is_symlink():
            raise ConfigError("a link for a folder", key="departures.linked")
        with os.scandir(folder) as entries:
            found = sorted(itertools.islice(entries, MOST_FILES + 1), key=lambda each: each.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(f"errno {error.errno}", key="departures.unreadable") from error
    for entry in found[:MOST_FILES]:
        if not is_litter(entry.name):
            yield _judged(entry, suffix)
    if len(found) > MOST_FILES:
        crowd = ConfigError("too many files", key="departures.too-many", limit=MOST_FILES)
        yield RefusedFile(folder.name, crowd)


def shown_name(name: str) -> str:
    """A foreign file's name for a terminal: signs that steer it become escapes, and it is short."""
    plain = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name[:_SHOWN])
    return plain[:_SHOWN]


def _judged(entry: os.DirEntry[str], suffix: str) -> StickFile | RefusedFile:
    if entry.is_symlink():
        key = "departures.linked"
    elif entry.name.casefold().endswith(f"{suffix}{UNFINISHED}"):
        key = "departures.unfinished"
    elif entry.name.casefold().endswith(suffix):
        return StickFile(entry.name, Path(entry.path))
    else:
        key = "departures.malformed"
    return RefusedFile(shown_name(entry.name), ConfigError("not taken", key=key))
