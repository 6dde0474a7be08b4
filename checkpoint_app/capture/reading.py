"""What every source of scans gives: one reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_NAMES: dict[object, str] = {"": "UNKNOWN", "Other": "OTHER"}


class Symbology(StrEnum):
    """The barcodes that are read, by zxing-cpp's names. `UNKNOWN` and `OTHER` are two more, but no
    members: going through them gives what a decoder can be asked for."""

    QR_CODE = "QRCode"
    CODE_128 = "Code128"
    CODE_39 = "Code39"
    PDF417 = "PDF417"
    AZTEC = "Aztec"
    DATA_MATRIX = "DataMatrix"

    @classmethod
    def _missing_(cls, value: object) -> Symbology | None:
        name = _NAMES.get(value)
        if name is None:
            return None
        assert isinstance(value, str)
        made = str.__new__(cls, value)
        made._name_, made._value_ = name, value
        cls._value2member_map_[value] = made
        return made


UNKNOWN: Final = Symbology("")
"""What a scanner that does not say read, or no barcode at all: a swiped passport."""
OTHER: Final = Symbology("Other")
"""A barcode by what the scanner says, of a kind that is not read here."""

LINEAR = frozenset({Symbology.CODE_128, Symbology.CODE_39})
TWO_DIMENSIONAL = tuple(symbology for symbology in Symbology if symbology not in LINEAR)


@dataclass(frozen=True, slots=True)
class Reading:
    """One barcode that was read.

    ``data`` are the bytes as they lie in the symbol; ``text`` is what they say as text: UTF-8 where
    they are, else the decoder's reading of them. ``source`` tells where the light came from (a
    file's name, a camera). ``quality`` is 1.0 for a picture that read as it was, and less the more
    it had to be mended, never below 0. ``outline`` holds the corners in pixels of the picture
    ``(x, y)``, in order around the symbol; empty when the decoder did not say. ``at`` is when it
    was read, in seconds of the computer's monotonic clock, where the source tells.
    """

    text: str
    data: bytes
    symbology: Symbology
    source: str = ""
    quality: float = 1.0
    outline: tuple[tuple[int, int], ...] = ()
    at: float = 0.0


# ISO/IEC 15424: what scanners put first when they are set to tell what they read.
IDENTIFIER = re.compile(r"\]([A-Za-z])[0-9A-Za-z]")
_IDENTIFIED = {
    "A": Symbology.CODE_39,
    "C": Symbology.CODE_128,
    "L": Symbology.PDF417,
    "Q": Symbology.QR_CODE,
    "d": Symbology.DATA_MATRIX,
    "z": Symbology.AZTEC,
    "o": UNKNOWN,  # printed characters that were read as such: a passport's zone
    "Z": UNKNOWN,  # no barcode: keys, a magnetic stripe
}


def identified(text: str) -> Symbology:
    """The symbology that an identifier before a text tells; UNKNOWN without one."""
    found = IDENTIFIER.match(text)
    return UNKNOWN if found is None else _IDENTIFIED.get(found[1], OTHER)
