"""What the page of a day's counts shows: made from the counts alone, drawn by `counts.html`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.domain.port import PortDirectory
from checkpoint_app.reference import message
from sync.protocol.messages import CompanyTally, CountsAnswer, Tally
from sync.registry.portal.numbers import in_digits, shown
from sync.registry.portal.pages import Pages

KINDS = ("departed", "returned", "referred", "deferred", "refused")
# A day can see 1,880 companies; the page names those with most departures and sums the rest.
COMPANIES_NAMED = 100
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_NOTES = ("annulled", "conflicts", "forks", "quarantined")

Counted = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. ``bar`` is the length of its bar, 0 to 100."""

    id: str
    name: str
    tally: Counted
    bar: int = 0


def render_counts(
    pages: Pages, counts: CountsAnswer, ports: PortDirectory, today: date, lang: str
) -> str:
    """The page of these counts as HTML."""
    day = date.fromisoformat(counts.day)
    shown_time = datetime.fromtimestamp(counts.as_of, UTC).astimezone(CAIRO).strftime("%H:%M")
    return pages.render(
        "counts.html",
        lang,
        title=message("page.counts.of", lang, day=shown_day(day, lang)),
        as_of=message("page.counts.as-of", lang, time=in_digits(shown_time, lang)),
        live=day == today,
        day=counts.day,
        asked=counts.port,
        choices=[Row(port.port_id, _name(port, lang), {}) for port in ports],
        other_language=_address(counts, "en" if lang == "ar" else "ar"),
        kinds=KINDS,
        total=_counted(counts.total),
        notes=_notes(counts, lang),
        ports=[Row(row.port, _name(row, lang), _counted(row.tally)) for row in counts.ports],
        hours=_hours(counts, lang),
        companies=_companies(counts.companies, lang),
    )


def shown_day(day: date, lang: str) -> str:
    """The day in words: ``5 March 2026``."""
    month = _MONTHS[lang].split()[day.month - 1]
    return in_digits(f"{day.day} {month} {day.year}", lang)


def _hours(counts: CountsAnswer, lang: str) -> list[Row]:
    most = max((row.tally.departed for row in counts.hours), default=0)
    return [
        Row(
            str(row.hour),
            in_digits(f"{row.hour:02d}:00", lang),
            _counted(row.tally),
            round(100 * row.tally.departed / most) if most else 0,
        )
        for row in counts.hours
    ]


def _companies(tallies: Sequence[CompanyTally], lang: str) -> list[Row]:
    named = [
        Row(str(row.company), _company_name(row, lang), _counted(row.tally))
        for row in tallies[:COMPANIES_NAMED]
    ]
    rest = tallies[COMPANIES_NAMED:]
    if rest:
        sums = {kind: sum(_counted(row.tally)[kind] for row in rest) for kind in KINDS}
        name = message("page.counts.other-companies", lang, count=shown(len(rest), lang))
        named.append(Row("others", name, sums))
    return named


def _company_name(row: CompanyTally, lang: str) -> str:
    if row.company is None:
        return message("page.counts.no-company", lang)
    number = in_digits(str(row.company), lang)
    return _name(row, lang) or message("page.counts.company-number", lang, number=number)


def _notes(counts: CountsAnswer, lang: str) -> list[str]:
    values = msgspec.structs.asdict(counts)
    return [
        message(f"page.counts.{note}", lang, count=shown(values[note], lang))
        for note in _NOTES
        if values[note]
    ]


def _counted(tally: Tally) -> Counted:
    counted: Counted = msgspec.structs.asdict(tally)
    return counted


def _name(named: object, lang: str) -> str:
    return str(getattr(named, "name_ar" if lang == "ar" else "name_en"))


def _address(counts: CountsAnswer, lang: str) -> str:
    port = f"&port={counts.port}" if counts.port else ""
    return f"/counts?lang={lang}&day={counts.day}{port}"
