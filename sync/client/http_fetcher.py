"""The repository over HTTP, for python-tuf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from checkpoint_app.errors import TransportError
from sync.client.http import RegistryHttp
from sync.protocol.routes import TUF_METADATA, TUF_TARGETS
from sync.trust.carrier import Carrier
from sync.trust.tuf_api import FetcherInterface

_OK = 200


class HttpFetcher(FetcherInterface):
    """Fetches below one registry's address; a "URL" is a path at it. python-tuf bounds sizes."""

    def __init__(self, http: RegistryHttp) -> None:
        self._http = http

    def _fetch(self, url: str) -> Iterator[bytes]:
        stack = ExitStack()
        try:
            answer, chunks = stack.enter_context(self._http.stream("GET", url))
        except TransportError as error:
            raise DownloadError(str(error)) from error
        if answer.status != _OK:
            stack.close()
            raise DownloadHTTPError(f"status {answer.status}", answer.status)
        return _closing(stack, chunks)


def network_carrier(http: RegistryHttp) -> Carrier:
    """The carrier for a registry or a hub."""
    return Carrier(HttpFetcher(http), TUF_METADATA, TUF_TARGETS, staged=False)


def _closing(stack: ExitStack, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks; the answer is closed at their end or when the reader gives up."""
    with stack:
        try:
            yield from chunks
        except TransportError as error:
            raise DownloadError(str(error)) from error
