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
from checkpoint_app.domain.permit import PermitRecord, PermitStatus
from checkpoint_app.domain.programme import EntityState

NONCE = 16
DEVICE_LIMIT = 64
_FORMAT = 1
_FIELDS = 10
_UNKNOWN_STATUS = 3
_LAST_STATE = max(EntityState)


@dataclass(frozen=True, slots=True)
class Refresh:
    """What the registry answered. ``record`` is the encoded record, None when the registry does
    not know the permit. ``status`` and the states are None when it gives no answer."""

    nonce: bytes
    device: str
    permit: int
    issued: datetime
    record: bytes | None
    status: PermitStatus | None
    company_state: EntityState | None
    agent_state: EntityState | None
    programme_state: EntityState | None

    def decoded(self) -> PermitRecord | None:
        """The record. Raises CredentialError unless it is whole and of this permit."""
        if self.record is None:
            return None
        record = decode_record(self.record)
        if not isinstance(record, PermitRecord) or record.number != self.permit:
            raise CredentialError(Rejection.WRONG_NUMBER, "refreshed record")
        return record


def sign_refresh(key: SigningKey, answer: Refresh) -> bytes:
    """The envelope of an answer."""
    payload = [
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
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.REFRESH], length=_FIELDS)
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
    )
    answer.decoded()
    return answer


def _number(state: EntityState | None) -> int | None:
    return None if state is None else int(state)


def _status(value: object) -> PermitStatus | None:
    number = shape.integer(value, 0, _UNKNOWN_STATUS)
    return None if number == _UNKNOWN_STATUS else PermitStatus(number)


def _state(value: object) -> EntityState | None:
    return None if value is None else EntityState(shape.integer(value, 0, _LAST_STATE))
