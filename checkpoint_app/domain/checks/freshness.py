"""The age of the registry's data, and whether the clock that tells it can be believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from checkpoint_app.domain.facts import ClockState, DataKind, Facts, Grades
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.freshness import Freshness, grade, is_from_future


def check_data_ages(facts: Facts, now: datetime) -> Iterator[Finding]:
    """One grade for each data set; of one named twice the older counts. The detail names it."""
    accepted = facts.accepted_stale_until is not None and now < facts.accepted_stale_until
    grades = dict(facts.grades)
    for kind in DataKind:
        code = _FINDINGS[accepted][_freshness(facts, kind, grades, now)]
        if code is not None:
            yield Finding(code, kind.value)


def _freshness(
    facts: Facts, kind: DataKind, grades: Mapping[DataKind, Grades], now: datetime
) -> Freshness:
    ages = [
        None if issued is None else now - issued
        for named, issued in facts.data_issued
        if named is kind
    ]
    return max((grade(kind, age, grades) for age in ages), default=Freshness.MISSING)


# Accepted by the supervisor for the shift, or not. Past the third grade nobody can accept it.
_FINDINGS: dict[bool, dict[Freshness, FindingCode | None]] = {
    accepted: {
        Freshness.FRESH: None,
        Freshness.AGEING: FindingCode.DATA_AGEING,
        Freshness.STALE: FindingCode.DATA_AGEING if accepted else FindingCode.DATA_STALE,
        Freshness.UNACCEPTABLE: FindingCode.DATA_STALE,
        Freshness.MISSING: FindingCode.DATA_STALE,
    }
    for accepted in (False, True)
}


def check_clock(facts: Facts, now: datetime) -> Iterator[Finding]:
    """A clock found wrong, or behind what was signed."""
    issued = [moment for _, moment in facts.data_issued if moment is not None]
    if facts.clock is not ClockState.GOOD or any(is_from_future(at, now) for at in issued):
        yield Finding(FindingCode.CLOCK_SUSPECT)
