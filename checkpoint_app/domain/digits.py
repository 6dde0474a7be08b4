"""Digits and text as people and scanners give them."""

from __future__ import annotations

import unicodedata

_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_EXTENDED_ARABIC_INDIC = "۰۱۲۳۴۵۶۷۸۹"
_TO_ASCII = {ord(sign): str(value) for value, sign in enumerate(_ARABIC_INDIC)} | {
    ord(sign): str(value) for value, sign in enumerate(_EXTENDED_ARABIC_INDIC)
}


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Extended Arabic-Indic digits become 0 to 9; all else stays as it is."""
    return text.translate(_TO_ASCII)


def without_invisible(text: str) -> str:
    """Drop format characters (Unicode Cf: bidirectional marks, zero-width signs, BOM)."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def is_ascii_digits(text: str) -> bool:
    """True when there is at least one character and each is one of 0 to 9."""
    return text.isascii() and text.isdigit()
