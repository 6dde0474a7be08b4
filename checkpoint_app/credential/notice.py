"""A notice: bad news small enough for one QR code, for a port without a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

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

MOST_CHANGES = 32
_FORMAT = 1
_FIELDS = 4
_LAST_STATE = 2
# As the registry makes device ids (`sync.registry.admission`).
_DEVICE, _DEVICE_DIGITS, _HEX = "lane-", 16, frozenset("0123456789abcdef")


class NoticeKind(IntEnum):
    """What a change is about. Numbers are on the wire.

    The number that goes with ISSUER_KEY is its key id, read as a big-endian integer; with DEVICE
    that of `device_number`.
    """

    COMPANY = 0
    AGENT = 1
    PROGRAMME = 2
    PERMIT = 3
    ISSUER_KEY = 4
    DEVICE = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One new state. ``state`` counts as `EntityState` does (suspended 1, cancelled 2); for a
    permit as `PermitStatus` (revoked 1, suspended 2); 2 for a key that is no longer trusted
    and for a device that was recalled."""

    kind: NoticeKind
    number: int
    state: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Changes that hold from ``issued`` until a later sync confirms them."""

    season: int
    issued: datetime
    changes: tuple[Change, ...]


def sign_notice(key: SigningKey, notice: Notice) -> bytes:
    """The envelope of 1 to 32 changes. Raises CredentialError(WRONG_COUNT)."""
    _check_count(len(notice.changes))
    rows = [[int(change.kind), change.number, change.state] for change in notice.changes]
    payload = [_FORMAT, notice.season, shape.seconds(notice.issued), rows]
    return key.sign_envelope(encode(payload))


def check_notice(envelope: bytes, keys: KeyLookup) -> Notice:
    """Check a notice's envelope, the term of its key included. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.NOTICE, keys)
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.NOTICE], length=_FIELDS)
    rows = shape.array(row[3])
    _check_count(len(rows))
    return Notice(
        season=shape.integer(row[1], 1),
        issued=opened.issued_at(shape.instant(row[2])),
        changes=tuple(_change(item) for item in rows),
    )


def device_number(device_id: str) -> int | None:
    """The number by which notices name a device (``lane-`` and 16 hexadecimal digits); None for an
    id of another form, which no notice can name."""
    digits = device_id.removeprefix(_DEVICE)
    if len(digits) != _DEVICE_DIGITS or not set(digits) <= _HEX or digits == device_id:
        return None
    return int(digits, 16)


def device_of(number: int) -> str:
    """The device that a number of `device_number` names."""
    return f"{_DEVICE}{number:0{_DEVICE_DIGITS}x}"


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_CHANGES:
        raise CredentialError(Rejection.WRONG_COUNT, f"{count} changes")


def _change(row: object) -> Change:
    kind, number, state = shape.array(row, 3)
    return Change(
        NoticeKind(shape.integer(kind, 0, max(NoticeKind))),
        shape.integer(number, 0, shape.UINT64),
        shape.integer(state, 0, _LAST_STATE),
    )
