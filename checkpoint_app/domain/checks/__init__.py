"""The checks behind a verdict: small functions, each blind to the others, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from checkpoint_app.domain.checks.document import check_document
from checkpoint_app.domain.checks.freshness import check_clock, check_data_ages
from checkpoint_app.domain.checks.identity import check_identity, check_issue
from checkpoint_app.domain.checks.season import check_season_rules
from checkpoint_app.domain.checks.signature import check_record, check_token
from checkpoint_app.domain.checks.standing import check_company, check_programme, check_status
from checkpoint_app.domain.checks.validity import check_claimed_times, check_days, check_port
from checkpoint_app.domain.checks.visa import check_exempt_visa
from checkpoint_app.domain.checks.whereabouts import check_departed, check_not_departed
from checkpoint_app.domain.facts import Facts, ReadingKind
from checkpoint_app.domain.finding import Finding, FindingCode

Check = Callable[[Facts, datetime], Iterator[Finding]]

# Readings that show no permit at all: journalled and answered, nobody is judged.
# A notice is none either, and nothing is wrong with it.
NO_VERDICT_READINGS: dict[ReadingKind, FindingCode | None] = {
    ReadingKind.UNREADABLE: FindingCode.UNREADABLE,
    ReadingKind.NOT_A_PERMIT: FindingCode.NOT_A_PERMIT,
    ReadingKind.SCANNER_LAYOUT: FindingCode.SCANNER_LAYOUT,
    ReadingKind.NOTICE: None,
}

_PERMIT_CHECKS: tuple[Check, ...] = (
    check_token,
    check_record,
    check_issue,
    check_identity,
    check_status,
    check_company,
    check_programme,
    check_port,
    check_days,
    check_claimed_times,
    check_document,
    check_departed,
    check_not_departed,
    check_season_rules,
    check_data_ages,
    check_clock,
)

CHECKS: dict[ReadingKind, tuple[Check, ...]] = {
    ReadingKind.TOKEN: _PERMIT_CHECKS,
    ReadingKind.NUMBER: _PERMIT_CHECKS,
    ReadingKind.PASSPORT: _PERMIT_CHECKS,
    ReadingKind.NOTHING: (check_exempt_visa, check_not_departed),
}
