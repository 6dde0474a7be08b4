"""The registry's record of one permit, as bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import cbor2

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.permit import PERMIT_NUMBER_LENGTH, PermitRecord, Sex

RECORD_LIMIT = 2048
_FORMAT = 1
_FIELDS = 27
_TOMBSTONE_FIELDS = 3
_LONGEST_NAME = 256
_LONGEST_TEXT = 64
_LAST_NATIONAL_ID = 10**14 - 1
_NUMBERS_END = 10**PERMIT_NUMBER_LENGTH
# Places in the array that an index is made of.
_NUMBER, _VERSION, _PASSPORT, _NATIONAL_ID, _PROGRAMME = 1, 2, 7, 9, 12


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The permit left this scope: what was kept of it is no longer to be used."""

    number: int
    version: int


class RecordIndex(NamedTuple):
    """What a cache finds a record by. ``passport`` is empty for a tombstone, and it has no
    programme."""

    number: int
    version: int
    passport: str
    national_id: int | None
    tombstone: bool
    programme: int | None = None


def encode_record(record: PermitRecord) -> bytes:
    """The bytes of a record. Raises CredentialError(TOO_LARGE) beyond 2,048 bytes."""
    data = encode(
        [
            _FORMAT,
            record.number,
            record.version,
            record.issue,
            shape.seconds(record.issued),
            shape.nfc(record.name_latin),
            shape.nfc(record.name_arabic),
            shape.nfc(record.passport),
            shape.optional_day_number(record.passport_expiry),
            record.national_id,
            shape.day_number(record.birth),
            int(record.sex),
            record.programme,
            record.company,
            record.agent,
            record.ports,
            shape.day_number(record.valid_from),
            shape.day_number(record.valid_until),
            shape.day_number(record.travel_out),
            shape.day_number(record.travel_back),
            shape.nfc(record.service),
            shape.nfc(record.visa_kind),
            shape.nfc(record.visa_number),
            shape.optional_day_number(record.visa_expiry),
            shape.optional_day_number(record.vaccinated),
            record.status_list,
            record.status_index,
            *record.extra,
        ]
    )
    if len(data) > RECORD_LIMIT:
        raise CredentialError(Rejection.TOO_LARGE, "record")
    return data


def encode_tombstone(tombstone: Tombstone) -> bytes:
    """The bytes that take a record out of a scope."""
    return encode([_FORMAT, tombstone.number, tombstone.version])


def decode_record(data: bytes) -> PermitRecord | Tombstone:
    """Read a record or tombstone strictly. Raises CredentialError, NEWER_FORMAT for a later one."""
    row = shape.fields(data, limit=RECORD_LIMIT, length=_TOMBSTONE_FIELDS, more=True)
    number, version = shape.permit_number(row[_NUMBER]), shape.integer(row[_VERSION], 1)
    if len(row) == _TOMBSTONE_FIELDS:
        return Tombstone(number, version)
    if len(row) < _FIELDS:
        raise shape.bad("record")
    return _record(row)


def _record(row: list[object]) -> PermitRecord:
    national_id = row[_NATIONAL_ID]
    return PermitRecord(
        number=cast(int, row[_NUMBER]),
        version=cast(int, row[_VERSION]),
        issue=shape.integer(row[3], 1),
        issued=shape.instant(row[4]),
        name_latin=shape.text(row[5], _LONGEST_NAME),
        name_arabic=shape.text(row[6], _LONGEST_NAME),
        passport=shape.text(row[7], _LONGEST_TEXT),
        passport_expiry=shape.optional_day(row[8]),
        national_id=(
            None if national_id is None else shape.integer(national_id, 0, _LAST_NATIONAL_ID)
        ),
        birth=shape.day(row[10]),
        sex=Sex(shape.integer(row[11], 0, 2)),
        programme=shape.integer(row[12]),
        company=shape.integer(row[13]),
        agent=shape.integer(row[14]),
        ports=shape.integer(row[15]),
        valid_from=shape.day(row[16]),
        valid_until=shape.day(row[17]),
        travel_out=shape.day(row[18]),
        travel_back=shape.day(row[19]),
        service=shape.text(row[20], _LONGEST_TEXT),
        visa_kind=shape.text(row[21], _LONGEST_TEXT),
        visa_number=shape.text(row[22], _LONGEST_TEXT),
        visa_expiry=shape.optional_day(row[23]),
        vaccinated=shape.optional_day(row[24]),
        status_list=shape.integer(row[25], 0, shape.UINT32),
        status_index=shape.integer(row[26], 0, shape.LAST_STATUS_INDEX),
        extra=tuple(row[_FIELDS:]),
    )


def record_digest(data: bytes) -> bytes:
    """SHA-256 of a record's bytes."""
    return hashlib.sha256(data).digest()


def index_of(data: bytes) -> RecordIndex:
    """Index columns of a record's bytes, whose digest is already proven.

    Made for a million records: it checks form and the columns that it returns; `decode_record`
    checks all of a record, each time one is looked up. Raises CredentialError.
    """
    if len(data) > RECORD_LIMIT:
        raise CredentialError(Rejection.TOO_LARGE, "record")
    try:
        row: Any = cbor2.loads(data, allow_indefinite=False)
    except (cbor2.CBORDecodeError, ArithmeticError, TypeError, ValueError) as error:
        raise CredentialError(Rejection.NOT_CBOR, "record") from error
    if type(row) is not list or len(row) < _TOMBSTONE_FIELDS or row[0] != _FORMAT:
        raise shape.bad("record")
    number, version = row[_NUMBER], row[_VERSION]
    if type(number) is not int or not 0 < number < _NUMBERS_END:
        raise shape.bad("number")
    if type(version) is not int or not 0 < version <= shape.INT63:
        raise shape.bad("version")
    if len(row) == _TOMBSTONE_FIELDS:
        return RecordIndex(number, version, "", None, True)
    if len(row) < _FIELDS or type(row[_PASSPORT]) is not str:
        raise shape.bad("record")
    national_id = row[_NATIONAL_ID]
    if national_id is not None:
        shape.integer(national_id, 0, _LAST_NATIONAL_ID)
    programme = row[_PROGRAMME]
    if type(programme) is not int or not 0 <= programme <= shape.INT63:
        raise shape.bad("programme")
    return RecordIndex(number, version, row[_PASSPORT], national_id, False, programme)
