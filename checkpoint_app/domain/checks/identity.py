"""The token against the record: the same print, the same person?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.checks.sources import proven_claims, proven_record
from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitClaims, PermitRecord


def check_issue(facts: Facts, now: datetime) -> Iterator[Finding]:
    """An older print than the record's is noted; a newer one shows that the record is behind."""
    claims, record = proven_claims(facts), proven_record(facts)
    if claims is None or record is None:
        return
    if claims.issue < record.issue:
        yield Finding(FindingCode.SUPERSEDED, f"issue {claims.issue} of {record.issue}")
    elif claims.issue > record.issue:
        yield Finding(FindingCode.NOT_ON_FILE, f"issue {claims.issue}")


def check_identity(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Every field that names another person."""
    claims, record = proven_claims(facts), proven_record(facts)
    if claims is None or record is None:
        return
    fields = _differences(claims, record)
    if fields:
        yield Finding(FindingCode.IDENTITY_MISMATCH, ", ".join(fields))


def _differences(claims: PermitClaims, record: PermitRecord) -> list[str]:
    """Prints of different issues may differ in name and passport: these may be why it was printed
    again. What nobody changes in life must agree in all of them."""
    tests = [
        ("number", claims.number == record.number),
        ("birth", claims.birth == record.birth),
        ("sex", claims.sex == record.sex),
    ]
    if claims.issue == record.issue:
        tests.append(("name", _reads_alike(claims.name_latin, record.name_latin)))
        tests.append(("passport", _reads_alike(claims.passport, record.passport)))
    return [name for name, same in tests if not same]


def _reads_alike(printed: str, kept: str) -> bool:
    return printed == kept or _folded(printed) == _folded(kept)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
