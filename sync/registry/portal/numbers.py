"""Numbers as people read them on a page."""

from __future__ import annotations

_ARABIC_INDIC = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")


def shown(number: int, lang: str) -> str:
    """The number with its thousands apart; in Arabic-Indic digits on an Arabic page."""
    return in_digits(f"{number:,}", lang)


def in_digits(text: str, lang: str) -> str:
    """The text with its digits in the language's own."""
    return text.translate(_ARABIC_INDIC) if lang == "ar" else text
