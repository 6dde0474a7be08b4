"""Versions that both ends name, and how two ends of different age find the one they share.

A *format* is the number of the whole set that `formats.md` describes: what begins with a number of
its own (envelopes' content, packs, JSON documents) counts in step with it. A registry publishes the
set before its newest beside the newest for one version of the program, under the names that it
always had; what is newer comes under names of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

# The HTTP interface, as in its paths (`/api/v1/`). A second one is served beside the first, so that
# a port on the last version of the program keeps syncing with a newer registry.
API_VERSION = 1

# The sets that this program reads and writes, ascending.
FORMATS: tuple[int, ...] = (1,)
# What an end that says nothing of formats speaks.
UNSAID: tuple[int, ...] = (1,)

MOST_FORMATS = 16
_HIGHEST = 65_535
# `MOST_FORMATS` numbers of five digits, each with a comma and a space.
_LONGEST = MOST_FORMATS * 7


def shared_format(theirs: Iterable[int], ours: Iterable[int] = FORMATS) -> int:
    """The highest format of both ends; without any, the oldest of ours: an answer is never
    withheld, and the other end says what it cannot read."""
    mine = tuple(ours)
    return max(set(mine).intersection(theirs), default=min(mine))


def is_ahead(theirs: Iterable[int], ours: Iterable[int] = FORMATS) -> bool:
    """Whether the other end knows a newer format than this program."""
    return max(theirs, default=0) > max(ours)


def formats_header(formats: Iterable[int] = FORMATS) -> str:
    """The value of the header `routes.FORMATS_HEADER`: numbers in ascending order."""
    return ", ".join(str(each) for each in sorted(set(formats)))


def said_formats(header: str | None) -> tuple[int, ...]:
    """The formats that a header's value names; `UNSAID` for none, or for one that names none."""
    if header is None or len(header) > _LONGEST:
        return UNSAID
    words = (word.strip() for word in header.split(","))
    numbers = (int(word) for word in words if word.isascii() and word.isdigit())
    return tuple(sorted({number for number in numbers if 0 < number <= _HIGHEST})) or UNSAID
