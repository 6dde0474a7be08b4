"""The list of distrusted keys as it is published: its form, and whatever else may come."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import ProtocolError
from sync.protocol.distrusted_list import (
    LIST_LIMIT,
    MOST_KEYS,
    decode_distrusted,
    encode_distrusted,
)

AT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
KID = bytes(range(8))


def test_the_form_is_frozen() -> None:
    content = encode_distrusted({KID: AT})
    assert content == b'{"version":1,"keys":[{"kid":"0001020304050607","since":1795377600}]}'
    assert decode_distrusted(content) == {KID: AT}


@given(
    st.dictionaries(
        st.binary(min_size=8, max_size=8),
        st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)).map(
            lambda at: at.replace(microsecond=0)
        ),
        max_size=20,
    )
)
def test_any_list_comes_back(keys: dict[bytes, datetime]) -> None:
    assert decode_distrusted(encode_distrusted(keys)) == keys


def test_as_many_keys_as_may_be_fit() -> None:
    most = {number.to_bytes(8, "big"): AT for number in range(MOST_KEYS)}
    content = encode_distrusted(most)
    assert len(content) <= LIST_LIMIT
    assert decode_distrusted(content) == most
    with pytest.raises(ProtocolError):
        decode_distrusted(encode_distrusted({**most, b"\xff" * 8: AT}))


def test_of_a_key_named_twice_the_earlier_time_counts() -> None:
    twice = (
        b'{"version":1,"keys":[{"kid":"0001020304050607","since":9},'
        b'{"kid":"0001020304050607","since":5}]}'
    )
    assert decode_distrusted(twice) == {KID: datetime.fromtimestamp(5, UTC)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"version":2,"keys":[]}',
        b'{"version":1}',
        b'{"version":1,"keys":[{"kid":"00","since":1}]}',
        b'{"version":1,"keys":[{"kid":"0001020304050607","since":-1}]}',
        b'{"version":1,"keys":[{"kid":"0001020304050607","since":1e99}]}',
        b" " * (LIST_LIMIT + 1),
    ],
)
def test_what_is_no_such_list_is_refused(content: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_distrusted(content)


@given(st.binary(max_size=400))
def test_only_its_own_error_escapes(content: bytes) -> None:
    with suppress(ProtocolError):
        decode_distrusted(content)
