"""The list of issuer keys that are trusted no more, published at once without the offline keys.

The target ``status/distrusted`` of the role for bad news (`sync.trust.names`). Public.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from checkpoint_app.errors import ProtocolError
from sync.protocol.messages import decode_message, encode_json

LIST_LIMIT = 64 * 1024
MOST_KEYS = 256
_VERSION = 1
_LAST_SECOND = 253_402_300_799  # of the year 9999

Since = Mapping[bytes, datetime]
"""Key ids, each with the time from which on what the key signed counts for nothing."""


class DistrustedKey(msgspec.Struct, frozen=True):
    """A key by its id in hex; ``since`` in seconds since 1970 UTC."""

    kid: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$", min_length=16, max_length=16)]
    since: Annotated[int, msgspec.Meta(ge=0, le=_LAST_SECOND)]


class DistrustedList(msgspec.Struct, frozen=True):
    """Every issuer key that was distrusted in this season."""

    version: int
    keys: Annotated[tuple[DistrustedKey, ...], msgspec.Meta(max_length=MOST_KEYS)]


def encode_distrusted(keys: Since) -> bytes:
    """The content of ``status/distrusted``; the same bytes for the same keys."""
    listed = (DistrustedKey(kid.hex(), int(keys[kid].timestamp())) for kid in sorted(keys))
    return encode_json(DistrustedList(_VERSION, tuple(listed)))


def decode_distrusted(content: bytes) -> dict[bytes, datetime]:
    """Read the list, itself verified as a target; of a key named twice the earlier time counts.
    Raises ProtocolError."""
    listed = decode_message(content, DistrustedList, limit=LIST_LIMIT)
    if listed.version > _VERSION:
        raise ProtocolError(
            f"distrusted keys of version {listed.version}", key="trust.newer_format"
        )
    found: dict[bytes, datetime] = {}
    for key in listed.keys:
        kid, since = bytes.fromhex(key.kid), datetime.fromtimestamp(key.since, UTC)
        found[kid] = min(found.get(kid, since), since)
    return found
