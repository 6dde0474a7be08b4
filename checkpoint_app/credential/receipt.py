"""The registry's receipt: up to where it holds a device's movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import DIGEST
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    EnvelopeType,
    KeyLookup,
    SigningKey,
    open_envelope,
)
from checkpoint_app.credential.movement_bytes import EPOCH
from checkpoint_app.credential.refresh import DEVICE_LIMIT

_FORMAT = 1
_FIELDS = 7


@dataclass(frozen=True, slots=True)
class Receipt:
    """The registry holds every movement of this device and epoch up to ``sequence``, whose chain
    hash it names. ``registry_epoch`` changes when the registry was restored."""

    device: str
    epoch: bytes
    sequence: int
    chain_hash: bytes
    registry_epoch: bytes
    issued: datetime


def sign_receipt(key: SigningKey, receipt: Receipt) -> bytes:
    """The envelope of a receipt."""
    payload = [
        _FORMAT,
        shape.nfc(receipt.device),
        receipt.epoch,
        receipt.sequence,
        receipt.chain_hash,
        receipt.registry_epoch,
        shape.seconds(receipt.issued),
    ]
    return key.sign_envelope(encode(payload))


def check_receipt(envelope: bytes, keys: KeyLookup) -> Receipt:
    """Check a receipt's envelope, the term of its key included. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.RECEIPT, keys)
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.RECEIPT], length=_FIELDS)
    return Receipt(
        device=shape.text(row[1], DEVICE_LIMIT),
        epoch=shape.octets(row[2], EPOCH),
        sequence=shape.integer(row[3]),
        chain_hash=shape.octets(row[4], DIGEST),
        registry_epoch=shape.octets(row[5], EPOCH),
        issued=opened.issued_at(shape.instant(row[6])),
    )
