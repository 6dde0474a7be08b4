"""Season rules: from the signed file to callables that `decide` can ask.

The file is JSON, its conditions are CEL (cel.dev). It is signed offline and still read strictly: a
rule that names an unknown variable must fail when a season is published, not at a lane.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from checkpoint_app.domain.facts import CompiledRule
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.programme import Programme
from checkpoint_app.domain.rules import (
    PERMIT_VARIABLES,
    PROGRAMME_VARIABLES,
    RULE_FINDINGS,
    programme_variables,
)
from checkpoint_app.errors import TrustError
from checkpoint_app.services.cel_engine import engine

FORMAT_VERSION = 1
# Bounds of what is read, far above a season's twelve rules.
RULES_LIMIT = 256 * 1024
RULE_COUNT_LIMIT = 200
TEXT_LIMIT = 500

Holds = Callable[[Mapping[str, object]], bool]


class RuleSubject(StrEnum):
    """What a rule speaks of."""

    PERMIT = "permit"
    PROGRAMME = "programme"


_VARIABLES = {
    RuleSubject.PERMIT: frozenset(PERMIT_VARIABLES),
    RuleSubject.PROGRAMME: frozenset(PROGRAMME_VARIABLES),
}
_DIRECTIONS = {"departing": True, "both": False}
_REQUIRED = frozenset(
    {"id", "subject", "name_en", "name_ar", "valid_from", "valid_until", "expression", "source"}
)


class RuleError(TrustError):
    """The season rules are not of the form they must have. None of them is used."""

    key = "rules.unreadable"


@dataclass(frozen=True, slots=True)
class SeasonRule:
    """A rule as the season's file gives it. Both days are inclusive Cairo days; ``finding`` is None
    for rules about programmes. ``holds`` takes the subject's variables and may raise RuleError."""

    rule_id: str
    subject: RuleSubject
    finding: FindingCode | None
    name_en: str
    name_ar: str
    valid_from: date
    valid_until: date
    expression: str
    source: str
    departing_only: bool
    holds: Holds


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """A rule that a programme does not keep, with its name in both languages."""

    rule_id: str
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one season, in the file's order."""

    season: int
    rules: tuple[SeasonRule, ...]

    def permit_rules(self) -> tuple[CompiledRule, ...]:
        """The rules about permits, of every date, for `Facts.rules`."""
        return tuple(
            CompiledRule(
                rule.rule_id,
                rule.finding,
                rule.valid_from,
                rule.valid_until,
                rule.holds,
                rule.departing_only,
            )
            for rule in self.rules
            if rule.finding is not None
        )

    def programme_failures(self, programme: Programme, day: date) -> tuple[RuleFailure, ...]:
        """Every rule in force on ``day`` that the programme breaks. A rule that cannot be evaluated
        counts as broken."""
        variables = programme_variables(programme)
        return tuple(
            RuleFailure(rule.rule_id, rule.name_en, rule.name_ar)
            for rule in self.rules
            if rule.subject is RuleSubject.PROGRAMME
            and rule.valid_from <= day <= rule.valid_until
            and not _is_kept(rule, variables)
        )


def _is_kept(rule: SeasonRule, variables: Mapping[str, object]) -> bool:
    try:
        return rule.holds(variables)
    except RuleError:
        return False


def parse_rules(data: bytes) -> RuleBook:
    """Read and compile a season's rules.

    Raises RuleError (a TrustError) for anything but the documented form: another version, unknown
    or missing fields, a rule given twice, an expression that does not compile or names a variable
    that is not documented.
    """
    if len(data) > RULES_LIMIT:
        raise RuleError(f"season rules of {len(data)} bytes")
    try:
        document = json.loads(data, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise RuleError("season rules are not JSON") from error
    if not isinstance(document, dict) or document.get("version") != FORMAT_VERSION:
        raise RuleError("season rules of another format")
    season, rows = document.get("season"), document.get("rules")
    if type(season) is not int or not isinstance(rows, list) or len(rows) > RULE_COUNT_LIMIT:
        raise RuleError("season rules without a season, or with too many rules")
    rules = tuple(_rule(row) for row in rows)
    if len({rule.rule_id for rule in rules}) != len(rules):
        raise RuleError("two season rules share an id")
    return RuleBook(season, rules)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a JSON object names a field twice")
    return found


def _rule(row: object) -> SeasonRule:
    fields = _fields(row)
    rule_id = fields["id"]
    try:
        subject = RuleSubject(fields["subject"])
        valid_from = date.fromisoformat(fields["valid_from"])
        valid_until = date.fromisoformat(fields["valid_until"])
        finding = _finding(subject, fields.get("finding"))
        departing_only = _DIRECTIONS[fields.get("applies", "departing")]
    except (ValueError, KeyError) as error:
        raise RuleError("a season rule has a value that is not allowed") from error
    if valid_until < valid_from:
        raise RuleError("a season rule ends before it begins")
    return SeasonRule(
        rule_id,
        subject,
        finding,
        fields["name_en"],
        fields["name_ar"],
        valid_from,
        valid_until,
        fields["expression"],
        fields["source"],
        departing_only,
        compile_expression(rule_id, fields["expression"], _VARIABLES[subject]),
    )


def _fields(row: object) -> dict[str, str]:
    if not isinstance(row, dict) or not row.keys() >= _REQUIRED:
        raise RuleError("a season rule lacks a field")
    if row.keys() - _REQUIRED - {"finding", "applies"}:
        raise RuleError("a season rule has an unknown field")
    if not all(isinstance(text, str) and 0 < len(text) <= TEXT_LIMIT for text in row.values()):
        raise RuleError("a field of a season rule is empty, too long, or not text")
    return row


def _finding(subject: RuleSubject, code: str | None) -> FindingCode | None:
    if subject is RuleSubject.PROGRAMME:
        if code is not None:
            raise ValueError("a rule about programmes has no finding")
        return None
    if code not in RULE_FINDINGS:
        raise ValueError("a rule about permits may not find that")
    return FindingCode(code)


def compile_expression(rule_id: str, expression: str, known: frozenset[str]) -> Holds:
    """The expression as a callable over the variables ``known``; it raises RuleError whatever goes
    wrong. Raises RuleError when it does not compile or names another variable (a variable bound by
    a macro is one: expressions are to stay plain)."""
    try:
        program = engine().compile(expression)
        names = tuple(program.variables())
    except Exception as error:
        raise RuleError(_unusable(rule_id), key="rules.expression", rule=rule_id) from error
    unknown = set(names) - known
    if unknown:
        raise RuleError(_unusable(rule_id), key="rules.expression", rule=rule_id)

    def holds(variables: Mapping[str, object]) -> bool:
        # Only what the expression names is handed over: the crossing costs more than the rule.
        try:
            kept = program.execute({name: variables[name] for name in names})
        except Exception as error:
            raise RuleError(_unusable(rule_id), key="rules.expression", rule=rule_id) from error
        if not isinstance(kept, bool):
            raise RuleError(_unusable(rule_id), key="rules.expression", rule=rule_id)
        return kept

    return holds


def _unusable(rule_id: str) -> str:
    return f"season rule {rule_id!r} cannot be used"
