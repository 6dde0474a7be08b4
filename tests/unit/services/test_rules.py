"""The season's rules: strictly read, compiled, asked."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.domain.decide import VerdictKind, decide
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.rules import PERMIT_VARIABLES, PROGRAMME_VARIABLES
from checkpoint_app.errors import TrustError
from checkpoint_app.services.rules import (
    RULE_COUNT_LIMIT,
    RULES_LIMIT,
    RuleError,
    RuleSubject,
    compile_expression,
    parse_rules,
)
from tests.unit.domain.cases import NOW, RECORD, but, record
from tests.unit.domain.test_rules import PROGRAMME

BOOK = parse_rules(reference.season_rules())
TODAY = date(2026, 11, 22)
C = FindingCode


def document(**changes: object) -> dict[str, Any]:
    """A season of one rule, the rule changed; None takes a field away."""
    row: dict[str, object] = {
        "id": "r1",
        "subject": "permit",
        "finding": "WRONG_DATE",
        "name_en": "A rule",
        "name_ar": "قاعدة",
        "valid_from": "2026-06-01",
        "valid_until": "2027-06-30",
        "expression": "today >= travel_out",
        "source": "made up",
    }
    row |= changes
    return {
        "version": 1,
        "season": 1448,
        "rules": [{name: value for name, value in row.items() if value is not None}],
    }


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()


def codes(kept: PermitRecord) -> tuple[C, ...]:
    facts = but(record=kept, rules=BOOK.permit_rules())
    return decide(facts, NOW, reference.findings()).codes


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (RECORD, ()),
        (record(issued=NOW - timedelta(days=30)), ()),
        (record(visa_kind="commercial"), (C.EXEMPT_VISA,)),
        (record(visa_kind="residence"), (C.EXEMPT_VISA,)),
        (record(visa_kind="tourist"), ()),
        (record(visa_number=""), (C.VISA_MISSING,)),
        (record(visa_kind=""), (C.VISA_MISSING,)),
        (record(visa_expiry=TODAY), ()),
        (record(visa_expiry=TODAY - timedelta(days=1)), (C.VISA_EXPIRED,)),
        (record(visa_expiry=None), (C.VISA_EXPIRED,)),
        (record(vaccinated=None), (C.VACCINATION_DUE,)),
        (record(vaccinated=TODAY - timedelta(days=10)), ()),
        (record(vaccinated=TODAY - timedelta(days=9)), (C.VACCINATION_DUE,)),
        (record(vaccinated=date(2021, 11, 23)), ()),
        (record(vaccinated=date(2021, 11, 22)), (C.VACCINATION_DUE,)),
        (record(travel_out=TODAY + timedelta(days=7)), ()),
        (record(travel_out=TODAY + timedelta(days=8)), (C.WRONG_DATE,)),
        (record(travel_out=TODAY - timedelta(days=7)), ()),
        (record(travel_out=TODAY - timedelta(days=8)), (C.WRONG_DATE,)),
        (record(passport_expiry=date(2027, 5, 22)), ()),
        (record(passport_expiry=date(2027, 5, 21)), (C.DOCUMENT_EXPIRES_SOON,)),
        (record(passport_expiry=None), (C.DOCUMENT_EXPIRES_SOON,)),
    ],
)
def test_the_rules_that_ship(kept: PermitRecord, expected: tuple[C, ...]) -> None:
    assert codes(kept) == expected


def test_disagreeing_sources_are_settled_by_date() -> None:
    """Seven days from issue was in force in an earlier season; a week around the travel date is."""
    rules = {rule.rule_id: rule for rule in BOOK.permit_rules()}
    assert rules["seven-days-from-issue"].valid_until < rules["travel-week"].valid_from
    assert not rules["seven-days-from-issue"].holds({"today": 108, "issued": 100})
    assert rules["seven-days-from-issue"].holds({"today": 107, "issued": 100})


def test_there_are_enough_and_of_both_kinds() -> None:
    subjects = [rule.subject for rule in BOOK.rules]
    assert subjects.count(RuleSubject.PERMIT) >= 8
    assert subjects.count(RuleSubject.PROGRAMME) >= 4


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, []),
        ({"pilgrims": 101}, ["supervisor-per-fifty"]),
        ({"supervisors": 1}, ["supervisor-per-fifty"]),
        ({"pilgrims": 50, "supervisors": 1}, []),
        ({"makkah_hotel_metres": 1251}, ["bus-beyond-1250"]),
        ({"makkah_hotel_metres": 1251, "has_bus": True}, []),
        ({"makkah_hotel_metres": 3001, "has_bus": True}, ["makkah-hotel-distance"]),
        ({"makkah_hotel_metres": -1}, ["makkah-hotel-distance", "bus-beyond-1250"]),
        ({"madinah_hotel_metres": 1200}, []),
        (
            {"madinah_hotel_metres": 1201, "supervisors": 0},
            ["supervisor-per-fifty", "madinah-hotel-distance"],
        ),
    ],
)
def test_every_broken_rule_of_a_programme_is_named(
    changes: dict[str, Any], failed: list[str]
) -> None:
    failures = BOOK.programme_failures(replace(PROGRAMME, **changes), TODAY)
    assert [failure.rule_id for failure in failures] == failed
    assert all(failure.name_en and failure.name_ar for failure in failures)


def test_a_programme_is_held_to_the_rules_of_the_day() -> None:
    bare = replace(PROGRAMME, supervisors=0)
    assert BOOK.programme_failures(bare, date(2030, 1, 1)) == ()


def test_a_programme_rule_that_cannot_be_evaluated_is_broken() -> None:
    row = document(subject="programme", finding=None, expression="pilgrims / supervisors <= 50")
    book = parse_rules(encoded(row))
    assert book.programme_failures(PROGRAMME, TODAY) == ()
    (failure,) = book.programme_failures(replace(PROGRAMME, supervisors=0), TODAY)
    assert failure.rule_id == "r1"


@pytest.mark.parametrize(
    "expression", ["today / 0 == 1", "today", "visa_kind > 3", "today + 9223372036854775807 > 0"]
)
def test_a_permit_rule_that_cannot_be_evaluated_refers(expression: str) -> None:
    rules = parse_rules(encoded(document(expression=expression))).permit_rules()
    verdict = decide(but(rules=rules), NOW, reference.findings())
    assert (verdict.kind, verdict.codes) == (VerdictKind.REFER, (C.RULE_FAILED,))
    assert verdict.findings[0].detail == "r1"


def test_the_form_of_one_rule() -> None:
    (rule,) = parse_rules(encoded(document(applies="departing"))).rules
    assert (rule.rule_id, rule.finding, rule.departing_only) == ("r1", C.WRONG_DATE, True)
    assert (rule.valid_from, rule.valid_until) == (date(2026, 6, 1), date(2027, 6, 30))
    (rule,) = parse_rules(encoded(document(applies="both"))).rules
    assert not rule.departing_only


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": 7},
        {"id": ""},
        {"source": None},
        {"name_ar": "ا" * 501},
        {"subject": "pilgrim"},
        {"subject": "programme"},
        {"finding": None},
        {"finding": "REVOKED"},
        {"finding": "BAD_SIGNATURE"},
        {"finding": "SECOND_LINE_CLEARED"},
        {"finding": "STRANGE"},
        {"valid_from": "1 June"},
        {"valid_until": "2026-05-31"},
        {"applies": "returning"},
        {"extra": "field"},
        {"expression": "today >="},
        {"expression": "tomorrow > today"},
        {"expression": "supervisors > 0"},
        {"expression": "[1, 2].exists(x, x > today)"},
        {"expression": "(" * 250 + "true" + ")" * 240},
        {"expression": "today > 1" + " " * 500},
    ],
    ids=str,
)
def test_a_rule_of_another_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        parse_rules(encoded(document(**changes)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b" " * (RULES_LIMIT + 1),
        encoded(document() | {"version": 2}),
        encoded(document() | {"season": "1448"}),
        encoded(document() | {"season": True}),
        encoded(document() | {"rules": {}}),
        encoded(document() | {"rules": ["r1"]}),
        encoded(document() | {"rules": document()["rules"] * 2}),
        encoded(document() | {"rules": document()["rules"] * (RULE_COUNT_LIMIT + 1)}),
        b'{"version": 1, "version": 1, "season": 1448, "rules": []}',
    ],
    ids=lambda data: repr(data[:30]),
)
def test_a_file_of_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError):
        parse_rules(data)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(RuleError):
        parse_rules(data)


shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from([*document()["rules"][0], "applies"]), shapes)
def test_any_value_in_a_rule(field: str, value: object) -> None:
    with contextlib.suppress(RuleError):
        parse_rules(encoded(document() | {"rules": [document()["rules"][0] | {field: value}]}))


SIGNS = "today travel_out visa_kind has_visa 0 1 'x' true && || ! ( ) == < >= + - * / % in [ ] . ?"
expressions = st.lists(st.sampled_from(SIGNS.split(" ")), max_size=14).map(" ".join)


@given(expressions | st.text(max_size=60))
def test_any_expression(expression: str) -> None:
    """Only RuleError escapes, from the compiler and from the rule."""
    try:
        holds = compile_expression("r", expression, frozenset(PERMIT_VARIABLES))
        values = dict.fromkeys(PERMIT_VARIABLES, 7) | {"visa_kind": "umrah", "has_visa": True}
        assert isinstance(holds(values), bool)
    except RuleError as error:
        assert reference.error_message(error, "en")


def test_the_file_documents_the_variables() -> None:
    shipped = json.loads(reference.season_rules())["variables"]
    assert shipped == {"permit": dict(PERMIT_VARIABLES), "programme": dict(PROGRAMME_VARIABLES)}
