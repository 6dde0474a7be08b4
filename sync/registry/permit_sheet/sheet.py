"""One A4 page for a permit, as PDF and as PNG."""

from __future__ import annotations

from contextlib import closing

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message
from sync.registry.permit_sheet.content import SheetContent
from sync.registry.permit_sheet.layout import draw_sheet
from sync.registry.permit_sheet.pdf import PdfCanvas
from sync.registry.permit_sheet.raster import PngCanvas

LOWEST_DPI, HIGHEST_DPI = 72, 600


def make_pdf(content: SheetContent) -> bytes:
    """The page as PDF; the same bytes for the same content.

    The file's creation date is the permit's issue time. Raises ConfigError when the texts or the
    token do not fit on the page.
    """
    with closing(PdfCanvas(message("sheet.title", "en"), content.record.issued)) as canvas:
        draw_sheet(content, canvas)
        return canvas.file_bytes()


def make_png(content: SheetContent, dpi: int = 150) -> bytes:
    """The page as PNG in colour, at 72 to 600 dots an inch; the same bytes for the same content.

    Raises ConfigError for another resolution, or when the texts or the token do not fit.
    """
    if not LOWEST_DPI <= dpi <= HIGHEST_DPI:
        raise ConfigError(
            f"resolution of {dpi} dpi",
            key="sheet.resolution",
            lowest=LOWEST_DPI,
            highest=HIGHEST_DPI,
        )
    canvas = PngCanvas(dpi)
    draw_sheet(content, canvas)
    return canvas.file_bytes()
