"""The pane of a case in words: what was seen, what has changed, who did what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoint_app.domain.cases import CaseOutcome, Released, SeenFinding
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from tests.unit.ui.lane.samples import PLACE, answer
from tests.unit.ui.plain_tongue import PlainTongue
from tests.unit.ui.second_line import samples
from ui.lane.views import Mark
from ui.second_line.present_case import present_case, present_names, present_steps
from ui.second_line.views import Step

TONGUE = PlainTongue()


def pane(sheet=None):
    return present_case(sheet or samples.sheet(), PLACE, TONGUE)


def enabled(sheet):
    return {view.step for view in present_steps(sheet, TONGUE) if view.enabled}


def lead(sheet):
    return [view.step for view in present_steps(sheet, TONGUE) if view.lead]


@pytest.mark.requirement("C5")
def test_everything_that_the_lane_saw_with_its_next_step():
    view = pane()
    assert view.seen_title == "What the lane saw: REFER"
    assert [each.sentence for each in view.findings] == [
        "The travel company is suspended",
        "The data is too old to decide on: companies and programmes",
    ]
    assert all(each.next_step for each in view.findings)
    assert view.lead == "Referred at 11:10, Lane 2, by n.adel"
    assert view.permit == "2041 1873 09167"


def test_a_finding_that_only_a_later_program_knows_is_told_by_its_code():
    later = samples.opened(findings=(SeenFinding("MOON_PHASE", ""),))
    assert pane(samples.sheet(later)).findings[0].sentence == "MOON_PHASE"


@pytest.mark.requirement("C5")
def test_what_has_changed_since_the_lane_saw_it():
    cleared = answer(VerdictKind.CLEAR)
    now = pane(samples.sheet(answer=cleared, against=()))
    assert (now.changed, now.changed_mark) == ("A lane would say now: CLEAR", Mark.GOOD)
    worse = samples.sheet(
        answer=answer(VerdictKind.REFUSE, FindingCode.REVOKED, FindingCode.COMPANY_SUSPENDED),
        against=(FindingCode.REVOKED, FindingCode.COMPANY_SUSPENDED),
    )
    assert pane(worse).changed == "New since then: The permit was revoked"
    assert pane(worse).changed_mark is Mark.BAD
    better = samples.sheet(
        answer=answer(VerdictKind.REFER, FindingCode.COMPANY_SUSPENDED),
        against=(FindingCode.COMPANY_SUSPENDED,),
    )
    assert pane(better).changed.startswith("No longer so: The data is too old")
    assert pane().changed == ""
    closed = samples.sheet(samples.decided(samples.opened()), answer=cleared, against=())
    assert pane(closed).changed == ""


def test_the_record_now_beside_what_was_read_at_the_lane():
    lines = {line.label: line for line in pane().record.lines}
    assert lines["Read at the lane"].mark is Mark.GOOD
    assert lines["Flight"].text == "MS671"
    view = samples.opened()
    other = replace(view, seen=replace(view.seen, passport="B99999999"))
    lines = {line.label: line for line in pane(samples.sheet(other)).record.lines}
    assert lines["Read at the lane"].mark is Mark.BAD
    nothing = pane(samples.sheet(answer=None, against=()))
    assert nothing.record.lines == ()
    assert nothing.record.empty


def test_who_did_what_newest_first():
    sheet = samples.sheet(samples.decided(samples.opened(), CaseOutcome.DEFER))
    texts = [line.text for line in pane(sheet).history.lines]
    assert texts[0] == "h.salem: Deferred. The documents were checked and are in order"
    assert texts[-1] == "n.adel: referred"
    given_back = samples.event(Released(), case=sheet.listed.view.case_id, minutes=1)
    texts = [line.text for line in pane(replace(sheet, history=(given_back,))).history.lines]
    assert texts == ["n.adel: gave it back"]


@pytest.mark.requirement("C5")
def test_both_departures_of_a_conflict_stand_side_by_side():
    view = pane(samples.sheet(samples.conflict(), group=()))
    assert [card.title for card in view.departures] == ["Lane 2", "Lane 5"]
    texts = [{line.label: line.text for line in card.lines} for card in view.departures]
    assert [each["Officer"] for each in texts] == ["n.adel", "s.fahmy"]
    assert [each["Recorded"] for each in texts] == ["by the officer's key", "by itself"]


def test_keys_fit_the_case():
    assert enabled(None) == set()
    work = {Step.CLEAR, Step.REFUSE, Step.DEFER, Step.TAKE, Step.GROUP}
    sheet = samples.sheet()
    assert enabled(sheet) == set(Step)
    assert lead(sheet) == [Step.TAKE]
    held = samples.sheet(samples.taken(samples.opened(), own=False))
    assert enabled(held) == set(Step) - work
    assert lead(held) == []
    own = samples.sheet(samples.taken(samples.opened(), own=True))
    labels = {view.step: view.label for view in present_steps(own, TONGUE)}
    assert labels[Step.TAKE] == "Give back"
    assert lead(own) == []
    clear = replace(own, answer=replace(own.answer, verdict=Verdict(VerdictKind.CLEAR)))
    assert lead(clear) == [Step.CLEAR]
    closed = samples.sheet(samples.decided(samples.opened()))
    assert enabled(closed) == {Step.REFRESH, Step.PASSPORT, Step.NOTE}


def test_a_group_names_everybody_whom_its_outcome_is_for():
    names = present_names(samples.sheet(), TONGUE)
    assert names.title == "Decide 3 case(s) together"
    assert [line.text for line in names.names.lines] == [
        "MOHAMED ABDELRAHMAN ELSAYED ALY",
        "FATMA HASSAN IBRAHIM",
        "AHMED MAHMOUD ABDALLAH",
    ]
    assert pane().group == "2 more of this programme with the same finding"
    assert pane(samples.sheet(group=())).group == ""


def test_whom_to_telephone():
    assert [line.text for line in pane().people.lines] == [
        "Al Nour International Travel",
        "0223456789",
        "01001234567",
    ]
