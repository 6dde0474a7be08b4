"""The season's rules, asked of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from checkpoint_app.domain.checks.sources import proven_record
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import CompiledRule, Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.rules import permit_variables


def check_season_rules(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Every rule in force that is broken or cannot be asked. A lane without rules, or whose rules
    have all run out, has not checked them."""
    record = proven_record(facts)
    if record is None:
        return
    if facts.rules is None:
        yield Finding(FindingCode.RULE_FAILED, "no rules")
        return
    today = cairo_day(now)
    in_force = [rule for rule in facts.rules if rule.valid_from <= today <= rule.valid_until]
    if facts.rules and not in_force:
        yield Finding(FindingCode.RULE_FAILED, "no rule in force")
        return
    variables = MappingProxyType(permit_variables(record, now))
    for rule in in_force:
        if not (rule.departing_only and facts.direction is Direction.RETURNING):
            yield from _ask(rule, variables)


def _ask(rule: CompiledRule, variables: Mapping[str, object]) -> Iterator[Finding]:
    try:
        kept: object = rule.holds(variables)
    except Exception:  # noqa: BLE001 - whatever a rule raises is RULE_FAILED: an error never clears
        kept = None
    if not isinstance(kept, bool):
        yield Finding(FindingCode.RULE_FAILED, rule.rule_id)
    elif not kept:
        yield Finding(rule.code, rule.rule_id)
