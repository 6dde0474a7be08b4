"""What takes the edge off a finding: an order that relaxes a check, a second line's decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from checkpoint_app.domain.checks.sources import permit_at_hand
from checkpoint_app.domain.checks.whereabouts import open_departures
from checkpoint_app.domain.facts import Facts, SecondLineOutcome
from checkpoint_app.domain.finding import Finding, FindingCode, Weight

# Checks of rules and dates, which an order may relax. Never one of a signature, an identity, a
# sanction, a departure, or of this program's own data.
RELAXABLE = frozenset(
    {
        FindingCode.NOT_YET_VALID,
        FindingCode.EXPIRED,
        FindingCode.WRONG_PORT,
        FindingCode.WRONG_DATE,
        FindingCode.VISA_MISSING,
        FindingCode.VISA_EXPIRED,
        FindingCode.VACCINATION_DUE,
        FindingCode.DOCUMENT_EXPIRES_SOON,
    }
)
_DEPARTED = frozenset({FindingCode.ALREADY_DEPARTED_HERE, FindingCode.ALREADY_DEPARTED_ELSEWHERE})


def relaxed(found: Iterable[Finding], facts: Facts, now: datetime) -> Iterator[Finding]:
    """The findings without those relaxed now; every order in force is named on every verdict."""
    in_force = [
        relief
        for relief in facts.reliefs
        if relief.code in RELAXABLE and relief.since <= now < relief.until
    ]
    codes = {relief.code for relief in in_force}
    yield from (finding for finding in found if finding.code not in codes)
    for relief in in_force:
        yield Finding(FindingCode.RELIEF_IN_FORCE, f"{relief.code} {relief.order}".strip())


def covered_codes(
    weights: Mapping[FindingCode, Weight], facts: Facts, now: datetime
) -> set[FindingCode]:
    """Those of the findings that a second line has answered, for this permit and still in force.

    A refusal is lifted only by a supervisor; and having let a pilgrim leave once never covers the
    next departure on the same permit.
    """
    permit = permit_at_hand(facts)
    number = facts.permit if permit is None else permit.number
    outcomes = [o for o in facts.outcomes if o.permit == number and now < o.until]
    return {
        code
        for code, weight in weights.items()
        if any(_covers(outcome, code, weight, facts) for outcome in outcomes)
    }


def _covers(outcome: SecondLineOutcome, code: FindingCode, weight: Weight, facts: Facts) -> bool:
    if code not in outcome.covers or (weight is Weight.REFUSE and not outcome.may_lift_refusal):
        return False
    if code not in _DEPARTED:
        return True
    last = max(past.at for past in open_departures(facts.movements))
    return outcome.taken is not None and last < outcome.taken
