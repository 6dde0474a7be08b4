"""What a device says that it holds: its form, and whatever else may come."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential import canonical, shape
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


@pytest.mark.parametrize("journal", [None, (b"e" * 16, 0), (b"e" * 16, 2**40)])
@pytest.mark.parametrize("audit", [None, (0, bytes(32)), (7, b"h" * 32)])
def test_its_heads_come_back(
    journal: tuple[bytes, int] | None, audit: tuple[int, bytes] | None
) -> None:
    held = replace(HELD, journal=journal, audit=audit)
    assert decode_holding(encode_holding(held)) == held


def test_without_heads_it_is_as_it_was_before_them() -> None:
    assert len(_row(HELD)) == 10
    told = replace(HELD, journal=(b"e" * 16, 3), audit=(7, b"h" * 32))
    assert decode_holding(canonical.encode(_row(told)[:10])) == HELD
    assert decode_holding(canonical.encode([*_row(told), "of later programs"])) == told


@pytest.mark.parametrize("heads", [[[b"short", 1]], [None, [1, b"short"]], [7], [None, 7], [[]]])
def test_heads_that_are_none_are_refused(heads: list[object]) -> None:
    with pytest.raises(CredentialError):
        decode_holding(canonical.encode([*_row(HELD), *heads]))


def _row(held: Holding) -> list[object]:
    return shape.array(canonical.decode(encode_holding(held), limit=HOLDING_LIMIT))


def test_as_many_notices_as_may_be_fit() -> None:
    most = Holding("d" * 64, 2, 41, AT, 9, 33, 4, AT, (b"\xff" * 32,) * MOST_NOTICES)
    most = replace(most, journal=(bytes(16), 2**62), audit=(2**62, bytes(32)))
    assert len(encode_holding(most)) <= HOLDING_LIMIT
    assert decode_holding(encode_holding(most)) == most


@pytest.mark.parametrize("body", [b"", b"\x80", b"\xff", bytes(HOLDING_LIMIT + 1)])
def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(CheckpointError):
        decode_holding(body)


@given(st.binary(max_size=300), st.integers(0, 80))
def test_only_its_own_errors_escape(noise: bytes, place: int) -> None:
    whole = encode_holding(replace(HELD, journal=(bytes(16), 3), audit=(7, bytes(32))))
    for body in (noise, whole[:place] + noise + whole[place:], whole[:place]):
        with suppress(ProtocolError, CredentialError):
            decode_holding(body)
