"""Records and tombstones as bytes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.record import (
    RECORD_LIMIT,
    RecordIndex,
    Tombstone,
    decode_record,
    encode_record,
    encode_tombstone,
    index_of,
    record_digest,
)
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.permit import PermitRecord, Sex, permit_number_from_serial
from tests.unit.credential import samples

RECORD = samples.record()
DATA = encode_record(RECORD)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)
DAYS = st.dates()
NUMBERS = st.integers(0, 2**63 - 1)
RECORDS = st.builds(
    PermitRecord,
    number=st.integers(10**11, 10**12 - 1).map(permit_number_from_serial),
    version=st.integers(1, 2**63 - 1),
    issue=st.integers(1, 2**63 - 1),
    issued=st.integers(0, 253_402_300_799).map(lambda at: datetime.fromtimestamp(at, UTC)),
    name_latin=NAMES,
    name_arabic=NAMES,
    passport=NAMES,
    passport_expiry=st.none() | DAYS,
    national_id=st.none() | st.integers(0, 10**14 - 1),
    birth=DAYS,
    sex=st.sampled_from(Sex),
    programme=NUMBERS,
    company=NUMBERS,
    agent=NUMBERS,
    ports=NUMBERS,
    valid_from=DAYS,
    valid_until=DAYS,
    travel_out=DAYS,
    travel_back=DAYS,
    service=NAMES,
    visa_kind=NAMES,
    visa_number=NAMES,
    visa_expiry=st.none() | DAYS,
    vaccinated=st.none() | DAYS,
    status_list=st.integers(0, 2**32 - 1),
    status_index=st.integers(0, 65_535),
    extra=st.lists(st.none() | st.integers(0, 99) | NAMES, max_size=3).map(tuple),
)


def refused(read, data) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        read(data)
    return refusal.value.reason


@given(RECORDS)
def test_any_record_comes_back(record):
    data = encode_record(record)
    assert decode_record(data) == record
    assert index_of(data) == (
        record.number, record.version, record.passport, record.national_id, False,
        record.programme,
    )  # fmt: skip


def test_a_tombstone_comes_back():
    data = encode_tombstone(Tombstone(RECORD.number, 7))
    assert decode_record(data) == Tombstone(RECORD.number, 7)
    assert index_of(data) == RecordIndex(RECORD.number, 7, "", None, True)


def test_names_are_signed_in_normal_form_c():
    loose = replace(RECORD, name_arabic="ا\u0653منة")
    assert decode_record(encode_record(loose)).name_arabic == "آمنة"
    row = decode(DATA, limit=RECORD_LIMIT)
    row[6] = loose.name_arabic
    assert refused(decode_record, encode(row)) is Rejection.BAD_CONTENT


def test_days_are_counted_from_1970():
    row = decode(encode_record(replace(RECORD, birth=date(1970, 1, 2))), limit=RECORD_LIMIT)
    assert row[10] == 1


def test_a_record_is_small_and_bounded():
    assert len(DATA) < 200
    long = replace(RECORD, extra=("x" * RECORD_LIMIT,))
    assert refused(encode_record, long) is Rejection.TOO_LARGE
    assert refused(decode_record, bytes(RECORD_LIMIT + 1)) is Rejection.TOO_LARGE
    assert refused(index_of, bytes(RECORD_LIMIT + 1)) is Rejection.TOO_LARGE


def test_a_later_format_is_named():
    row = decode(DATA, limit=RECORD_LIMIT)
    assert refused(decode_record, encode([2, *row[1:]])) is Rejection.NEWER_FORMAT
    assert refused(decode_record, encode([0, *row[1:]])) is Rejection.BAD_CONTENT


def test_records_of_another_length_are_refused():
    row = decode(DATA, limit=RECORD_LIMIT)
    for length in range(len(row)):
        if length != 3:
            assert refused(decode_record, encode(row[:length])) is Rejection.BAD_CONTENT
            refused(index_of, encode(row[:length]))


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, RECORD.number + 1), (2, 0), (3, 0), (4, -1), (5, 1), (9, 10**14), (10, 3_000_000),
     (11, 3), (15, -1), (24, "x"), (25, 2**32), (26, 65_536)],
)  # fmt: skip
def test_values_out_of_range_are_refused(place, value):
    row = decode(DATA, limit=RECORD_LIMIT)
    row[place] = value
    assert refused(decode_record, encode(row)) is Rejection.BAD_CONTENT


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, 2), (0, True), (1, -1), (1, 10**13), (1, "1"), (2, 0), (2, 2**63), (7, b"A1"), (9, -1),
     (9, 10**14), (9, "x"), (12, -1), (12, "x"), (12, 2**63), (12, None)],
)  # fmt: skip
def test_an_index_holds_only_what_a_column_holds(place, value):
    row = decode(DATA, limit=RECORD_LIMIT)
    row[place] = value
    if row[0] is not True:  # True == 1 there; `decode_record` tells them apart
        assert refused(index_of, encode(row)) is Rejection.BAD_CONTENT
    refused(decode_record, encode(row))


def test_an_index_of_tagged_values_is_refused():
    for tag in (*range(64), 100, 256, 258, 260, 261, 1004, 43_000, 55_799):
        for content in (0, -1, 1e300, "9" * 30, b"9" * 30, [1, 2], [2**62, 3], [3, 0], "(" * 9):
            data = cbor2.dumps(cbor2.CBORTag(tag, content))
            refused(index_of, data)
            refused(index_of, DATA[:3] + data)


def test_the_digest_is_sha_256_of_the_bytes():
    assert record_digest(b"abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")
