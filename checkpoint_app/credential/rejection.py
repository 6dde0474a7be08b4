"""Why signed bytes were refused: one name for each reason, and the only error of this package."""

from __future__ import annotations

from enum import Enum

from checkpoint_app.errors import TrustError


class Rejection(Enum):
    """The reason of a refusal. The value is the end of its text key, `credential.<value>`."""

    TOO_LARGE = "too_large"
    NOT_CBOR = "not_cbor"
    FORBIDDEN_TYPE = "forbidden_type"  # floats, tags, undefined, simple values, odd map keys
    TRAILING_BYTES = "trailing_bytes"
    NOT_CANONICAL = "not_canonical"
    NOT_AN_ENVELOPE = "not_an_envelope"
    OTHER_ALGORITHM = "other_algorithm"
    UNKNOWN_HEADER = "unknown_header"
    UNPROTECTED_HEADER = "unprotected_header"
    UNKNOWN_KEY = "unknown_key"
    WEAK_KEY = "weak_key"  # small order, not canonical, or not a point of the curve
    BAD_SIGNATURE = "bad_signature"
    KEY_EXPIRED = "key_expired"  # the key was not valid when the content says it was issued
    BAD_CONTENT = "bad_content"
    NEWER_FORMAT = "newer_format"
    WRONG_SCOPE = "wrong_scope"
    NOT_CURRENT = "not_current"  # not what the manifest lists
    SUPERSEDED_POSITION = "superseded_position"
    WRONG_COUNT = "wrong_count"
    WRONG_NUMBER = "wrong_number"
    WRONG_DIGEST = "wrong_digest"
    NOT_OUR_QUESTION = "not_our_question"  # an answer to another nonce, device, permit or request
    DAMAGED_TEXT = "damaged_text"  # digits lost, added or misread


class CredentialError(TrustError):
    """Signed bytes, or their text form, were refused; ``reason`` says why. Nothing was used."""

    def __init__(self, reason: Rejection, message: str = "") -> None:
        text = f"{reason.value}: {message}" if message else reason.value
        super().__init__(text, key=f"credential.{reason.value}")
        self.reason = reason
