"""How presenters speak: one language at a time, its digits, dates and plurals. Knows no Qt."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Protocol

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Tongue(Protocol):
    """The language people at this lane read now.

    Texts are written in the source in English, in calls that `lupdate` finds: ``translate`` with a
    literal context and a literal text, and for a plural ``None`` and the count as third and fourth
    argument, ``%n`` in the text. Names in braces are filled by `fill`.
    """

    @property
    def language(self) -> str:
        """``ar`` or ``en``."""
        ...

    @property
    def right_to_left(self) -> bool:
        """Whether this language is written so."""
        ...

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text in this language; with ``n`` its plural for that number, in this digits."""
        ...

    def number(self, value: int) -> str:
        """A count in this language's digits, in groups of three."""
        ...

    def digits(self, text: str) -> str:
        """The same text, its digits 0 to 9 as the setting wants them."""
        ...

    def code(self, text: str) -> str:
        """A Latin code (permit, passport, flight): its digits stay Latin, and it is isolated so
        that it reads left to right inside Arabic (U+2066 … U+2069)."""
        ...

    def time(self, at: datetime) -> str:
        """Hours and minutes in Cairo."""
        ...

    def date(self, day: date) -> str:
        """A day with its month in words."""
        ...

    def age(self, span: timedelta) -> str:
        """A span in its largest unit: ``40 s``, ``5 min``, ``3 h``, ``2 d``."""
        ...


def fill(text: str, **values: str) -> str:
    """Put values into ``{name}`` places of a translated text. A place that is not given stays, and
    what looks like a place inside a value is not one."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
