"""Ids that sort by time."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
_RANDOM_BITS = (1 << 12, 1 << 62)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970 UTC of an aware time, rounded down."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_milliseconds(value: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=value)


def uuid7(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): ``at`` in milliseconds, then 74 random bits."""
    upper, lower = (secrets.randbelow(bound) for bound in _RANDOM_BITS)
    return UUID(int=milliseconds(at) << 80 | _VERSION | upper << 64 | _VARIANT | lower)


def uuid7_floor(at: datetime) -> bytes:
    """16 bytes that no UUIDv7 of ``at`` or later is below, and none of earlier is above."""
    return (milliseconds(at) << 80).to_bytes(16, "big")
