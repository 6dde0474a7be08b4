"""What stands on the scanner sheet that the IT desk prints. None of it is a permit's.

Permit serials never begin with 0, and neither does a token. FNC1 is on none of the symbols: it is
no byte of a code. A scanner tells it first in the symbology identifier (``]C1``, ``]d2``, ``]Q3``)
and further on as GS, which the sheet has.
"""

from __future__ import annotations

import hashlib
from functools import cache

from checkpoint_app.domain.permit import PERMIT_NUMBER_LENGTH, check_digit

# As many as a token with long names takes.
TOKEN_DIGITS = 469
GROUP_SEPARATOR = "\x1d"
LINE_END = "\r"


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


TOKEN, NUMBER = _digits(), _number()
TEXT = "Abc XYZ  0042 +-*/=.,:;?!@#$%&_()[]<>"
CAPITALS = "UMRAH-TEST 0042"
LINES = f"LINE 1 OF 2{LINE_END}LINE 2 OF 2"
GROUPS = f"01{GROUP_SEPARATOR}ABC{GROUP_SEPARATOR}0042"
AZTEC = "Aztec TEST 0042"


def is_of_sheet(text: str) -> bool:
    """Whether a text is one of the sheet's, also where a scanner lost zeros at the beginning,
    blanks or separators, or exchanged capitals and small letters."""
    return len(text) <= 2 * TOKEN_DIGITS and _core(text) in _cores()


@cache
def _cores() -> frozenset[str]:
    return frozenset(map(_core, (TOKEN, NUMBER, TEXT, CAPITALS, LINES, GROUPS, AZTEC)))


def _core(text: str) -> str:
    if not text.isdigit():
        text = "".join(sign for sign in text.casefold() if sign.isascii() and sign.isalnum())
    return text.lstrip("0")
