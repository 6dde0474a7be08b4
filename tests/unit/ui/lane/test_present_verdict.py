"""The middle of the window, in the sources' own English."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.notice import Change, NoticeKind
from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.services.notices import NoticeAnswer
from checkpoint_app.services.turn import Shown
from tests.unit.domain.cases import NOW, past
from tests.unit.ui.lane.samples import (
    PLACE,
    answer,
    movement,
    movements_everywhere,
    turn,
    turns,
    undoable,
    unread,
)
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_verdict import (
    present_early,
    present_opening,
    present_trouble,
    present_turn,
    present_waiting,
    tone_of,
)
from ui.lane.views import Action, Tone, VerdictView

TONGUE = PlainTongue()
TURNS = dict(turns())


def shown(name: str) -> VerdictView:
    return present_turn(TURNS[name], PLACE, TONGUE, NOW)


@pytest.mark.parametrize(
    ("name", "tone", "word", "lead"),
    [
        ("waiting", Tone.WAITING, "NEXT", "Scan the permit"),
        ("clear", Tone.CLEAR, "CLEAR", "Let the pilgrim pass"),
        ("refer", Tone.REFER, "REFER", "The permit is for another port"),
        ("refuse", Tone.REFUSE, "REFUSE", "The signature is false: possible forgery"),
        (
            *("passport needed", Tone.REFER, "REFER"),
            "Swipe the passport or key its last four characters",
        ),
        (
            *("UNREADABLE", Tone.UNREAD, "NOT READ"),
            "Hold it flat and closer, or type the permit number",
        ),
        ("NOT_A_PERMIT", Tone.UNREAD, "NOT A PERMIT", "Ask for the permit page"),
        ("again", Tone.AGAIN, "SEEN BEFORE", "Answered here at 11:25: CLEAR"),
        ("just left", Tone.AGAIN, "SEEN BEFORE", "Departed at 11:29, this lane"),
        ("second line", Tone.CLEAR, "CLEAR", "Cleared by the second line"),
        ("exempt visa", Tone.CLEAR, "CLEAR", "This visa needs no umrah permit"),
        ("returned", Tone.CLEAR, "RETURN", "Let the pilgrim pass"),
    ],
)
@pytest.mark.requirement("C1")
def test_word_and_lead_of_each_turn(name: str, tone: Tone, word: str, lead: str):
    view = shown(name)
    assert (view.tone, view.word, view.lead) == (tone, word, lead)
    assert tone_of(TURNS[name]) is tone


def test_what_was_held_out_instead_of_a_permit_is_said():
    boarding_pass = turn(unread(FindingCode.NOT_A_PERMIT, "scan.boarding_pass"))
    assert present_turn(boarding_pass, PLACE, TONGUE, NOW).lead == "This is a boarding pass"


def test_a_notice_taken_in_is_told_and_judges_nobody():
    change = Change(NoticeKind.COMPANY, 114, 1)
    told = replace(
        answer(None),
        interpretation=Interpretation(ReadingKind.NOTICE, notice=b""),
        note="notice.taken",
        notice=NoticeAnswer("notice.taken", (change,)),
    )
    view = present_turn(turn(told), PLACE, TONGUE, NOW)
    assert (view.tone, view.word) == (Tone.UNREAD, "NOTICE")
    assert view.lead == "Notice taken in: company 114 suspended"
    resumed = present_turn(turn(replace(told, notice=None)), PLACE, TONGUE, NOW)
    assert resumed.lead.startswith("Notice taken in")
    refused = replace(told, note="notice.forged", notice=NoticeAnswer("notice.forged"))
    assert "not signed by the registry" in present_turn(turn(refused), PLACE, TONGUE, NOW).lead


def test_nobody_who_returns_is_refused():
    home = turn(answer(VerdictKind.CLEAR, FindingCode.BAD_SIGNATURE), Direction.RETURNING)
    view = present_turn(home, PLACE, TONGUE, NOW)
    assert view.word == "RETURN"
    assert {finding.tone for finding in view.findings} == {Tone.AGAIN}
    assert view.findings[0].next_step == "Only noted. Let the pilgrim pass"


def test_findings_come_as_they_were_weighed():
    view = present_turn(
        turn(answer(VerdictKind.REFER, FindingCode.WRONG_PORT, FindingCode.DATA_AGEING)),
        *(PLACE, TONGUE, NOW),
    )
    assert [finding.tone for finding in view.findings] == [Tone.REFER, Tone.AGAIN]
    assert all(finding.next_step for finding in view.findings)


@pytest.mark.requirement("C1")
def test_who_has_just_left_is_told_of_calmly():
    """When, where and what next, and not as a reason to stop anybody."""
    view = shown("just left")
    assert view.outcome == "Nothing new is recorded"
    assert [(finding.tone, finding.sentence) for finding in view.findings] == [
        (Tone.AGAIN, "Already departed from this port: 09:30, Lane G4"),
        (Tone.AGAIN, "The data is getting old"),
    ]
    step = view.findings[0].next_step
    assert step == "The departure stands. Another person: second line"


def test_of_who_has_just_left_no_passport_is_asked_for():
    typed = answer(
        *(VerdictKind.REFER, FindingCode.ALREADY_DEPARTED_HERE, FindingCode.DOCUMENT_NEEDED),
        movements=(past(),),
    )
    again = turn(typed, shown=Shown.AGAIN, movement=movement(MovementKind.DEPARTED))
    assert len(present_turn(again, PLACE, TONGUE, NOW).findings) == 1


@pytest.mark.parametrize("kind", list(MovementKind))
def test_seen_again_what_stands_recorded_is_told_with_its_lane(kind: MovementKind):
    elsewhere = replace(movement(kind), lane="G4")
    view = present_turn(turn(answer(), shown=Shown.AGAIN, movement=elsewhere), PLACE, TONGUE, NOW)
    assert view.lead.endswith("at 11:29, Lane G4")
    assert view.outcome == "Nothing new is recorded"


def test_seen_again_what_this_scan_has_recorded_is_its_outcome():
    later = turn(answer(), shown=Shown.AGAIN, movement=movement(MovementKind.RETURNED))
    view = present_turn(replace(later, at=NOW - timedelta(minutes=2)), PLACE, TONGUE, NOW)
    assert (view.lead, view.outcome) == ("Scanned here at 11:28", "Return recorded at 11:29")


def test_what_the_second_line_has_answered_is_a_note():
    assert [finding.tone for finding in shown("second line").findings] == [Tone.CLEAR, Tone.AGAIN]


def test_an_earlier_departure_tells_when_and_at_which_lane():
    view = present_turn(
        turn(
            answer(
                VerdictKind.REFER,
                Finding(FindingCode.ALREADY_DEPARTED_HERE, "G4 2026-11-22 09:30"),
                Finding(FindingCode.ALREADY_DEPARTED_ELSEWHERE, "12 2026-11-21 09:30"),
                movements=movements_everywhere(),
            )
        ),
        *(PLACE, TONGUE, NOW),
    )
    assert [finding.sentence for finding in view.findings] == [
        "Already departed from this port: 09:30, Lane G4",
        "Already departed from another port: 21 November 2026, 09:30, Safaga Port",
    ]
    assert [(each.when, each.what) for each in view.earlier] == [
        ("21 November 2026, 09:30", "Departed, Safaga Port"),
        ("09:30", "Departed, Lane G4"),
    ]


class TestOutcome:
    def test_what_was_recorded_by_a_key(self):
        assert shown("clear, DEPARTED").outcome == "Departure recorded at 11:29"

    def test_what_was_recorded_without_one(self):
        assert shown("refer, recorded").outcome == "Referral recorded at 11:29, automatically"

    def test_a_return_is_always_recorded_by_itself_and_does_not_say_so(self):
        assert shown("returned").outcome == "Return recorded at 11:29"

    def test_what_the_next_scan_will_record(self):
        assert shown("clear").outcome == "Without a key, the next scan records the departure"

    def test_that_a_key_is_awaited(self):
        assert shown("refer").outcome == "Nothing recorded yet: press a key"

    def test_who_needs_no_permit_is_let_pass_without_a_record(self):
        assert shown("exempt visa").outcome == "Nothing needs to be recorded"

    def test_a_return_taken_back_awaits_its_key(self):
        assert shown("return taken back").outcome == "Nothing recorded yet: press a key"

    def test_nothing_is_awaited_where_nothing_was_judged(self):
        assert shown("UNREADABLE").outcome == ""

    def test_the_pilgrim_before_is_told_of(self):
        view = present_turn(turn(before=undoable()), PLACE, TONGUE, NOW)
        assert view.before == "Before: SALMA HASSAN ELSAYED departed, recorded automatically"
        assert shown("refer").before == "Before: the pilgrim departed, recorded automatically"

    @pytest.mark.parametrize("kind", list(MovementKind))
    def test_every_outcome_has_its_sentences(self, kind: MovementKind):
        recorded = turn(answer(), movement=movement(kind))
        assert "11:29" in present_turn(recorded, PLACE, TONGUE, NOW).outcome


class TestBeforeThereIsATurn:
    def test_opening(self):
        assert present_opening(TONGUE).tone is Tone.WAITING

    def test_waiting(self):
        view = present_waiting(Direction.DEPARTING, TONGUE)
        assert (view.word, view.person) == ("NEXT", None)

    def test_a_code_still_arriving(self):
        view = present_early(None, PLACE, TONGUE)
        assert (view.tone, view.permit, view.person) == (Tone.READING, "", None)

    def test_a_cached_record_shows_who_and_no_verdict(self):
        early = answer(VerdictKind.REFUSE, FindingCode.REVOKED, scan_id=None)
        view = present_early(early, PLACE, TONGUE)
        assert (view.tone, view.word, view.findings) == (Tone.READING, "READING", ())
        assert view.permit == "2041 1873 09167"
        assert view.person is not None
        assert view.person.name_latin == "SALMA HASSAN ELSAYED"

    def test_trouble_says_what_to_do_and_that_nothing_was_recorded(self):
        view = present_trouble(StorageError("full", key="store.disk_full"), TONGUE)
        assert view.tone is Tone.TROUBLE
        assert view.lead.startswith("The disk is full")
        assert view.outcome == "Nothing was recorded"

    def test_the_day_and_the_language_are_at_hand_in_any_case(self):
        for view in (present_opening(TONGUE), present_early(None, PLACE, TONGUE)):
            enabled = {each.action for each in view.actions if each.enabled}
            assert enabled == {Action.DAY, Action.LANGUAGE}


def test_an_answer_seen_again_names_the_day_when_it_was_another():
    old = turn(answer(), shown=Shown.AGAIN, first_seen=NOW - timedelta(days=2))
    lead = present_turn(old, PLACE, TONGUE, NOW).lead
    assert lead == "Answered here at 20 November 2026, 11:30: CLEAR"


def test_events_of_a_port_that_this_program_does_not_know():
    view = present_turn(turn(answer(movements=(past(port=40),))), PLACE, TONGUE, NOW)
    assert view.earlier[0].what == "Departed, Port no. 40"
