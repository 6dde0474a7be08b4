"""The record block: the unit in which records are signed, 1 to 256 of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    KeyLookup,
    Rejection,
    SigningKey,
    open_envelope,
)

MOST_RECORDS = 256
NATIONAL = 255  # the scope of what concerns every port; any other scope is a port's bit
DIGEST = 32
_FORMAT = 1
_FIELDS = 7
_LIMIT = 256


@dataclass(frozen=True, slots=True)
class Block:
    """What a block's signature says. ``digests_hash`` is SHA-256 over the concatenated SHA-256
    digests of its ``count`` records, in order."""

    season: int
    scope: int
    number: int
    count: int
    issued: datetime
    digests_hash: bytes


def sign_block(
    key: SigningKey,
    season: int,
    scope: int,
    number: int,
    issued: datetime,
    records: Sequence[bytes],
) -> bytes:
    """The envelope over 1 to 256 encoded records. Raises CredentialError(WRONG_COUNT)."""
    if not 1 <= len(records) <= MOST_RECORDS:
        raise CredentialError(Rejection.WRONG_COUNT, f"{len(records)} records in a block")
    digests = digests_of(records)
    payload = [_FORMAT, season, scope, number, len(records), shape.seconds(issued)]
    return key.sign_envelope(encode([*payload, hashlib.sha256(digests).digest()]))


def check_block(envelope: bytes, keys: KeyLookup) -> Block:
    """Check a block's envelope, the term of its key included. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.BLOCK, keys)
    row = shape.fields(opened.payload, limit=_LIMIT, length=_FIELDS)
    return Block(
        season=shape.integer(row[1], 1),
        scope=shape.integer(row[2], 0, NATIONAL),
        number=shape.integer(row[3], 1),
        count=shape.integer(row[4], 1, MOST_RECORDS),
        issued=opened.issued_at(shape.instant(row[5])),
        digests_hash=shape.octets(row[6], DIGEST),
    )


def digests_of(records: Sequence[bytes]) -> bytes:
    """The SHA-256 digests of the records, one after the other: 32 bytes each."""
    return b"".join([hashlib.sha256(record).digest() for record in records])


def check_records(block: Block, records: Sequence[bytes]) -> bytes:
    """The digests of a block's records, 32 bytes each, once they are the ones that were signed.

    Raises CredentialError: WRONG_COUNT or WRONG_DIGEST.
    """
    if len(records) != block.count:
        raise CredentialError(Rejection.WRONG_COUNT, f"block {block.number}")
    digests = digests_of(records)
    check_digests(block, digests)
    return digests


def check_digests(block: Block, digests: bytes) -> None:
    """Raises CredentialError: WRONG_COUNT or WRONG_DIGEST, unless these were signed."""
    if len(digests) != DIGEST * block.count:
        raise CredentialError(Rejection.WRONG_COUNT, f"block {block.number}")
    if hashlib.sha256(digests).digest() != block.digests_hash:
        raise CredentialError(Rejection.WRONG_DIGEST, f"block {block.number}")
