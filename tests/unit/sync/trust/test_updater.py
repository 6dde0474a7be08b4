"""What python-tuf does not read to its end is closed at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tuf.api.exceptions import DownloadError, DownloadLengthMismatchError

from sync.trust.tuf_api import FetcherInterface
from sync.trust.updater import ClosingFetcher


class Stick(FetcherInterface):
    """Two files: an endless one and a short one. Knows whether one is open."""

    def __init__(self) -> None:
        self.is_open = False

    def _fetch(self, url: str) -> Iterator[bytes]:
        if url not in ("endless", "short"):
            raise DownloadError("no such file")
        return self._chunks(url)

    def _chunks(self, url: str) -> Iterator[bytes]:
        self.is_open = True
        try:
            yield b"x" * 10
            while url == "endless":
                yield b"x" * 10
        finally:
            self.is_open = False


def test_a_file_refused_for_its_length_does_not_stay_open_with_the_error() -> None:
    stick = Stick()
    fetcher = ClosingFetcher(stick)
    with pytest.raises(DownloadLengthMismatchError) as kept:
        fetcher.download_bytes("endless", 25)
    assert not stick.is_open
    assert kept.value.__traceback__ is not None
    with pytest.raises(DownloadError):
        fetcher.download_bytes("missing", 25)
    assert fetcher.download_bytes("short", 25) == b"x" * 10
