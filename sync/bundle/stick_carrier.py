"""A bundle's folder as a carrier: the repository in it, told apart from a torn one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from tuf.api.exceptions import DownloadError

from checkpoint_app.errors import TransportError
from sync.bundle.layout import StickLayout
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import METADATA, TARGETS, FolderFetcher
from sync.trust.updater import CheckingFetcher


class StickFetcher(FolderFetcher, CheckingFetcher):
    """Reads a bundle's repository until ``stopping``. A file that was cut short is told as such:
    its cause is the TransportError ``bundle.torn``."""

    def __init__(self, folder: Path, stopping: Callable[[], bool]) -> None:
        super().__init__(folder)
        self._stopping = stopping

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._until_stopped(self._chunks(url))

    def check(self, url: str, file: IO[bytes], most: int) -> None:
        """See `CheckingFetcher`. Metadata is one JSON object."""
        if url.startswith(f"{TARGETS}/"):
            whole = file.seek(0, os.SEEK_END) >= most
        else:
            whole = _ends_an_object(file)
        if not whole:
            raise DownloadError("cut short") from _words("bundle.torn")

    def _until_stopped(self, chunks: Generator[bytes, None, None]) -> Iterator[bytes]:
        with closing(chunks):
            for chunk in chunks:
                if self._stopping():
                    raise DownloadError("stopped") from _words("sync.stopped")
                yield chunk


def stick_carrier(folder: Path, stopping: Callable[[], bool]) -> Carrier:
    """The carrier of the bundle in a folder. Raises TransportError: no such folder, not readable,
    no bundle in it, a link where its folders belong."""
    layout = StickLayout(folder)
    if not folder.is_dir():
        raise _words("bundle.no_folder")
    for path in (layout.repository, layout.metadata):
        if not _is_folder(path):
            raise _words("bundle.not_a_bundle")
    fetcher = StickFetcher(layout.repository, stopping)
    return Carrier(fetcher, f"{METADATA}/", f"{TARGETS}/", staged=True)


def _is_folder(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _words("bundle.unreadable") from error
    if stat.S_ISLNK(mode):
        raise _words("bundle.link")
    return stat.S_ISDIR(mode)


def _ends_an_object(file: IO[bytes]) -> bool:
    """Whether the last byte closes a JSON object, as that of all metadata does."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) in (b"}", b"\n")


def _words(key: str) -> TransportError:
    return TransportError("stick", retryable=False, key=key)
