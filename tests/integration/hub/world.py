"""A hub's process, and devices that speak to it over TLS."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import cbor2
import requests

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.protocol import hub, routes
from sync.protocol.hub import (
    FrameReader,
    HeldRange,
    HubItem,
    ItemName,
    Stream,
    StreamFrame,
    decode_have,
    encode_push,
)
from sync.protocol.routes import base64url
from tests.integration.hub.program import AUDIENCE

SECONDS = 30
EPOCH = bytes(range(16))
KEPT = 64 * 1024 * 1024


def chain(device: str, first: int = 1, last: int | None = None, epoch: bytes = EPOCH) -> ItemName:
    """The name of a batch."""
    return ItemName(Stream.CHAIN, device, epoch, first, first if last is None else last)


def head(device: str, epoch: bytes = EPOCH) -> ItemName:
    """The name of a statement."""
    return ItemName(Stream.HEAD, device, epoch, 1, 1)


def copy(device: str, first: int, last: int) -> ItemName:
    """The name of rows of a journal."""
    return ItemName(Stream.COPY, device, EPOCH, first, last)


class Opened:
    """A stream as a device reads it."""

    def __init__(self, answer: requests.Response) -> None:
        assert answer.status_code == 200, answer.text
        self._answer = answer
        self._chunks: Iterator[bytes] = answer.iter_content(chunk_size=None)
        self._reader = FrameReader()
        self._frames: list[StreamFrame] = []

    def next(self) -> StreamFrame:
        """The next frame. Raises StopIteration at the end."""
        while not self._frames:
            self._frames = list(self._reader.feed(next(self._chunks)))
        return self._frames.pop(0)

    def item(self) -> HubItem:
        """The next item, whatever stands before it."""
        while not isinstance(frame := self.next(), HubItem):
            pass
        return frame

    def items(self, count: int) -> list[HubItem]:
        return [self.item() for _ in range(count)]

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._answer.close()


class HubDevice:
    """A lane as the hub sees it."""

    def __init__(self, served: ServedHub, name: str) -> None:
        self.served = served
        self.name = name
        self.key = SigningKey.generate(EnvelopeType.AUTH)
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = False
        self.token = b""
        served.sessions.append(self.http)

    def get(self, path: str, **more: object) -> requests.Response:
        return self.http.get(self.served.address + path, timeout=SECONDS, **more)  # type: ignore[arg-type]

    def post(self, path: str, body: bytes, **headers: str) -> requests.Response:
        url = self.served.address + path
        return self.http.post(url, data=body, headers=self.bearer() | headers, timeout=SECONDS)

    def bearer(self) -> dict[str, str]:
        if not self.token:
            return {}
        return {"Authorization": f"Bearer {base64url(self.token)}"}

    def instance(self) -> bytes:
        answer = self.get(hub.IDENTITY, params={"nonce": "00" * 32})
        return bytes(cbor2.loads(answer.content)[0])

    def begin(
        self, *, nonce: bytes | None = None, audience: str = "", device: str = ""
    ) -> requests.Response:
        """Ask for a session."""
        if nonce is None:
            nonce = routes.from_base64url(self.get(hub.NONCE).json()["nonce"])
        request = device_request(
            nonce,
            "POST",
            hub.SESSIONS,
            b"",
            audience or f"{AUDIENCE}/hub/{self.instance().hex()}",
            device or self.name,
        )
        header = routes.device_authorization(sign_auth(self.key, request))
        url = self.served.address + hub.SESSIONS
        return self.http.post(url, headers={"Authorization": header}, timeout=SECONDS)

    def enter(self) -> HubDevice:
        """Begin a session and keep its token."""
        answer = self.begin()
        assert answer.status_code == 200, answer.text
        self.token, seconds = cbor2.loads(answer.content)
        assert (len(self.token), seconds) == (hub.TOKEN, hub.SESSION_SECONDS)
        return self

    def push(self, name: ItemName, content: bytes = b"sealed") -> tuple[int, bool]:
        answer = self.post(hub.ITEMS, encode_push(name, content))
        assert answer.status_code == 200, answer.text
        number, known = cbor2.loads(answer.content)
        return number, known

    def have(self) -> tuple[bytes, tuple[HeldRange, ...]]:
        return decode_have(self.get(hub.HAVE, headers=self.bearer()).content)

    def have_of(self, device: str) -> tuple[HeldRange, ...]:
        return tuple(each for each in self.have()[1] if each.name.device == device)

    def open(self, after: int = 0, copies: Sequence[str] = ()) -> requests.Response:
        params = {"after": str(after), "copies": ",".join(copies)}
        return self.get(hub.STREAM, params=params, headers=self.bearer(), stream=True)

    def stream(self, after: int = 0, copies: Sequence[str] = ()) -> Opened:
        return Opened(self.open(after, copies))


class ServedHub:
    """A hub that serves, and its list of devices."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        self.folder = folder
        self.data = folder / "hub"
        self.kept = kept
        self.members = folder / "members.json"
        self.devices: dict[str, HubDevice] = {}
        self.recalled: list[str] = []
        self.sessions: list[requests.Session] = []
        self.process: subprocess.Popen[str] | None = None
        self.address = ""
        self.list_devices()

    def list_devices(self) -> None:
        """Publish who is of the list now."""
        keys = {name: each.key.public_bytes.hex() for name, each in self.devices.items()}
        fresh = self.members.with_suffix(".new")
        fresh.write_text(json.dumps({"devices": keys, "recalled": self.recalled}))
        fresh.replace(self.members)

    def device(self, name: str) -> HubDevice:
        """A device of the list, with a session."""
        if name not in self.devices:
            self.devices[name] = HubDevice(self, name)
            self.list_devices()
        return self.devices[name].enter()

    def start(self, *more: str) -> None:
        module = "tests.integration.hub.program"
        arguments = [str(self.data), str(self.members), str(self.kept), *more]
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = json.loads(self.process.stdout.readline())["listening"]

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        process, self.process = self.process, None
        process.send_signal(number)
        code = process.wait(SECONDS)
        assert process.stdout is not None
        process.stdout.close()
        return code

    def close(self) -> None:
        if self.process is not None:
            self.end(signal.SIGKILL)
        for each in self.sessions:
            each.close()

    @contextmanager
    def wire(self) -> Iterator[ssl.SSLSocket]:
        """A connection of one's own."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        port = urlsplit(self.address).port
        with (
            socket.create_connection(("127.0.0.1", port or 0), SECONDS) as plain,
            context.wrap_socket(plain) as wire,
        ):
            yield wire


def problem(answer: requests.Response) -> tuple[int, str]:
    """Status and kind of a refusal."""
    assert answer.headers["Content-Type"] == routes.PROBLEM, answer.text
    document = answer.json()
    assert document["title_ar"]
    return answer.status_code, document["type"].rpartition("/")[2]


def random_bytes(count: int) -> bytes:
    """Content that compresses as sealed content does."""
    return os.urandom(count)
