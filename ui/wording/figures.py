"""Digits, numbers, times, dates and spans as people read them. The one place that shapes digits.

Everything here takes the language (``ar`` or ``en``) and the digits (``arabic`` or ``latin``) and
gives text; English is always written with Latin digits.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from checkpoint_app.domain.days import CAIRO

ARABIC, LATIN = "arabic", "latin"
DIGITS = (ARABIC, LATIN)
# Unicode Bidirectional Algorithm (UAX 9), 2.4: left-to-right isolate, pop directional isolate.
_ISOLATE, _POP = "\u2066", "\u2069"
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# U+066C, the thousands separator that goes with Arabic-Indic digits.
_SEPARATORS = {ARABIC: "٬", LATIN: ","}
# U+066B, the decimal separator that goes with Arabic-Indic digits.
DECIMAL = "٫"
_MONTHS = {
    "ar": (
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


class Unit(StrEnum):
    """What a span is counted in."""

    SECONDS = "s"
    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"


_UNITS = (
    (Unit.DAYS, timedelta(days=1)),
    (Unit.HOURS, timedelta(hours=1)),
    (Unit.MINUTES, timedelta(minutes=1)),
)


def digits_of(language: str, setting: str) -> str:
    """The digits that a language is written with under this setting."""
    return ARABIC if language == "ar" and setting == ARABIC else LATIN


def shaped(text: str, digits: str) -> str:
    """The text with its digits 0 to 9 as wanted; what stands isolated (`isolated`) stays Latin."""
    if digits != ARABIC:
        return text
    parts = text.split(_ISOLATE)
    return parts[0].translate(_ARABIC_INDIC) + "".join(_after_code(part) for part in parts[1:])


def _after_code(part: str) -> str:
    code, pop, rest = part.partition(_POP)
    return _ISOLATE + code + pop + rest.translate(_ARABIC_INDIC)


def grouped(value: int, digits: str) -> str:
    """A count in groups of three."""
    return shaped(f"{value:,}".replace(",", _SEPARATORS[digits]), digits)


def isolated(code: str) -> str:
    """A Latin code, so marked that it reads left to right inside Arabic. Empty stays empty."""
    plain = bare(code)
    return f"{_ISOLATE}{plain}{_POP}" if plain else ""


def bare(text: str) -> str:
    """The text without the marks of `isolated`."""
    return text.replace(_ISOLATE, "").replace(_POP, "")


def clock_time(at: datetime, digits: str) -> str:
    """Hours and minutes by the clock in Cairo. ``at`` is aware."""
    return shaped(f"{at.astimezone(CAIRO):%H:%M}", digits)


def day_in_words(day: date, language: str, digits: str) -> str:
    """``5 March 2026``, ``٥ مارس ٢٠٢٦``."""
    return shaped(f"{day.day} {month_name(day.month, language)} {day.year}", digits)


def month_name(month: int, language: str) -> str:
    """The month as Egypt names it; 1 is January."""
    return _MONTHS["ar" if language == "ar" else "en"][month - 1]


def largest_unit(span: timedelta) -> tuple[int, Unit]:
    """A span in whole units of its largest; what is negative counts as nothing."""
    for unit, length in _UNITS:
        if span >= length:
            return span // length, unit
    return max(int(span.total_seconds()), 0), Unit.SECONDS
