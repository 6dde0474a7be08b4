"""How a hub reads and answers over ASGI: the registry's rules, waited for instead of blocked on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import falcon
from falcon.asgi import App, Request, Response

from checkpoint_app.credential import canonical
from checkpoint_app.errors import CheckpointError, ProtocolError
from sync.protocol.limits import AUTH_HEADER
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import CBOR, DEVICE_SCHEME, from_base64url
from sync.registry.api import refusals
from sync.registry.api.bodies import announced_length
from sync.registry.api.refusals import Refusal
from sync.registry.api.tuf_files import Part

BEARER = "Bearer"
_FILE_PIECE = 128 * 1024


async def read_body(req: Request, limit: int) -> bytes:
    """The whole body. Raises Refusal: no length, too long, cut off."""
    length = announced_length(req)
    if length > limit:
        raise Refusal(ProblemKind.BODY_TOO_LARGE, limit=limit)
    body = bytes(await req.stream.read(length)) if length else b""
    if len(body) != length:
        raise Refusal(ProblemKind.BODY_INCOMPLETE)
    return body


def credentials(req: Request, scheme: str) -> bytes:
    """What the Authorization header holds for this scheme. Raises Refusal."""
    given, _, text = (req.get_header("Authorization") or "").strip().partition(" ")
    if given.lower() != scheme.lower():
        challenge = {"WWW-Authenticate": f'{DEVICE_SCHEME} realm="umrah-hub"'}
        raise Refusal(ProblemKind.AUTH_NEEDED, headers=challenge)
    if len(text) > AUTH_HEADER:
        raise Refusal(ProblemKind.AUTH_INVALID)
    try:
        return from_base64url(text)
    except ProtocolError:
        raise Refusal(ProblemKind.AUTH_INVALID) from None


def answer(resp: Response, *values: object) -> None:
    """Answer with the canonical CBOR of these values."""
    answer_bytes(resp, canonical.encode(list(values)))


def answer_bytes(resp: Response, body: bytes) -> None:
    """Answer with CBOR that is encoded already."""
    resp.content_type = CBOR
    resp.data = body
    resp.set_header("Cache-Control", "no-store")


async def pieces(part: Part) -> AsyncIterator[bytes]:
    """The bytes of a file, piece by piece; closed at the end."""
    try:
        while piece := part.read(_FILE_PIECE):
            yield piece
    finally:
        part.close()


class PlainAnswers:
    """Headers that every answer carries."""

    async def process_response(
        self, req: Request, resp: Response, resource: object, req_succeeded: bool
    ) -> None:
        resp.set_header("X-Content-Type-Options", "nosniff")


def install(app: App[Request, Response]) -> None:
    """Let every error of this application end in a problem document, as at the registry."""

    async def on_bug(req: Request, resp: Response, error: Exception, _: object) -> None:
        refusals.on_bug(req, resp, error, _)

    async def on_own(req: Request, resp: Response, error: CheckpointError, _: object) -> None:
        refusals.on_own_error(req, resp, error, _)

    async def on_http(req: Request, resp: Response, error: falcon.HTTPError, _: object) -> None:
        refusals.on_http_error(req, resp, error, _)

    async def on_refusal(req: Request, resp: Response, error: Refusal, _: object) -> None:
        refusals.on_refusal(req, resp, error, _)

    app.add_error_handler(Exception, on_bug)
    app.add_error_handler(CheckpointError, on_own)
    app.add_error_handler(falcon.HTTPError, on_http)
    app.add_error_handler(Refusal, on_refusal)
