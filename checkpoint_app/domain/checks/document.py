"""The passport before the officer against the permit's. Names are a hint only and not compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checkpoint_app.domain.checks.sources import permit_at_hand
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.facts import Facts, PresentedDocument, ReadingKind, TokenState
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex

TAIL_LENGTH = 4


class Field(StrEnum):
    """What of a passport is compared, in the order of the zone; as a finding's detail names it."""

    NUMBER = "number"
    BIRTH = "birth"
    SEX = "sex"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the passport shown beside the permit's. ``same`` is None where one of the two
    does not say."""

    field: Field
    same: bool | None


def check_document(facts: Facts, now: datetime) -> Iterator[Finding]:
    """A reading without a signature needs the passport; a passport shown must be the permit's."""
    document = facts.document
    if document is None or not _is_usable(document, facts.reading):
        if document is not None or _needs_document(facts):
            yield Finding(FindingCode.DOCUMENT_NEEDED)
        return
    permit = permit_at_hand(facts)
    if permit is not None:
        fields = [each.field.value for each in compared(document, permit) if each.same is False]
        if fields:
            yield Finding(FindingCode.DOCUMENT_MISMATCH, ", ".join(fields))
    if document.expiry is not None and document.expiry < cairo_day(now):
        yield Finding(FindingCode.DOCUMENT_EXPIRES_SOON, document.expiry.isoformat())


def _needs_document(facts: Facts) -> bool:
    """A token with a claim of its own needs none; one found false or unknown says so itself."""
    if facts.reading is not ReadingKind.TOKEN or facts.token is TokenState.ABSENT:
        return True
    return facts.token is TokenState.GENUINE and facts.claims is None


def _is_usable(document: PresentedDocument, reading: ReadingKind) -> bool:
    """A misread zone matches nothing, and a passport that opened its permit must be whole."""
    if document.checks_failed or (reading is ReadingKind.PASSPORT and not document.number):
        return False
    return len(_plain(document.number or document.number_tail)) >= TAIL_LENGTH


def compared(
    document: PresentedDocument, permit: PermitRecord | PermitClaims
) -> tuple[Compared, ...]:
    """Each field, in order. Of a number that was keyed only its last characters are compared; a
    printed token says nothing of the passport's expiry."""
    expires = permit.passport_expiry if isinstance(permit, PermitRecord) else None
    return (
        Compared(Field.NUMBER, _same_number(document, permit.passport)),
        Compared(Field.BIRTH, _same_birth(document, permit.birth)),
        Compared(Field.SEX, _same_if_known(document.sex, permit.sex, Sex.UNKNOWN)),
        Compared(Field.EXPIRY, _same_if_known(document.expiry, expires, None)),
    )


def _same_number(document: PresentedDocument, passport: str) -> bool:
    kept, tail = _plain(passport), _plain(document.number_tail)[-TAIL_LENGTH:]
    return _plain(document.number) == kept if document.number else kept.endswith(tail)


def _same_if_known(shown: object, kept: object, unknown: object) -> bool | None:
    return None if unknown in (shown, kept) else shown == kept


def _same_birth(document: PresentedDocument, birth: date) -> bool | None:
    """The zone's date has no century; a filler in it stands for a part that is not known."""
    read = document.birth_yymmdd
    if document.birth is None and not read.strip("<"):
        return None
    if document.birth is not None and document.birth != birth:
        return False
    kept = f"{birth:%y%m%d}"
    return not read or all(
        sign in ("<", digit) for sign, digit in zip(read.ljust(6, "?"), kept, strict=False)
    )


def _plain(number: str) -> str:
    return "".join(
        sign for sign in ascii_digits(without_invisible(number)).upper() if sign.isalnum()
    )
