"""A passport held beside the record at the second line's desk: field by field, names as a hint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checkpoint_app.credential.scanned import interpret, shown_document
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.permit import PermitRecord, Sex
from checkpoint_app.domain.transliteration import Agreement, names_agree
from checkpoint_app.errors import ConfigError


class Part(StrEnum):
    """What is compared, in the order of the eye."""

    NUMBER = "number"
    BIRTH = "birth"
    SEX = "sex"
    EXPIRY = "expiry"


class Match(StrEnum):
    """How two values stand to each other; UNKNOWN where one of the papers does not say."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """One part. ``shown`` and ``recorded`` are a number, a date or a sex; None for not known. A
    birth date of the zone alone is its ``YYMMDD``."""

    part: Part
    shown: str | date | Sex | None
    recorded: str | date | Sex | None
    match: Match


@dataclass(frozen=True, slots=True)
class Comparison:
    """A passport against a record. ``names`` is None with none to compare; ``misread`` when a check
    digit of the zone is wrong: then nothing that differs says anything."""

    parts: tuple[Compared, ...]
    shown_names: str
    names: Agreement | None
    misread: bool

    @property
    def is_same(self) -> bool:
        """Whether every part that both papers say agrees, the number among them."""
        found = {each.part: each.match for each in self.parts}
        whole = found[Part.NUMBER] is Match.SAME and not self.misread
        return whole and Match.DIFFERENT not in found.values()


def compare(reading: str | bytes, record: PermitRecord, *, by_hand: bool) -> Comparison:
    """Compare a swiped or typed passport with a record. Raises ConfigError ``desk.no_passport``
    for a reading that is none. ``by_hand``: it was typed; a scanner's bare number may be off
    anything that is printed."""
    document = shown_document(interpret(reading), "", by_hand=by_hand)
    if document is None:
        raise ConfigError("no travel document", key="desk.no_passport")
    names = names_agree(
        document.names,
        record.name_latin,
        record.name_arabic,
        truncated=document.names_truncated,
    )
    parts = (
        _number(document, record),
        _birth(document, record.birth),
        _told(Part.SEX, _sex(document.sex), _sex(record.sex)),
        _told(Part.EXPIRY, document.expiry, record.passport_expiry),
    )
    return Comparison(parts, document.names, names, document.checks_failed)


def _number(document: PresentedDocument, record: PermitRecord) -> Compared:
    shown = document.number or document.number_tail
    read, kept = _plain(shown), _plain(record.passport)
    same = read == kept if document.number else bool(read) and kept.endswith(read)
    match = Match.SAME if same else Match.DIFFERENT
    return Compared(Part.NUMBER, shown, record.passport, match)


def _birth(document: PresentedDocument, birth: date) -> Compared:
    """The zone's date has no century, and a filler in it stands for what is not known."""
    if document.birth is not None:
        return _told(Part.BIRTH, document.birth, birth)
    read = document.birth_yymmdd
    if not read.strip("<"):
        return Compared(Part.BIRTH, None, birth, Match.UNKNOWN)
    pairs = zip(read.ljust(6, "?"), f"{birth:%y%m%d}", strict=False)
    same = all(sign in ("<", digit) for sign, digit in pairs)
    return Compared(Part.BIRTH, read, birth, Match.SAME if same else Match.DIFFERENT)


def _told(part: Part, shown: date | Sex | None, recorded: date | Sex | None) -> Compared:
    if shown is None or recorded is None:
        return Compared(part, shown, recorded, Match.UNKNOWN)
    return Compared(part, shown, recorded, Match.SAME if shown == recorded else Match.DIFFERENT)


def _sex(sex: Sex) -> Sex | None:
    return None if sex is Sex.UNKNOWN else sex


def _plain(number: str) -> str:
    return "".join(
        sign for sign in ascii_digits(without_invisible(number)).upper() if sign.isalnum()
    )
