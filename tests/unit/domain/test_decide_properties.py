"""What holds of every verdict, whatever the facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.domain.decide import Verdict, VerdictKind, decide
from checkpoint_app.domain.facts import (
    ClockState,
    DataKind,
    Facts,
    PresentedDocument,
    ReadingKind,
    RecordState,
    Relief,
    SecondLineOutcome,
    TokenState,
)
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitRecord, PermitStatus, Sex
from checkpoint_app.domain.programme import EntityState
from tests.unit.domain.cases import (
    CLEAR,
    ELSEWHERE,
    NOW,
    NUMBER,
    PASSPORT,
    TYPED,
    but,
    issued,
    past,
    rule,
)

Spoil = Callable[[Facts], Facts]
GRAVITY = {VerdictKind.CLEAR: 0, VerdictKind.REFER: 1, VerdictKind.REFUSE: 2}
HOUR = timedelta(hours=1)


def verdict(facts: Facts) -> Verdict:
    return decide(facts, NOW, reference.findings())


def worse_record(change: Callable[[PermitRecord], PermitRecord]) -> Spoil:
    return lambda facts: but(facts, record=facts.record and change(facts.record))


def worse_document(**changes: object) -> Spoil:
    def spoil(facts: Facts) -> Facts:
        return but(facts, document=replace(facts.document or PASSPORT, **changes))  # type: ignore[arg-type]

    return spoil


def older(kind: DataKind, hours: int) -> Spoil:
    """One more, older answer: of several the oldest counts. What is missing stays missing."""

    def spoil(facts: Facts) -> Facts:
        if kind not in dict(facts.data_issued):
            return facts
        return but(facts, data_issued=(*facts.data_issued, (kind, NOW - timedelta(hours=hours))))

    return spoil


def unless_refusing(spoil: Spoil) -> Spoil:
    """Leaves alone what refuses already: not to know it would be the lesser evil."""

    def guarded(facts: Facts) -> Facts:
        refusing = facts.token is TokenState.BAD_SIGNATURE or facts.status is PermitStatus.REVOKED
        return facts if refusing else spoil(facts)

    return guarded


def without_data(kind: DataKind) -> Spoil:
    return lambda facts: but(
        facts, data_issued=tuple(pair for pair in facts.data_issued if pair[0] is not kind)
    )


# Each makes one fact worse, or takes it away, and touches no other.
LACKING: dict[str, Spoil] = {
    "claims": lambda facts: but(facts, claims=None),
    "token": unless_refusing(lambda facts: but(facts, token=TokenState.ABSENT, claims=None)),
    "record": lambda facts: but(facts, record=None, record_state=RecordState.NOT_ON_FILE),
    "status": unless_refusing(lambda facts: but(facts, status=None)),
    "company": lambda facts: but(facts, company_state=None),
    "agent": lambda facts: but(facts, agent_state=None),
    "programme": lambda facts: but(facts, programme_state=None),
    "rules": lambda facts: but(facts, rules=None),
    "records data": without_data(DataKind.RECORDS),
    "status data": without_data(DataKind.STATUS),
    "state data": without_data(DataKind.STATE),
    "all data": lambda facts: but(facts, data_issued=()),
}
BAD: dict[str, Spoil] = LACKING | {
    "false token": lambda facts: but(facts, token=TokenState.BAD_SIGNATURE),
    "edited": lambda facts: but(facts, record_state=RecordState.ALTERED),
    "revoked": lambda facts: but(facts, status=PermitStatus.REVOKED),
    "company cancelled": lambda facts: but(facts, company_state=EntityState.CANCELLED),
    "agent suspended": lambda facts: but(facts, agent_state=EntityState.SUSPENDED),
    "programme cancelled": lambda facts: but(facts, programme_state=EntityState.CANCELLED),
    "clock": lambda facts: but(facts, clock=ClockState.SUSPECT),
    "left here": lambda facts: but(facts, movements=(*facts.movements, past(hours_ago=0))),
    "left elsewhere": lambda facts: but(
        facts, movements=(*facts.movements, past(port=ELSEWHERE, hours_ago=0))
    ),
    "rule broken": lambda facts: but(
        facts, rules=None if facts.rules is None else (*facts.rules, rule(False))
    ),
    "other person": worse_record(lambda kept: replace(kept, birth=date(1955, 1, 1))),
    "other port": worse_record(lambda kept: replace(kept, ports=0)),
    "expired": worse_record(lambda kept: replace(kept, valid_until=date(2026, 1, 1))),
    "other passport": worse_document(number="B7654321", number_tail="4321"),
    "man": worse_document(sex=Sex.MALE),
    "misread": worse_document(checks_failed=True),
    "stale": older(DataKind.STATUS, 30),
    "very old": older(DataKind.RECORDS, 1000),
    "from the future": older(DataKind.STATE, -3),
}
# Facts in the pilgrim's favour, which a bad one must not turn round. (A second line's decision is
# for the finding that it covers, and is not among them.)
KIND: dict[str, Spoil] = {
    "relief": lambda facts: but(
        facts, reliefs=(Relief(FindingCode.WRONG_PORT, NOW - HOUR, NOW + HOUR, "o"),)
    ),
    "accepted": lambda facts: but(facts, accepted_stale_until=NOW + HOUR),
    "came back": lambda facts: but(
        facts, movements=(past(hours_ago=9), past(MovementKind.RETURNED, hours_ago=4))
    ),
    "exempt": lambda facts: but(facts, exempt_visa=True),
    "document": lambda facts: but(facts, document=PASSPORT),
}

starts = st.sampled_from([CLEAR, TYPED, but(TYPED, reading=ReadingKind.PASSPORT)])
steps = st.lists(st.sampled_from(sorted(BAD)), max_size=5)
favours = st.lists(st.sampled_from(sorted(KIND)), max_size=3)
directions = st.sampled_from(Direction)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    facts = reduce(lambda known, name: KIND[name](known), draw(favours), draw(starts))
    return reduce(lambda known, name: BAD[name](known), draw(steps), facts)


@given(any_facts(), st.sampled_from(sorted(BAD)))
def test_one_more_bad_fact_never_makes_it_better(facts: Facts, name: str) -> None:
    before, after = verdict(facts).kind, verdict(BAD[name](facts)).kind
    assert before is not None
    assert after is not None
    assert GRAVITY[after] >= GRAVITY[before]


@pytest.mark.parametrize("name", sorted(set(BAD) - set(LACKING)))
def test_every_bad_fact_is_seen(name: str) -> None:
    assert verdict(BAD[name](CLEAR)).kind is not VerdictKind.CLEAR


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("name", sorted(LACKING))
def test_missing_information_is_never_clear(name: str) -> None:
    assert verdict(CLEAR).kind is VerdictKind.CLEAR
    assert verdict(LACKING[name](CLEAR)).kind is VerdictKind.REFER


@pytest.mark.requirement("C2")
@given(any_facts(), st.sampled_from(sorted(LACKING)))
def test_missing_information_is_never_clear_among_others(facts: Facts, name: str) -> None:
    if name in ("claims", "token") and facts.reading is not ReadingKind.TOKEN:
        return  # a number or a passport has no token to miss
    if name in ("claims", "token") and facts.document is not None:
        return  # the passport proves the person in the token's stead
    assert verdict(LACKING[name](facts)).kind is not VerdictKind.CLEAR


@given(starts)
def test_a_reading_without_signature_needs_the_passport(facts: Facts) -> None:
    alone = but(facts, token=TokenState.ABSENT, claims=None, document=None)
    assert verdict(alone).kind is VerdictKind.REFER


outcomes = st.builds(
    SecondLineOutcome,
    st.sampled_from([NUMBER, NUMBER + 1]),
    st.frozensets(st.sampled_from(FindingCode), max_size=4),
    st.sampled_from([NOW, NOW + HOUR]),
    st.booleans(),
    st.sampled_from([None, NOW - HOUR, NOW - 5 * HOUR]),
)
reliefs = st.builds(
    Relief,
    st.sampled_from(FindingCode),
    st.just(NOW - HOUR),
    st.sampled_from([NOW, NOW + HOUR]),
    st.sampled_from(["order 1", "order 2"]),
)
movements = st.builds(
    past,
    st.sampled_from(MovementKind),
    st.sampled_from([0, ELSEWHERE]),
    st.sampled_from([1.0, 2.0, 3.0]),
)
rules = st.builds(
    rule,
    st.booleans(),
    st.sampled_from([FindingCode.WRONG_DATE, FindingCode.VISA_EXPIRED]),
    st.sampled_from(["r1", "r2", "r3"]),
)
ages = st.tuples(
    st.sampled_from(DataKind),
    st.none() | st.sampled_from([0, 7, 30, 200]).map(lambda hours: NOW - timedelta(hours=hours)),
)


@given(any_facts(), directions, st.data())
def test_the_order_of_facts_does_not_matter(
    facts: Facts, direction: Direction, data: st.DataObject
) -> None:
    groups = {
        "outcomes": data.draw(st.lists(outcomes, max_size=3)),
        "reliefs": data.draw(st.lists(reliefs, max_size=3)),
        "movements": data.draw(st.lists(movements, max_size=4)),
        "rules": data.draw(st.lists(rules, max_size=4)),
        "data_issued": [*issued(), *data.draw(st.lists(ages, max_size=3))],
        "grades": list(CLEAR.grades),
    }
    one = {name: tuple(values) for name, values in groups.items()}
    other = {name: tuple(data.draw(st.permutations(values))) for name, values in groups.items()}
    first = verdict(but(facts, direction=direction, **one))
    assert first == verdict(but(facts, direction=direction, **other))


@given(any_facts(), st.sampled_from(ReadingKind), st.lists(outcomes, max_size=2))
def test_a_returning_pilgrim_is_never_held(
    facts: Facts, reading: ReadingKind, answered: list[SecondLineOutcome]
) -> None:
    home = but(facts, direction=Direction.RETURNING, reading=reading, outcomes=tuple(answered))
    unread = reading in (
        ReadingKind.UNREADABLE,
        ReadingKind.NOT_A_PERMIT,
        ReadingKind.SCANNER_LAYOUT,
        ReadingKind.NOTICE,
    )
    assert verdict(home).kind is (None if unread else VerdictKind.CLEAR)


@given(any_facts(), directions)
def test_findings_come_once_and_worst_first(facts: Facts, direction: Direction) -> None:
    table = reference.findings()
    codes = verdict(but(facts, direction=direction)).codes
    assert len(set(codes)) == len(codes)
    if direction is Direction.DEPARTING:
        places = [(-(table[code].departing or 0), table[code].rank) for code in codes]
        assert places == sorted(places)


@given(any_facts(), outcomes)
def test_a_second_line_makes_nothing_worse_and_leaves_nothing_uncovered(
    facts: Facts, answered: SecondLineOutcome
) -> None:
    table = reference.findings()
    before, after = verdict(facts), verdict(but(facts, outcomes=(answered,)))
    assert before.kind is not None
    assert after.kind is not None
    assert GRAVITY[after.kind] <= GRAVITY[before.kind]
    if after.kind is VerdictKind.CLEAR and before.kind is not VerdictKind.CLEAR:
        held = {code for code in before.codes if (table[code].departing or 0) >= 2}
        assert held <= answered.covers


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=8))
def test_no_presented_text_breaks_it(number: str, tail: str, birth: str) -> None:
    document = PresentedDocument(tail, number or None, birth_yymmdd=birth)
    assert verdict(but(TYPED, document=document)).kind is not None
