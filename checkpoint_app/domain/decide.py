"""The one decision: from what is known of a scan to its verdict.

Every check speaks for itself; here their findings are weighed. A pilgrim who leaves is judged by
the worst finding that no order relaxes and no second line has answered. One who returns is never
held: findings are noted. Nothing here knows the network, a store or the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from checkpoint_app.domain.checks import CHECKS, NO_VERDICT_READINGS
from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode, FindingText, Weight
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.relief import covered_codes, relaxed
from checkpoint_app.domain.verdict import Verdict, VerdictKind

__all__ = ["Verdict", "VerdictKind", "decide"]

Table = Mapping[FindingCode, FindingText]

_KINDS = {
    Weight.NOTE: VerdictKind.CLEAR,
    Weight.CLEAR: VerdictKind.CLEAR,
    Weight.REFER: VerdictKind.REFER,
    Weight.REFUSE: VerdictKind.REFUSE,
    Weight.NO_VERDICT: None,
}


def decide(facts: Facts, now: datetime, table: Table) -> Verdict:
    """The verdict on these facts at ``now`` (aware), with every finding, worst first.

    ``table`` gives each finding's weight (`reference.findings`). A finding that a second line has
    answered weighs as a note and is still listed.
    """
    if facts.reading in NO_VERDICT_READINGS:
        unread = NO_VERDICT_READINGS[facts.reading]
        return Verdict(None, () if unread is None else (Finding(unread),))
    weights = _weights(table, facts.direction)
    found = (
        finding
        for check in CHECKS[facts.reading]
        for finding in check(facts, now)
        if finding.code in weights
    )
    details = _merged(relaxed(found, facts, now))
    if facts.direction is Direction.DEPARTING:
        weights = _with_second_line(details, weights, facts, now)
    return _verdict(details, weights, table)


def _weights(table: Table, direction: Direction) -> dict[FindingCode, Weight]:
    """The weight of each finding that occurs in this direction; on the way back all are notes."""
    if direction is Direction.RETURNING:
        return {code: Weight.NOTE for code, text in table.items() if text.returning is not None}
    return {code: text.departing for code, text in table.items() if text.departing is not None}


def _merged(found: Iterable[Finding]) -> dict[FindingCode, set[str]]:
    """The details of each finding."""
    details: dict[FindingCode, set[str]] = {}
    for finding in found:
        details.setdefault(finding.code, set()).add(finding.detail)
    return details


def _with_second_line(
    details: dict[FindingCode, set[str]],
    weights: dict[FindingCode, Weight],
    facts: Facts,
    now: datetime,
) -> dict[FindingCode, Weight]:
    """Weights after the second line's decisions; notes SECOND_LINE_CLEARED when nothing is left."""
    open_codes = {code for code in details if weights[code] >= Weight.REFER}
    covered = covered_codes({code: weights[code] for code in open_codes}, facts, now)
    if open_codes and covered == open_codes:
        details[FindingCode.SECOND_LINE_CLEARED] = {""}
    return weights | dict.fromkeys(covered, Weight.NOTE)


def _verdict(
    details: dict[FindingCode, set[str]], weights: Mapping[FindingCode, Weight], table: Table
) -> Verdict:
    worst_first = sorted(details, key=lambda code: (-weights[code], table[code].rank))
    findings = tuple(
        Finding(code, ", ".join(sorted(filter(None, details[code])))) for code in worst_first
    )
    worst = max((weights[code] for code in details), default=Weight.NOTE)
    return Verdict(_KINDS[worst], findings)
