"""What stands on the scanner sheet that the IT desk prints: symbols of known contents.

None of them is a permit's. Permit serials never begin with 0, and neither does a token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from checkpoint_app.capture.reading import Symbology
from checkpoint_app.domain.permit import PERMIT_NUMBER_LENGTH, check_digit

# As many as a token with long names takes.
TOKEN_DIGITS = 469
GROUP_SEPARATOR = "\x1d"
LINE_END = "\r"


@dataclass(frozen=True, slots=True)
class SheetSymbol:
    """One symbol of the sheet. Without the ``needed`` ones there is no verdict on a scanner."""

    key: str
    symbology: Symbology
    content: str
    needed: bool = False


def _digits() -> str:
    """Digits without a pattern, always the same: a piece that is lost is noticed wherever it is."""
    drawn = int.from_bytes(hashlib.shake_256(b"umrah/1/scanner sheet").digest(256))
    return "0" + str(drawn)[: TOKEN_DIGITS - 1]


def _number() -> str:
    """A permit number's form and a right check digit, from the serials that are never issued."""
    serial = "098765432106"
    number = serial + str(check_digit(serial))
    assert len(number) == PERMIT_NUMBER_LENGTH
    return number


SYMBOLS = (
    SheetSymbol("token", Symbology.QR_CODE, _digits(), needed=True),
    SheetSymbol("number", Symbology.CODE_128, _number(), needed=True),
    SheetSymbol("text", Symbology.QR_CODE, "Abc XYZ  0042 +-*/=.,:;?!@#$%&_()[]<>"),
    SheetSymbol("capitals", Symbology.CODE_39, "UMRAH-TEST 0042"),
    SheetSymbol("lines", Symbology.PDF417, f"LINE 1 OF 2{LINE_END}LINE 2 OF 2"),
    SheetSymbol("groups", Symbology.DATA_MATRIX, f"01{GROUP_SEPARATOR}ABC{GROUP_SEPARATOR}0042"),
    SheetSymbol("aztec", Symbology.AZTEC, "Aztec TEST 0042"),
)
