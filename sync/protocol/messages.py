"""JSON messages of the registry's interface, checked while they are decoded.

Fields that a reader does not know are passed over at both ends: the other end may be of a later
version. A new field may be left out, and nests no deeper than `limits.JSON_DEPTH` allows.
"""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

import msgspec

from checkpoint_app.errors import ProtocolError
from sync.protocol import limits
from sync.protocol.versions import MOST_FORMATS, UNSAID

# The lengths are given beside the patterns: Python's "$" lets a final line feed pass.
Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]
Hex16 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]
# An X25519 recipient of age: "age1" and 58 characters of Bech32.
AgeRecipient = Annotated[
    str, msgspec.Meta(pattern="^age1[02-9ac-hj-np-z]{58}$", min_length=62, max_length=62)
]
PermitNumber = Annotated[int, msgspec.Meta(ge=10**12, lt=10**13)]

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


_Formats = Annotated[tuple[int, ...], msgspec.Meta(max_length=MOST_FORMATS)]


class NonceAnswer(msgspec.Struct, frozen=True):
    """A nonce in base64url without padding; ``expires_in`` seconds from now. ``formats`` are those
    that the registry reads and writes, see `sync.protocol.versions`."""

    nonce: str
    expires_in: int
    formats: _Formats = UNSAID


class EnrolmentRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A device asks to be enrolled. Keys are raw Ed25519 in hex; ``code`` as typed. ``port_id`` and
    ``lane`` are where the device stands, left out when it does not say."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.DEVICE_NAME_CHARACTERS)]
    batch_key: Hex32
    auth_key: Hex32
    age_recipient: AgeRecipient
    port_id: Annotated[str, msgspec.Meta(max_length=limits.PORT_ID_CHARACTERS)] = ""
    lane: Annotated[str, msgspec.Meta(max_length=limits.LANE_CHARACTERS)] = ""


class EnrolmentAnswer(msgspec.Struct, frozen=True):
    """The device's identity. ``registry_epoch`` in hex (16 bytes); ``audience`` is signed into
    each auth envelope; ``fingerprint`` is over the keys that the registry now holds."""

    device_id: str
    port_id: str
    lane: str
    season: int
    registry_epoch: str
    audience: str
    fingerprint: str = ""


class RefreshRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """One permit, anew. ``nonce`` is 16 random bytes in hex that the answer must repeat.
    ``movements``: the asking lane reads an answer that tells of movements, too."""

    permit: PermitNumber
    nonce: Hex16
    movements: bool = False


class Tally(msgspec.Struct, frozen=True):
    """Movements of one cell of the counts; each movement counted once, annulled ones left out."""

    departed: int = 0
    returned: int = 0
    referred: int = 0
    deferred: int = 0
    refused: int = 0


class PortTally(msgspec.Struct, frozen=True):
    """Counts of one port of the day."""

    port: str
    name_en: str
    name_ar: str
    tally: Tally


class HourTally(msgspec.Struct, frozen=True):
    """Counts of one hour of the Cairo day: 0 to 23 as the wall clock shows it."""

    hour: int
    tally: Tally


class CompanyTally(msgspec.Struct, frozen=True):
    """Counts of one company; ``company`` is None for movements without one."""

    company: int | None
    name_en: str
    name_ar: str
    tally: Tally


class CountsAnswer(msgspec.Struct, frozen=True):
    """The counts of one Cairo day (ISO date). ``as_of`` in seconds since 1970 UTC.

    ``annulled`` movements are taken out of every tally. ``conflicts`` counts the permits with more
    than one standing departure on the day; ``forks`` and ``quarantined`` what waits for a person,
    of any day. ``port`` is the one asked for, or None for all.
    """

    day: str
    port: str | None
    as_of: int
    total: Tally
    ports: list[PortTally]
    hours: list[HourTally]
    companies: list[CompanyTally]
    annulled: int
    conflicts: int
    forks: int
    quarantined: int


class HealthAnswer(msgspec.Struct, frozen=True):
    """That the registry is up. ``time`` in whole seconds since 1970 UTC: a hint, not signed.
    ``api`` is the newest interface, ``formats`` as in `NonceAnswer`."""

    status: str
    api: int
    season: int
    registry_epoch: str
    time: int
    formats: _Formats = UNSAID


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem document (RFC 9457), with its title and detail in Arabic too. ``port`` and ``lane``
    come with an enrolment code that is for another place."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    title_ar: str = ""
    detail_ar: str = ""
    port: str = ""
    lane: str = ""


Message = TypeVar("Message", bound=msgspec.Struct)


def decode_message(body: bytes, kind: type[Message], *, limit: int) -> Message:
    """Decode a JSON message of this kind from at most ``limit`` bytes.

    Raises ProtocolError for one too large, nested too deep, not JSON, or not of this kind; its
    text names fields, never values.
    """
    if len(body) > limit:
        raise ProtocolError("message too large", key="api.message-too-large", limit=limit)
    if _depth(body) > limits.JSON_DEPTH:
        raise ProtocolError("message nested too deep", key="api.message-malformed")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise ProtocolError(f"message: {error}", key="api.message-invalid") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProtocolError("message is not JSON", key="api.message-malformed") from None


def encode_json(value: object) -> bytes:
    """A message, or plain JSON values, as UTF-8 JSON."""
    return msgspec.json.encode(value)


def _depth(body: bytes) -> int:
    """How deep arrays and objects are nested, brackets within strings left out."""
    deepest = depth = 0
    for sign in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
