"""The symbols of the scanner sheet, in the order in which they stand there."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.capture.reading import Symbology
from checkpoint_app.credential.sheet_codes import (
    AZTEC,
    CAPITALS,
    GROUPS,
    LINES,
    NUMBER,
    TEXT,
    TOKEN,
)


@dataclass(frozen=True, slots=True)
class SheetSymbol:
    """One symbol of the sheet. Without the ``needed`` ones there is no verdict on a scanner."""

    key: str
    symbology: Symbology
    content: str
    needed: bool = False


SYMBOLS = (
    SheetSymbol("token", Symbology.QR_CODE, TOKEN, needed=True),
    SheetSymbol("number", Symbology.CODE_128, NUMBER, needed=True),
    SheetSymbol("text", Symbology.QR_CODE, TEXT),
    SheetSymbol("capitals", Symbology.CODE_39, CAPITALS),
    SheetSymbol("lines", Symbology.PDF417, LINES),
    SheetSymbol("groups", Symbology.DATA_MATRIX, GROUPS),
    SheetSymbol("aztec", Symbology.AZTEC, AZTEC),
)
