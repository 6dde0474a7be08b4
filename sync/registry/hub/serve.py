"""A hub in one process: uvicorn, TLS 1.3, and rounds beside it."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import socket
import ssl
import threading
from asyncio import BaseTransport
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from sync.protocol.limits import HEADERS
from sync.protocol.messages import encode_json
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import PROBLEM
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refusals import problem_document
from sync.registry.api.waitress_server import Address, shown_host
from sync.registry.hub.allowance import Allowance
from sync.registry.hub.announce import announced
from sync.registry.hub.app import HubApp, HubServices
from sync.registry.hub.certificate import certificate_in, fingerprint_of, tls_context
from sync.registry.hub.fanning import Fanout
from sync.registry.hub.identity import HubDevice, HubIdentity
from sync.registry.hub.items import BYTES_KEPT, Items, open_items
from sync.registry.hub.sessions import Sessions, Trusted, hub_audience
from sync.registry.hub.whole_writes import WholeWrites

_log = logging.getLogger(__name__)

CONNECTIONS = 400
# Between two requests of one connection, and for a request to come whole; seconds.
IDLE_SECONDS = 75
ARRIVAL_SECONDS = 60.0
_NOTHING_LEFT = 0.1
_BACKLOG = 128


@dataclass(frozen=True, slots=True)
class HubPaths:
    """Where a hub's files lie."""

    folder: Path

    @property
    def items(self) -> Path:
        """What it keeps for the lanes; they have all of it themselves."""
        return self.folder / "items.db"

    @property
    def certificate(self) -> Path:
        """TLS key and certificate, PEM."""
        return self.folder / "hub.pem"

    @property
    def mirror(self) -> Path:
        """See `sync.registry.hub.mirror`."""
        return self.folder / "mirror"

    @property
    def served(self) -> Path:
        """The TUF repository as lanes see it: ``metadata`` and ``targets``."""
        return self.mirror / "repository"

    def make(self) -> None:
        """Make the folder, for its owner only. Raises StorageError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
        except OSError as error:
            raise StorageError(f"hub's folder: {error}", key="hub.folder") from error


@dataclass(frozen=True, slots=True)
class Round:
    """Something done again and again beside serving. ``act`` may take its time; its own errors
    are logged, and the next one comes all the same."""

    name: str
    seconds: float
    act: Callable[[], object]


def _no_rounds(items: Items) -> Sequence[Round]:
    return ()


@dataclass(frozen=True, slots=True)
class HubSetting:
    """What a hub serves with. ``trusted`` is asked at every request and must answer at once;
    ``rounds`` is given the items, and what it makes goes on beside serving, each round in a thread
    of its own; ``bytes_kept`` bounds the items. ``stopping`` is set when the hub ends."""

    paths: HubPaths
    device: HubDevice
    trusted: Trusted
    clock: Clock
    address: Address
    announce: bool = True
    rounds: Callable[[Items], Sequence[Round]] = _no_rounds
    bytes_kept: int = BYTES_KEPT
    stopping: threading.Event = field(default_factory=threading.Event)


def serve(setting: HubSetting, ready: Callable[[str, HubIdentity], None]) -> None:
    """Serve until SIGTERM or SIGINT. ``ready`` is told the address and who serves there once
    requests are answered. Must be called from the main thread.

    Raises ConfigError (address taken), StorageError (another hub runs in this folder).
    """
    with ExitStack() as stack:
        setting.paths.make()
        certificate = certificate_in(setting.paths.certificate, setting.clock)
        context = tls_context(setting.paths.certificate)
        items = open_items(setting.paths.items, kept=setting.bytes_kept)
        stack.callback(items.close)
        services = build_services(setting, items, fingerprint_of(certificate))
        wire = stack.enter_context(_listening(setting.address))
        address = f"https://{shown_host(setting.address.host)}:{wire.getsockname()[1]}"
        server = _HubServer(
            _config(HubApp(services), context),
            services.fanout,
            lambda: ready(address, services.identity),
        )
        stack.enter_context(_signals(server))
        stack.enter_context(_rounds(setting.rounds(items), setting.stopping))
        if setting.announce:
            stack.enter_context(
                announced(setting.address.host, wire.getsockname()[1], services.identity)
            )
        server.run([wire])


def build_services(setting: HubSetting, items: Items, fingerprint: bytes) -> HubServices:
    """Join a hub's parts."""
    device = setting.device
    nonces = NonceMint(secrets.token_bytes(32), setting.clock, os.urandom)
    audience = hub_audience(device.audience, items.instance)
    sessions = Sessions(setting.trusted, nonces, audience, setting.clock)
    return HubServices(
        identity=HubIdentity(device, items.instance, fingerprint),
        sessions=sessions,
        items=items,
        fanout=Fanout(items, sessions.may_stay),
        allowance=Allowance(setting.clock),
        mirror=setting.paths.served,
    )


