"""The sources' own English, without Qt and its catalogues."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ui.wording import figures


class PlainTongue:
    """Says every text as it is written."""

    language = "en"
    right_to_left = False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return text.replace("%n", self.number(n)) if n >= 0 else text

    def number(self, value: int) -> str:
        return figures.grouped(value, figures.LATIN)

    def digits(self, text: str) -> str:
        return text

    def code(self, text: str) -> str:
        return text

    def time(self, at: datetime) -> str:
        return figures.clock_time(at, figures.LATIN)

    def date(self, day: date) -> str:
        return figures.day_in_words(day, "en", figures.LATIN)

    def age(self, span: timedelta) -> str:
        count, unit = figures.largest_unit(span)
        return f"{count} {unit}"
