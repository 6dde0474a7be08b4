"""Paths, headers and media types of the registry's HTTP interface, version 1."""

from __future__ import annotations

from urllib.parse import quote

TUF_METADATA = "/tuf/metadata/"
TUF_TARGETS = "/tuf/targets/"
OPENAPI = "/api/openapi.json"
HEALTH = "/api/health"
NONCE = "/api/v1/nonce"
ENROLMENTS = "/api/v1/enrolments"
MOVEMENTS = "/api/v1/movements"
RECEIPTS = "/api/v1/receipts"
REFRESH = "/api/v1/refresh"
COUNTS = "/api/v1/counts"
COUNTS_PAGE = "/counts"
PROBLEMS = "/problems"

NONCE_HEADER = "Umrah-Nonce"
DEVICE_SCHEME = "Umrah-Device"

CBOR = "application/cbor"
JSON = "application/json"
PROBLEM = "application/problem+json"


def receipt_of(epoch: bytes) -> str:
    """Path of the newest receipt of a journal's epoch (16 bytes)."""
    return f"{RECEIPTS}/{epoch.hex()}"


def tuf_metadata(name: str) -> str:
    """Path of a metadata file such as ``3.root.json``."""
    return TUF_METADATA + quote(name, safe="")


def tuf_target(path: str) -> str:
    """Path of a target such as ``CAI-AIR/<sha256>.manifest``."""
    return TUF_TARGETS + quote(path, safe="/")


def device_authorization(envelope_text: str) -> str:
    """The Authorization header's value; ``envelope_text`` is the auth envelope in base64url."""
    return f"{DEVICE_SCHEME} {envelope_text}"
