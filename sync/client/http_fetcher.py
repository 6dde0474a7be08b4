"""The repository over HTTP, for python-tuf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from checkpoint_app.errors import TransportError
from sync.client.http import RegistryHttp
from sync.protocol.routes import TUF_METADATA, TUF_TARGETS
from sync.trust.carrier import Carrier
from sync.trust.tuf_api import FetcherInterface

_OK = 200
Headers = Callable[[], Mapping[str, str]]


def _no_headers() -> Mapping[str, str]:
    return {}


class HttpFetcher(FetcherInterface):
    """Fetches below one registry's address; a "URL" is a path at it. python-tuf bounds sizes.

    ``headers`` is asked for what to send with each request, such as a session at a hub; it raises
    nothing but TransportError.
    """

    def __init__(self, http: RegistryHttp, headers: Headers = _no_headers) -> None:
        self._http = http
        self._headers = headers

    def _fetch(self, url: str) -> Iterator[bytes]:
        stack = ExitStack()
        try:
            asked = self._http.stream("GET", url, headers=self._headers())
            answer, chunks = stack.enter_context(asked)
        except TransportError as error:
            raise DownloadError(str(error)) from error
        if answer.status != _OK:
            stack.close()
            raise DownloadHTTPError(f"status {answer.status}", answer.status)
        return _closing(stack, chunks)


def network_carrier(http: RegistryHttp, headers: Headers = _no_headers) -> Carrier:
    """The carrier for a registry or a hub; ``headers`` as for `HttpFetcher`."""
    return Carrier(HttpFetcher(http, headers), TUF_METADATA, TUF_TARGETS, staged=False)


def _closing(stack: ExitStack, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks; the answer is closed at their end or when the reader gives up."""
    with stack:
        try:
            yield from chunks
        except TransportError as error:
            raise DownloadError(str(error)) from error
