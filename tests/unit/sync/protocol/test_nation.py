"""The counts over all ports, as bytes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential import canonical
from checkpoint_app.domain.tally import Tally
from checkpoint_app.errors import ProtocolError
from sync.protocol.nation import (
    MOST_COMPANIES,
    NATION_LIMIT,
    CompanyLine,
    NationCounts,
    decode_nation,
    encode_nation,
)

TALLY = Tally(3, 2, 1, 0, 0)
COUNTS = NationCounts(
    day=date(2026, 11, 1),
    as_of=datetime(2026, 11, 1, 12, tzinfo=UTC),
    total=TALLY,
    annulled=1,
    conflicts=1,
    ports=(("CAI-AIR", TALLY), ("SGA-SEA", Tally())),
    hours=((0, Tally(1)), (23, Tally(2, 2, 1))),
    companies=(CompanyLine(7, "Al Nour", "النور", TALLY), CompanyLine(None, "", "", Tally())),
)


@pytest.mark.requirement("C4")
def test_they_come_as_they_were_told():
    assert decode_nation(encode_nation(COUNTS)) == COUNTS


def test_what_a_later_program_adds_is_passed_over():
    row = canonical.decode(encode_nation(COUNTS), limit=NATION_LIMIT)
    assert decode_nation(canonical.encode([*row, "later"])) == COUNTS


def test_names_and_companies_are_bounded():
    lines = tuple(CompanyLine(number, "n" * 200, "ن" * 200, TALLY) for number in range(3000))
    told = NationCounts(**{**_fields(COUNTS), "companies": lines})
    data = encode_nation(told)
    assert len(data) < NATION_LIMIT
    assert len(decode_nation(data).companies) == MOST_COMPANIES


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data):
    _read(data)


_SCALAR = st.none() | st.booleans() | st.integers(-5, 1 << 70) | st.text(max_size=20)
_ANY = st.recursive(_SCALAR, lambda inner: st.lists(inner, max_size=7), max_leaves=20)


@given(st.integers(0, 8), _ANY)
def test_no_item_does_harm(place, item):
    row = canonical.decode(encode_nation(COUNTS), limit=NATION_LIMIT)
    row[place] = item
    _read(canonical.encode(row))


def _read(data):
    with suppress(ProtocolError):
        decode_nation(data)


def _fields(counts):
    return {name: getattr(counts, name) for name in NationCounts.__slots__}
