"""A hub as an ASGI application: see `sync.protocol.hub` for what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from falcon.asgi import App, Request, Response

from checkpoint_app.errors import ProtocolError
from sync.protocol import hub, limits, routes
from sync.protocol.hub import Stream
from sync.protocol.messages import NonceAnswer, encode_json
from sync.protocol.problems import ProblemKind
from sync.registry.api.refusals import Refusal
from sync.registry.api.tuf_files import Part, answer_file, find_metadata, find_target
from sync.registry.hub import identity
from sync.registry.hub.allowance import Allowance
from sync.registry.hub.answers import (
    BEARER,
    PlainAnswers,
    answer,
    answer_bytes,
    credentials,
    install,
    pieces,
    read_body,
)
from sync.registry.hub.fanning import Fanout, Wanted
from sync.registry.hub.identity import HubIdentity
from sync.registry.hub.items import MOST_SPAN, Items, TooManyRanges
from sync.registry.hub.sessions import Sessions

MOST_COPIES = 64
_STREAM_TYPE = "application/cbor-seq"
_RECEIVE = "umrah.receive"
_RETRY_SECONDS = 60

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class HubServices:
    """A hub's parts. ``mirror`` is the folder of the TUF repository's ``metadata`` and
    ``targets``."""

    identity: HubIdentity
    sessions: Sessions
    items: Items
    fanout: Fanout
    allowance: Allowance
    mirror: Path


class HubApp:
    """The application: `falcon.asgi`, and a way for streams to hear that their reader left."""

    def __init__(self, services: HubServices) -> None:
        self._app = _create(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.0."""
        scope[_RECEIVE] = receive
        await self._app(scope, receive, send)


def _create(services: HubServices) -> App[Request, Response]:
    app = App(middleware=[PlainAnswers()])
    install(app)
    app.add_route(hub.IDENTITY, _Identity(services.identity))
    app.add_route(hub.NONCE, _Nonce(services.sessions))
    app.add_route(hub.SESSIONS, _NewSession(services.sessions))
    app.add_route(hub.ITEMS, _Items(services))
    app.add_route(hub.HAVE, _Have(services))
    app.add_route(hub.STREAM, _Streams(services))
    app.add_route(routes.TUF_METADATA + "{name}", _Metadata(services.mirror / "metadata"))
    app.add_route(routes.TUF_TARGETS + "{path:path}", _Targets(services.mirror / "targets"))
    return app


class _Identity:
    def __init__(self, identity: HubIdentity) -> None:
        self._identity = identity

    async def on_get(self, req: Request, resp: Response) -> None:
        """The hub's identity, signed for the asker's nonce."""
        answer_bytes(resp, self._identity.answer(_nonce(req.get_param("nonce") or "")))


class _Nonce:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def on_get(self, req: Request, resp: Response) -> None:
        """A fresh nonce, as the registry gives it: devices ask both alike."""
        nonce = routes.base64url(self._sessions.issue_nonce())
        resp.content_type = routes.JSON
        resp.data = encode_json(NonceAnswer(nonce, limits.NONCE_SECONDS))
        resp.set_header("Cache-Control", "no-store")


class _NewSession:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def on_post(self, req: Request, resp: Response) -> None:
        """CBOR [token, seconds]."""
        envelope = credentials(req, routes.DEVICE_SCHEME)
        body = await read_body(req, hub.SESSION_LIMIT)
        answer(resp, self._sessions.begin(envelope, body), int(hub.SESSION_SECONDS))


class _Items:
    def __init__(self, services: HubServices) -> None:
        self._services = services

    async def on_post(self, req: Request, resp: Response) -> None:
        """CBOR [number, known]."""
        services = self._services
        device = services.sessions.device_of(credentials(req, BEARER))
        body = await read_body(req, hub.FRAME_LIMIT)
        seconds = services.allowance.spend(device, len(body))
        if seconds:
            raise _too_much(seconds)
        name, content = _push(body)
        try:
            placed = services.fanout.put(name, content, device)
        except TooManyRanges:
            raise _too_much(_RETRY_SECONDS) from None
        answer(resp, placed.number, placed.known)


class _Have:
    def __init__(self, services: HubServices) -> None:
        self._services = services

    async def on_get(self, req: Request, resp: Response) -> None:
        """See `sync.protocol.hub.encode_have`."""
        services = self._services
        services.sessions.device_of(credentials(req, BEARER))
        answer_bytes(resp, hub.encode_have(services.items.instance, services.items.have()))


class _Streams:
    def __init__(self, services: HubServices) -> None:
        self._services = services

    async def on_get(self, req: Request, resp: Response) -> None:
        """Frames without end; see `sync.protocol.hub`."""
        services = self._services
        device = services.sessions.device_of(credentials(req, BEARER))
        after = req.get_param_as_int("after", min_value=0, max_value=2**63 - 1, default=0)
        wanted = Wanted(device, after, _copies(req.get_param("copies") or ""))
        if not services.fanout.has_room(device):
            raise _too_much(_RETRY_SECONDS)
        gone = asyncio.create_task(_left(req.scope[_RECEIVE]))
        resp.content_type = _STREAM_TYPE
        resp.set_header("Cache-Control", "no-store")
        resp.stream = services.fanout.stream(wanted, gone)


class _Metadata:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def on_get(self, req: Request, resp: Response, name: str) -> None:
        """A metadata file, to anyone, as at the registry."""
        _send(resp, answer_file(req, resp, find_metadata(self._folder, name)))

    on_head = on_get


class _Targets:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def on_get(self, req: Request, resp: Response, path: str) -> None:
        """A target file, to anyone, as at the registry."""
        _send(resp, answer_file(req, resp, find_target(self._folder, path)))

    on_head = on_get


def _send(resp: Response, part: Part | None) -> None:
    if part is not None:
        resp.set_stream(pieces(part), part.length)


def _push(body: bytes) -> tuple[hub.ItemName, bytes]:
    """The item of a push. Raises Refusal."""
    try:
        name, content = hub.decode_push(body)
    except ProtocolError as error:
        malformed = error.key == "api.message-malformed"
        if malformed:
            raise Refusal(ProblemKind.MALFORMED) from None
        raise Refusal(ProblemKind.INVALID, field="item") from None
    whole = (name.first, name.last) == (1, 1) or name.stream is not Stream.HEAD
    if not content or not name.device or name.last - name.first >= MOST_SPAN or not whole:
        raise Refusal(ProblemKind.INVALID, field="item")
    return name, content


def _nonce(text: str) -> bytes:
    try:
        nonce = bytes.fromhex(text) if len(text) == 2 * identity.NONCE else b""
    except ValueError:
        nonce = b""
    if len(nonce) != identity.NONCE:
        raise Refusal(ProblemKind.INVALID, field="nonce")
    return nonce


def _copies(text: str) -> frozenset[str]:
    names = [name for name in text.split(",") if name]
    if len(names) > MOST_COPIES or any(len(each) > limits.DEVICE_ID_CHARACTERS for each in names):
        raise Refusal(ProblemKind.INVALID, field="copies")
    return frozenset(names)


def _too_much(seconds: int) -> Refusal:
    return Refusal(
        ProblemKind.TOO_MANY_ATTEMPTS, headers={"Retry-After": str(seconds)}, seconds=seconds
    )


async def _left(receive: Receive) -> None:
    """Ends when whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
