"""What every source of scans gives: one reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Symbology(StrEnum):
    """The barcodes that are read, by zxing-cpp's names. `UNKNOWN` is one too, but no member: going
    through them gives what a decoder can be asked for."""

    QR_CODE = "QRCode"
    CODE_128 = "Code128"
    CODE_39 = "Code39"
    PDF417 = "PDF417"
    AZTEC = "Aztec"
    DATA_MATRIX = "DataMatrix"

    @classmethod
    def _missing_(cls, value: object) -> Symbology | None:
        if value != "":
            return None
        unknown = str.__new__(cls, "")
        unknown._name_, unknown._value_ = "UNKNOWN", ""
        cls._value2member_map_[""] = unknown
        return unknown


UNKNOWN: Final = Symbology("")
"""What a scanner that does not say read, or no barcode at all: a swiped passport."""

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
