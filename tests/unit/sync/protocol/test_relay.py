"""What a hub and the registry say of journals: its form, and whatever else may come."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential import canonical
from checkpoint_app.errors import ProtocolError
from sync.protocol import limits
from sync.protocol.hub import ITEM_LIMIT
from sync.protocol.relay import (
    JournalName,
    ReachedJournal,
    decode_journals,
    decode_reached,
    encode_journals,
    encode_reached,
)

ONE = JournalName("lane-1", b"e" * 16)
LONGEST = JournalName("d" * limits.DEVICE_ID_CHARACTERS, b"\xff" * 16)
MOST = [LONGEST] * limits.RELAY_JOURNALS


def test_they_come_back() -> None:
    assert decode_journals(encode_journals([ONE, LONGEST])) == (ONE, LONGEST)
    reached = (ReachedJournal(ONE, 0), ReachedJournal(LONGEST, 2**62))
    assert decode_reached(encode_reached(reached)) == reached
    assert decode_journals(encode_journals([])) == ()
    assert decode_reached(encode_reached([])) == ()


def test_as_many_as_may_be_fit() -> None:
    assert decode_journals(encode_journals(MOST)) == tuple(MOST)
    reached = tuple(ReachedJournal(each, 2**62) for each in MOST)
    assert decode_reached(encode_reached(reached)) == reached
    with pytest.raises(ProtocolError):
        decode_journals(encode_journals([*MOST, ONE]))


def test_an_item_of_a_hub_fits_the_body() -> None:
    assert ITEM_LIMIT == limits.RELAY_BODY <= limits.BODY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x01",
        bytes(limits.RELAY_ANSWER + 1),
        canonical.encode([[]]),
        canonical.encode([["lane-1", b"short"]]),
        canonical.encode([["lane-1", b"short", 1]]),
        canonical.encode([["lane-1", bytes(16), -1]]),
    ],
)
def test_what_is_none_is_refused(body: bytes) -> None:
    for read in (decode_journals, decode_reached):
        with pytest.raises(ProtocolError):
            read(body)


@given(st.binary(max_size=300), st.integers(0, 80))
def test_only_its_own_errors_escape(noise: bytes, place: int) -> None:
    for whole in (encode_journals([ONE, LONGEST]), encode_reached([ReachedJournal(ONE, 7)])):
        for body in (noise, whole[:place] + noise + whole[place:], whole[:place]):
            for read in (decode_journals, decode_reached):
                with suppress(ProtocolError):
                    read(body)
