"""What a scan is answered, fact by fact. The table of findings is the one that ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

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
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus, Sex
from checkpoint_app.domain.programme import EntityState
from tests.unit.domain.cases import (
    CLEAR,
    ELSEWHERE,
    NOW,
    NUMBER,
    PASSPORT,
    TYPED,
    but,
    claims,
    issued,
    past,
    record,
    rule,
)

C = FindingCode
HOUR = timedelta(hours=1)


def verdict(facts: Facts) -> Verdict:
    return decide(facts, NOW, reference.findings())


def broken(*_: object) -> bool:
    raise ZeroDivisionError


def outcome(*covers: C, supervisor: bool = False, permit: int = NUMBER) -> SecondLineOutcome:
    return SecondLineOutcome(permit, frozenset(covers), NOW + HOUR, supervisor, NOW - HOUR)


OFF_FILE = but(record_state=RecordState.NOT_ON_FILE, record=None, agent_state=None)

# (what is wrong, facts, verdict, codes): departing.
DEPARTING = [
    ("nothing", CLEAR, "clear", []),
    ("typed, with the passport", TYPED, "clear", []),
    ("typed, four characters keyed", but(TYPED, document=PresentedDocument("٥678")), "clear", []),
    ("swiped alone", but(TYPED, reading=ReadingKind.PASSPORT), "clear", []),
    ("false token", but(token=TokenState.BAD_SIGNATURE), "refuse", [C.BAD_SIGNATURE]),
    ("unknown key", but(token=TokenState.UNKNOWN_ISSUER), "refer", [C.UNKNOWN_ISSUER]),
    ("old key", but(token=TokenState.ISSUER_KEY_EXPIRED), "refer", [C.ISSUER_KEY_EXPIRED]),
    ("token without a check", but(token=TokenState.ABSENT), "refer", [C.DOCUMENT_NEEDED]),
    ("token without claims", but(claims=None), "refer", [C.DOCUMENT_NEEDED]),
    ("not synced", OFF_FILE, "refer", [C.NOT_ON_FILE]),
    ("found, but empty", but(record=None), "refer", [C.NOT_ON_FILE]),
    ("edited", but(record_state=RecordState.ALTERED), "refer", [C.RECORD_ALTERED]),
    (
        "block of a strange key",
        but(record_state=RecordState.UNKNOWN_ISSUER),
        "refer",
        [C.UNKNOWN_ISSUER],
    ),
    (
        "block of an old key",
        but(record_state=RecordState.ISSUER_KEY_EXPIRED),
        "refer",
        [C.ISSUER_KEY_EXPIRED],
    ),
    (
        "not synced, expired, elsewhere",
        but(OFF_FILE, claims=claims(expires=NOW, ports=1 << ELSEWHERE)),
        "refer",
        [C.NOT_ON_FILE, C.EXPIRED, C.WRONG_PORT],
    ),
    (
        "not synced, too early",
        but(OFF_FILE, claims=claims(not_before=NOW + HOUR)),
        "refer",
        [C.NOT_ON_FILE, C.NOT_YET_VALID],
    ),
    (
        "not synced, revoked",
        but(OFF_FILE, status=PermitStatus.REVOKED),
        "refuse",
        [C.REVOKED, C.NOT_ON_FILE],
    ),
    ("other person", but(claims=claims(passport="A00000069")), "refer", [C.IDENTITY_MISMATCH]),
    ("other name", but(claims=claims(name_latin="SOMEONE")), "refer", [C.IDENTITY_MISMATCH]),
    ("other number", but(claims=claims(number=1)), "refer", [C.IDENTITY_MISMATCH]),
    ("older print", but(record=record(issue=2)), "clear", [C.SUPERSEDED]),
    (
        "older print, renewed passport and name",
        but(record=record(issue=2, passport="A999", name_latin="OTHER")),
        "clear",
        [C.SUPERSEDED],
    ),
    (
        "older print, other person",
        but(record=record(issue=2, birth=date(1980, 1, 1))),
        "refer",
        [C.IDENTITY_MISMATCH, C.SUPERSEDED],
    ),
    ("newer print", but(claims=claims(issue=2)), "refer", [C.NOT_ON_FILE]),
    ("too early", but(record=record(valid_from=date(2026, 11, 23))), "refer", [C.NOT_YET_VALID]),
    ("too late", but(record=record(valid_until=date(2026, 11, 21))), "refer", [C.EXPIRED]),
    (
        "the record extends the print",
        but(claims=claims(expires=NOW - HOUR, ports=1 << ELSEWHERE)),
        "clear",
        [],
    ),
    ("revoked", but(status=PermitStatus.REVOKED), "refuse", [C.REVOKED]),
    ("suspended", but(status=PermitStatus.SUSPENDED), "refer", [C.SUSPENDED]),
    ("status unknown", but(status=None), "refer", [C.DATA_STALE]),
    (
        "status unknown, accepted for the shift",
        but(status=None, accepted_stale_until=NOW + HOUR),
        "refer",
        [C.DATA_STALE],
    ),
    ("company suspended", but(company_state=EntityState.SUSPENDED), "refer", [C.COMPANY_SUSPENDED]),
    ("company cancelled", but(company_state=EntityState.CANCELLED), "refer", [C.COMPANY_CANCELLED]),
    ("programme", but(programme_state=EntityState.CANCELLED), "refer", [C.PROGRAMME_CANCELLED]),
    ("agent", but(agent_state=EntityState.SUSPENDED), "refer", [C.PROGRAMME_CANCELLED]),
    ("wrong port", but(port_bit=ELSEWHERE), "refer", [C.WRONG_PORT]),
    ("typed alone", but(TYPED, document=None), "refer", [C.DOCUMENT_NEEDED]),
    (
        "typed, three characters keyed",
        but(TYPED, document=PresentedDocument("678")),
        "refer",
        [C.DOCUMENT_NEEDED],
    ),
    (
        "misread zone",
        but(document=replace(PASSPORT, checks_failed=True)),
        "refer",
        [C.DOCUMENT_NEEDED],
    ),
    (
        "swiped alone, tail only",
        but(TYPED, reading=ReadingKind.PASSPORT, document=PresentedDocument("5678")),
        "refer",
        [C.DOCUMENT_NEEDED],
    ),
    (
        "swiped alone, no permit",
        but(
            TYPED,
            reading=ReadingKind.PASSPORT,
            record=None,
            record_state=RecordState.NOT_ON_FILE,
            status=None,
            company_state=None,
            agent_state=None,
            programme_state=None,
        ),
        "refer",
        [C.NOT_ON_FILE],
    ),
    ("other tail", but(TYPED, document=PresentedDocument("5679")), "refer", [C.DOCUMENT_MISMATCH]),
    (
        "other number, same tail",
        but(TYPED, document=replace(PASSPORT, number="B12345678")),
        "refer",
        [C.DOCUMENT_MISMATCH],
    ),
    ("other sex", but(document=replace(PASSPORT, sex=Sex.MALE)), "refer", [C.DOCUMENT_MISMATCH]),
    (
        "other birth date in the zone",
        but(document=replace(PASSPORT, birth=None, birth_yymmdd="900316")),
        "refer",
        [C.DOCUMENT_MISMATCH],
    ),
    (
        "birth day not known to the passport",
        but(document=replace(PASSPORT, birth=None, birth_yymmdd="9003<<")),
        "clear",
        [],
    ),
    (
        "other passport, not synced",
        but(OFF_FILE, document=replace(PASSPORT, number="B1234567")),
        "refer",
        [C.NOT_ON_FILE, C.DOCUMENT_MISMATCH],
    ),
    (
        "expired passport",
        but(
            document=replace(PASSPORT, expiry=date(2026, 11, 21)),
            record=record(passport_expiry=date(2026, 11, 21)),
        ),
        "refer",
        [C.DOCUMENT_EXPIRES_SOON],
    ),
    (
        "other expiry in the zone",
        but(document=replace(PASSPORT, expiry=date(2028, 5, 1))),
        "refer",
        [C.DOCUMENT_MISMATCH],
    ),
    (
        "expiry not on record",
        but(
            document=replace(PASSPORT, expiry=date(2028, 5, 1)),
            record=record(passport_expiry=None),
        ),
        "clear",
        [],
    ),
    ("left already", but(movements=(past(),)), "refer", [C.ALREADY_DEPARTED_HERE]),
    (
        "left elsewhere",
        but(movements=(past(port=ELSEWHERE),)),
        "refer",
        [C.ALREADY_DEPARTED_ELSEWHERE],
    ),
    (
        "left at both",
        but(movements=(past(port=ELSEWHERE), past(hours_ago=1))),
        "refer",
        [C.ALREADY_DEPARTED_HERE, C.ALREADY_DEPARTED_ELSEWHERE],
    ),
    (
        "left and came back",
        but(movements=(past(), past(MovementKind.RETURNED, hours_ago=1))),
        "clear",
        [],
    ),
    (
        "referred and deferred before",
        but(movements=(past(MovementKind.REFERRED), past(MovementKind.DEFERRED))),
        "clear",
        [],
    ),
    ("rule broken", but(rules=(rule(False, C.VISA_EXPIRED),)), "refer", [C.VISA_EXPIRED]),
    ("rule raises", but(rules=(replace(rule(), holds=broken),)), "refer", [C.RULE_FAILED]),
    (
        "rule answers neither",
        but(rules=(replace(rule(), holds=lambda _: 1),)),  # type: ignore[arg-type,return-value]
        "refer",
        [C.RULE_FAILED],
    ),
    ("no rules", but(rules=None), "refer", [C.RULE_FAILED]),
    ("a season without rules", but(rules=()), "clear", []),
    (
        "rules of another year",
        but(rules=(replace(rule(), valid_until=date(2026, 2, 1)),)),
        "refer",
        [C.RULE_FAILED],
    ),
    (
        "broken, but not in force",
        but(rules=(rule(), replace(rule(False), rule_id="r2", valid_from=date(2026, 12, 1)))),
        "clear",
        [],
    ),
    ("exempt by its kind", but(rules=(rule(False, C.EXEMPT_VISA),)), "clear", [C.EXEMPT_VISA]),
    ("status ageing", but(data_issued=issued(status=7)), "clear", [C.DATA_AGEING]),
    ("status stale", but(data_issued=issued(status=25)), "refer", [C.DATA_STALE]),
    (
        "status stale, records ageing",
        but(data_issued=issued(status=25, records=30)),
        "refer",
        [C.DATA_STALE, C.DATA_AGEING],
    ),
    (
        "stale and accepted",
        but(data_issued=issued(status=25), accepted_stale_until=NOW + HOUR),
        "clear",
        [C.DATA_AGEING],
    ),
    (
        "stale, the shift is over",
        but(data_issued=issued(status=25), accepted_stale_until=NOW),
        "refer",
        [C.DATA_STALE],
    ),
    (
        "past accepting",
        but(data_issued=issued(records=169), accepted_stale_until=NOW + HOUR),
        "refer",
        [C.DATA_STALE],
    ),
    ("no state data", but(data_issued=issued()[:2]), "refer", [C.DATA_STALE]),
    (
        "data of an unknown age",
        but(data_issued=((DataKind.RECORDS, None), *issued()[1:])),
        "refer",
        [C.DATA_STALE],
    ),
    ("signed in the future", but(data_issued=issued(state=-0.2)), "refer", [C.CLOCK_SUSPECT]),
    ("signed a minute ahead", but(data_issued=issued(state=-0.02)), "clear", []),
    ("clock", but(clock=ClockState.SUSPECT), "refer", [C.CLOCK_SUSPECT]),
    (
        "exempt visa, no permit",
        Facts(Direction.DEPARTING, ReadingKind.NOTHING, 0, exempt_visa=True),
        "clear",
        [C.EXEMPT_VISA],
    ),
    (
        "other visa, no permit",
        Facts(Direction.DEPARTING, ReadingKind.NOTHING, 0, exempt_visa=False),
        "refer",
        [C.NOT_ON_FILE],
    ),
    (
        "no visa, no permit",
        Facts(Direction.DEPARTING, ReadingKind.NOTHING, 0),
        "refer",
        [C.NOT_ON_FILE],
    ),
    ("torn", but(reading=ReadingKind.UNREADABLE), None, [C.UNREADABLE]),
    ("boarding pass", but(reading=ReadingKind.NOT_A_PERMIT), None, [C.NOT_A_PERMIT]),
    ("layout", but(reading=ReadingKind.SCANNER_LAYOUT), None, [C.SCANNER_LAYOUT]),
]

GONE = (past(hours_ago=200),)
HOME = but(direction=Direction.RETURNING, movements=GONE)
RETURNING = [
    ("nothing", HOME, "clear", []),
    ("never left", but(HOME, movements=()), "clear", [C.NOT_DEPARTED]),
    (
        "came back before",
        but(HOME, movements=(*GONE, past(MovementKind.RETURNED))),
        "clear",
        [C.NOT_DEPARTED],
    ),
    ("false token", but(HOME, token=TokenState.BAD_SIGNATURE), "clear", [C.BAD_SIGNATURE]),
    ("revoked", but(HOME, status=PermitStatus.REVOKED), "clear", [C.REVOKED]),
    ("stale", but(HOME, data_issued=()), "clear", [C.DATA_STALE]),
    (
        "valid until the journey is over",
        but(HOME, record=record(valid_until=date(2026, 11, 20))),
        "clear",
        [],
    ),
    (
        "stayed too long",
        but(HOME, record=record(valid_until=date(2026, 11, 9), travel_back=date(2026, 11, 20))),
        "clear",
        [C.EXPIRED],
    ),
    (
        "rules for leaving say nothing",
        but(HOME, rules=(replace(rule(False), departing_only=True),)),
        "clear",
        [],
    ),
    ("rule for both ways", but(HOME, rules=(rule(False),)), "clear", [C.WRONG_DATE]),
    (
        "nothing to show",
        Facts(Direction.RETURNING, ReadingKind.NOTHING, 0),
        "clear",
        [C.NOT_DEPARTED],
    ),
    ("torn", but(HOME, reading=ReadingKind.UNREADABLE), None, [C.UNREADABLE]),
]


def ids(cases: list[tuple[str, Facts, str | None, list[C]]]) -> list[str]:
    return [name for name, *_ in cases]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(("_", "facts", "kind", "codes"), DEPARTING, ids=ids(DEPARTING))
def test_departing(_: str, facts: Facts, kind: str | None, codes: list[C]) -> None:
    assert verdict(facts).kind == kind
    assert list(verdict(facts).codes) == codes


@pytest.mark.parametrize(("_", "facts", "kind", "codes"), RETURNING, ids=ids(RETURNING))
def test_returning(_: str, facts: Facts, kind: str | None, codes: list[C]) -> None:
    assert verdict(facts).kind == kind
    assert list(verdict(facts).codes) == codes


@pytest.mark.requirement("A10")
def test_a_permit_holds_at_its_ports_and_on_its_days_only() -> None:
    facts = but(port_bit=ELSEWHERE, record=record(valid_until=date(2026, 11, 21)))
    assert verdict(facts).codes == (C.EXPIRED, C.WRONG_PORT)
    assert verdict(facts).kind is VerdictKind.REFER


def test_the_day_is_that_of_cairo() -> None:
    last = but(record=record(valid_until=date(2026, 11, 22)))
    late = NOW.replace(hour=21, minute=59)  # 23:59 in Cairo, which is two hours ahead in winter
    table = reference.findings()
    fresh = issued()
    assert decide(but(last, data_issued=fresh), late, table).codes == (C.DATA_AGEING,)
    after = decide(but(last, data_issued=fresh), late + timedelta(minutes=1), table)
    assert C.EXPIRED in after.codes


def test_all_findings_are_listed_worst_first_and_each_once() -> None:
    rules = (rule(False, rule_id="b"), rule(False, rule_id="a"), rule(False, C.EXEMPT_VISA, "c"))
    facts = but(status=PermitStatus.REVOKED, rules=rules, port_bit=ELSEWHERE)
    assert verdict(facts).findings == (
        Finding(C.REVOKED),
        Finding(C.WRONG_PORT),
        Finding(C.WRONG_DATE, "a, b"),
        Finding(C.EXEMPT_VISA, "c"),
    )


def test_details_say_what_the_sentence_leaves_open() -> None:
    details = {
        finding.code: finding.detail
        for finding in verdict(
            but(
                movements=(past(), past(port=ELSEWHERE)),
                agent_state=EntityState.CANCELLED,
                company_state=None,
                record=record(issue=2, valid_until=date(2026, 11, 1), sex=Sex.MALE),
            )
        ).findings
    }
    assert details == {
        C.ALREADY_DEPARTED_HERE: "G4 2026-11-22 09:30",
        C.ALREADY_DEPARTED_ELSEWHERE: "12 2026-11-22 09:30",
        C.PROGRAMME_CANCELLED: "agent cancelled",
        C.DATA_STALE: "company state unknown",
        C.SUPERSEDED: "issue 1 of 2",
        C.EXPIRED: "2026-11-01",
        C.IDENTITY_MISMATCH: "sex",
    }


class TestSecondLine:
    def test_clears_what_it_was_asked(self) -> None:
        facts = but(port_bit=ELSEWHERE, outcomes=(outcome(C.WRONG_PORT),))
        assert verdict(facts).kind is VerdictKind.CLEAR
        assert verdict(facts).codes == (C.SECOND_LINE_CLEARED, C.WRONG_PORT)

    def test_what_it_was_not_asked_decides(self) -> None:
        facts = but(port_bit=ELSEWHERE, status=PermitStatus.SUSPENDED)
        answered = verdict(but(facts, outcomes=(outcome(C.WRONG_PORT),)))
        assert answered.kind is VerdictKind.REFER
        assert answered.codes == (C.SUSPENDED, C.WRONG_PORT)

    def test_several_add_up(self) -> None:
        facts = but(port_bit=ELSEWHERE, status=PermitStatus.SUSPENDED)
        both = (outcome(C.WRONG_PORT), outcome(C.SUSPENDED))
        assert verdict(but(facts, outcomes=both)).kind is VerdictKind.CLEAR

    def test_lifts_a_refusal_only_by_a_supervisor(self) -> None:
        facts = but(status=PermitStatus.REVOKED)
        assert verdict(but(facts, outcomes=(outcome(C.REVOKED),))).kind is VerdictKind.REFUSE
        lifted = verdict(but(facts, outcomes=(outcome(C.REVOKED, supervisor=True),)))
        assert lifted.kind is VerdictKind.CLEAR

    @pytest.mark.parametrize(
        "wrong",
        [
            replace(outcome(C.WRONG_PORT), until=NOW),
            outcome(C.WRONG_PORT, permit=NUMBER + 1),
            outcome(C.EXPIRED),
        ],
        ids=["lapsed", "other permit", "other finding"],
    )
    def test_not_otherwise(self, wrong: SecondLineOutcome) -> None:
        answered = verdict(but(port_bit=ELSEWHERE, outcomes=(wrong,)))
        assert (answered.kind, answered.codes) == (VerdictKind.REFER, (C.WRONG_PORT,))

    def test_finds_an_unproven_permit_by_the_number_read(self) -> None:
        facts = but(
            OFF_FILE,
            token=TokenState.BAD_SIGNATURE,
            claims=None,
            outcomes=(outcome(C.BAD_SIGNATURE, C.NOT_ON_FILE, supervisor=True),),
        )
        assert verdict(facts).kind is VerdictKind.REFUSE
        assert verdict(but(facts, permit=NUMBER)).kind is VerdictKind.CLEAR

    def test_covers_no_departure_made_since(self) -> None:
        covering = outcome(C.ALREADY_DEPARTED_HERE)
        before = but(movements=(past(hours_ago=2),), outcomes=(covering,))
        since = but(movements=(past(hours_ago=0.5),), outcomes=(covering,))
        undated = but(before, outcomes=(replace(covering, taken=None),))
        assert verdict(before).kind is VerdictKind.CLEAR
        assert verdict(since).kind is VerdictKind.REFER
        assert verdict(undated).kind is VerdictKind.REFER


class TestRelief:
    def relief(self, code: C) -> Relief:
        return Relief(code, NOW, NOW + HOUR, "order 12")

    def test_takes_the_place_of_the_finding(self) -> None:
        facts = but(port_bit=ELSEWHERE, reliefs=(self.relief(C.WRONG_PORT),))
        assert verdict(facts).kind is VerdictKind.CLEAR
        assert verdict(facts).findings == (Finding(C.RELIEF_IN_FORCE, "WRONG_PORT order 12"),)

    def test_is_named_even_where_nothing_is_wrong(self) -> None:
        assert verdict(but(reliefs=(self.relief(C.EXPIRED),))).codes == (C.RELIEF_IN_FORCE,)

    @pytest.mark.parametrize(
        ("code", "spoilt"),
        [
            (C.REVOKED, but(status=PermitStatus.REVOKED)),
            (C.NOT_ON_FILE, OFF_FILE),
            (C.DATA_STALE, but(status=None)),
            (C.ALREADY_DEPARTED_HERE, but(movements=(past(),))),
            (C.COMPANY_CANCELLED, but(company_state=EntityState.CANCELLED)),
        ],
    )
    def test_relaxes_no_sanction_identity_or_missing_data(self, code: C, spoilt: Facts) -> None:
        assert verdict(but(spoilt, reliefs=(self.relief(code),))) == verdict(spoilt)

    def test_ends(self) -> None:
        early = Relief(C.WRONG_PORT, NOW + HOUR, NOW + 2 * HOUR, "o")
        over = Relief(C.WRONG_PORT, NOW - HOUR, NOW, "o")
        facts = but(port_bit=ELSEWHERE, reliefs=(early, over))
        assert verdict(facts).codes == (C.WRONG_PORT,)


def test_every_finding_can_be_reached() -> None:
    cases = [facts for _, facts, _, _ in (*DEPARTING, *RETURNING)]
    cases.append(but(port_bit=ELSEWHERE, outcomes=(outcome(C.WRONG_PORT),)))
    cases.append(but(reliefs=(Relief(C.EXPIRED, NOW, NOW + HOUR, "o"),)))
    cases += [but(rules=(rule(False, code),)) for code in (C.VISA_MISSING, C.VACCINATION_DUE)]
    reached = {code for facts in cases for code in verdict(facts).codes}
    assert reached == set(FindingCode)


def test_every_finding_of_the_table_has_its_weight() -> None:
    for code, text in reference.findings().items():
        assert text.code is code
        assert text.departing is not None or code is C.NOT_DEPARTED
