"""The repository laid in a folder, as on a stick."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from checkpoint_app.errors import TransportError
from sync.trust.carrier import Carrier
from sync.trust.tuf_api import FetcherInterface

METADATA = "metadata"
TARGETS = "targets"
_CHUNK = 256 * 1024
_NOT_IN_A_NAME = frozenset('\\:*?"<>|\0')


class FolderFetcher(FetcherInterface):
    """Reads files below one folder; a "URL" is a path relative to it with ``/`` between its parts.

    Only regular files are read: a link, pipe or device on a stick is refused, and so is a name that
    leads out of the folder, each by a DownloadError whose cause is a TransportError that says it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._chunks(url)

    def _chunks(self, url: str) -> Generator[bytes, None, None]:
        """The file's bytes, opened at once."""
        return _chunks(_opened(self._path(url)))

    def _path(self, url: str) -> Path:
        parts = url.split("/")
        if any(part in ("", ".", "..") or _NOT_IN_A_NAME & set(part) for part in parts):
            raise DownloadError("not a plain path") from _said("trust.climbs")
        path = self._folder
        for part in parts:
            path /= part
            if _is_link(path):
                raise DownloadError(f"{part} is a link") from _said("trust.link")
        return path


def folder_carrier(folder: Path) -> Carrier:
    """The carrier for a folder that holds ``metadata/`` and ``targets/``."""
    return Carrier(FolderFetcher(folder), f"{METADATA}/", f"{TARGETS}/", staged=True)


def _opened(path: Path) -> BinaryIO:
    """The file, open; a missing one is a 404 as from a registry."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise DownloadHTTPError(f"no {path.name}", 404) from None
    except OSError as error:
        key = "trust.link" if error.errno == errno.ELOOP else "sync.unreadable"
        raise DownloadError(f"cannot open {path.name}: {error.strerror}") from _said(key)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise DownloadError(f"{path.name} is not a regular file") from _said("trust.link")
    return os.fdopen(descriptor, "rb")


def _chunks(opened: BinaryIO) -> Generator[bytes, None, None]:
    """The file's bytes; closed at the end or when the reader gives up."""
    with opened:
        while True:
            try:
                chunk = opened.read(_CHUNK)
            except OSError as error:
                raise DownloadError(f"cannot read on: {error.strerror}") from _said(
                    "sync.unreadable"
                )
            if not chunk:
                return
            yield chunk


def _is_link(path: Path) -> bool:
    """Whether a symbolic link lies here, or what Windows calls a reparse point."""
    try:
        found = path.lstat()
    except OSError:
        return False
    reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_file_attributes", 0) & reparse)


def _said(key: str) -> TransportError:
    """The program's own words for what python-tuf lets through as a DownloadError."""
    return TransportError("not read", retryable=False, key=key)
