"""Two ends of different age find the format that they share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.versions import (
    FORMATS,
    MOST_FORMATS,
    UNSAID,
    formats_header,
    is_ahead,
    said_formats,
    shared_format,
)

pytestmark = pytest.mark.requirement("C3")
SETS = st.sets(st.integers(1, 65_535), min_size=1, max_size=MOST_FORMATS)


@given(SETS)
def test_what_a_header_says_is_read_back(formats: set[int]) -> None:
    assert said_formats(formats_header(formats)) == tuple(sorted(formats))


@pytest.mark.parametrize("header", [None, "", "one", "-1", "0", "1e9", "²", "9" * 400, ",;,"])
def test_an_end_that_says_nothing_sensible_speaks_the_first(header: str | None) -> None:
    assert said_formats(header) == UNSAID


def test_what_is_no_number_in_a_header_is_passed_over() -> None:
    assert said_formats("1, draft, 3") == (1, 3)


@pytest.mark.parametrize(
    ("theirs", "ours", "shared"),
    [
        ((1,), (1,), 1),
        ((1, 2), (1,), 1),  # a neighbour one ahead
        ((1,), (1, 2), 1),  # one behind
        ((1, 2), (1, 2), 2),
        ((2, 3), (1, 2), 2),
        ((3,), (1, 2), 1),  # none shared: an answer all the same
    ],
)
def test_both_ends_settle_on_the_highest_they_share(
    theirs: tuple[int, ...], ours: tuple[int, ...], shared: int
) -> None:
    assert shared_format(theirs, ours) == shared


def test_only_a_newer_end_is_ahead() -> None:
    assert is_ahead((1, 2), (1,))
    assert not is_ahead((1,), (1, 2))
    assert not is_ahead((), FORMATS)


@given(st.text(max_size=200))
def test_any_header_is_read(header: str) -> None:
    assert all(0 < number <= 65_535 for number in said_formats(header))
