"""Whose a reading is, which keys there are, and what is told calmly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.finding import Finding
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.services.lane import Answer
from checkpoint_app.services.stores import RecordedMovement
from checkpoint_app.services.turn_rules import (
    AGAIN_WITHIN,
    Pilgrim,
    Reading,
    Whose,
    departed_before,
    keyed_tail,
    keys_of,
    lead_of,
    returned_before,
    unkeyed_outcome,
    was_taken_back,
    whose_passport,
    whose_permit,
)
from tests.unit.credential import samples
from tests.unit.credential.samples import NOW, permit_number
from tests.unit.services.fakes import some_id

DEPARTED, RETURNED = MovementKind.DEPARTED, MovementKind.RETURNED
REFERRED, ANNULLED = MovementKind.REFERRED, MovementKind.ANNULLED
P1, P2 = permit_number(1), permit_number(2)
PASSPORT = PresentedDocument("5671", "A12345671", birth_yymmdd="900315")


def seen(kind, number=None, token=None, document=None):
    return Interpretation(kind, number, token, document)


def at_lane(*codes, kind=VerdictKind.REFER, permit=P1, read=None, **changes):
    verdict = Verdict(kind, tuple(Finding(code) for code in codes))
    answer = Answer(some_id(), None, permit, verdict, None, None, (), None, 1)
    made = Pilgrim(answer, Direction.DEPARTING, ReadingKind.NUMBER, NOW, NOW, read=read)
    return replace(made, **changes)


def by(kind, **values):
    return Reading("", "", seen(kind, **values))


def swiped(document, symbology="", *, by_hand=False):
    return Reading("", symbology, seen(ReadingKind.PASSPORT, document=document), by_hand)


TOKEN, NUMBER = by(ReadingKind.TOKEN, number=P1, token=b"one"), by(ReadingKind.NUMBER, number=P1)


@pytest.mark.parametrize(
    ("before", "now", "whose"),
    [
        (TOKEN, TOKEN.seen, Whose.SAME),
        (TOKEN, NUMBER.seen, Whose.SAME),
        (NUMBER, NUMBER.seen, Whose.SAME),
        (NUMBER, TOKEN.seen, Whose.BETTER),
        (None, TOKEN.seen, Whose.BETTER),
        (TOKEN, seen(ReadingKind.TOKEN, P1, b"two"), Whose.ANOTHER),
        (TOKEN, seen(ReadingKind.TOKEN, P2, b"two"), Whose.ANOTHER),
        (TOKEN, seen(ReadingKind.NUMBER, P2), Whose.ANOTHER),
    ],
)
def test_whose_a_token_or_number_is(before, now, whose):
    assert whose_permit(at_lane(read=before), now) is whose


def test_a_false_print_of_no_number_is_known_by_itself():
    print_ = by(ReadingKind.TOKEN, number=5, token=b"odd")
    assert whose_permit(at_lane(permit=None, read=print_), print_.seen) is Whose.SAME
    assert whose_permit(at_lane(permit=None, read=print_), NUMBER.seen) is Whose.ANOTHER


OTHER = PresentedDocument("4321", "B7654321", birth_yymmdd="810530")
MISREAD = replace(OTHER, checks_failed=True)
NEEDED = Code.DOCUMENT_NEEDED


@pytest.mark.parametrize(
    ("codes", "document", "opens", "whose"),
    [
        ((NEEDED,), PASSPORT, P1, Whose.DOCUMENT),
        ((NEEDED,), OTHER, None, Whose.DOCUMENT),
        ((NEEDED,), OTHER, P2, Whose.ANOTHER),
        ((NEEDED,), MISREAD, P2, Whose.DOCUMENT),
        ((), PASSPORT, P1, Whose.DOCUMENT),
        ((), OTHER, None, Whose.ANOTHER),
        ((), OTHER, P2, Whose.ANOTHER),
        ((Code.DOCUMENT_MISMATCH,), PASSPORT, P1, Whose.DOCUMENT),
        ((Code.DOCUMENT_MISMATCH,), OTHER, None, Whose.ANOTHER),
    ],
)
def test_whose_a_passport_is(codes, document, opens, whose):
    assert whose_passport(at_lane(*codes), swiped(document), opens) is whose


def test_the_record_s_own_passport_counts_though_it_opens_another_permit():
    pilgrim = at_lane(NEEDED)
    record = replace(samples.record(1), passport=PASSPORT.number)
    pilgrim = replace(pilgrim, answer=replace(pilgrim.answer, record=record))
    assert whose_passport(pilgrim, swiped(PASSPORT), P2) is Whose.DOCUMENT


@pytest.mark.parametrize(
    ("before", "now", "whose"),
    [
        (OTHER, OTHER, Whose.SAME),
        (None, OTHER, Whose.BETTER),
        (MISREAD, PASSPORT, Whose.BETTER),
        (OTHER, PASSPORT, Whose.ANOTHER),
    ],
)
def test_a_passport_after_one_without_a_permit(before, now, whose):
    pilgrim = at_lane(permit=None, document=before, passport="B7654321")
    assert whose_passport(pilgrim, swiped(now), None) is whose


def test_a_passport_that_a_barcode_names_is_never_the_document():
    assert whose_passport(at_lane(NEEDED), swiped(PASSPORT, "Code 128"), P1) is Whose.SAME
    assert whose_passport(at_lane(NEEDED), swiped(OTHER, "Code 128"), None) is Whose.ANOTHER


def test_a_bare_number_is_the_document_only_when_the_officer_typed_it():
    """Of a scanner that does not say what it read it may be a barcode's."""
    bare = PresentedDocument("5671", "A12345671")
    assert swiped(bare).shown is None
    assert swiped(bare, by_hand=True).shown == bare
    assert whose_passport(at_lane(NEEDED), swiped(bare), P1) is Whose.SAME
    assert whose_passport(at_lane(NEEDED), swiped(bare, by_hand=True), P1) is Whose.DOCUMENT


