"""python-tuf's `Updater` as this program sets it up, whoever asks for it.

The port's trusted repository and the conformance program both read a repository through what is
here, so that an outside suite's verdict on the one is a verdict on the other.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from sync.trust import held
from sync.trust.carrier import Carrier
from sync.trust.tuf_api import (
    FetcherInterface,
    TargetFile,
    TrustedMetadataSet,
    Updater,
    UpdaterConfig,
)
from sync.trust.tuf_errors import trust_errors

# Lengths in bytes: above the largest honest repository, small enough to hold in memory.
LIMITS = UpdaterConfig(
    max_root_rotations=64,
    root_max_length=256 * 1024,
    timestamp_max_length=16 * 1024,
    snapshot_max_length=1024 * 1024,
    targets_max_length=4 * 1024 * 1024,
)


class CheckingFetcher(FetcherInterface):
    """A fetcher that looks at what came before anybody trusts or refuses it."""

    @abstractmethod
    def check(self, url: str, file: IO[bytes], most: int) -> None:
        """Raise tuf's DownloadError for a file that is not whole. ``most`` is its longest length:
        of a target, its signed one. Where ``file`` is left does not matter."""


class ClosingFetcher(FetcherInterface):
    """Closes a file or an answer of another fetcher's as soon as it is not read on.

    python-tuf leaves that to the garbage collector. What it refuses half-way, such as endless data,
    would stay open as long as the error is kept, and a stick could not be taken out.
    """

    def __init__(self, inner: FetcherInterface) -> None:
        self._inner = inner
        self._open: Iterator[bytes] = iter(())

    def _fetch(self, url: str) -> Iterator[bytes]:
        self._open = self._inner.fetch(url)
        return self._open

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        """As python-tuf's."""
        try:
            with super().download_file(url, max_length) as file:
                if isinstance(self._inner, CheckingFetcher):
                    self._inner.check(url, file, max_length)
                    file.seek(0)
                yield file
        finally:
            if isinstance(self._open, Generator):
                self._open.close()


def open_updater(
    metadata: Path,
    targets: Path,
    carrier: Carrier,
    root: bytes,
    reference: datetime,
    *,
    allow_demo: bool = False,
) -> Updater:
    """An updater that trusts ``root`` and judges expiry at ``reference`` (aware, UTC).

    ``metadata`` is the folder that python-tuf keeps verified roles in. Nothing is fetched yet.
    Raises TrustError for a root that does not verify by itself or is a demo's outside a demo,
    StorageError for the folder.
    """
    with trust_errors():
        updater = Updater(
            str(metadata),
            carrier.metadata_url,
            str(targets),
            carrier.targets_url,
            ClosingFetcher(carrier.fetcher),
            LIMITS,
            bootstrap=root,
        )
    set_reference_time(updater, reference)
    held.refuse_demo(trusted_set(updater).root, allow_demo=allow_demo)
    return updater


def refresh(updater: Updater, *, allow_demo: bool = False) -> None:
    """Bring the top-level metadata up to date; each role is kept once it is verified.

    Raises TrustError for whatever is not signed, whole and recent, TransportError for what did not
    come, StorageError for the local folder.
    """
    with trust_errors():
        updater.refresh()
    held.refuse_demo(trusted_set(updater).root, allow_demo=allow_demo)


def described(updater: Updater, name: str) -> TargetFile | None:
    """What the signed metadata says of a target, or None; errors as `refresh`."""
    with trust_errors():
        return updater.get_targetinfo(name)


def is_here(updater: Updater, target: TargetFile, path: Path) -> bool:
    """Whether the target lies at ``path``, whole; errors as `refresh`."""
    with trust_errors():
        return updater.find_cached_target(target, str(path)) is not None


def fetched(updater: Updater, target: TargetFile, path: Path) -> None:
    """Have the target at ``path``, verified: fetched unless it lies there already, whole.

    What lay there stays until the new content is whole. Errors as `refresh`.
    """
    with trust_errors():
        if updater.find_cached_target(target, str(path)) is None:
            unfinished = path.with_name(path.name + ".part")
            updater.download_target(target, str(unfinished))
            unfinished.replace(path)


def trusted_set(updater: Updater) -> TrustedMetadataSet:
    """The verified metadata inside python-tuf's updater. Private there: pinned by a test."""
    return updater._trusted_set


def set_reference_time(updater: Updater, reference: datetime) -> None:
    """Have the updater judge expiry at this time instead of the system clock's."""
    trusted_set(updater).reference_time = reference
