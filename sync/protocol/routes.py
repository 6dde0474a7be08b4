"""Paths, headers and media types of the registry's HTTP interface, version 1."""

from __future__ import annotations

import string
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import quote

from checkpoint_app.errors import ProtocolError

TUF_METADATA = "/tuf/metadata/"
TUF_TARGETS = "/tuf/targets/"
OPENAPI = "/api/openapi.json"
HEALTH = "/api/health"
NONCE = "/api/v1/nonce"
ENROLMENTS = "/api/v1/enrolments"
MOVEMENTS = "/api/v1/movements"
HOLDINGS = "/api/v1/holdings"
RELAY = "/api/v1/relay"
RELAY_HAVE = "/api/v1/relay/have"
RECEIPTS = "/api/v1/receipts"
REFRESH = "/api/v1/refresh"
COUNTS = "/api/v1/counts"
NATION = "/api/v1/counts/nation"
COUNTS_PAGE = "/counts"
PROBLEMS = "/problems"

NONCE_HEADER = "Umrah-Nonce"
# In a request the formats that the device reads, in an answer the one that it is of; see
# `sync.protocol.versions`.
FORMATS_HEADER = "Umrah-Formats"
DEVICE_SCHEME = "Umrah-Device"

CBOR = "application/cbor"
OCTETS = "application/octet-stream"
JSON = "application/json"
PROBLEM = "application/problem+json"

_BASE64URL = frozenset(string.ascii_letters + string.digits + "-_")


def receipt_of(epoch: bytes) -> str:
    """Path of the newest receipt of a journal's epoch (16 bytes)."""
    return f"{RECEIPTS}/{epoch.hex()}"


def tuf_metadata(name: str) -> str:
    """Path of a metadata file such as ``3.root.json``."""
    return TUF_METADATA + quote(name, safe="")


def tuf_target(path: str) -> str:
    """Path of a target such as ``CAI-AIR/<sha256>.manifest``."""
    return TUF_TARGETS + quote(path, safe="/")


def device_authorization(envelope: bytes) -> str:
    """The Authorization header's value around an auth envelope."""
    return f"{DEVICE_SCHEME} {base64url(envelope)}"


def base64url(data: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes of base64url text, padded or not. Raises ProtocolError."""
    bare = text.rstrip("=")
    if not _BASE64URL.issuperset(bare):
        raise ProtocolError("not base64url", key="api.message-malformed")
    try:
        return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        raise ProtocolError("not base64url", key="api.message-malformed") from None
