"""The registry's end in memory: the same checks as the real one, and any failure on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from checkpoint_app.credential.auth import check_auth
from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt, sign_receipt
from sync.client.calls import DeviceCalls, Signer
from sync.client.http import RegistryHttp
from sync.protocol import routes
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import base64url, from_base64url
from tests.unit.sync.season import NOW, Issuer

DEVICE = "lane-1"
AUDIENCE = "registry-1"
ADDRESS = "http://registry.test"


@dataclass(frozen=True)
class Reply:
    """An answer of the peer."""

    status: int = 200
    body: bytes = b""
    media_type: str = routes.CBOR
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(status: int, kind: ProblemKind) -> Reply:
    body = json.dumps({"type": kind.type_uri, "status": status}).encode()
    return Reply(status, body, routes.PROBLEM)


class LostError(Exception):
    """The request, or its answer, was lost."""


@dataclass
class Peer:
    """A registry that holds one device's movements. ``fails`` may answer, or raise LostError,
    before (``"asked"``) or after (``"done"``) a request took effect."""

    issuer: Issuer = field(default_factory=Issuer)
    batch_key: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.BATCH))
    auth_key: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.AUTH))
    held: dict[bytes, dict[int, bytes]] = field(default_factory=dict)
    forks: list[bytes] = field(default_factory=list)
    epoch: bytes = bytes(15) + b"\1"
    nonces: set[bytes] = field(default_factory=set)
    numbers: count[int] = field(default_factory=lambda: count(1))
    requests: list[str] = field(default_factory=list)
    fails: Callable[[str, str], Reply | None] = lambda _when, _path: None

    def keys(self) -> DeviceKeyring:
        return DeviceKeyring(
            [
                (EnvelopeType.BATCH, self.batch_key.public_bytes),
                (EnvelopeType.AUTH, self.auth_key.public_bytes),
            ]
        )

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        self.requests.append(f"{method} {path}")
        spoilt = self.fails("asked", path)
        if spoilt is not None:
            return spoilt
        reply = self._answer(method, path, headers, body)
        return self.fails("done", path) or reply

    def restore(self, sequence: int) -> None:
        """Go back to an earlier state, as a restore from a backup does."""
        self.epoch = next(self.numbers).to_bytes(16, "big")
        for movements in self.held.values():
            for gone in [number for number in movements if number > sequence]:
                del movements[gone]

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        if path == routes.NONCE:
            text = base64url(self._nonce())
            return Reply(200, json.dumps({"nonce": text, "expires_in": 60}).encode(), routes.JSON)
        refusal = self._authenticate(method, path, headers, body)
        if refusal is not None:
            return refusal
        reply = self._take(body) if path == routes.MOVEMENTS else self._receipt_for(path)
        return Reply(
            reply.status,
            reply.body,
            reply.media_type,
            {routes.NONCE_HEADER: base64url(self._nonce())},
        )

    def _authenticate(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply | None:
        scheme, _, text = headers.get("Authorization", "").partition(" ")
        assert scheme == routes.DEVICE_SCHEME
        auth = check_auth(
            from_base64url(text),
            self.keys(),
            method=method,
            path=path,
            body=body,
            audience=AUDIENCE,
        )
        if auth.nonce not in self.nonces:
            return problem(401, ProblemKind.NONCE_UNUSABLE)
        self.nonces.remove(auth.nonce)
        return None

    def _take(self, body: bytes) -> Reply:
        batch = check_batch(body, self.keys())
        movements = self.held.setdefault(batch.epoch, {})
        for sequence, movement in enumerate(batch.movements, batch.first_sequence):
            if movements.setdefault(sequence, movement) != movement:
                self.forks.append(movement)
        return self._receipt(batch.epoch)

    def _receipt_for(self, path: str) -> Reply:
        epoch = bytes.fromhex(path.rpartition("/")[2])
        if epoch not in self.held:
            return problem(404, ProblemKind.NO_RECEIPT)
        return self._receipt(epoch)

    def _receipt(self, epoch: bytes) -> Reply:
        movements = self.held[epoch]
        sequence = next(number for number in count(1) if number not in movements) - 1
        digest = chain_hash(movements[sequence]) if sequence else bytes(32)
        receipt = Receipt(DEVICE, epoch, sequence, digest, self.epoch, NOW)
        return Reply(200, sign_receipt(self.issuer.keys["RECEIPT"], receipt))

    def _nonce(self) -> bytes:
        nonce = next(self.numbers).to_bytes(16, "big")
        self.nonces.add(nonce)
        return nonce


class PeerAdapter(HTTPAdapter):
    """Carries requests' requests to a peer in this process."""

    def __init__(self, peer: Peer) -> None:
        super().__init__()
        self._peer = peer

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:  # type: ignore[override]  # requests' own names
        parts = urlsplit(str(request.url))
        body = request.body if isinstance(request.body, bytes) else b""
        try:
            reply = self._peer.answer(
                str(request.method), parts.path, dict(request.headers.items()), body
            )
        except LostError as error:
            raise requests.ConnectionError("lost") from error
        headers = HTTPHeaderDict({"Content-Type": reply.media_type, **reply.headers})
        raw = HTTPResponse(
            BytesIO(reply.body), headers=headers, status=reply.status, preload_content=False
        )
        return self.build_response(request, raw)


def http_to(peer: Peer) -> RegistryHttp:
    """An HTTP client whose registry is this peer."""
    session = requests.Session()
    session.mount(ADDRESS, PeerAdapter(peer))
    return RegistryHttp(ADDRESS, session=session)


def calls_to(peer: Peer) -> DeviceCalls:
    """Signed calls to this peer."""
    return DeviceCalls(http_to(peer), Signer(DEVICE, AUDIENCE, peer.auth_key))
