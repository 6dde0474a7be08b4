"""The OpenAPI 3.1 document, made from one table of routes and the messages' own types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from checkpoint_app.reference import ports
from sync.protocol import limits, messages, routes
from sync.protocol.holdings import HOLDING_LIMIT
from sync.protocol.nation import NATION_LIMIT
from sync.protocol.problems import ProblemKind

Schema = Mapping[str, Any]

_SHARED = (ProblemKind.INTERNAL, ProblemKind.UNAVAILABLE)
_JSON_BODY = (
    *(ProblemKind.MEDIA_TYPE, ProblemKind.LENGTH_REQUIRED, ProblemKind.BODY_TOO_LARGE),
    *(ProblemKind.BODY_INCOMPLETE, ProblemKind.MALFORMED, ProblemKind.INVALID),
)
_CBOR_BODY = tuple(kind for kind in _JSON_BODY if kind is not ProblemKind.INVALID)
_ITEM_BODY = tuple(kind for kind in _JSON_BODY if kind is not ProblemKind.MALFORMED)
_DEVICE = (
    *(ProblemKind.AUTH_NEEDED, ProblemKind.AUTH_INVALID, ProblemKind.NONCE_UNUSABLE),
    *(ProblemKind.WRONG_AUDIENCE, ProblemKind.DEVICE_UNKNOWN, ProblemKind.DEVICE_RECALLED),
)
_ADMIN = (ProblemKind.AUTH_NEEDED, ProblemKind.AUTH_INVALID)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the ``path``, ``query`` or ``header``."""

    name: str
    place: str
    schema: Schema
    text: str


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. ``answers``: status to media type and schema (None: no body)."""

    method: str
    path: str
    operation: str
    summary: str
    answers: Mapping[int, tuple[str, Schema] | None]
    problems: Sequence[ProblemKind] = ()
    security: str | None = None
    parameters: Sequence[Parameter] = ()
    body: tuple[str, Schema] | None = None
    headers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def _of(message: type[msgspec.Struct]) -> Schema:
    return {"$ref": f"#/components/schemas/{message.__name__}"}


def _binary(text: str, limit: int) -> Schema:
    return {"contentMediaType": routes.CBOR, "description": text, "maxLength": limit}


_BYTES: dict[str, Any] = {"contentMediaType": "application/octet-stream"}
_DAY = Parameter(
    "day",
    "query",
    {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "A Cairo day; today when left out.",
)
_PORT_IDS = [port.port_id for port in ports()]
_PORT = Parameter("port", "query", {"enum": _PORT_IDS}, "A port's id; all when left out.")
_PAGE_PORT = Parameter("port", "query", {"enum": ["", *_PORT_IDS]}, "As a form sends it.")
_LANG = Parameter("lang", "query", {"type": "string"}, "en for English; the page is Arabic else.")
_IF_NONE_MATCH = Parameter(
    "If-None-Match", "header", {"type": "string"}, "The ETag of the copy at hand."
)
_RANGE = Parameter("Range", "header", {"type": "string"}, "One range of bytes.")
_NONCE = {
    routes.NONCE_HEADER: "A fresh nonce for the next request, base64url.",
    routes.FORMATS_HEADER: "The format of the answer: the highest that both ends read.",
}
_TUF_HEADERS = {
    "ETag": "Changes whenever the file does.",
    "Cache-Control": "Immutable for files whose name carries a version or digest.",
}


def _tuf_route(path: str, operation: str, summary: str, parameter: Parameter, media: str) -> Route:
    return Route(
        "get",
        path,
        operation,
        summary,
        {
            200: (media, _BYTES if media != routes.JSON else {"type": "object"}),
            206: (media, _BYTES),
            304: None,
        },
        (ProblemKind.NOT_FOUND, ProblemKind.RANGE),
        parameters=(parameter, _IF_NONE_MATCH, _RANGE),
        headers={200: _TUF_HEADERS, 206: _TUF_HEADERS},
    )


ROUTES: tuple[Route, ...] = (
    _tuf_route(
        routes.TUF_METADATA + "{name}",
        "tufMetadata",
        "A metadata file of the TUF repository",
        Parameter(
            "name",
            "path",
            {
                "type": "string",
                "pattern": r"^([0-9]{1,10}\.)?[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.json$",
            },
            "Such as timestamp.json or 3.root.json.",
        ),
        routes.JSON,
    ),
    _tuf_route(
        routes.TUF_TARGETS + "{path}",
        "tufTarget",
        "A target file of the TUF repository; the path may hold slashes",
        Parameter(
            "path",
            "path",
            {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._/-]*$"},
            "Folder, digest and name.",
        ),
        "application/octet-stream",
    ),
    Route(
        "get",
        routes.OPENAPI,
        "openapi",
        "This document",
        {200: (routes.JSON, {"type": "object"})},
    ),
    Route(
        "get",
        routes.HEALTH,
        "health",
        "Whether the registry answers",
        {200: (routes.JSON, _of(messages.HealthAnswer))},
    ),
    Route(
        "get",
        routes.NONCE,
        "nonce",
        "A nonce to sign into the next request; good once, for five minutes",
        {200: (routes.JSON, _of(messages.NonceAnswer))},
    ),
    Route(
        "post",
        routes.ENROLMENTS,
        "enrol",
        "Enrol a device by a one-time code",
        {201: (routes.JSON, _of(messages.EnrolmentAnswer))},
        (
            *_JSON_BODY,
            *(ProblemKind.CODE_REFUSED, ProblemKind.CODE_FOR_OTHER_PLACE),
            *(ProblemKind.KEYS_IN_USE, ProblemKind.TOO_MANY_ATTEMPTS),
        ),
        body=(routes.JSON, _of(messages.EnrolmentRequest)),
    ),
    Route(
        "post",
        routes.MOVEMENTS,
        "sendMovements",
        "Send a batch of movements; the same again is answered the same",
        {200: (routes.CBOR, _binary("Receipt envelope.", limits.RECEIPT_ANSWER))},
        (*_CBOR_BODY, *_DEVICE, ProblemKind.BATCH_REFUSED, ProblemKind.NEWER_FORMAT),
        security="device",
        body=(routes.CBOR, _binary("Batch envelope.", limits.MOVEMENTS_BODY)),
        headers={200: _NONCE},
    ),
    Route(
        "post",
        routes.HOLDINGS,
        "tellHoldings",
        "Say how far the registry's data and bad news have come at the asking device",
        {200: (routes.CBOR, _binary("When that was kept.", limits.HOLDINGS_ANSWER))},
        (*_JSON_BODY, *_DEVICE),
        security="device",
        body=(routes.CBOR, _binary("What the device holds.", HOLDING_LIMIT)),
        headers={200: _NONCE},
    ),
    Route(
        "post",
        routes.RELAY,
        "relay",
        "Pass on an item of a port's hub; the same again changes nothing",
        {200: (routes.CBOR, _binary("How far its journals are.", limits.RELAY_ANSWER))},
        (*_ITEM_BODY, *_DEVICE, ProblemKind.NO_INBOX),
        security="device",
        body=(
            routes.OCTETS,
            _BYTES | {"description": "An age file.", "maxLength": limits.RELAY_BODY},
        ),
        headers={200: _NONCE},
    ),
    Route(
        "post",
        routes.RELAY_HAVE,
        "relayHave",
        "How far the registry has these journals",
        {200: (routes.CBOR, _binary("How far they are.", limits.RELAY_ANSWER))},
        (*_CBOR_BODY, *_DEVICE),
        security="device",
        body=(routes.CBOR, _binary("Devices and epochs.", limits.RELAY_HAVE_BODY)),
        headers={200: _NONCE},
    ),
    Route(
        "get",
        routes.RECEIPTS + "/{epoch}",
        "receipt",
        "How far the registry has a journal of this device",
        {200: (routes.CBOR, _binary("Receipt envelope.", limits.RECEIPT_ANSWER))},
        (*_DEVICE, ProblemKind.NOT_FOUND, ProblemKind.NO_RECEIPT),
        security="device",
        parameters=(
            Parameter(
                "epoch",
                "path",
                {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "The journal's epoch, hex.",
            ),
        ),
        headers={200: _NONCE},
    ),
    Route(
        "post",
        routes.REFRESH,
        "refresh",
        "One permit as the registry has it now",
        {200: (routes.CBOR, _binary("Refresh envelope.", limits.REFRESH_ANSWER))},
        (*_JSON_BODY, *_DEVICE),
        security="device",
        body=(routes.JSON, _of(messages.RefreshRequest)),
        headers={200: _NONCE},
    ),
    Route(
        "get",
        routes.COUNTS,
        "counts",
        "The counts of a day",
        {200: (routes.JSON, _of(messages.CountsAnswer))},
        (*_ADMIN, ProblemKind.INVALID),
        security="admin",
        parameters=(_DAY, _PORT),
    ),
    Route(
        "get",
        routes.NATION,
        "nationCounts",
        "The counts of a day over all ports, for a device",
        {200: (routes.CBOR, _binary("Counts by port, hour and company.", NATION_LIMIT))},
        (*_DEVICE, ProblemKind.INVALID),
        security="device",
        parameters=(_DAY,),
        headers={200: _NONCE},
    ),
    Route(
        "get",
        routes.COUNTS_PAGE,
        "countsPage",
        "The counts of a day as a page",
        {200: ("text/html", {"type": "string"})},
        (*_ADMIN, ProblemKind.INVALID),
        security="page",
        parameters=(_DAY, _PAGE_PORT, _LANG),
    ),
    Route(
        "get",
        "/pages/{name}",
        "pageFile",
        "The style sheet or font of the pages",
        {200: ("text/css", {"type": "string"})},
        (ProblemKind.NOT_FOUND,),
        parameters=(Parameter("name", "path", {"const": "pages.css"}, "The file."),),
    ),
    Route(
        "get",
        routes.PROBLEMS + "/{name}",
        "problemPage",
        "What a problem means, for people",
        {200: ("text/html", {"type": "string"})},
        (ProblemKind.NOT_FOUND,),
        parameters=(
            Parameter(
                "name", "path", {"enum": [kind.value for kind in ProblemKind]}, "Its type's end."
            ),
            _LANG,
        ),
    ),
)

_MESSAGES: tuple[type[msgspec.Struct], ...] = (
    messages.NonceAnswer,
    messages.EnrolmentRequest,
    messages.EnrolmentAnswer,
    messages.RefreshRequest,
    messages.HealthAnswer,
    messages.CountsAnswer,
    messages.Problem,
)
_SECURITY: Schema = {
    "device": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": (
            f"`{routes.DEVICE_SCHEME} <base64url of an auth envelope>`: the device signs a nonce "
            "of this registry with method, path and query, body digest, audience and its id."
        ),
    },
    "admin": {"type": "http", "scheme": "bearer"},
    "page": {"type": "http", "scheme": "basic", "description": "The password is the admin token."},
}


def openapi_document(version: str) -> dict[str, Any]:
    """The whole document. ``version`` is the program's."""
    _, schemas = msgspec.json.schema_components(
        _MESSAGES, ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Umrah registry",
            "version": version,
            "description": "What the ports of Egypt ask of the registry of umrah permits.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _SECURITY},
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.summary,
        "security": [{route.security: []}] if route.security else [],
        "responses": _answers(route) | _problems(route),
    }
    if route.parameters:
        operation["parameters"] = [_parameter(parameter) for parameter in route.parameters]
    if route.body is not None:
        media, schema = route.body
        operation["requestBody"] = {"required": True, "content": {media: {"schema": schema}}}
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.text,
        "schema": parameter.schema,
    }


def _answers(route: Route) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, content in route.answers.items():
        answer: dict[str, Any] = {"description": route.summary}
        if content is not None:
            answer["content"] = {content[0]: {"schema": content[1]}}
        if status in route.headers:
            answer["headers"] = {
                name: {"description": text, "schema": {"type": "string"}, "required": True}
                for name, text in route.headers[status].items()
            }
        answers[str(status)] = answer
    return answers


def _problems(route: Route) -> dict[str, Any]:
    """One response a status; its description names the problems that share it."""
    by_status: dict[int, list[str]] = {}
    for kind in (*route.problems, *_SHARED):
        by_status.setdefault(kind.status, []).append(kind.value)
    return {
        str(status): {
            "description": ", ".join(sorted(names)),
            "content": {routes.PROBLEM: {"schema": _of(messages.Problem)}},
        }
        for status, names in sorted(by_status.items())
    }
