"""Files on a stick: written so that each is there whole under its name, or not at all.

Sticks are FAT or exFAT mostly: no hard links, no modes, names that differ by case only are the
same, and a rename that a torn-out stick may lose, or leave half done (both names, or neither).
So nothing here rests on a rename being atomic: a file's bytes are on the stick before it gets its
name, and what rests on a file is written only after that name is on the stick too.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from checkpoint_app.errors import ConfigError, StorageError
from sync.bundle.layout import MOST_FILES

UNFINISHED = ".part"
_CHUNK = 1024 * 1024
_FOLDERS_DEEP = 4
_CLOSED = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
# What the errno of a failed write says to people.
_WHY: Mapping[int, str] = {
    errno.ENOSPC: "stick.full",
    errno.EFBIG: "stick.full",
    errno.EROFS: "stick.read-only",
    errno.EACCES: "stick.read-only",
    errno.EPERM: "stick.read-only",
}


class StickFiles(Protocol):
    """One folder on a stick. Paths are relative, with ``/``. Raises StorageError and, for a link
    where a file or folder belongs, ConfigError."""

    def names(self) -> tuple[str, ...]:
        """The names of the files and folders in the folder itself."""
        ...

    def listed(self, path: str) -> Mapping[str, int]:
        """Every file below a folder, with its size; nothing when there is no such folder."""
        ...

    def read(self, path: str, limit: int) -> bytes | None:
        """At most ``limit`` bytes of a file; None when there is none."""
        ...

    def holds(self, path: str, length: int, sha256: str) -> bool:
        """Whether exactly this content lies there, durably."""
        ...

    def put(self, path: str, content: Iterable[bytes]) -> None:
        """Write a file: its bytes first, then its name, each durable before the next."""
        ...

    def remove(self, path: str) -> None:
        """Take a file away, durably, if it is there."""
        ...

    def free(self) -> int:
        """Bytes that can still be written."""
        ...

    def room_for(self, length: int) -> int:
        """The bytes that a file of this length takes up."""
        ...


class DurableFolder:
    """`StickFiles` in a real folder, which must be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        with _told():
            return tuple(sorted(path.name for path in self._folder.iterdir()))

    def listed(self, path: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        with _told():
            self._list(path, found, 0)
        return found

    def read(self, path: str, limit: int) -> bytes | None:
        with _told():
            try:
                return read_regular(self._path(path), limit)
            except FileNotFoundError:
                return None

    def holds(self, path: str, length: int, sha256: str) -> bool:
        with _told():
            try:
                # Opened for writing too: Windows flushes nothing that was opened for reading only.
                descriptor = os.open(self._path(path), os.O_RDWR | _CLOSED)
            except FileNotFoundError:
                return False
            with os.fdopen(descriptor, "rb") as file:
                if os.fstat(file.fileno()).st_size != length:
                    return False
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    return False
                os.fsync(file.fileno())
        return True

    def put(self, path: str, content: Iterable[bytes]) -> None:
        final = self._path(path)
        unfinished = final.with_name(final.name + UNFINISHED)
        with _told():
            self._make_folders(final.parent)
            unfinished.unlink(missing_ok=True)
            try:
                _write(unfinished, content)
                unfinished.replace(final)
            except BaseException:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
                raise
            _sync_folder(final.parent)

    def remove(self, path: str) -> None:
        gone = self._path(path)
        with _told():
            gone.unlink(missing_ok=True)
            if gone.parent.is_dir():
                _sync_folder(gone.parent)

    def free(self) -> int:
        with _told():
            return shutil.disk_usage(self._folder).free

    def room_for(self, length: int) -> int:
        # The largest cluster that FAT32 has, and the file's entry in its folder.
        cluster = 32 * 1024
        return -(-length // cluster) * cluster + 1024

    def _path(self, path: str) -> Path:
        return self._folder.joinpath(*path.split("/"))

    def _list(self, path: str, found: dict[str, int], deep: int) -> None:
        folder = self._path(path)
        if not os.path.lexists(folder):
            return
        if folder.is_symlink() or not folder.is_dir():
            raise ConfigError("a link or file for a folder", key="stick.link")
        with os.scandir(folder) as entries:
            for entry in entries:
                own = f"{path}/{entry.name}"
                if entry.is_symlink():
                    raise ConfigError("a link on the stick", key="stick.link")
                if entry.is_dir():
                    if deep >= _FOLDERS_DEEP:
                        raise ConfigError("folders too deep", key="stick.not-ours")
                    self._list(own, found, deep + 1)
                else:
                    found[own] = entry.stat(follow_symlinks=False).st_size
                if len(found) > MOST_FILES:
                    raise ConfigError("too many files", key="stick.not-ours")

    def _make_folders(self, folder: Path) -> None:
        """Make what is missing down to this folder, each durably; links are no folders."""
        if folder == self._folder:
            return
        self._make_folders(folder.parent)
        if folder.is_symlink():
            raise ConfigError("a link for a folder", key="stick.link")
        if not folder.is_dir():
            folder.mkdir()
            _sync_folder(folder.parent)


def stick_folder(folder: Path) -> DurableFolder:
    """The folder that a person named, made when only it is missing: never the folders above it, for
    a stick that is not in would be written to the computer's own disk. Raises StorageError."""
    if not folder.is_dir():
        if folder.exists() or not folder.absolute().parent.is_dir():
            raise ConfigError("no such folder", key="stick.no-folder")
        with _told():
            folder.mkdir()
            _sync_folder(folder.absolute().parent)
    return DurableFolder(folder)


def content_of(path: Path) -> Iterator[bytes]:
    """A file's bytes in chunks. Raises OSError."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def read_regular(path: Path, limit: int) -> bytes:
    """At most ``limit`` bytes of a regular file, no link followed, nothing waited for. Raises
    OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _CLOSED
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(limit)


@contextmanager
def _told() -> Iterator[None]:
    """What the system says of a stick, in the program's own words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ConfigError("a link on the stick", key="stick.link") from error
        key = _WHY.get(error.errno or 0, "stick.not-written")
        raise StorageError(f"stick: errno {error.errno}", key=key) from error


def _write(path: Path, content: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOSED, 0o644)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in content:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to flush
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some drivers of exFAT and NTFS know no such call
            raise
    finally:
        os.close(descriptor)
