"""HTTP to the registry, by requests: bounded in size and time, and honest about failures.

What comes back is a complete `HttpAnswer`, or a TransportError that a later try may cure, or a
ProtocolError for something that is not the registry. Redirects are not followed, nothing is
unpacked, and no proxy or password is taken from the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.errors import ConfigError, ProtocolError, TransportError
from sync.protocol import limits

_CHUNK = 64 * 1024
_LONGEST_URL = 512


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. ``connect`` to reach the registry, ``silence`` between two bytes, ``whole`` for one
    answer in all."""

    connect: float = 10.0
    silence: float = 20.0
    whole: float = 120.0


# A segment of 8 MiB must come through a line of 128 kbit/s.
FOR_PACKS = Patience(whole=900.0)
_USUAL = Patience()
_SYSTEM_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A complete answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def never() -> bool:
    """For callers who do not stop a transfer half-way."""
    return False


class RegistryHttp:
    """One connection pool to one registry. Not for two threads at once.

    ``stopping`` is asked between chunks: once it is true a transfer ends in TransportError.
    Raises ConfigError for an address that is not http or https.
    """

    def __init__(
        self,
        address: str,
        *,
        session: requests.Session | None = None,
        patience: Patience = _USUAL,
        clock: Clock = _SYSTEM_CLOCK,
        stopping: Callable[[], bool] = never,
    ) -> None:
        self._address = checked_address(address)
        self._session = session or requests.Session()
        self._session.trust_env = False
        self._patience = patience
        self._clock = clock
        self._stopping = stopping

    @property
    def address(self) -> str:
        """Scheme, host and path of the registry, without a slash at its end."""
        return self._address

    def get(self, path: str, *, limit: int, headers: Mapping[str, str] | None = None) -> HttpAnswer:
        """GET a path; see `exchange`."""
        return self.exchange("GET", path, limit=limit, headers=headers)

    def exchange(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """One request and its whole answer, of at most ``limit`` bytes (an error's: 16 KiB).

        ``path`` begins with a slash. Raises TransportError, ProtocolError.
        """
        with self.stream(method, path, body=body, headers=headers) as (answer, chunks):
            bound = limit if answer.status < 400 else max(limit, limits.PROBLEM_ANSWER)
            return HttpAnswer(answer.status, answer.headers, _bounded(chunks, bound))

    @contextmanager
    def stream(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[HttpAnswer, Iterator[bytes]]]:
        """The answer without its body, and the body's chunks as they come, unbounded in sum.

        Raises TransportError, here or while chunks are read.
        """
        deadline = self._clock.monotonic() + self._patience.whole
        own = {"Accept-Encoding": "identity", **(headers or {})}
        with _transport_errors():
            response = self._begun(method, path, body, own)
        try:
            found = {name.lower(): value for name, value in response.headers.items()}
            yield HttpAnswer(response.status_code, found), self._chunks(response, deadline)
        finally:
            response.close()

    def close(self) -> None:
        """Close the pool's connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _begun(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> requests.Response:
        """The answer's beginning. A kept connection that the other end has just closed is no
        failure of a GET: it is asked once more, on a new one."""
        for again in (method == "GET", False):
            try:
                return self._session.request(
                    method,
                    self._address + path,
                    data=body,
                    headers=headers,
                    timeout=(self._patience.connect, self._patience.silence),
                    stream=True,
                    allow_redirects=False,
                )
            except requests.ConnectionError as error:
                if not again or isinstance(error, requests.Timeout):
                    raise
        raise AssertionError("the second attempt returns or raises")

    def _chunks(self, response: requests.Response, deadline: float) -> Iterator[bytes]:
        """What arrives, as it arrives: a slow answer is noticed between two pieces of it."""
        while True:
            with _transport_errors():
                chunk = response.raw.read1(_CHUNK, decode_content=False)
            if not chunk:
                return
            if self._clock.monotonic() > deadline:
                raise TransportError("the answer takes too long", key="sync.too_slow")
            if self._stopping():
                raise TransportError("stopped", key="sync.stopped")
            yield chunk


def checked_address(address: str) -> str:
    """A registry's address without a slash at its end. Raises ConfigError."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and len(address) < _LONGEST_URL
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
    except ValueError:
        sound = plain = False
    if not (sound and plain):
        raise ConfigError("not a registry's address", key="sync.address")
    return address.rstrip("/")


@contextmanager
def _transport_errors() -> Iterator[None]:
    try:
        yield
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise TransportError("no answer in time", key="sync.too_slow") from error
    except requests.exceptions.SSLError as error:
        raise TransportError("no secure connection", key="sync.not_secure") from error
    except (requests.ConnectionError, OSError) as error:
        raise TransportError("no connection", key="sync.unreachable") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise TransportError("the answer broke off", key="sync.broken_off") from error


def _bounded(chunks: Iterator[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise ProtocolError(f"an answer of more than {limit} bytes", key="sync.not_registry")
    return bytes(body)
