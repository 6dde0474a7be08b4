"""The page of test symbols with which the IT desk checks a scanner."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import zxingcpp

from checkpoint_app.capture.reading import LINEAR, Symbology
from checkpoint_app.capture.scanner_check import shown
from checkpoint_app.capture.sheet_contents import SYMBOLS, SheetSymbol
from checkpoint_app.reference import message
from sync.registry.permit_sheet.canvas import ACCENT, INK, MUTED, Canvas, Modules, Type
from sync.registry.permit_sheet.content import arabic_digits
from sync.registry.permit_sheet.faces import Weight
from sync.registry.permit_sheet.pdf import PdfCanvas
from sync.registry.permit_sheet.symbols import qr_modules
from sync.registry.permit_sheet.wrapping import wrapped

# Millimetres; modules are whole dots at 150 dpi, as on the permit.
_DOT = 25.4 / 150
_LEFT, _RIGHT = 16.0, 194.0
_TITLE = Type(20, Weight.BOLD, INK)
_CAPTION, _CONTENT = Type(9, Weight.MEDIUM, INK), Type(7.5, Weight.REGULAR, MUTED)
_NOTE = Type(9.5, Weight.REGULAR, INK)
# A content of more characters is not printed beside its symbol.
_PRINTED = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a symbol stands: its upper left corner, the width of its captions, and its module in
    dots; ``height`` is that of bars."""

    x: float
    y: float
    width: float
    dots: int
    height: float = 0.0


PLACES = {
    "token": Place(_LEFT, 76, 58, 6),
    "number": Place(88, 76, 84, 4, 22),
    "text": Place(88, 121, 84, 4),
    "capitals": Place(_LEFT, 167, 112, 3, 18),
    "lines": Place(_LEFT, 214, 82, 4),
    "groups": Place(110, 214, 40, 6),
    "aztec": Place(160, 214, 34, 6),
}


def make_scanner_sheet(made: datetime) -> bytes:
    """The page as PDF, in both languages; ``made`` (aware) is the file's creation date."""
    with closing(PdfCanvas(message("scanner.title", "en"), made)) as canvas:
        _head(canvas)
        for number, symbol in enumerate(SYMBOLS, start=1):
            _draw(canvas, number, symbol, PLACES[symbol.key])
        return canvas.file_bytes()


def _head(canvas: Canvas) -> None:
    for lang, x, right_to_left in (("en", _LEFT, False), ("ar", _RIGHT, True)):
        canvas.line(x, 24, message("scanner.title", lang), _TITLE, right_to_left=right_to_left)
        baseline = 37.0
        for key in ("scanner.purpose", "scanner.how", "scanner.print_large"):
            text = message(key, lang)
            lines = wrapped(text, _NOTE.weight, _NOTE.points, 84, right_to_left=right_to_left)
            for line in lines:
                canvas.line(x, baseline, line, _NOTE, right_to_left=right_to_left)
                baseline += 4.6
    canvas.rectangle(_LEFT, 29, _RIGHT - _LEFT, 0.9, ACCENT)


def _draw(canvas: Canvas, number: int, symbol: SheetSymbol, place: Place) -> None:
    modules = symbol_modules(symbol)
    width = place.dots * _DOT
    height = place.height or width
    canvas.symbol(place.x, place.y, (width, height), modules)
    key = f"scanner.symbol_{symbol.key}"
    english = f"{number}  {message(key, 'en')}"
    arabic = f"{arabic_digits(str(number))}  {message(key, 'ar')}"
    canvas.line(place.x, place.y - 7.5, english, _CAPTION, right_to_left=False)
    canvas.line(place.x + place.width, place.y - 3, arabic, _CAPTION, right_to_left=True)
    if len(symbol.content) <= _PRINTED:
        below = place.y + len(modules) * height + 5
        text = f"{symbol.symbology.value}: {shown(symbol.content)}"
        canvas.line(place.x, below, text, _CONTENT, right_to_left=False)


def symbol_modules(symbol: SheetSymbol) -> Modules:
    """The modules of a symbol without its quiet zone; one row of a linear one."""
    if symbol.symbology is Symbology.QR_CODE and symbol.content.isdigit():
        return qr_modules(symbol.content)  # numeric mode, as on the permit
    kind = getattr(zxingcpp.BarcodeFormat, symbol.symbology.value)
    barcode = zxingcpp.create_barcode(symbol.content, kind)
    drawn = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False)) < 128
    if symbol.symbology in LINEAR:
        drawn = drawn[drawn.shape[0] // 2][np.newaxis]
    return tuple(tuple(bool(dark) for dark in row) for row in drawn)
