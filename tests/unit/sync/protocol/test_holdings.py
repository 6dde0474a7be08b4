"""What a device says that it holds: its form, and whatever else may come."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.envelope import CredentialError
from checkpoint_app.errors import CheckpointError, ProtocolError
from sync.protocol.holdings import (
    HOLDING_LIMIT,
    MOST_NOTICES,
    Holding,
    decode_holding,
    encode_holding,
)

AT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HELD = Holding("CAI-AIR-07", 2, 41, AT, 9, 33, 4, AT, (bytes(32),))


def test_it_comes_back() -> None:
    assert decode_holding(encode_holding(HELD)) == HELD


def test_as_many_notices_as_may_be_fit() -> None:
    most = Holding("d" * 64, 2, 41, AT, 9, 33, 4, AT, (b"\xff" * 32,) * MOST_NOTICES)
    assert len(encode_holding(most)) <= HOLDING_LIMIT
    assert decode_holding(encode_holding(most)) == most


@pytest.mark.parametrize("body", [b"", b"\x80", b"\xff", bytes(HOLDING_LIMIT + 1)])
def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(CheckpointError):
        decode_holding(body)


@given(st.binary(max_size=300), st.integers(0, 80))
def test_only_its_own_errors_escape(noise: bytes, place: int) -> None:
    whole = encode_holding(HELD)
    for body in (noise, whole[:place] + noise + whole[place:], whole[:place]):
        with suppress(ProtocolError, CredentialError):
            decode_holding(body)
