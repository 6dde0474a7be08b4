"""Findings: what was noticed about a scan, each a code with its texts and its weight."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class FindingCode(StrEnum):
    """Every finding there is. Texts and weights: `resources/data/findings.csv`."""

    UNREADABLE = "UNREADABLE"
    NOT_A_PERMIT = "NOT_A_PERMIT"
    SCANNER_LAYOUT = "SCANNER_LAYOUT"
    BAD_SIGNATURE = "BAD_SIGNATURE"
    REVOKED = "REVOKED"
    UNKNOWN_ISSUER = "UNKNOWN_ISSUER"
    ISSUER_KEY_EXPIRED = "ISSUER_KEY_EXPIRED"
    NOT_ON_FILE = "NOT_ON_FILE"
    RECORD_ALTERED = "RECORD_ALTERED"
    IDENTITY_MISMATCH = "IDENTITY_MISMATCH"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    SUPERSEDED = "SUPERSEDED"
    COMPANY_SUSPENDED = "COMPANY_SUSPENDED"
    COMPANY_CANCELLED = "COMPANY_CANCELLED"
    PROGRAMME_CANCELLED = "PROGRAMME_CANCELLED"
    WRONG_PORT = "WRONG_PORT"
    WRONG_DATE = "WRONG_DATE"
    VISA_MISSING = "VISA_MISSING"
    VISA_EXPIRED = "VISA_EXPIRED"
    VACCINATION_DUE = "VACCINATION_DUE"
    EXEMPT_VISA = "EXEMPT_VISA"
    DOCUMENT_NEEDED = "DOCUMENT_NEEDED"
    DOCUMENT_MISMATCH = "DOCUMENT_MISMATCH"
    DOCUMENT_EXPIRES_SOON = "DOCUMENT_EXPIRES_SOON"
    ALREADY_DEPARTED_HERE = "ALREADY_DEPARTED_HERE"
    ALREADY_DEPARTED_ELSEWHERE = "ALREADY_DEPARTED_ELSEWHERE"
    NOT_DEPARTED = "NOT_DEPARTED"
    SECOND_LINE_CLEARED = "SECOND_LINE_CLEARED"
    RELIEF_IN_FORCE = "RELIEF_IN_FORCE"
    DATA_AGEING = "DATA_AGEING"
    DATA_STALE = "DATA_STALE"
    CLOCK_SUSPECT = "CLOCK_SUSPECT"
    RULE_FAILED = "RULE_FAILED"


class Weight(IntEnum):
    """What a finding does to a verdict, mildest first.

    NO_VERDICT is not a grade: the scan is journalled and answered, and nobody is judged.
    """

    NOTE = 0
    CLEAR = 1
    REFER = 2
    REFUSE = 3
    NO_VERDICT = 4


@dataclass(frozen=True, slots=True)
class FindingText:
    """Sentence and next step of a finding in both languages, and its weight each way.

    A weight of None means that the finding does not occur in that direction.
    """

    code: FindingCode
    departing: Weight | None
    returning: Weight | None
    en: str
    ar: str
    next_en: str
    next_ar: str
    rank: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. ``detail`` completes the sentence (a rule's id, a port, a date): a short
    machine-made text without personal data, empty when there is nothing to add."""

    code: FindingCode
    detail: str = ""


_WEIGHTS = {
    "note": Weight.NOTE,
    "clear": Weight.CLEAR,
    "refer": Weight.REFER,
    "refuse": Weight.REFUSE,
}
# The three that judge nobody, whichever way the lane works.
NO_VERDICT_CODES = frozenset(
    {FindingCode.UNREADABLE, FindingCode.NOT_A_PERMIT, FindingCode.SCANNER_LAYOUT}
)


def parse_findings(csv_text: str) -> Mapping[FindingCode, FindingText]:
    """Read the text of findings.csv; ``rank`` is the row's place (worse ones first in a grade).

    Raises ValueError when a code is unknown, missing or given twice.
    """
    table: dict[FindingCode, FindingText] = {}
    for rank, row in enumerate(csv.DictReader(io.StringIO(csv_text))):
        code = FindingCode(row["code"])
        if code in table:
            raise ValueError(f"finding {code} is given twice")
        judged = code not in NO_VERDICT_CODES
        table[code] = FindingText(
            code,
            _WEIGHTS.get(row["verdict"]) if judged else Weight.NO_VERDICT,
            _WEIGHTS.get(row["returning"]) if judged else Weight.NO_VERDICT,
            row["en"],
            row["ar"],
            row["next_en"],
            row["next_ar"],
            rank,
        )
    missing = set(FindingCode) - set(table)
    if missing:
        raise ValueError(f"findings without a row: {sorted(missing)}")
    return table
