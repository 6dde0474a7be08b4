"""The registry's signed answer on one permit, for one device, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
from checkpoint_app.credential.record import RECORD_LIMIT, decode_record
from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState

NONCE = 16
DEVICE_LIMIT = 64
_FORMAT = 1
_FIELDS = 10
MOST_MOVEMENTS = 16
_LAST_PORT = 254
# What tells whether somebody is away; the rest of the kinds says nothing of it.
TOLD_KINDS = (MovementKind.DEPARTED, MovementKind.RETURNED)
_UNKNOWN_STATUS = 3
_LAST_STATE = max(EntityState)


@dataclass(frozen=True, slots=True)
class Refresh:
    """What the registry answered. ``record`` is the encoded record, None when the registry does
    not know the permit. ``status`` and the states are None when it gives no answer. ``movements``
    are standing departures and returns, oldest first, that other devices recorded at any port (lane
    empty): at most `MOST_MOVEMENTS`, the newest, and none for whoever did not ask for them."""

    nonce: bytes
    device: str
    permit: int
    issued: datetime
    record: bytes | None
    status: PermitStatus | None
    company_state: EntityState | None
    agent_state: EntityState | None
    programme_state: EntityState | None
    movements: tuple[PastMovement, ...] = ()

    def decoded(self) -> PermitRecord | None:
        """The record. Raises CredentialError unless it is whole and of this permit."""
        if self.record is None:
            return None
        record = decode_record(self.record)
        if not isinstance(record, PermitRecord) or record.number != self.permit:
            raise CredentialError(Rejection.WRONG_NUMBER, "refreshed record")
        return record


def sign_refresh(key: SigningKey, answer: Refresh) -> bytes:
    """The envelope of an answer. Readers before movements were told demand ten fields: an eleventh
    is there only with movements to tell."""
    payload: list[object] = [
        _FORMAT,
        answer.nonce,
        answer.device,
        answer.permit,
        shape.seconds(answer.issued),
        answer.record,
        _UNKNOWN_STATUS if answer.status is None else int(answer.status),
        _number(answer.company_state),
        _number(answer.agent_state),
        _number(answer.programme_state),
    ]
    if answer.movements:
        payload.append([_told(past) for past in answer.movements[-MOST_MOVEMENTS:]])
    return key.sign_envelope(encode(payload))


def check_refresh(
    envelope: bytes, keys: KeyLookup, *, nonce: bytes, device: str, permit: int
) -> Refresh:
    """Check an answer to this very question, its record included.

    Raises CredentialError, NOT_OUR_QUESTION for an answer to another nonce, device or permit.
    """
    answer = read_refresh(envelope, keys)
    if (answer.nonce, answer.device, answer.permit) != (nonce, device, permit):
        raise CredentialError(Rejection.NOT_OUR_QUESTION)
    return answer


def read_refresh(envelope: bytes, keys: KeyLookup) -> Refresh:
    """Check a stored answer: signature, term of the key, record; whoever asked for it."""
    opened = open_envelope(envelope, EnvelopeType.REFRESH, keys)
    limit = LIMITS[EnvelopeType.REFRESH]
    row = shape.fields(opened.payload, limit=limit, length=_FIELDS, more=True)
    answer = Refresh(
        nonce=shape.octets(row[1], NONCE),
        device=shape.text(row[2], DEVICE_LIMIT),
        permit=shape.permit_number(row[3]),
        issued=opened.issued_at(shape.instant(row[4])),
        record=None if row[5] is None else shape.octets_up_to(row[5], RECORD_LIMIT),
        status=_status(row[6]),
        company_state=_state(row[7]),
        agent_state=_state(row[8]),
        programme_state=_state(row[9]),
        movements=_movements(row[_FIELDS:]),
    )
    answer.decoded()
    return answer


def _number(state: EntityState | None) -> int | None:
    return None if state is None else int(state)


def _told(past: PastMovement) -> list[int]:
    return [int(past.kind), past.port, shape.milliseconds(past.at)]


def _movements(more: list[object]) -> tuple[PastMovement, ...]:
    """The movements of the fields after the tenth: those of the eleventh, the last there may be."""
    if not more:
        return ()
    if len(more) > 1:
        raise shape.bad("number of fields")
    rows = shape.array(more[0])
    if len(rows) > MOST_MOVEMENTS:
        raise shape.bad("number of movements")
    return tuple(map(_movement, rows))


def _movement(row: object) -> PastMovement:
    kind, port, at = shape.array(row, 3)
    return PastMovement(
        MovementKind(shape.integer(kind, min(TOLD_KINDS), max(TOLD_KINDS))),
        shape.integer(port, 0, _LAST_PORT),
        "",
        shape.instant_ms(at),
    )


def _status(value: object) -> PermitStatus | None:
    number = shape.integer(value, 0, _UNKNOWN_STATUS)
    return None if number == _UNKNOWN_STATUS else PermitStatus(number)


def _state(value: object) -> EntityState | None:
    return None if value is None else EntityState(shape.integer(value, 0, _LAST_STATE))
