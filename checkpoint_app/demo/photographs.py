"""What each pilgrim holds out, printed and then seen by a camera."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image

from checkpoint_app.demo.camera import photograph_png
from sync.registry.permit_sheet import SheetContent, make_pdf, make_png

# A boarding pass of nobody, in the form of IATA Resolution 792.
BOARDING_CARD = "M1SYNTHETIC/NOBODY    EXYZ987 CAIJEDMS 0671 326Y012A0025 100"
_DPI = 150
# An A4 page at 150 dots an inch, and about how wide the code on it is, in pixels.
_PAGE, _CODE_SIDE = (1240, 1754), 480


@dataclass(frozen=True, slots=True)
class Album:
    """Folders of the demonstration's papers and of the photographs taken of them."""

    sheets: Path
    photographs: Path

    def make(self) -> None:
        """Make the folders."""
        for folder in (self.sheets, self.photographs):
            folder.mkdir(parents=True, exist_ok=True)

    def print_sheet(self, name: str, content: SheetContent) -> bytes:
        """Print a permit, once as PDF and once as PNG; the PNG's bytes."""
        page = make_png(content, _DPI)
        (self.sheets / f"{name}.pdf").write_bytes(make_pdf(content))
        (self.sheets / f"{name}.png").write_bytes(page)
        return page

    def take(self, name: str, page: bytes, seed: int) -> Path:
        """Photograph a page; the same name, page and seed give the same picture."""
        path = self.photographs / f"{name}.png"
        path.write_bytes(photograph_png(page, seed))
        return path


def symbol_page(text: str) -> bytes:
    """A page with nothing but a QR code, where a permit has its own; a PNG."""
    symbol = BytesIO()
    segno.make(text, error="m", micro=False).save(symbol, kind="png", scale=1, border=4)
    code = Image.open(symbol).convert("L")
    scale = max(1, _CODE_SIDE // code.width)
    code = code.resize((code.width * scale, code.height * scale), Image.Resampling.NEAREST)
    page = Image.new("L", _PAGE, 255)
    page.paste(code, ((page.width - code.width) // 2, (page.height // 4) - code.height // 2))
    out = BytesIO()
    page.save(out, "png")
    return out.getvalue()
