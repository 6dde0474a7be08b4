"""What the passport that was shown says beside the permit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex
from checkpoint_app.domain.verdict import VerdictKind
from tests.simulators.passport import zone_of
from tests.unit.domain.cases import CLAIMS, NOW, RECORD
from tests.unit.ui.lane.samples import PLACE, answer, turn
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_passport import present_checks, present_passport
from ui.lane.present_verdict import present_turn
from ui.lane.views import Mark

TONGUE = PlainTongue()
DIFFER = "Names differ, compare. In the passport: "


def document(names: str = "", nationality: str = "EGY") -> PresentedDocument:
    found = interpret(zone_of(RECORD, names, nationality)).document
    assert found is not None
    return found


@pytest.mark.parametrize("known", [RECORD, CLAIMS])
def test_names_that_agree_say_nothing(known: PermitRecord | PermitClaims) -> None:
    assert present_passport(document(), known, TONGUE) == ()


@pytest.mark.requirement("C1")
def test_names_that_differ_are_shown_beside_the_permits() -> None:
    hints = present_passport(document("ERIKSSON<<ANNA<MARIA"), RECORD, TONGUE)
    assert hints == (DIFFER + "ERIKSSON ANNA MARIA",)
    assert present_passport(document("ERIKSSON<<ANNA<MARIA"), CLAIMS, TONGUE) == hints


def test_a_name_that_was_cut_is_no_other_name() -> None:
    given, _, family = RECORD.name_latin.rpartition(" ")
    cut = replace(document(), names=f"{family} {given}"[:-3], names_truncated=True)
    assert present_passport(cut, RECORD, TONGUE) == ()


def test_no_names_no_hint() -> None:
    assert present_passport(None, RECORD, TONGUE) == ()
    assert present_passport(PresentedDocument("5678"), RECORD, TONGUE) == ()
    typed = PresentedDocument("5678", "A12345678", names="SMITH JOHN")
    assert present_passport(typed, RECORD, TONGUE) == ()


@pytest.mark.requirement("C1")
def test_what_was_read_with_doubt_is_named() -> None:
    wrong = interpret(zone_of(RECORD).replace(RECORD.passport, "A12345679")).document
    (said,) = present_passport(wrong, RECORD, TONGUE)
    assert said.startswith("A check digit is wrong, swipe again: number, ")
    (said,) = present_passport(document(nationality="QQQ"), RECORD, TONGUE)
    assert said == "Not read with certainty, swipe again: nationality"


def test_names_that_were_not_read_well_are_not_compared() -> None:
    (said,) = present_passport(document("SM1TH<<JOHN"), RECORD, TONGUE)
    assert said == "Not read with certainty, swipe again: names"


def test_the_verdict_stays_as_it_is() -> None:
    clear = answer(VerdictKind.CLEAR)
    plain = present_turn(turn(clear), PLACE, TONGUE, NOW)
    hinted = present_turn(turn(clear, document=document("SMITH<<JOHN")), PLACE, TONGUE, NOW)
    assert hinted.person is not None and hinted.person.hints == (DIFFER + "SMITH JOHN",)
    assert replace(hinted, person=plain.person) == plain


def checks(document: PresentedDocument, known: PermitRecord | PermitClaims = RECORD) -> list[str]:
    told = present_checks(document, known, TONGUE)
    return [f"{each.mark.value} {each.label} {each.value}".rstrip() for each in told]


@pytest.mark.requirement("C1")
def test_every_field_of_the_zone_is_told_beside_the_permits() -> None:
    same = ["good Number", "good Birth", "good Sex", "good Expiry", "good Names agree"]
    assert checks(document()) == same
    assert checks(document(), CLAIMS)[3] == "plain Expiry", "no print says it"


@pytest.mark.requirement("C1")
def test_a_field_that_differs_says_what_the_passport_has() -> None:
    zone = interpret(
        zone_of(
            replace(RECORD, birth=date(1991, 3, 16), sex=Sex.MALE, passport_expiry=date(2028, 2, 1))
        )
    ).document
    assert zone is not None
    found = checks(zone)
    assert found[1] == "bad Birth 16/03/91"
    assert found[2:4] == ["bad Sex Male", f"bad Expiry {TONGUE.date(date(2028, 2, 1))}"]
    other = interpret(zone_of(replace(RECORD, passport="B76543210"))).document
    assert other is not None
    assert checks(other)[0] == "bad Number B76543210"


def test_names_are_the_same_similar_or_different() -> None:
    given, _, family = RECORD.name_latin.rpartition(" ")
    first = given.split(" ")[0]
    assert checks(document(f"{family}<<{first}"))[4] == "noted Names similar"
    assert checks(document("ERIKSSON<<ANNA"))[4] == "warning Names differ"
    assert len(checks(replace(document(), names=""))) == 4


def test_what_was_misread_or_keyed_is_not_told_field_by_field() -> None:
    assert present_checks(PresentedDocument("5678"), RECORD, TONGUE) == ()
    assert present_checks(replace(document(), checks_failed=True), RECORD, TONGUE) == ()
    assert present_checks(None, RECORD, TONGUE) == ()


def test_a_passport_that_matches_is_told_beside_a_signed_code_too() -> None:
    shown = present_turn(turn(answer(), document=document()), PLACE, TONGUE, NOW).person
    assert shown is not None
    assert (shown.passport_mark, shown.passport_note) == (Mark.GOOD, "The passport matches")


def test_a_passport_with_another_date_is_not_called_another_passport() -> None:
    refer = answer(VerdictKind.REFER, Finding(FindingCode.DOCUMENT_MISMATCH, "expiry"))
    other = replace(document(), expiry=date(2028, 2, 1))
    shown = present_turn(turn(refer, document=other), PLACE, TONGUE, NOW).person
    assert shown is not None
    assert shown.passport_note == "The passport differs from the permit"
