"""What stands on a printed permit, and how its values are said in each language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.port import Port
from checkpoint_app.domain.programme import Company, Programme
from checkpoint_app.reference import message
from sync.registry.permit_sheet.faces import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE

_NO_BREAK_SPACE = "\u00a0"
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One permit, ready to print.

    ``token_text`` is the digits of the QR symbol (`credential.token_text.to_digits`). ``ports`` are
    the allowed ones, in the order in which they are printed. ``specimen`` marks the page as not
    valid for travel (samples and demonstrations).
    """

    record: PermitRecord
    token_text: str
    ports: tuple[Port, ...]
    company: Company
    programme: Programme
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the same in English and in Arabic."""

    label: str
    en: str
    ar: str


def rows_of(content: SheetContent) -> tuple[Row, ...]:
    """The table under the names, top to bottom; ``label`` is a key of the catalogue."""
    record, company, programme = content.record, content.company, content.programme
    passport = printable(record.passport)
    return (
        Row("sheet.passport", passport, isolated(passport)),
        Row("sheet.born", *_both(lambda lang: day_text(record.birth, lang))),
        Row("sheet.programme", printable(programme.name_en), printable(programme.name_ar)),
        Row("sheet.company", printable(company.name_en), printable(company.name_ar)),
        Row("sheet.out", *_both(lambda lang: _journey(content, lang))),
        Row("sheet.back", *_both(lambda lang: day_text(record.travel_back, lang))),
        Row("sheet.ports", *_both(lambda lang: _ports(content, lang))),
        Row("sheet.print", *_both(lambda lang: _print(content, lang))),
    )


def validity(content: SheetContent, lang: str) -> tuple[str, str]:
    """From which day the permit is valid, and to which."""
    first, last = content.record.valid_from, content.record.valid_until
    return (
        message("sheet.valid_from", lang, day=day_text(first, lang)),
        message("sheet.valid_until", lang, day=day_text(last, lang)),
    )


def help_text(content: SheetContent, lang: str) -> str:
    """What the pilgrim does at the port, and whom to ask."""
    phone = printable(content.company.phone)
    if not phone:
        return message("sheet.help_without_phone", lang)
    return message("sheet.help", lang, phone=isolated(phone))


def day_text(day: date, lang: str) -> str:
    """A day in words, in Arabic with the digits that are usual in Egypt."""
    text = message(
        "sheet.day",
        lang,
        day=day.day,
        month=message(f"sheet.month_{day.month}", lang),
        year=day.year,
    )
    return arabic_digits(text) if lang == "ar" else text


def arabic_digits(text: str) -> str:
    """0 to 9 become Arabic-Indic digits."""
    return text.translate(_ARABIC_INDIC)


def isolated(text: str) -> str:
    """Latin or digits that keep their order inside an Arabic line, and stay on one line."""
    joined = text.replace(" ", _NO_BREAK_SPACE)
    return f"{LEFT_TO_RIGHT_ISOLATE}{joined}{POP_ISOLATE}"


def printable(text: str) -> str:
    """Text without control and format characters, each run of white space one blank."""
    kept = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    kept = "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split())


def _both(say: Callable[[str], str]) -> tuple[str, str]:
    return say("en"), say("ar")


def _journey(content: SheetContent, lang: str) -> str:
    day = day_text(content.record.travel_out, lang)
    service = printable(content.record.service)
    if not service:
        return day
    return message("sheet.journey", lang, day=day, service=isolated(service))


def _ports(content: SheetContent, lang: str) -> str:
    names = (port.name_ar if lang == "ar" else port.name_en for port in content.ports)
    return message("sheet.ports_joint", lang).join(printable(name) for name in names)


def _print(content: SheetContent, lang: str) -> str:
    day = day_text(cairo_day(content.record.issued), lang)
    issue = str(content.record.issue)
    return message(
        "sheet.print_issued", lang, issue=arabic_digits(issue) if lang == "ar" else issue, day=day
    )
