"""The problems a registry may answer with (RFC 9457), and what a port may make of each."""

from __future__ import annotations

from enum import StrEnum

from sync.protocol.routes import PROBLEMS


class ProblemKind(StrEnum):
    """Last part of a problem's ``type``. Names are on the wire and never change meaning."""

    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    LENGTH_REQUIRED = "length-required"
    BODY_TOO_LARGE = "body-too-large"
    BODY_INCOMPLETE = "body-incomplete"
    MEDIA_TYPE = "media-type"
    MALFORMED = "malformed"
    INVALID = "invalid"
    AUTH_NEEDED = "authentication-needed"
    AUTH_INVALID = "authentication-invalid"
    NONCE_UNUSABLE = "nonce-unusable"
    WRONG_AUDIENCE = "wrong-audience"
    DEVICE_UNKNOWN = "device-unknown"
    DEVICE_RECALLED = "device-recalled"
    FORBIDDEN = "forbidden"
    NO_INBOX = "no-inbox"
    CODE_REFUSED = "enrolment-code-refused"
    CODE_FOR_OTHER_PLACE = "enrolment-code-for-other-place"
    KEYS_IN_USE = "device-keys-in-use"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    BATCH_REFUSED = "batch-refused"
    NEWER_FORMAT = "newer-format"
    NO_RECEIPT = "no-receipt"
    RANGE = "range-not-satisfiable"
    UNAVAILABLE = "temporarily-unavailable"
    INTERNAL = "internal"

    @property
    def type_uri(self) -> str:
        """The document's ``type``: a path at the registry that explains the problem to people."""
        return f"{PROBLEMS}/{self.value}"

    @property
    def status(self) -> int:
        """The HTTP status that the registry answers with."""
        return _STATUS[self]


_STATUS = {
    ProblemKind.NOT_FOUND: 404,
    ProblemKind.METHOD_NOT_ALLOWED: 405,
    ProblemKind.LENGTH_REQUIRED: 411,
    ProblemKind.BODY_TOO_LARGE: 413,
    ProblemKind.BODY_INCOMPLETE: 400,
    ProblemKind.MEDIA_TYPE: 415,
    ProblemKind.MALFORMED: 400,
    ProblemKind.INVALID: 422,
    ProblemKind.AUTH_NEEDED: 401,
    ProblemKind.AUTH_INVALID: 401,
    ProblemKind.NONCE_UNUSABLE: 401,
    ProblemKind.WRONG_AUDIENCE: 403,
    ProblemKind.DEVICE_UNKNOWN: 401,
    ProblemKind.DEVICE_RECALLED: 403,
    ProblemKind.FORBIDDEN: 403,
    ProblemKind.NO_INBOX: 403,
    ProblemKind.CODE_REFUSED: 403,
    ProblemKind.CODE_FOR_OTHER_PLACE: 409,
    ProblemKind.KEYS_IN_USE: 409,
    ProblemKind.TOO_MANY_ATTEMPTS: 429,
    ProblemKind.BATCH_REFUSED: 422,
    ProblemKind.NEWER_FORMAT: 422,
    ProblemKind.NO_RECEIPT: 404,
    ProblemKind.RANGE: 416,
    ProblemKind.UNAVAILABLE: 503,
    ProblemKind.INTERNAL: 500,
}

# Worth the same request again with the fresh nonce that the answer's header carries.
RETRY_WITH_NEW_NONCE = frozenset({ProblemKind.NONCE_UNUSABLE})
# No retry helps: a person must act at the registry or at the lane.
NEEDS_A_PERSON = frozenset(
    {ProblemKind.DEVICE_UNKNOWN, ProblemKind.DEVICE_RECALLED, ProblemKind.WRONG_AUDIENCE}
)


def kind_of(type_uri: str) -> ProblemKind | None:
    """The kind of a problem document's ``type``, or None for one of a later version."""
    prefix, _, name = type_uri.rpartition("/")
    if prefix != PROBLEMS:
        return None
    return next((kind for kind in ProblemKind if kind.value == name), None)
