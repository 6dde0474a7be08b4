"""A sheet as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.line_break import Fragment

from sync.registry.permit_sheet.canvas import PAGE_HEIGHT, PAGE_WIDTH, Colour, Modules, Type
from sync.registry.permit_sheet.faces import (
    MM_PER_POINT,
    Weight,
    font_path,
    run_width,
    visual_runs,
)

# fpdf2 sets a cell's baseline at half its height and three tenths of the type's size; in a cell as
# high as the type that is this share of the size.
_BASELINE = 0.8


class _WholeRuns(FPDF):
    """fpdf2 2.8.9 cuts a run at each combining mark (the mark's script is Inherited, so it takes it
    for another one) and so tears marks off their letters. Runs come here already of one direction
    and one font, hence each is one fragment."""

    def _parse_chars(self, text: str, markdown: bool, **_: Any) -> Iterator[Fragment]:
        yield Fragment(text, self._get_current_graphics_state(), self.k)


class PdfCanvas:
    """One A4 page. ``made`` is the creation date in the file, aware. To be closed after use."""

    def __init__(self, title: str, made: datetime) -> None:
        self._pdf = _WholeRuns(unit="mm", format=(PAGE_WIDTH, PAGE_HEIGHT))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang("ar")
        self._pdf.set_creation_date(made)
        for weight in Weight:
            self._pdf.add_font(weight.value, fname=font_path(weight))
        self._pdf.add_page()

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(x, y, width, height, style="F")

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self._pdf.set_fill_color(*colour)
        self._pdf.polygon(list(points), style="F")

    def symbol(self, x: float, y: float, size: tuple[float, float], modules: Modules) -> None:
        width, height = size
        self._pdf.set_fill_color(0, 0, 0)
        for number, row in enumerate(modules):
            for start, length in dark_stretches(row):
                self._pdf.rect(
                    x + start * width, y + number * height, length * width, height, style="F"
                )

    def line(
        self, x: float, baseline: float, text: str, kind: Type, *, right_to_left: bool
    ) -> None:
        self._pdf.set_font(kind.weight.value, size=kind.points)
        self._pdf.set_text_color(*kind.colour)
        runs = visual_runs(text, right_to_left=right_to_left)
        widths = [run_width(run, kind.weight, kind.points) for run in runs]
        pen = x - sum(widths) if right_to_left else x
        height = kind.points * MM_PER_POINT
        for run, width in zip(runs, widths, strict=True):
            direction = "rtl" if run.right_to_left else "ltr"
            self._pdf.set_text_shaping(True, direction=direction)
            self._pdf.set_xy(pen, baseline - _BASELINE * height)
            self._pdf.cell(w=width, h=height, text=run.text)
            pen += width

    def file_bytes(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()


def dark_stretches(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where the dark stretches of a row of modules begin, and how long each is."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if not dark:
            continue
        if found and found[-1][0] + found[-1][1] == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found
