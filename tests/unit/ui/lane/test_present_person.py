"""Who the permit is for."""

from __future__ import annotations

import pytest

from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.lane import Answer
from tests.unit.domain.cases import NUMBER, RECORD, record
from tests.unit.ui.lane.samples import PLACE, answer
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_person import present_person
from ui.lane.views import Mark, PersonView

TONGUE = PlainTongue()


def shown(answered: Answer) -> PersonView:
    view = present_person(answered, PLACE, TONGUE)
    assert view is not None
    return view


def facts(view: PersonView) -> dict[str, str]:
    return {fact.label: fact.value for fact in view.facts}


@pytest.mark.requirement("C1")
def test_both_names_and_the_last_four_apart():
    view = shown(answer())
    assert (view.name_arabic, view.name_latin) == (RECORD.name_arabic, RECORD.name_latin)
    assert (view.passport_head, view.passport_tail) == ("A1234", "5678")


def test_every_fact_of_a_record():
    assert facts(shown(answer())) == {
        "Born": "15 March 1990",
        "Sex": "Female",
        "Programme": "77",
        "Company": "412",
        "Ports": "Cairo International Airport",
        "Flight": "MS671",
        "Leaves": "22 November 2026",
        "Returns": "4 December 2026",
        "Valid until": "26 November 2026",
    }


def test_a_token_alone_tells_what_it_claims():
    view = shown(answer(VerdictKind.REFER, FindingCode.NOT_ON_FILE, record=None))
    assert view.name_arabic == ""
    assert "Valid until" not in facts(view)


def test_nobody_is_shown_whom_no_signature_proves():
    nobody = answer(VerdictKind.REFUSE, FindingCode.BAD_SIGNATURE, record=None, claims=None)
    assert present_person(nobody, PLACE, TONGUE) is None


@pytest.mark.parametrize(
    ("kind", "code", "mark"),
    [
        (ReadingKind.TOKEN, None, Mark.PLAIN),
        (ReadingKind.NUMBER, None, Mark.GOOD),
        (ReadingKind.PASSPORT, None, Mark.GOOD),
        (ReadingKind.NUMBER, FindingCode.DOCUMENT_NEEDED, Mark.WARNING),
        (ReadingKind.PASSPORT, FindingCode.DOCUMENT_MISMATCH, Mark.BAD),
        (ReadingKind.TOKEN, FindingCode.DOCUMENT_MISMATCH, Mark.BAD),
    ],
)
def test_whether_the_passport_was_compared(kind: ReadingKind, code: FindingCode | None, mark: Mark):
    found = () if code is None else (code,)
    verdict = VerdictKind.REFER if found else VerdictKind.CLEAR
    view = shown(answer(verdict, *found, interpretation=Interpretation(kind, NUMBER)))
    assert view.passport_mark is mark
    assert view.passport_note


def test_what_a_finding_speaks_of_is_marked():
    view = shown(answer(VerdictKind.REFER, FindingCode.WRONG_PORT, FindingCode.EXPIRED))
    marked = {fact.label for fact in view.facts if fact.mark is not Mark.PLAIN}
    assert marked == {"Ports", "Valid until"}


@pytest.mark.parametrize(
    ("ports", "said"),
    [
        (0b10, "Borg El Arab International Airport"),
        (0b1111, "Cairo International Airport and 3 more port(s)"),
        (0b1110, "Borg El Arab International Airport and 2 more port(s)"),
        (0, "None"),
    ],
)
def test_of_several_ports_this_one_is_named_and_the_others_counted(ports: int, said: str):
    assert facts(shown(answer(record=record(ports=ports))))["Ports"] == said


def test_a_pilgrim_without_a_known_flight_has_no_such_line():
    assert "Flight" not in facts(shown(answer(record=record(service=""))))
