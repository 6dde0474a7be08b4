"""A hub that has proven itself: its certificate is vouched for by a device of the port.

There is no authority that signs certificates at a port. The hub signs, with its device's auth key,
the SHA-256 of its certificate, its instance and our nonce; from then on the line is held to that
very certificate. What is no hub of ours learns nothing but a nonce.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from checkpoint_app.clock import Clock
from checkpoint_app.credential import canonical, shape
from checkpoint_app.credential.auth import NONCE_LIMIT, check_auth, device_request, sign_auth
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.errors import ConfigError, ProtocolError, TransportError
from sync.client.calls import accepted, json_answer
from sync.client.http import HttpAnswer, Patience, RegistryHttp, checked_address
from sync.client.hub.lane import HubLane
from sync.client.hub.listed import PortDevices
from sync.protocol import hub, limits, routes
from sync.protocol.hub import HeldRange, ItemName
from sync.protocol.messages import NonceAnswer

_NONCE = 32
_HTTPS_PORT = 443
# Seconds; everything is on the port's own network.
_CONNECT = 3.0
_CALL = Patience(connect=_CONNECT, silence=10.0, whole=30.0)
_BROKEN = frozenset({"sync.unreachable", "sync.broken_off"})
SILENCE = 3 * hub.BEAT_SECONDS
_STREAM = Patience(connect=_CONNECT, silence=SILENCE, whole=float("inf"))


@dataclass(frozen=True, slots=True)
class HubIdentity:
    """A hub that proved itself: its instance (16 bytes), the device that it runs on."""

    instance: bytes
    device_id: str


def read_identity(
    body: bytes, certificate: bytes, nonce: bytes, devices: PortDevices, audience: str
) -> HubIdentity:
    """The answer of ``GET /hub/v1/identity``, once a device of this port has signed it for this
    certificate (DER) and nonce. Raises ProtocolError (``hub.not_ours``)."""
    try:
        match canonical.decode(body, limit=hub.IDENTITY_LIMIT):
            case [instance, str(port), bytes(envelope), *_]:
                number = shape.octets(instance, hub.INSTANCE)
            case _:
                raise not_ours("malformed")
        auth = check_auth(
            envelope,
            devices.keys,
            method=hub.IDENTITY_METHOD,
            path=hub.IDENTITY_PATH,
            body=hashlib.sha256(certificate).digest() + number,
            audience=audience,
        )
    except CredentialError as error:
        raise not_ours(str(error)) from error
    if auth.nonce != nonce or not devices.signed_auth(auth) or port != devices.port_id:
        raise not_ours("signed for another question, or by another")
    return HubIdentity(number, auth.device)


def read_session(body: bytes) -> bytes:
    """The token of a session, from ``[token, seconds]``. Raises ProtocolError."""
    try:
        match canonical.decode(body, limit=hub.SESSION_LIMIT):
            case [token, int(), *_]:
                return shape.octets(token, hub.TOKEN)
    except CredentialError as error:
        raise ProtocolError(f"session: {error}", key="hub.not_understood") from error
    raise ProtocolError("session malformed", key="hub.not_understood")


def read_nonce(answer: HttpAnswer) -> bytes:
    """The nonce for a session, as a registry gives one. Raises TransportError, ProtocolError."""
    nonce = routes.from_base64url(json_answer(answer, NonceAnswer).nonce)
    if not 0 < len(nonce) <= NONCE_LIMIT:
        raise ProtocolError("nonce malformed", key="hub.not_understood")
    return nonce


def not_ours(why: str) -> ProtocolError:
    """The error for a hub that did not prove itself."""
    return ProtocolError(f"not our hub: {why}", key="hub.not_ours")


class _Line(ssl.SSLSocket):
    """A line that closes itself when it was reset.

    `ssl` reads once from a line that broke before its handshake, and forgets it open when that
    fails (seen with CPython 3.11: whoever wraps it never holds it, so nobody else can close it).
    """

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except ConnectionResetError:
            self.close()
            raise


def _unproven_context() -> ssl.SSLContext:
    """TLS to whoever answers; that it is ours is shown by its certificate afterwards."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.sslsocket_class = _Line
    return context


