"""A hub over TLS in threads, small enough to be made hostile: any answer of it can be another."""

from __future__ import annotations

import hashlib
import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential import canonical
from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.envelope import SigningKey
from sync.client.hub.listed import port_devices
from sync.client.hub.ranges import joined
from sync.protocol import hub, routes
from sync.protocol.hub import Beat, Greeting, HeldRange, HubItem, ItemName, encode_frame
from sync.protocol.messages import encode_json
from sync.registry.hub.certificate import certificate_in, tls_context
from tests.unit.sync.client.hub.port import AUDIENCE, PORT, Port

Stream = Callable[["FakeHub", BufferedIOBase, int, str], None]


@dataclass
class FakeHub:
    """``device`` signs its identity by ``key``; ``said_certificate`` is what it says to have
    (SHA-256), ``stream`` writes its streams, ``refuses`` is a status for each push."""

    port: Port
    folder: Path
    device: str = "d4"
    key: SigningKey | None = None
    said_certificate: bytes | None = None
    said_port: str = PORT
    said_nonce: bytes | None = None
    stream: Stream | None = None
    refuses: Callable[[ItemName], int] = lambda _name: 0
    keeps: bool = True
    instance: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    items: list[tuple[HubItem, str]] = field(default_factory=list)
    pushed: list[tuple[ItemName, str]] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)
    tokens: dict[bytes, str] = field(default_factory=dict)
    sessions: int = 0
    requests: list[str] = field(default_factory=list)
    at: int = 0
    ended: bool = False
    open: set[socket.socket] = field(default_factory=set)

    def start(self) -> FakeHub:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "hub.pem"
        self.certificate = certificate_in(path, SystemClock())
        fake = self

        class Answers(_Answers):
            hub_side = fake

        self.server = ThreadingHTTPServer(("127.0.0.1", self.at), Answers)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.server.socket = tls_context(path).wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.at = self.server.server_address[1]
        self.ended = False
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.at}"

    def stop(self) -> None:
        if self.ended:
            return
        self.ended = True
        with self.came:
            self.came.notify_all()
        self.server.shutdown()
        self.server.server_close()
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def put(self, name: ItemName, content: bytes, bringer: str) -> None:
        with self.came:
            self.pushed.append((name, bringer))
            if self.keeps:
                self.items.append((HubItem(len(self.items) + 1, name, content), bringer))
            self.came.notify_all()

    def have(self) -> list[HeldRange]:
        found: dict[tuple[hub.Stream, str, bytes, bool], list[tuple[int, int]]] = {}
        for item, bringer in self.items:
            name = item.name
            journal = (name.stream, name.device, name.epoch, bringer == name.device)
            found.setdefault(journal, []).append((name.first, name.last))
        return [
            HeldRange(ItemName(stream, device, epoch, *piece), own)
            for (stream, device, epoch, own), pieces in found.items()
            for piece in joined(pieces)
        ]

    def identity(self, nonce: bytes) -> bytes:
        shown = self.said_certificate or hashlib.sha256(self.certificate).digest()
        request = device_request(
            self.said_nonce or nonce,
            hub.IDENTITY_METHOD,
            hub.IDENTITY_PATH,
            shown + self.instance,
            AUDIENCE,
            self.device,
        )
        key = self.key or self.port.members[self.device].auth
        return canonical.encode([self.instance, self.said_port, sign_auth(key, request)])

    def wait(self, count: int, seconds: float = 20) -> bool:
        """For so many pushes of movements."""
        with self.came:
            return self.came.wait_for(
                lambda: sum(name.stream is hub.Stream.CHAIN for name, _ in self.pushed) >= count,
                seconds,
            )


def honest(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    """What a hub's stream is."""
    out.write(encode_frame(Greeting(fake.instance, len(fake.items))))
    out.flush()
    while not fake.ended:
        with fake.came:
            if not fake.ended and len(fake.items) <= after:
                fake.came.wait(1)
            found = fake.items[after:]
        for item, _ in found:
            if item.name.device != reader:
                out.write(encode_frame(item))
        after += len(found)
        if not found:
            out.write(encode_frame(Beat(after)))
        out.flush()


class _Answers(BaseHTTPRequestHandler):
    hub_side: FakeHub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self.hub_side.open.add(self.request)
        self.request.settimeout(20)
        super().setup()

    def finish(self) -> None:
        self.hub_side.open.discard(self.request)
        with suppress(OSError, ValueError):
            super().finish()

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError, ssl.SSLError):
            self.close_connection = True

    def do_GET(self) -> None:
        fake, parts = self.hub_side, urlsplit(self.path)
        fake.requests.append(f"GET {parts.path}")
        query = parse_qs(parts.query)
        if parts.path == hub.IDENTITY:
            self._answer(fake.identity(bytes.fromhex(query["nonce"][0])))
        elif parts.path == hub.NONCE:
            nonce = routes.base64url(secrets.token_bytes(16))
            self._send(200, routes.JSON, encode_json({"nonce": nonce, "expires_in": 60}))
        elif (device := self._reader()) is None:
            self._refuse(401)
        elif parts.path == hub.HAVE:
            self._answer(hub.encode_have(fake.instance, fake.have()))
        else:
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            (fake.stream or honest)(fake, self.wfile, int(query["after"][0]), device)
            self.close_connection = True

    def do_POST(self) -> None:
        fake = self.hub_side
        fake.requests.append(f"POST {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == hub.SESSIONS:
            self._answer(self._session(body))
            return
        device = self._reader()
        name, content = hub.decode_push(body)
        status = 401 if device is None else fake.refuses(name)
        if status or device is None:
            self._refuse(status)
            return
        fake.put(name, content, device)
        self._answer(canonical.encode([len(fake.items), False]))

    def _session(self, body: bytes) -> bytes:
        fake = self.hub_side
        devices = port_devices(fake.port.view)
        assert devices is not None
        scheme, _, text = self.headers["Authorization"].partition(" ")
        assert scheme == routes.DEVICE_SCHEME
        auth = check_auth(
            routes.from_base64url(text),
            devices.keys,
            method="POST",
            path=hub.SESSIONS,
            body=body,
            audience=f"{AUDIENCE}/hub/{fake.instance.hex()}",
        )
        token = secrets.token_bytes(32)
        fake.tokens[token] = auth.device
        fake.sessions += 1
        return canonical.encode([token, 3600])

    def _reader(self) -> str | None:
        _, _, text = self.headers.get("Authorization", "").partition(" ")
        return self.hub_side.tokens.get(routes.from_base64url(text))

    def _answer(self, body: bytes) -> None:
        self._send(200, routes.CBOR, body)

    def _refuse(self, status: int) -> None:
        self._send(status, routes.PROBLEM, b'{"type": "/problems/invalid"}')

    def _send(self, status: int, media: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing is said."""
