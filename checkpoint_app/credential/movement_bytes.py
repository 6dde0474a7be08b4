"""A movement as bytes: what a device signs, sends and chains."""

from __future__ import annotations

import hashlib
from uuid import UUID

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import DIGEST
from checkpoint_app.credential.canonical import decode_signed, encode
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.movement import Direction, Movement, MovementKind

MOVEMENT_LIMIT = 1024
EPOCH = 16
_FORMAT = 1
_FIELDS = 19
_SERVICE, _AUTOMATIC = 11, 18
_UUID = 16
_LONGEST_TEXT = 64
_MOST_FINDINGS = 40
_LAST_PORT_BIT = 254


def encode_movement(movement: Movement) -> bytes:
    """The bytes of a movement. Raises CredentialError(TOO_LARGE) beyond 1,024 bytes."""
    data = encode(
        [
            _FORMAT,
            movement.movement_id.bytes,
            movement.epoch,
            movement.sequence,
            movement.previous,
            int(movement.kind),
            int(movement.direction),
            movement.permit,
            movement.issue,
            shape.nfc(movement.passport),
            movement.company,
            shape.nfc(movement.service),
            movement.port,
            shape.nfc(movement.lane),
            shape.nfc(movement.officer),
            shape.milliseconds(movement.at),
            list(movement.findings),
            None if movement.annuls is None else movement.annuls.bytes,
            movement.automatic,
        ]
    )
    if len(data) > MOVEMENT_LIMIT:
        raise CredentialError(Rejection.TOO_LARGE, "movement")
    return data


def decode_movement(data: bytes) -> Movement:
    """Read a movement strictly. Raises CredentialError."""
    row = shape.fields(data, limit=MOVEMENT_LIMIT, length=_FIELDS)
    return Movement(
        movement_id=UUID(bytes=shape.octets(row[1], _UUID)),
        epoch=shape.octets(row[2], EPOCH),
        sequence=shape.integer(row[3], 1),
        previous=shape.octets(row[4], DIGEST),
        kind=MovementKind(shape.integer(row[5], 0, max(MovementKind))),
        direction=Direction(shape.integer(row[6], 0, max(Direction))),
        permit=None if row[7] is None else shape.permit_number(row[7]),
        issue=None if row[8] is None else shape.integer(row[8], 1),
        passport=shape.text(row[9], _LONGEST_TEXT),
        company=None if row[10] is None else shape.integer(row[10]),
        service=shape.text(row[11], _LONGEST_TEXT),
        port=shape.integer(row[12], 0, _LAST_PORT_BIT),
        lane=shape.text(row[13], _LONGEST_TEXT),
        officer=shape.text(row[14], _LONGEST_TEXT),
        at=shape.instant_ms(row[15]),
        findings=_findings(row[16]),
        annuls=None if row[17] is None else UUID(bytes=shape.octets(row[17], _UUID)),
        automatic=shape.boolean(row[18]),
    )


def service_and_hand(data: bytes) -> tuple[str, bool]:
    """The flight or sailing, and whether no officer's key gave the outcome, of a movement that this
    program encoded: some thousands a day are counted, so nothing else of it is looked at."""
    row = decode_signed(data)
    if not isinstance(row, list) or len(row) != _FIELDS:
        raise shape.bad("movement")
    return shape.text(row[_SERVICE], _LONGEST_TEXT), shape.boolean(row[_AUTOMATIC])


def _findings(value: object) -> tuple[str, ...]:
    codes = shape.array(value)
    if len(codes) > _MOST_FINDINGS:
        raise shape.bad("findings")
    return tuple(shape.text(code, _LONGEST_TEXT) for code in codes)


def chain_hash(data: bytes) -> bytes:
    """SHA-256 of a movement's bytes: what the next one names as ``previous``."""
    return hashlib.sha256(data).digest()
