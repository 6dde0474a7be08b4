"""What the passport that was shown says beside the permit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.permit import PermitClaims, PermitRecord
from checkpoint_app.domain.verdict import VerdictKind
from tests.simulators.passport import zone_of
from tests.unit.domain.cases import CLAIMS, NOW, RECORD
from tests.unit.ui.lane.samples import PLACE, answer, turn
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_passport import present_passport
from ui.lane.present_verdict import present_turn

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