def test_what_was_judged_by_a_print_is_not_judged_by_less_after_a_restart():
    pilgrim = at_lane(NEEDED, reading=ReadingKind.TOKEN)
    assert (pilgrim.claim, pilgrim.wants_tail) == (None, False)
    assert whose_passport(pilgrim, swiped(PASSPORT), P1) is Whose.SAME
    assert at_lane(NEEDED).claim == (str(P1), "")


@pytest.mark.parametrize(
    ("direction", "verdict", "reading", "outcome"),
    [
        (Direction.DEPARTING, VerdictKind.CLEAR, ReadingKind.TOKEN, DEPARTED),
        (Direction.DEPARTING, VerdictKind.REFER, ReadingKind.PASSPORT, REFERRED),
        (Direction.DEPARTING, VerdictKind.REFUSE, ReadingKind.TOKEN, MovementKind.REFUSED),
        (Direction.DEPARTING, VerdictKind.CLEAR, ReadingKind.NOTHING, None),
        (Direction.DEPARTING, None, ReadingKind.UNREADABLE, None),
        (Direction.RETURNING, VerdictKind.CLEAR, ReadingKind.TOKEN, None),
    ],
)
def test_the_outcome_that_goes_without_a_key(direction, verdict, reading, outcome):
    assert unkeyed_outcome(direction, verdict, reading) is outcome


def test_a_departure_is_a_key_only_where_the_verdict_is_clear_and_there_is_a_permit():
    assert DEPARTED in keys_of(at_lane(kind=VerdictKind.CLEAR))
    assert DEPARTED not in keys_of(at_lane(kind=VerdictKind.REFER))
    exempt = at_lane(kind=VerdictKind.CLEAR, permit=None, reading=ReadingKind.NOTHING)
    assert DEPARTED not in keys_of(exempt)
    assert lead_of(exempt) is None
    assert lead_of(at_lane(kind=VerdictKind.REFUSE)) is MovementKind.REFUSED


def recorded(kind, minutes, lane="7", annulled=False, annuls=None):
    """A movement so many minutes before now."""
    movement = Movement(
        movement_id=UUID(int=int(minutes * 100)),
        epoch=bytes(16),
        sequence=1,
        previous=bytes(32),
        kind=kind,
        direction=Direction.DEPARTING,
        permit=P1,
        issue=1,
        passport="",
        company=None,
        service="",
        port=0,
        lane=lane,
        officer="",
        at=NOW - timedelta(minutes=minutes),
        findings=(),
        annuls=annuls,
        automatic=False,
    )
    return RecordedMovement(some_id(), movement, annulled)


LEFT = frozenset({Code.ALREADY_DEPARTED_HERE})


@pytest.mark.parametrize(
    ("weighing", "past", "calm"),
    [
        (LEFT, [recorded(DEPARTED, 9)], True),
        (LEFT | {NEEDED}, [recorded(DEPARTED, 9)], True),
        (LEFT, [recorded(REFERRED, 12), recorded(DEPARTED, 9), recorded(REFERRED, 3)], True),
        (LEFT | {Code.EXPIRED}, [recorded(DEPARTED, 9)], False),
        (frozenset({NEEDED}), [recorded(DEPARTED, 9)], False),
        (LEFT, [recorded(DEPARTED, AGAIN_WITHIN / timedelta(minutes=1) + 1)], False),
        (LEFT, [recorded(DEPARTED, 9, lane="8")], False),
        (LEFT, [recorded(DEPARTED, 9, annulled=True)], False),
        (LEFT, [recorded(DEPARTED, 9), recorded(RETURNED, 5)], False),
        (LEFT, [], False),
    ],
)
def test_who_has_just_left_from_here(weighing, past, calm):
    assert (departed_before(weighing, past, "7", NOW) is not None) is calm


def test_a_return_of_the_last_hours_is_the_same_one():
    assert returned_before([recorded(RETURNED, 60)], NOW) is not None
    assert returned_before([recorded(RETURNED, 361)], NOW) is None
    assert returned_before([recorded(RETURNED, 60), recorded(DEPARTED, 5)], NOW) is None


def undone(kind, left, taken):
    movement = recorded(kind, left, annulled=True)
    return [movement, recorded(ANNULLED, taken, annuls=movement.movement.movement_id)]


def test_a_departure_just_taken_back():
    assert was_taken_back(undone(DEPARTED, 3, 1), NOW)
    assert was_taken_back([*undone(DEPARTED, 3, 1), *undone(REFERRED, 0.8, 0.5)], NOW)
    assert not was_taken_back(undone(DEPARTED, 4, 3), NOW)
    assert not was_taken_back(undone(REFERRED, 3, 1), NOW)
    assert not was_taken_back([*undone(DEPARTED, 3, 1), recorded(REFERRED, 0.5)], NOW)
    assert not was_taken_back([], NOW)


@pytest.mark.parametrize(
    ("typed", "tail"),
    [("5671", "5671"), (" 56 7-1", "5671"), ("٥٦٧١", "5671"), ("a671", "A671")],
)
def test_a_tail_as_people_key_it(typed, tail):
    assert keyed_tail(typed) == PresentedDocument(tail)


@pytest.mark.parametrize("typed", ["", "567", "56712", "56ب1", "<671"])
def test_what_is_no_tail(typed):
    assert keyed_tail(typed) is None