class PinnedAdapter(HTTPAdapter):
    """Speaks to one certificate only (urllib3, ``assert_fingerprint``)."""

    def __init__(self, certificate: bytes) -> None:
        self._fingerprint = hashlib.sha256(certificate).hexdigest()
        self._begun: requests.Response | None = None
        super().__init__(pool_connections=1, pool_maxsize=1)

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            self._begun = super().send(*args, **kwargs)
        except requests.RequestException:
            raise
        except ValueError as error:
            # What `ssl` says of a line that broke before its handshake.
            raise requests.ConnectionError("no handshake") from error
        return self._begun

    def cut(self) -> None:
        """End the answer that is being read, from another thread: its reader sees its end."""
        begun = self._begun
        if begun is not None:
            # Not under way any more, or gone: nothing to end.
            with suppress(OSError, ValueError, RuntimeError, AttributeError):
                begun.raw.shutdown()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(
            *args,
            assert_fingerprint=self._fingerprint,
            assert_hostname=False,
            ssl_context=_unproven_context(),
            **kwargs,
        )


def pinned_session(certificate: bytes) -> requests.Session:
    """A session for the server with this certificate (DER), and for no other."""
    session = requests.Session()
    session.verify = False  # no authority is asked: the certificate itself is compared
    session.mount("https://", PinnedAdapter(certificate))
    session.mount("http://", _NoAdapter())
    return session


class _NoAdapter(HTTPAdapter):
    def send(self, *_args: object, **_kwargs: object) -> requests.Response:
        raise requests.exceptions.InvalidSchema("only https")


def checked_hub(address: str) -> str:
    """A hub's address without a slash at its end. Raises ConfigError."""
    found = checked_address(address)
    parts = urlsplit(found)
    try:
        sound = parts.scheme == "https" and parts.port != 0 and not parts.path
    except ValueError:
        sound = False
    if not sound:
        raise ConfigError("not a hub's address", key="hub.address")
    return found


def certificate_of(address: str) -> bytes:
    """The certificate (DER) that a server shows, unproven. Raises TransportError."""
    parts = urlsplit(address)
    context = _unproven_context()
    place = (str(parts.hostname), parts.port or _HTTPS_PORT)
    try:
        with (
            socket.create_connection(place, timeout=_CONNECT) as plain,
            context.wrap_socket(plain) as line,
        ):
            found = line.getpeercert(binary_form=True)
    except (OSError, ValueError) as error:
        raise TransportError("no secure connection", key="hub.unreachable") from error
    if not found:
        raise TransportError("no certificate", key="hub.unreachable")
    return found


class PinnedHub:
    """One hub of this port, for several threads; each speaks over a `HubLine` of its own.

    Raises ConfigError for an address that is not https.
    """

    def __init__(
        self,
        address: str,
        lane: HubLane,
        devices: Callable[[], PortDevices | None],
        *,
        stopping: Callable[[], bool],
    ) -> None:
        self.address = checked_hub(address)
        self._lane, self._devices, self._stopping = lane, devices, stopping
        self._lock = threading.Lock()
        self._proven: tuple[HubIdentity, bytes] | None = None
        self._token: bytes | None = None

    def prove(self) -> HubIdentity:
        """Who this is, asked anew where that is not known. Raises TransportError, ProtocolError
        (``hub.not_ours``)."""
        with self._lock:
            return self._proof()[0]

    def forget(self) -> None:
        """After a failure: it has to prove itself again."""
        with self._lock:
            self._proven = self._token = None

    def is_stopping(self) -> bool:
        """Whether the link ends."""
        return self._stopping()

    def line(self) -> HubLine:
        """A line for one thread. Raises as `prove`."""
        with self._lock:
            identity, certificate = self._proof()
        session = pinned_session(certificate)
        adapter = session.get_adapter("https://")
        assert isinstance(adapter, PinnedAdapter)
        stream = self._http(certificate, _STREAM, session)
        return HubLine(self, identity, self._http(certificate, _CALL), stream, adapter.cut)

    def http(self, patience: Patience) -> RegistryHttp:
        """A connection of its own to this hub, for what it gives to anyone. Raises as `prove`."""
        with self._lock:
            certificate = self._proof()[1]
        return self._http(certificate, patience)

    def token(self, stale: bytes | None) -> bytes:
        """The session's token, another one than ``stale``. Raises TransportError, ProtocolError."""
        with self._lock:
            if self._token is None or self._token == stale:
                self._token = self._session()
            return self._token

    def _proof(self) -> tuple[HubIdentity, bytes]:
        if self._proven is None:
            devices = self._devices()
            if devices is None:
                raise TransportError("the port's devices are not known", key="hub.no_devices")
            certificate = certificate_of(self.address)
            self._proven = self._identity(certificate, devices), certificate
        return self._proven

    def _identity(self, certificate: bytes, devices: PortDevices) -> HubIdentity:
        nonce = self._lane.random(_NONCE)
        with self._http(certificate, _CALL) as http:
            answer = accepted(
                http.get(f"{hub.IDENTITY}?nonce={nonce.hex()}", limit=hub.IDENTITY_LIMIT)
            )
        return read_identity(answer.body, certificate, nonce, devices, self._lane.audience)

    def _session(self) -> bytes:
        identity, certificate = self._proof()
        audience = f"{self._lane.audience}/hub/{identity.instance.hex()}"
        with self._http(certificate, _CALL) as http:
            nonce = read_nonce(http.get(hub.NONCE, limit=limits.JSON_ANSWER))
            request = device_request(
                nonce, "POST", hub.SESSIONS, b"", audience, self._lane.device_id
            )
            signed = routes.device_authorization(sign_auth(self._lane.auth_key, request))
            answer = http.exchange(
                "POST",
                hub.SESSIONS,
                limit=hub.SESSION_LIMIT,
                headers={"Authorization": signed},
            )
        return read_session(accepted(answer).body)

    def _http(
        self, certificate: bytes, patience: Patience, session: requests.Session | None = None
    ) -> RegistryHttp:
        return RegistryHttp(
            self.address,
            session=session or pinned_session(certificate),
            patience=patience,
            clock=self._lane.clock,
            stopping=self._stopping,
        )


