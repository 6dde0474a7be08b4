"""The sheet's type: the font's files, text in visual order, shaped and measured.

One family, IBM Plex Sans Arabic (OFL), sets Arabic and Latin. Text is split into runs of one
direction by the bidirectional algorithm (Unicode UAX 9), then shaped by HarfBuzz, so that both
canvases draw the same glyphs in the same places.
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
_FONT_PACKAGE = "fontpkg_ibm_plex_sans_arabic"
# Directional isolates: they steer the order of runs and have no glyph (UAX 9, X5a to X6a).
LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"
_STEERING = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


class Weight(Enum):
    """The weights that the sheet uses, by the name in the font's files."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMI_BOLD = "SemiBold"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, in logical order."""

    text: str
    right_to_left: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a shaped run, in font units: its offset from the pen, and the pen's advance."""

    number: int
    x_offset: int
    y_offset: int
    advance: int


def font_bytes(weight: Weight) -> bytes:
    """The font file of a weight."""
    name = f"IBMPlexSansArabic-{weight.value}.ttf"
    return files(_FONT_PACKAGE).joinpath("files", name).read_bytes()


def font_path(weight: Weight) -> str:
    """Where the font file of a weight lies on the disk."""
    name = f"IBMPlexSansArabic-{weight.value}.ttf"
    with as_file(files(_FONT_PACKAGE).joinpath("files", name)) as path:
        return str(path)


@cache
def _font(weight: Weight) -> Any:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font_bytes(weight))))


def outline(weight: Weight, glyph: int, pen: object) -> None:
    """Draw a glyph's outline, in font units, with a fontTools pen."""
    _font(weight).draw_glyph_with_pen(glyph, pen)


def units_per_em(weight: Weight) -> int:
    """Font units in one em."""
    return int(_font(weight).face.upem)


@lru_cache(maxsize=8192)
def visual_runs(text: str, *, right_to_left: bool) -> tuple[Run, ...]:
    """The runs of a line from left to right; ``right_to_left`` is the paragraph's direction."""
    base = TextDirection.RTL if right_to_left else TextDirection.LTR
    paragraph = BidiParagraph(text=text, base_direction=base)
    levels: list[tuple[int, str]] = []
    for sign in paragraph.get_characters_with_embedding_level():
        character = sign.character.translate(_STEERING)
        if levels and levels[-1][0] == sign.embedding_level:
            levels[-1] = (levels[-1][0], levels[-1][1] + character)
        else:
            levels.append((sign.embedding_level, character))
    ordered = _reordered([one for one in levels if one[1]])
    return tuple(Run(characters, bool(level % 2)) for level, characters in ordered)


def _reordered(runs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Rule L2 of UAX 9 over runs: from the highest level down, reverse each stretch at or above."""
    for level in range(max((one for one, _ in runs), default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][0] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = end + 1
    return runs


@lru_cache(maxsize=8192)
def shaped(run: Run, weight: Weight) -> tuple[Glyph, ...]:
    """The glyphs of a run from left to right."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.right_to_left else "ltr"
    uharfbuzz.shape(_font(weight), buffer)
    return tuple(
        Glyph(info.codepoint, place.x_offset, place.y_offset, place.x_advance)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


def run_width(run: Run, weight: Weight, points: float) -> float:
    """Width of a run in millimetres."""
    units = sum(glyph.advance for glyph in shaped(run, weight))
    return units * points * MM_PER_POINT / units_per_em(weight)


def line_width(text: str, weight: Weight, points: float, *, right_to_left: bool) -> float:
    """Width of a line in millimetres."""
    runs = visual_runs(text, right_to_left=right_to_left)
    return sum(run_width(run, weight, points) for run in runs)
