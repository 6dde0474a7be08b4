"""The passport before the officer against the permit's. Names are a hint only and not compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from checkpoint_app.domain.checks.sources import permit_at_hand
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.facts import Facts, PresentedDocument, ReadingKind, TokenState
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex

TAIL_LENGTH = 4


def check_document(facts: Facts, now: datetime) -> Iterator[Finding]:
    """A reading without a signature needs the passport; a passport shown must be the permit's."""
    document = facts.document
    if document is None or not _is_usable(document, facts.reading):
        if document is not None or _needs_document(facts):
            yield Finding(FindingCode.DOCUMENT_NEEDED)
        return
    permit = permit_at_hand(facts)
    if permit is not None:
        fields = _differences(document, permit)
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


def _differences(document: PresentedDocument, permit: PermitRecord | PermitClaims) -> list[str]:
    kept, tail = _plain(permit.passport), _plain(document.number_tail)[-TAIL_LENGTH:]
    same_number = _plain(document.number) == kept if document.number else kept.endswith(tail)
    tests = (
        ("number", same_number),
        ("birth", _same_birth(document, permit.birth)),
        ("sex", document.sex in (Sex.UNKNOWN, permit.sex) or permit.sex is Sex.UNKNOWN),
    )
    return [name for name, same in tests if not same]


def _same_birth(document: PresentedDocument, birth: date) -> bool:
    """The zone's date has no century; a filler in it stands for a part that is not known."""
    if document.birth is not None and document.birth != birth:
        return False
    kept = f"{birth:%y%m%d}"
    read = document.birth_yymmdd
    return not read or all(
        sign in ("<", digit) for sign, digit in zip(read.ljust(6, "?"), kept, strict=False)
    )


def _plain(number: str) -> str:
    return "".join(
        sign for sign in ascii_digits(without_invisible(number)).upper() if sign.isalnum()
    )
