"""Ids that sort by time."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
# 12 random bits stand between version and variant, 62 after the variant.
_RANDOM_BYTES, _RANDOM = 10, 0xFFF << 64 | (1 << 62) - 1


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970 UTC of an aware time, rounded down."""
    return (at - _EPOCH) // _MILLISECOND


def from_milliseconds(value: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=value)


def uuid7(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): ``at`` in milliseconds, then 74 random bits."""
    random = int.from_bytes(secrets.token_bytes(_RANDOM_BYTES), "big") & _RANDOM
    return UUID(int=milliseconds(at) << 80 | _VERSION | _VARIANT | random)


def time_of(identifier: UUID) -> datetime:
    """The time in a UUIDv7."""
    return from_milliseconds(identifier.int >> 80)


def uuid7_floor(at: datetime) -> bytes:
    """16 bytes that no UUIDv7 of ``at`` or later is below, and none of earlier is above."""
    return (milliseconds(at) << 80).to_bytes(16, "big")
