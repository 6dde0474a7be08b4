"""Sequences as ranges ``(first, last)``, ends included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same sequences, ascending and apart from one another."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def without(wanted: Iterable[Range], held: Iterable[Range]) -> tuple[Range, ...]:
    """What of ``wanted`` is not ``held``, ascending."""
    taken = joined(held)
    return tuple(part for each in joined(wanted) for part in _rest(each, taken))


def _rest(wanted: Range, held: Sequence[Range]) -> Iterator[Range]:
    start, end = wanted
    for first, last in held:
        if last < start or first > end:
            continue
        if first > start:
            yield start, first - 1
        start = last + 1
    if start <= end:
        yield start, end


def newest_first(ranges: Sequence[Range], most: int) -> Iterator[Range]:
    """The ranges in pieces of at most ``most``, the highest first."""
    for first, last in reversed(ranges):
        end = last
        while end >= first:
            start = max(first, end - most + 1)
            yield start, end
            end = start - 1


def reaches(ranges: Sequence[Range], last: int) -> bool:
    """Whether all from 1 up to ``last`` is there."""
    return not without([(1, last)], ranges) if last else True
