"""Lines of Arabic and Latin type for a printed page: put in visual order, shaped, measured.

One family, IBM Plex Sans Arabic (OFL), sets both. A line is split into runs of one direction
(Unicode UAX 9); HarfBuzz shapes each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

import uharfbuzz
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

MM_PER_POINT = 25.4 / 72
_PACKAGE = "fontpkg_ibm_plex_sans_arabic"
_ELLIPSIS = "…"
# Marks that steer the order and have no glyph (UAX 9, 2.1 to 2.6).
_STEERING = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


class Weight(Enum):
    """The weights of a report, by the name in the font's files."""

    REGULAR = "Regular"
    SEMI_BOLD = "SemiBold"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, in logical order, and their width in ems."""

    text: str
    right_to_left: bool
    ems: float


def font_path(weight: Weight) -> str:
    """Where the font file of a weight lies on the disk."""
    with as_file(files(_PACKAGE).joinpath("files", _file(weight))) as path:
        return str(path)


def width_of(text: str, weight: Weight, points: float, *, right_to_left: bool) -> float:
    """Width of a line in millimetres."""
    found = runs(text, weight, right_to_left=right_to_left)
    return sum(run.ems for run in found) * points * MM_PER_POINT


def shortened(
    text: str, weight: Weight, points: float, width: float, *, right_to_left: bool
) -> str:
    """The text, cut where it is wider than ``width`` millimetres, and an ellipsis."""
    cut = text
    while cut and width_of(cut, weight, points, right_to_left=right_to_left) > width:
        cut = cut.removesuffix(_ELLIPSIS)[:-1].rstrip() + _ELLIPSIS
        if cut == _ELLIPSIS:
            return ""
    return cut


@lru_cache(maxsize=8192)
def runs(text: str, weight: Weight, *, right_to_left: bool) -> tuple[Run, ...]:
    """The runs of a line from left to right; ``right_to_left`` is the paragraph's direction."""
    base = TextDirection.RTL if right_to_left else TextDirection.LTR
    paragraph = BidiParagraph(text=text, base_direction=base)
    found: list[tuple[int, str]] = []
    for sign in paragraph.get_characters_with_embedding_level():
        level, seen = sign.embedding_level, sign.character.translate(_STEERING)
        if found and found[-1][0] == level:
            found[-1] = (level, found[-1][1] + seen)
        else:
            found.append((level, seen))
    ordered = _in_sight([each for each in found if each[1]])
    return tuple(_measured(seen, bool(level % 2), weight) for level, seen in ordered)


def _in_sight(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """UAX 9, rule L2, over runs: from the highest level to 1, each stretch of it is turned."""
    for level in range(max((each for each, _ in found), default=0), 0, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end][0] >= level:
                end += 1
            found[at:end] = reversed(found[at:end])
            at = end + 1
    return found


def _measured(text: str, right_to_left: bool, weight: Weight) -> Run:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    font = _font(weight)
    uharfbuzz.shape(font, buffer)
    units = sum(place.x_advance for place in buffer.glyph_positions)
    return Run(text, right_to_left, units / font.face.upem)


@cache
def _font(weight: Weight) -> Any:
    content = files(_PACKAGE).joinpath("files", _file(weight)).read_bytes()
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(content)))


def _file(weight: Weight) -> str:
    return f"IBMPlexSansArabic-{weight.value}.ttf"
