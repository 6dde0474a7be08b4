"""Reading a request's body: its size is known and allowed before a byte of it is read."""

from __future__ import annotations

from typing import TypeVar

import falcon
import msgspec
from falcon import Request

from checkpoint_app.errors import ProtocolError
from sync.protocol.limits import JSON_BODY
from sync.protocol.messages import decode_message
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import JSON
from sync.registry.api.refusals import Refusal

Message = TypeVar("Message", bound=msgspec.Struct)
_FIELD_CHARACTERS = 120


def read_body(req: Request, *, media: str, limit: int) -> bytes:
    """The whole body of this media type. Raises Refusal: wrong type, no length, too long, cut off.

    A body without a length is refused here; a server in front that undoes chunking has bounded it.
    """
    _check_media(req, media)
    length = announced_length(req)
    if length > limit:
        raise Refusal(ProblemKind.BODY_TOO_LARGE, limit=limit)
    body = req.bounded_stream.read(length)
    if len(body) != length:
        raise Refusal(ProblemKind.BODY_INCOMPLETE)
    return body


def read_message(req: Request, kind: type[Message]) -> Message:
    """The body as a JSON message of this kind. Raises Refusal."""
    return parse_message(read_body(req, media=JSON, limit=JSON_BODY), kind)


def parse_message(body: bytes, kind: type[Message]) -> Message:
    """A body already read as a JSON message of this kind. Raises Refusal."""
    try:
        return decode_message(body, kind, limit=JSON_BODY)
    except ProtocolError as error:
        if error.key == "api.message-invalid":
            field = str(error)[:_FIELD_CHARACTERS]
            raise Refusal(ProblemKind.INVALID, field=field) from None
        raise Refusal(ProblemKind.MALFORMED) from None


def _check_media(req: Request, media: str) -> None:
    given = (req.content_type or "").partition(";")[0].strip().lower()
    if given != media:
        raise Refusal(ProblemKind.MEDIA_TYPE, headers={"Accept": media}, media=media)


def announced_length(req: Request) -> int:
    """How long the body is said to be. Raises Refusal: malformed, not said."""
    try:
        length = req.content_length
    except falcon.HTTPInvalidHeader:
        raise Refusal(ProblemKind.MALFORMED) from None
    if length is None or req.get_header("Transfer-Encoding"):
        raise Refusal(ProblemKind.LENGTH_REQUIRED)
    return length