class HubLine:
    """Requests to a proven hub. Not for two threads at once; only ``cut``, which ends the stream,
    may come from another."""

    def __init__(
        self,
        pinned: PinnedHub,
        identity: HubIdentity,
        calls: RegistryHttp,
        stream: RegistryHttp,
        cut: Callable[[], None],
    ) -> None:
        self.identity, self.cut = identity, cut
        self._pinned, self._calls, self._stream = pinned, calls, stream

    def have(self) -> tuple[HeldRange, ...]:
        """What the hub says to have. Raises TransportError, ProtocolError."""
        instance, held = hub.decode_have(self._asked("GET", hub.HAVE, hub.HAVE_LIMIT).body)
        if instance != self.identity.instance:
            raise not_ours("another instance")
        return held

    def push(self, name: ItemName, content: bytes) -> None:
        """Give it an item. Raises RefusedError, TransportError, ProtocolError."""
        body = hub.encode_push(name, content)
        try:
            self._asked("POST", hub.ITEMS, hub.ANSWER_LIMIT, body)
        except TransportError as error:
            # A kept connection may have been closed meanwhile, and the same item twice is one.
            if error.key not in _BROKEN or self._pinned.is_stopping():
                raise
            self._asked("POST", hub.ITEMS, hub.ANSWER_LIMIT, body)

    @contextmanager
    def stream(self, after: int, copies: Iterable[str] = ()) -> Iterator[Iterator[bytes]]:
        """The stream's bytes from the item after this number on; second copies only of these
        devices. Raises as `push`, here and while they are read."""
        names = ",".join(quote(each, safe="") for each in sorted(copies))
        path = f"{hub.STREAM}?after={after}" + (f"&copies={names}" if names else "")
        stale = None
        for last in (False, True):
            token = self._pinned.token(stale)
            with self._stream.stream("GET", path, headers=_bearer(token)) as (answer, chunks):
                if answer.status == 200:
                    yield chunks
                    return
                if answer.status != 401 or last:
                    accepted(_with_body(answer, chunks))
            stale = token
        raise ProtocolError("no stream", key="hub.not_understood")

    def close(self) -> None:
        """Close its connections."""
        self._calls.close()
        self._stream.close()

    def _asked(self, method: str, path: str, limit: int, body: bytes | None = None) -> HttpAnswer:
        token = self._pinned.token(None)
        answer = self._exchange(method, path, limit, body, token)
        if answer.status == 401:
            answer = self._exchange(method, path, limit, body, self._pinned.token(token))
        return accepted(answer)

    def _exchange(
        self, method: str, path: str, limit: int, body: bytes | None, token: bytes
    ) -> HttpAnswer:
        headers = _bearer(token)
        if body is not None:
            headers["Content-Type"] = routes.CBOR
        return self._calls.exchange(method, path, limit=limit, body=body, headers=headers)


def _bearer(token: bytes) -> dict[str, str]:
    return {"Authorization": f"Bearer {routes.base64url(token)}"}


def _with_body(answer: HttpAnswer, chunks: Iterator[bytes]) -> HttpAnswer:
    """An error's answer with as much of its document as fits."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limits.PROBLEM_ANSWER:
            break
    return HttpAnswer(answer.status, answer.headers, bytes(body[: limits.PROBLEM_ANSWER]))


def silent(clock: Clock, since: float) -> bool:
    """Whether a hub said nothing whole since then (`Clock.monotonic`) for three beats."""
    return clock.monotonic() - since > SILENCE
