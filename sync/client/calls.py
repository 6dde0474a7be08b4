"""Requests that this device signs, and what the registry's refusals mean here.

The nonce comes with the registry's last answer, else it is asked for; a clock plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

import msgspec

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.errors import CheckpointError, ProtocolError, TransportError
from sync.client.http import HttpAnswer, RegistryHttp
from sync.protocol import limits, routes
from sync.protocol.messages import NonceAnswer, Problem, decode_message
from sync.protocol.problems import RETRY_WITH_NEW_NONCE, ProblemKind, kind_of
from sync.protocol.versions import UNSAID, formats_header

_LONGEST_NONCE = 256
# Statuses that time may cure (RFC 9110; 425 and 429: RFC 8470, RFC 6585).
_LATER = frozenset({408, 425, 429})
_PERSON_KEYS = {
    ProblemKind.DEVICE_UNKNOWN: "sync.device_unknown",
    ProblemKind.DEVICE_RECALLED: "sync.device_recalled",
    ProblemKind.WRONG_AUDIENCE: "sync.wrong_registry",
    ProblemKind.CODE_REFUSED: "sync.code_refused",
    ProblemKind.CODE_FOR_OTHER_PLACE: "sync.code_for_other_place",
    ProblemKind.KEYS_IN_USE: "sync.keys_in_use",
    ProblemKind.TOO_MANY_ATTEMPTS: "sync.too_many_attempts",
    ProblemKind.BATCH_REFUSED: "sync.batch_refused",
    ProblemKind.NEWER_FORMAT: "sync.registry_older",
}
# These say in their document which place they mean.
_OF_A_PLACE = frozenset({ProblemKind.CODE_FOR_OTHER_PLACE})

Message = TypeVar("Message", bound=msgspec.Struct)


class RefusedError(ProtocolError):
    """The registry understood and refused; ``kind`` says why, None for a reason of later versions.

    Nothing here is deleted for it: a refused movement stays in the outbox.
    """

    def __init__(self, status: int, kind: ProblemKind | None, **params: object) -> None:
        key = "sync.refused" if kind is None else _PERSON_KEYS.get(kind, "sync.refused")
        super().__init__(f"refused: {status} {kind}", key=key, status=status, **params)
        self.status = status
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs requests: this device, for this registry."""

    device_id: str
    audience: str
    key: SigningKey


class Calls(Protocol):
    """Requests that a device signs, as `DeviceCalls` makes them."""

    def call(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        body: bytes = b"",
        content_type: str | None = None,
    ) -> bytes:
        """The body of a good answer. Raises CheckpointError."""
        ...


class DeviceCalls:
    """Signed requests over one `RegistryHttp`. Not for two threads at once."""

    def __init__(self, http: RegistryHttp, signer: Signer) -> None:
        self._http = http
        self._signer = signer
        self._nonce: bytes | None = None
        self._formats = UNSAID

    @property
    def registry_formats(self) -> tuple[int, ...]:
        """The formats that the registry's last answer named; see `sync.protocol.versions`."""
        return self._formats

    def call(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        body: bytes = b"",
        content_type: str | None = None,
    ) -> bytes:
        """The body of a good answer, CBOR of at most ``limit`` bytes.

        Raises RefusedError, ProtocolError, TransportError. A nonce that was used up or grew old
        costs one more request, not a failure.
        """
        try:
            answer = self._signed(method, path, limit, body, content_type)
        except RefusedError as error:
            if error.kind not in RETRY_WITH_NEW_NONCE:
                raise
            answer = self._signed(method, path, limit, body, content_type)
        if answer.media_type != routes.CBOR:
            raise ProtocolError(f"answer of type {answer.media_type!r}", key="sync.not_registry")
        return answer.body

    def _signed(
        self, method: str, path: str, limit: int, body: bytes, content_type: str | None
    ) -> HttpAnswer:
        nonce, self._nonce = self._nonce or self._asked_nonce(), None
        signer = self._signer
        request = device_request(nonce, method, path, body, signer.audience, signer.device_id)
        headers = {
            "Authorization": routes.device_authorization(sign_auth(signer.key, request)),
            routes.FORMATS_HEADER: formats_header(),
        }
        if content_type is not None:
            headers["Content-Type"] = content_type
        answer = self._http.exchange(method, path, limit=limit, body=body or None, headers=headers)
        self._nonce = _nonce_of(answer.headers.get(routes.NONCE_HEADER.lower()))
        return accepted(answer)

    def _asked_nonce(self) -> bytes:
        nonce, self._formats = _ask_nonce(self._http)
        return nonce


def ask_nonce(http: RegistryHttp) -> bytes:
    """A fresh nonce. Raises TransportError, ProtocolError."""
    nonce, _ = _ask_nonce(http)
    return nonce


def _ask_nonce(http: RegistryHttp) -> tuple[bytes, tuple[int, ...]]:
    answer = json_answer(http.get(routes.NONCE, limit=limits.JSON_ANSWER), NonceAnswer)
    nonce = _nonce_of(answer.nonce)
    if nonce is None:
        raise ProtocolError("no nonce in the answer", key="sync.not_registry")
    return nonce, answer.formats


def json_answer(answer: HttpAnswer, kind: type[Message]) -> Message:
    """The message of a good answer. Raises as `accepted`, ProtocolError for any other content."""
    body = accepted(answer).body
    try:
        return decode_message(body, kind, limit=limits.JSON_ANSWER)
    except CheckpointError as error:
        raise ProtocolError(f"not a message: {error}", key="sync.not_registry") from error


def accepted(answer: HttpAnswer) -> HttpAnswer:
    """The answer, once it is a good one (200 or 201).

    Raises TransportError for what time may cure, RefusedError for a problem document of the
    registry, ProtocolError for anything else: another server, or something in between.
    """
    if answer.status in (200, 201):
        return answer
    if answer.status >= 500 or answer.status in _LATER:
        raise TransportError(
            f"status {answer.status}", key="sync.registry_trouble", status=answer.status
        )
    if answer.media_type != routes.PROBLEM:
        raise ProtocolError(f"status {answer.status}", key="sync.not_registry")
    try:
        problem = decode_message(answer.body, Problem, limit=limits.PROBLEM_ANSWER)
    except ProtocolError as error:
        raise ProtocolError("malformed problem", key="sync.not_registry") from error
    kind = kind_of(problem.type)
    place = {"port": problem.port, "lane": problem.lane} if kind in _OF_A_PLACE else {}
    raise RefusedError(answer.status, kind, **place)


def _nonce_of(text: str | None) -> bytes | None:
    if not text or len(text) > _LONGEST_NONCE * 2:
        return None
    try:
        nonce = routes.from_base64url(text)
    except ProtocolError:
        return None
    return nonce if 0 < len(nonce) <= _LONGEST_NONCE else None