class HubProtocol(HttpToolsProtocol):
    """uvicorn's, with bounds: the head of a request, and the time in which it must come whole."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to count."""
        whole = WholeWrites(cast(asyncio.Transport, transport), self.loop)
        super().connection_made(cast(asyncio.Transport, whole))
        self._head = 0
        self._in_body = False
        self._late = self.loop.call_later(ARRIVAL_SECONDS, transport.abort)  # type: ignore[attr-defined]

    def connection_lost(self, exc: Exception | None) -> None:
        """Count no more."""
        self._late.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse a head that is too long. What comes after it is bounded by who reads it."""
        if not self._in_body:
            self._head += len(data)
            if self._head > HEADERS + _FIRST_PIECE:
                self.send_400_response("")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head = 0
        self._length = 0
        self._in_body = False
        self._late.cancel()
        self._late = self.loop.call_later(ARRIVAL_SECONDS, self.transport.abort)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count it."""
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count it."""
        self._measure(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head came whole."""
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request came whole."""
        self._late.cancel()
        self._in_body = False
        self._head = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP ends in a problem document too."""
        if self.transport.is_closing():
            return
        body = encode_json(problem_document(ProblemKind.MALFORMED))
        head = (
            "HTTP/1.1 400 Bad Request\r\n"
            f"content-type: {PROBLEM}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()

    def _measure(self, size: int) -> None:
        self._length += size
        if self._length > HEADERS:
            raise ValueError("head too long")  # the parser's error, answered as such


# A body's first bytes may come with the head.
_FIRST_PIECE = 256 * 1024


class _HubServer(Server):
    """uvicorn's, ended by `should_exit` alone, open streams or not."""

    def __init__(self, config: Config, fanout: Fanout, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._fanout = fanout
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are `serve`'s."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams in order, and what is still open then without."""
        self._fanout.end()
        await asyncio.sleep(_NOTHING_LEFT)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await super().shutdown(sockets)


def _config(app: HubApp, context: ssl.SSLContext) -> Config:
    return Config(
        cast("Callable[..., object]", app),
        http=HubProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        interface="asgi3",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=1,
        backlog=_BACKLOG,
        ssl_context_factory=lambda *_: context,
    )


@contextmanager
def _listening(address: Address) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        wire = socket.create_server((address.host, address.port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise ConfigError(f"cannot listen: {error}", key="api.cannot-listen") from error
    with wire:
        yield wire


@contextmanager
def _signals(server: Server) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        server.should_exit = True

    numbers = (signal.SIGTERM, signal.SIGINT)
    before: Mapping[int, object] = {each: signal.signal(each, stop) for each in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what it was


@contextmanager
def _rounds(rounds: Sequence[Round], stopping: threading.Event) -> Iterator[None]:
    """Each round in a thread that ends with the process: a line that hangs holds up no end."""
    for each in rounds:
        threading.Thread(target=_again, args=(each, stopping), name=each.name, daemon=True).start()
    try:
        yield
    finally:
        stopping.set()


def _again(each: Round, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            each.act()
        except CheckpointError as error:
            _log.warning("%s: %s", each.name, error)
        except Exception:  # noqa: BLE001 - the next round may do better
            _log.exception("%s failed", each.name)
        stopping.wait(each.seconds)
