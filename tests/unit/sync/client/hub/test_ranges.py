"""Sequences as ranges behave as the sets that they stand for."""

from __future__ import annotations

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from sync.client.hub.ranges import Range, joined, newest_first, reaches, without

RANGES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


def numbers(ranges: list[Range] | tuple[Range, ...]) -> set[int]:
    return set(chain.from_iterable(range(first, last + 1) for first, last in ranges))


@given(RANGES, RANGES)
def test_ranges_are_sets_of_sequences(wanted: list[Range], held: list[Range]) -> None:
    apart = joined(wanted)
    assert numbers(apart) == numbers(wanted)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(apart))
    assert numbers(without(wanted, held)) == numbers(wanted) - numbers(held)


@given(RANGES, st.integers(1, 5))
def test_pieces_come_newest_first_and_leave_nothing_out(wanted: list[Range], most: int) -> None:
    pieces = list(newest_first(joined(wanted), most))
    assert numbers(pieces) == numbers(wanted)
    assert pieces == sorted(pieces, reverse=True)
    assert all(last - first < most for first, last in pieces)


def test_a_journal_is_whole_from_its_first_entry() -> None:
    assert reaches([(1, 5)], 5)
    assert reaches([], 0)
    assert not reaches([(2, 5)], 5)
    assert not reaches([(1, 4)], 5)
