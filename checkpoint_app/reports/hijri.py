"""The Hijri day beside the Gregorian one, for people to read: nothing is decided by it."""

from __future__ import annotations

from datetime import date

from hijridate import Gregorian

from checkpoint_app.reference import message


def hijri_day(day: date, language: str) -> str:
    """``13 Jumada al-Thani 1448 AH`` by the Umm al-Qura calendar, in Latin digits; empty outside
    the years that it is published for (1924 to 2077)."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (OverflowError, ValueError):
        return ""
    return message(
        "reports.hijri",
        language,
        day=found.day,
        month=found.month_name("ar" if language == "ar" else "en"),
        year=found.year,
    )
