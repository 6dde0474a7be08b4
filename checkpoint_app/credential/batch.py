"""A batch of movements, signed by the device that recorded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    KeyLookup,
    Rejection,
    SigningKey,
    open_envelope,
)
from checkpoint_app.credential.movement_bytes import EPOCH, MOVEMENT_LIMIT
from checkpoint_app.credential.refresh import DEVICE_LIMIT

MOST_MOVEMENTS = 256
BATCH_LIMIT = LIMITS[EnvelopeType.BATCH]
_FORMAT = 1
_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Batch:
    """Movements of one device and journal epoch: ``movements[i]`` is what it encoded under
    sequence ``first_sequence + i``. They are not read here: a malformed one must not hold up the
    others. ``kid`` is the key that signed: it has to be this device's."""

    device: str
    epoch: bytes
    first_sequence: int
    movements: tuple[bytes, ...]
    kid: bytes


def sign_batch(
    key: SigningKey, device: str, epoch: bytes, first_sequence: int, movements: Sequence[bytes]
) -> bytes:
    """The envelope of 1 to 256 encoded movements. Raises CredentialError(WRONG_COUNT)."""
    if not 1 <= len(movements) <= MOST_MOVEMENTS:
        raise CredentialError(Rejection.WRONG_COUNT, f"{len(movements)} movements")
    return key.sign_envelope(
        encode([_FORMAT, shape.nfc(device), epoch, first_sequence, list(movements)])
    )


def check_batch(envelope: bytes, keys: KeyLookup) -> Batch:
    """Check a batch's envelope. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.BATCH, keys)
    row = shape.fields(opened.payload, limit=BATCH_LIMIT, length=_FIELDS)
    movements = shape.array(row[4])
    if not 1 <= len(movements) <= MOST_MOVEMENTS:
        raise CredentialError(Rejection.WRONG_COUNT, f"{len(movements)} movements")
    return Batch(
        device=shape.text(row[1], DEVICE_LIMIT),
        epoch=shape.octets(row[2], EPOCH),
        first_sequence=shape.integer(row[3], 1, shape.INT63 - MOST_MOVEMENTS),
        movements=tuple(shape.octets_up_to(item, MOVEMENT_LIMIT) for item in movements),
        kid=opened.kid,
    )
