"""Whom to telephone about the pilgrims of a port, as it travels: frames of a pack.

Each frame is `[kind, rows]`. Kind 0: companies, `[number, Arabic name, English name, telephone]`.
Kind 1: programmes, `[number, telephone of the group's supervisor]`. Numbers rise within a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, TypeAlias, cast

from checkpoint_app.credential.shape import UINT32
from checkpoint_app.errors import TrustError

# Rows of a frame; a reader refuses more.
FRAME_ROWS = 4096
LONGEST_NAME = 160
LONGEST_PHONE = 32
_COMPANIES, _PROGRAMMES = 0, 1

CompanyContact: TypeAlias = tuple[int, str, str, str]
"""Number, Arabic name, English name, telephone."""
ProgrammeContact: TypeAlias = tuple[int, str]
"""Number, telephone of the group's supervisor."""


@dataclass(frozen=True, slots=True)
class ContactRows:
    """Rows of one frame: of companies, or of programmes."""

    companies: tuple[CompanyContact, ...] = ()
    programmes: tuple[ProgrammeContact, ...] = ()


def contact_frames(
    companies: Iterable[CompanyContact], programmes: Iterable[ProgrammeContact]
) -> Iterator[list[Any]]:
    """The frames, both kinds by rising number. Texts that are too long are cut."""
    for frame in _framed((number, *_cut(texts)) for number, *texts in companies):
        yield [_COMPANIES, frame]
    for frame in _framed((number, phone[:LONGEST_PHONE]) for number, phone in programmes):
        yield [_PROGRAMMES, frame]


def contacts_of(frame: object) -> ContactRows:
    """Read a frame. Raises TrustError."""
    match frame:
        case [0, [*rows]] if _are_sound(rows, (LONGEST_NAME, LONGEST_NAME, LONGEST_PHONE)):
            return ContactRows(companies=tuple(tuple(cast("list[Any]", row)) for row in rows))
        case [1, [*rows]] if _are_sound(rows, (LONGEST_PHONE,)):
            return ContactRows(programmes=tuple(tuple(cast("list[Any]", row)) for row in rows))
        case _:
            raise TrustError("contacts malformed", key="trust.malformed")


def _cut(texts: Sequence[str]) -> tuple[str, str, str]:
    arabic, english, phone = texts
    return arabic[:LONGEST_NAME], english[:LONGEST_NAME], phone[:LONGEST_PHONE]


def _framed(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[list[Any]]]:
    left = iter(rows)
    while frame := [list(row) for row in islice(left, FRAME_ROWS)]:
        yield frame


def _are_sound(rows: list[object], longest: tuple[int, ...]) -> bool:
    if len(rows) > FRAME_ROWS or not all(_is_sound(row, longest) for row in rows):
        return False
    return all(one[0] < other[0] for one, other in pairwise(rows))  # type: ignore[index]


def _is_sound(row: object, longest: tuple[int, ...]) -> bool:
    if not isinstance(row, list) or len(row) != 1 + len(longest):
        return False
    number, *texts = row
    return (
        type(number) is int
        and 0 < number <= UINT32
        and all(
            type(text) is str and len(text) <= most and (text.isprintable() or not text)
            for text, most in zip(texts, longest, strict=True)
        )
    )
