"""The one form of CBOR."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.canonical import MAX_DEPTH, decode, encode
from checkpoint_app.credential.rejection import CredentialError, Rejection

INTEGERS = st.integers(-(2**64), 2**64 - 1)
SCALARS = st.none() | st.booleans() | INTEGERS | st.binary() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(INTEGERS | st.text(), inner),
    max_leaves=20,
)


def depth(value) -> int:
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, (list, dict)):
        return 1 + max(map(depth, inside), default=0)
    return 0


def refused(data: bytes, limit: int = 1024) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        decode(data, limit=limit)
    return refusal.value.reason


@given(VALUES)
def test_what_is_encoded_comes_back(value):
    data = encode(value)
    if depth(value) < MAX_DEPTH:
        assert decode(data, limit=len(data)) == value


@given(st.binary(max_size=80))
def test_what_is_decoded_has_no_other_encoding(data):
    try:
        value = decode(data, limit=80)
    except CredentialError:
        return
    assert encode(value) == data


def test_every_tag_is_refused():
    for tag in (*range(1100), 43_000, 55_799, 65_535, 2**32, 2**64 - 1):
        for content in (0, "1", b"1", [1, 2], [], {}):
            data = cbor2.dumps(cbor2.CBORTag(tag, content))
            assert refused(data) is Rejection.FORBIDDEN_TYPE, tag
            assert refused(b"\x81" + data) is Rejection.FORBIDDEN_TYPE, tag


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", Rejection.NOT_CBOR),
        ("f97e00", Rejection.FORBIDDEN_TYPE),  # NaN
        ("81fb7ff8000000000001", Rejection.FORBIDDEN_TYPE),  # NaN with another payload
        ("f93c00", Rejection.FORBIDDEN_TYPE),  # 1.0
        ("f7", Rejection.FORBIDDEN_TYPE),  # undefined
        ("82f780", Rejection.FORBIDDEN_TYPE),
        ("f0", Rejection.FORBIDDEN_TYPE),  # simple(16)
        ("f8ff", Rejection.FORBIDDEN_TYPE),
        ("a1f501", Rejection.FORBIDDEN_TYPE),  # a boolean as map key
        ("a1f601", Rejection.FORBIDDEN_TYPE),
        ("a1410101", Rejection.FORBIDDEN_TYPE),  # bytes as map key
        ("a18001", Rejection.FORBIDDEN_TYPE),  # an array as map key
        ("c249010000000000000000", Rejection.FORBIDDEN_TYPE),  # 2^64
        ("1800", Rejection.NOT_CANONICAL),
        ("190001", Rejection.NOT_CANONICAL),
        ("1b0000000000000001", Rejection.NOT_CANONICAL),
        ("5800", Rejection.NOT_CANONICAL),
        ("7800", Rejection.NOT_CANONICAL),
        ("9800", Rejection.NOT_CANONICAL),
        ("b800", Rejection.NOT_CANONICAL),
        ("a202010101", Rejection.NOT_CANONICAL),  # keys not sorted
        ("81a202010101", Rejection.NOT_CANONICAL),
        ("a201010102", Rejection.NOT_CBOR),  # a key twice
        ("9f01ff", Rejection.NOT_CBOR),  # indefinite length
        ("5f4101ff", Rejection.NOT_CBOR),
        ("bf0101ff", Rejection.NOT_CBOR),
        ("ff", Rejection.NOT_CBOR),
        ("61ff", Rejection.NOT_CBOR),  # no UTF-8
        ("63eda080", Rejection.NOT_CBOR),  # a surrogate
        ("9bffffffffffffffff", Rejection.NOT_CBOR),
        ("5bffffffffffffffff", Rejection.NOT_CBOR),
        ("bbffffffffffffffff", Rejection.NOT_CBOR),
        ("0000", Rejection.TRAILING_BYTES),
        ("80ff", Rejection.TRAILING_BYTES),
        ("81" * 9 + "80", Rejection.NOT_CBOR),  # too deep
        ("81" * 900, Rejection.NOT_CBOR),
        ("00" * 1025, Rejection.TOO_LARGE),
    ],
)
def test_what_is_not_of_the_one_form_is_refused_by_name(data, reason):
    assert refused(bytes.fromhex(data)) is reason
