"""A4 pages that are filled from the reader's start, in either direction. Millimetres, points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.line_break import Fragment

from checkpoint_app.reports.typesetting import (
    MM_PER_POINT,
    Weight,
    font_path,
    runs,
    shortened,
    width_of,
)

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 16.0
INNER = WIDTH - 2 * MARGIN

Colour = tuple[int, int, int]
INK: Colour = (16, 24, 31)
SOFT: Colour = (69, 82, 94)
RULE: Colour = (150, 160, 168)
GROUND: Colour = (233, 237, 240)
ACCENT: Colour = (11, 79, 108)
WARNING: Colour = (140, 20, 20)

# fpdf2 sets the baseline of a cell as high as its type at this share of the height.
_BASELINE = 0.8


class Side(Enum):
    """Where a line stands in its room, along the reading direction."""

    START = 0.0
    MIDDLE = 0.5
    END = 1.0


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set."""

    points: float
    weight: Weight = Weight.REGULAR
    colour: Colour = INK

    @property
    def step(self) -> float:
        """From one line to the next."""
        return self.points * MM_PER_POINT * 1.5


class _WholeRuns(FPDF):
    """fpdf2 2.8.9 cuts a run at each combining mark and so tears marks off their letters. Runs are
    of one direction and one font already, so each stays whole."""

    def _parse_chars(self, text: str, markdown: bool, **_: Any) -> Iterator[Fragment]:
        yield Fragment(text, self._get_current_graphics_state(), self.k)


class Pages:
    """Pages drawn one after the other, any of which can be gone back to. ``right_to_left`` puts
    the start at the right. To be closed after use."""

    def __init__(self, title: str, language: str, author: str, made: datetime) -> None:
        self.right_to_left = language == "ar"
        self._pdf = _WholeRuns(unit="mm", format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.set_lang(language)
        self._pdf.set_creation_date(made)
        for weight in Weight:
            self._pdf.add_font(weight.value, fname=font_path(weight))

    @property
    def count(self) -> int:
        """How many pages there are."""
        return int(self._pdf.pages_count)

    def add(self) -> None:
        """A further page; what follows goes there."""
        self._pdf.add_page()

    def turn_to(self, page: int) -> None:
        """What follows goes onto this page, from 1."""
        self._pdf.page = page
        self._pdf.font_family = ""  # else the font of now would be taken for that page's

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle ``x`` from the start of the page."""
        left = WIDTH - x - width if self.right_to_left else x
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(left, y, width, height, style="F")

    def fits(self, text: str, kind: Type) -> float:
        """The width of a line."""
        return width_of(text, kind.weight, kind.points, right_to_left=self.right_to_left)

    def line(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        kind: Type,
        side: Side = Side.START,
    ) -> None:
        """A line ``x`` from the start of the page, ``kind.step`` high from ``y``; shortened
        where it is too wide."""
        turned = self.right_to_left
        said = shortened(text, kind.weight, kind.points, width, right_to_left=turned)
        free = width - self.fits(said, kind)
        left = WIDTH - x - width if turned else x
        pen = left + free * (1 - side.value if turned else side.value)
        height = kind.points * MM_PER_POINT
        top = y + (kind.step - height) / 2 + (1 - _BASELINE) * height / 2
        self._pdf.set_font(kind.weight.value, size=kind.points)
        self._pdf.set_text_color(*kind.colour)
        for run in runs(said, kind.weight, right_to_left=turned):
            wide = run.ems * kind.points * MM_PER_POINT
            self._pdf.set_text_shaping(True, direction="rtl" if run.right_to_left else "ltr")
            self._pdf.set_xy(pen, top)
            self._pdf.cell(w=wide, h=height, text=run.text)
            pen += wide

    def file_bytes(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
