"""Whom to telephone, as it travels: what is written is read, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import TrustError
from sync.trust.contacts_pack import (
    FRAME_ROWS,
    LONGEST_NAME,
    LONGEST_PHONE,
    ContactRows,
    contact_frames,
    contacts_of,
)

COMPANIES = [(3, "شركة النور", "Al Nour", "0223456789"), (9, "الهدى", "Al Hoda", "")]
PROGRAMMES = [(77, "01001234567"), (78, "01007654321")]


def test_what_is_written_is_read():
    read = [contacts_of(frame) for frame in contact_frames(COMPANIES, PROGRAMMES)]
    assert read == [
        ContactRows(companies=tuple(COMPANIES)),
        ContactRows(programmes=tuple(PROGRAMMES)),
    ]
    assert list(contact_frames([], [])) == []


def test_many_rows_are_several_frames_and_long_texts_are_cut():
    many = [(number, "1" * 50) for number in range(1, FRAME_ROWS + 3)]
    frames = list(contact_frames([(1, "ا" * 500, "a" * 500, "2" * 50)], many))
    assert [len(rows) for _, rows in frames] == [1, FRAME_ROWS, 2]
    (company,) = contacts_of(frames[0]).companies
    assert [len(text) for text in company[1:]] == [LONGEST_NAME, LONGEST_NAME, LONGEST_PHONE]
    assert contacts_of(frames[1]).programmes[0] == (1, "1" * LONGEST_PHONE)


@pytest.mark.parametrize(
    "frame",
    [
        None,
        [],
        [0],
        [2, []],
        ["1", [[1, "2"]]],
        [1, [[0, "1"]]],
        [1, [[1, "1" * (LONGEST_PHONE + 1)]]],
        [1, [[1, "bell\a"]]],
        [1, [[2, "1"], [1, "1"]]],
        [1, [[1, "1"], [1, "1"]]],
        [1, [[True, "1"]]],
        [1, [[2**32, "1"]]],
        [1, [[1, b"1"]]],
        [0, [[1, "a", "b"]]],
        [0, [(1, "a", "b", "c")]],
        [1, [[number, "1"] for number in range(1, FRAME_ROWS + 2)]],
    ],
)
def test_anything_else_is_refused(frame):
    with pytest.raises(TrustError) as refused:
        contacts_of(frame)
    assert refused.value.key == "trust.malformed"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**33) | st.text(max_size=40) | st.binary(),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)


@given(_VALUES | st.tuples(st.integers(-1, 2), st.lists(_VALUES, max_size=4)).map(list))
def test_whatever_comes_is_read_or_refused(frame):
    try:
        rows = contacts_of(frame)
    except TrustError:
        return
    assert all(row[0] > 0 for row in (*rows.companies, *rows.programmes))
