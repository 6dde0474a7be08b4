"""What a keyboard-wedge scanner types when the computer's keyboard layout is not its own."""

from __future__ import annotations

import re

# Arabic (101), as Windows and X11 have it: what each key gives, unshifted and shifted.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_LATIN_SHIFTED = "QWERYUIOPASDFHJKLZXCVNM<>?"
_ARABIC_SHIFTED = "\u064e\u064b\u064f\u064cإ‘÷×؛\u0650\u064d][أـ،/~\u0652}{آ’,.؟"
# Keys that type two letters at once, and the ligatures that stand for them.
_PAIRS = {"لا": "b", "لإ": "T", "لأ": "G", "لآ": "B", "ﻻ": "b", "ﻹ": "T", "ﻷ": "G", "ﻵ": "B"}
_PLAIN = {
    ord(arabic): latin
    for arabic, latin in zip(
        _ARABIC_KEYS + _ARABIC_SHIFTED, _LATIN_KEYS + _LATIN_SHIFTED, strict=True
    )
}
_ARABIC = re.compile(r"[\u0621-\u0652]")
_LATIN = re.compile(r"[A-Za-z]")
# An Arabic word with the article: somebody's text, hardly a row of wrong keys.
_PROSE = re.compile(r"(?:^|\s)ال[\u0621-\u064a]{2,}")
# Digit rows as they come with Shift held (US) and from a French keyboard, a permit number long.
_SHIFTED_DIGITS = re.compile(r"[!@#$%^&*()]{13,}|[&é\"'(\-è_çà]{13,}")


def is_wrong_layout(text: str) -> bool:
    """Whether a text looks typed through a layout that is not the scanner's."""
    if _SHIFTED_DIGITS.fullmatch(text):
        return True
    return bool(_ARABIC.search(text)) and not _LATIN.search(text) and not _PROSE.search(text)


def from_arabic_keys(text: str) -> str:
    """What the scanner meant, had its keys been read by an Arabic (101) layout.

    The signs ``, . / [ ] { } ~`` count as shifted keys: ask only of text that came out Arabic.
    """
    for pair, latin in _PAIRS.items():
        text = text.replace(pair, latin)
    return text.translate(_PLAIN)
