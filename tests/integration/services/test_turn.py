"""The officer's turns over real stores: readings, keys, undo, restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.token_text import from_digits, to_digits
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.services.turn import OfficerTurn, Shown
from tests.integration.services.desk import Desk
from tests.integration.services.world import pilgrim, token_of
from tests.simulators.passport import zone_of

CLEAR, REFER, REFUSE = VerdictKind.CLEAR, VerdictKind.REFER, VerdictKind.REFUSE
DEPARTED, RETURNED = MovementKind.DEPARTED, MovementKind.RETURNED
REFERRED, DEFERRED = MovementKind.REFERRED, MovementKind.DEFERRED
REFUSED, ANNULLED = MovementKind.REFUSED, MovementKind.ANNULLED
BACK = Direction.RETURNING
BOARDING_PASS = "M1AMIN/HASSAN         EABC123 CAIJEDMS 0671 123Y012A0001 100"
UMRAH, WORK = VisaKind("umrah", True, "Umrah", "عمرة"), VisaKind("work", False, "Work", "عمل")


@pytest.fixture
def people(lane):
    """Four sound permits, published."""
    found = [pilgrim(serial, passport=f"A1234567{serial}") for serial in range(1, 5)]
    lane.registry.add(*found)
    lane.publish()
    return found


@pytest.fixture
def turn(lane, people):
    return officer(lane)


def officer(lane, direction=Direction.DEPARTING):
    def departs_unkeyed():
        return lane.trust.lane_rules().auto_depart

    return Desk(lane, OfficerTurn(lane.service(direction), lane.journal, departs_unkeyed))


def restarted(lane, direction=Direction.DEPARTING):
    """The lane after a power cut."""
    lane.close()
    lane.open()
    return officer(lane, direction)


def forged(record):
    read = from_digits(token_of(record))
    return to_digits(read.number, read.token[:-1] + bytes([read.token[-1] ^ 1]))


def standing(lane, record):
    """Kinds of the movements that stand for a permit, and whether each came without a key."""
    return [
        (each.movement.kind, each.movement.automatic)
        for each in lane.journal.movements_of_permit(record.number)
        if each.stands
    ]


def refused(key, call, *values):
    with pytest.raises(ConfigError) as caught:
        call(*values)
    assert caught.value.key == key


def test_before_anybody_comes_the_lane_waits(turn):
    found = turn.resume()
    assert (found.shown, found.answer, found.keys, found.undoable) == (
        Shown.WAITING, None, frozenset(), None,
    )  # fmt: skip
    assert found.officer == "o-114"


@pytest.mark.requirement("C1")
def test_a_clear_pilgrim_left_without_a_key_departs_at_the_next_reading(lane, people, turn):
    first = turn.read(token_of(people[0]), "QR Code")
    assert (first.shown, first.lead, first.unkeyed) == (Shown.ANSWERED, DEPARTED, DEPARTED)
    assert (first.movement, standing(lane, people[0])) == (None, [])
    second = turn.read(token_of(people[1]), "QR Code")
    assert second.before.movement.kind is DEPARTED
    assert (second.before.who, second.before.current) == (people[0].name_latin, False)
    assert standing(lane, people[0]) == [(DEPARTED, True)]
    assert standing(lane, people[1]) == []
    assert second.undoable == second.before


def test_an_officer_s_key_is_not_automatic_and_the_next_reading_adds_nothing(lane, people, turn):
    turn.read(token_of(people[0]))
    keyed = turn.act(DEPARTED)
    assert (keyed.movement.kind, keyed.movement.automatic) == (DEPARTED, False)
    assert (keyed.unkeyed, keyed.lead, keyed.undoable.current) == (None, None, True)
    assert turn.read(token_of(people[1])).before is None
    assert standing(lane, people[0]) == [(DEPARTED, False)]


def test_a_port_may_want_a_key_for_everybody(lane, people, turn):
    lane.trust.lanes = replace(lane.trust.lanes, auto_depart=False)
    assert turn.read(token_of(people[0])).unkeyed is None
    assert turn.read(token_of(people[1])).before is None
    assert standing(lane, people[0]) == []


@pytest.mark.parametrize(
    ("spoil", "kind", "expected"),
    [
        ({1: PermitStatus.SUSPENDED}, REFER, REFERRED),
        ({1: PermitStatus.REVOKED}, REFUSE, REFUSED),
    ],
)
def test_whoever_is_stopped_is_recorded_so(lane, people, spoil, kind, expected):
    lane.registry.statuses.update(spoil)
    lane.registry.publish_status(lane.records)
    turn = officer(lane)
    found = turn.read(token_of(people[0]))
    assert (found.answer.verdict.kind, found.lead, found.unkeyed) == (kind, expected, expected)
    assert DEPARTED not in found.keys
    refused("lane.key_unfit", turn.act, DEPARTED)
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(expected, True)]


def test_an_outcome_is_changed_by_another_key_for_two_minutes(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    assert turn.act(REFERRED).movement.kind is REFERRED
    assert standing(lane, people[0])[-1] == (REFERRED, False)
    assert DEPARTED not in {kind for kind, _ in standing(lane, people[0])}
    lane.clock.advance(minutes=3)
    refused("lane.undo_too_late", turn.act, DEPARTED)


# The same permit again.


@pytest.mark.requirement("C1")
def test_the_same_print_again_is_one_scan(lane, people, turn):
    first = turn.read(token_of(people[0]), "QR Code")
    lane.clock.advance(seconds=20)
    again = turn.read(token_of(people[0]), "QR Code")
    assert (again.shown, again.answer, again.first_seen) == (Shown.AGAIN, first.answer, first.at)
    assert (again.unkeyed, again.keys) == (DEPARTED, first.keys)
    weaker = turn.read(str(people[0].number), "Code 128")
    assert (weaker.shown, weaker.answer) == (Shown.AGAIN, first.answer)
    assert len(lane.journal.last_scans("7", 9)) == 1
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_a_refusal_stays_loud_when_shown_again(lane, people, turn):
    turn.read(forged(people[0]))
    assert turn.read(forged(people[0])).shown is Shown.ANSWERED
    assert len(lane.journal.last_scans("7", 9)) == 1


def test_the_qr_after_the_bar_code_of_one_sheet_is_the_same_pilgrim(lane, people, turn):
    weak = turn.read(str(people[0].number), "Code 128")
    assert (weak.answer.verdict.kind, weak.needs_tail) == (REFER, True)
    strong = turn.read(token_of(people[0]), "QR Code")
    assert (strong.shown, strong.answer.verdict.kind, strong.before) == (
        Shown.ANSWERED, CLEAR, None,
    )  # fmt: skip
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_another_print_with_the_number_of_a_cleared_permit_is_another_pilgrim(lane, people, turn):
    turn.read(token_of(people[0]))
    found = turn.read(forged(people[0]))
    assert (found.answer.verdict.kind, found.shown) == (REFUSE, Shown.ANSWERED)
    assert found.before.movement.kind is DEPARTED


def test_news_between_two_readings_of_one_print_is_told(lane, people, turn):
    turn.read(token_of(people[0]))
    lane.registry.statuses[1] = PermitStatus.REVOKED
    lane.registry.publish_status(lane.records)
    found = turn.read(token_of(people[0]))
    assert (found.shown, found.answer.verdict.kind) == (Shown.ANSWERED, REFUSE)
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(REFUSED, True)]


def test_whoever_left_here_minutes_ago_is_told_of_calmly(lane, people, turn):
    first = turn.read(token_of(people[0]))
    turn.read(token_of(people[1]))
    lane.clock.advance(minutes=4)
    again = turn.read(token_of(people[0]))
    assert again.answer.verdict.codes == (Code.ALREADY_DEPARTED_HERE,)
    assert (again.shown, again.first_seen) == (Shown.AGAIN, first.at)
    assert again.movement.kind is DEPARTED
    assert (again.keys, again.lead, again.unkeyed) == (frozenset({REFERRED}), None, None)
    turn.read(token_of(people[2]))
    assert standing(lane, people[0]) == [(DEPARTED, True)], "no referral by itself"
    number = turn.read(str(people[0].number))
    assert number.shown is Shown.AGAIN, "the bar code of the same sheet"
    assert turn.act(REFERRED).movement.kind is REFERRED


def test_later_or_from_another_lane_it_is_a_referral(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    lane.clock.advance(minutes=11)
    late = turn.read(token_of(people[0]))
    assert (late.shown, late.unkeyed) == (Shown.ANSWERED, REFERRED)
    lane.service(lane="8").scan(token_of(people[1]))
    other = turn.read(token_of(people[1]))
    assert (other.shown, other.movement, other.unkeyed) == (Shown.ANSWERED, None, REFERRED)


def test_another_finding_beside_the_departure_is_no_calm_matter(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    lane.registry.statuses[1] = PermitStatus.SUSPENDED
    lane.registry.publish_status(lane.records)
    assert turn.read(token_of(people[0])).shown is Shown.ANSWERED


@pytest.mark.requirement("C1")
def test_defer_mend_and_scan_again(lane, people, turn):
    lane.registry.statuses[1] = PermitStatus.SUSPENDED
    lane.registry.publish_status(lane.records)
    turn.read(token_of(people[0]))
    assert turn.act(DEFERRED).movement.kind is DEFERRED
    lane.registry.statuses.clear()
    lane.registry.publish_status(lane.records)
    again = turn.read(token_of(people[0]))
    assert (again.shown, again.answer.verdict.kind, again.unkeyed) == (
        Shown.ANSWERED, CLEAR, DEPARTED,
    )  # fmt: skip


def test_another_lane_s_departure_meanwhile_leaves_this_turn_without_one(lane, people, turn):
    turn.read(token_of(people[0]))
    lane.service(lane="8").scan(token_of(people[0]))
    found = turn.read(token_of(people[1]))
    assert found.before is None
    assert standing(lane, people[0]) == [(DEPARTED, True)]


# Passports.


def test_the_passport_of_a_typed_permit_number(lane, people, turn):
    first = turn.read(str(people[0].number))
    assert first.needs_tail
    found = turn.read(people[0].passport)
    assert (found.answer.verdict.kind, found.answer.permit) == (CLEAR, people[0].number)
    assert (found.shown, found.needs_tail, found.unkeyed) == (Shown.ANSWERED, False, DEPARTED)
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_its_last_characters_keyed(lane, people, turn):
    turn.read(str(people[0].number))
    refused("lane.tail_malformed", turn.passport_tail, "567")
    wrong = turn.passport_tail("0000")
    assert wrong.answer.verdict.codes == (Code.DOCUMENT_MISMATCH,)
    assert wrong.needs_tail
    right = turn.passport_tail(people[0].passport[-4:].translate(str.maketrans("567", "٥٦٧")))
    assert (right.answer.verdict.kind, right.needs_tail) == (CLEAR, False)
    refused("lane.nothing_to_match", turn.passport_tail, "5671")


def test_a_passport_of_another_permit_is_another_pilgrim(lane, people, turn):
    turn.read(str(people[0].number))
    found = turn.read(people[1].passport)
    assert (found.answer.permit, found.answer.verdict.kind) == (people[1].number, CLEAR)
    assert found.before.movement.kind is REFERRED


def test_a_passport_of_no_permit_does_not_match_the_permit_that_needs_one(lane, people, turn):
    turn.read(str(people[0].number))
    found = turn.read("B7654321")
    assert found.answer.permit == people[0].number
    assert Code.DOCUMENT_MISMATCH in found.answer.verdict.codes
    other = turn.read("B7654322")
    assert other.answer.permit is None, "it has had its passport"
    assert other.before.movement.kind is REFERRED


def test_a_passport_of_no_permit_after_a_cleared_print_is_another_pilgrim(lane, people, turn):
    turn.read(token_of(people[0]))
    found = turn.read("B7654321")
    assert (found.answer.permit, found.answer.verdict.kind) == (None, REFER)
    assert found.before.movement.kind is DEPARTED


def test_the_passport_of_a_cleared_print_says_nothing_new_or_that_it_does_not_fit(
    lane, people, turn
):
    turn.read(token_of(people[0]))
    same = turn.read(people[0].passport)
    assert (same.shown, same.answer.verdict.kind, same.unkeyed) == (Shown.AGAIN, CLEAR, DEPARTED)
    assert turn.read(people[0].passport).answer == same.answer
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_a_passport_alone_opens_its_permit(lane, people, turn):
    found = turn.read(people[0].passport)
    assert (found.answer.permit, found.answer.verdict.kind) == (people[0].number, CLEAR)
    assert turn.read(people[0].passport).shown is Shown.AGAIN
    token = turn.read(token_of(people[0]))
    assert (token.shown, token.answer.verdict.kind) == (Shown.AGAIN, CLEAR)
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_a_passport_that_a_barcode_names_is_still_to_be_shown(lane, people, turn):
    found = turn.read(people[0].passport, "Code 128")
    assert (found.answer.verdict.kind, found.needs_tail) == (REFER, True)
    assert turn.read(people[0].passport, "Code 128").shown is Shown.AGAIN
    shown = turn.read(people[0].passport)
    assert (shown.shown, shown.answer.verdict.kind) == (Shown.ANSWERED, CLEAR)


def test_a_bare_passport_number_out_of_a_scanner_only_opens_its_permit(lane, people, turn):
    """A scanner that sends no identifier may have read it from a barcode, which anybody prints."""
    found = turn.read(people[0].passport, by_hand=False)
    assert (found.answer.permit, found.answer.verdict.codes) == (
        people[0].number,
        (Code.DOCUMENT_NEEDED,),
    )
    assert (found.needs_tail, found.document) == (True, None)
    assert turn.read(people[0].passport, by_hand=False).shown is Shown.AGAIN
    keyed = turn.passport_tail(people[0].passport[-4:])
    assert keyed.answer.verdict.kind is CLEAR


def test_a_zone_out_of_a_scanner_is_the_passport_itself(lane, people, turn):
    turn.read(str(people[0].number))
    found = turn.read(zone_of(people[0]), by_hand=False)
    assert (found.answer.verdict.kind, found.answer.permit) == (CLEAR, people[0].number)
    assert found.document is not None and found.document.names.startswith("ELSAYED")
    alone = turn.read(zone_of(people[1]), by_hand=False)
    assert (alone.answer.verdict.kind, alone.answer.permit) == (CLEAR, people[1].number)


@pytest.mark.parametrize("symbology", ["PDF417", "QRCode", "Other"])
def test_a_zone_out_of_a_barcode_is_still_to_be_shown(lane, people, turn, symbology):
    turn.read(str(people[0].number))
    found = turn.read(zone_of(people[0]), symbology)
    assert found.answer.verdict.codes == (Code.DOCUMENT_NEEDED,)
    assert found.document is None


def test_a_misread_zone_matches_nothing_and_says_so(lane, people, turn):
    turn.read(str(people[0].number))
    spoilt = zone_of(people[0]).replace(people[0].passport, "A12345679")
    found = turn.read(spoilt, by_hand=False)
    assert found.answer.verdict.codes == (Code.DOCUMENT_NEEDED,)
    assert found.document is not None
    assert found.document.doubtful == {"number", "composite"}
    assert turn.read(zone_of(people[0]), by_hand=False).answer.verdict.kind is CLEAR


def test_other_names_in_the_passport_change_no_verdict(lane, people, turn):
    turn.read(str(people[0].number))
    found = turn.read(zone_of(people[0], "SMITH<<JOHN"), by_hand=False)
    assert (found.answer.verdict.kind, found.answer.verdict.codes) == (CLEAR, ())
    assert found.document is not None and found.document.names == "SMITH JOHN"


def test_a_passport_without_a_permit_and_then_the_visa_is_one_pilgrim(lane, people, turn):
    turn.read("B7654321")
    found = turn.visa(WORK)
    assert (found.answer.verdict.kind, found.before, found.unkeyed) == (CLEAR, None, None)
    assert DEPARTED not in found.keys
    assert turn.read(token_of(people[0])).before is None
    assert lane.journal.last_movements("7", 9) == ()


def test_the_visa_of_somebody_without_a_permit(lane, people, turn):
    turn.read(token_of(people[0]))
    found = turn.visa(UMRAH)
    assert (found.answer.verdict.kind, found.lead, found.unkeyed) == (REFER, REFERRED, None)
    assert found.before.movement.kind is DEPARTED
    assert turn.act(REFERRED).movement.permit is None


# What cannot be read.


@pytest.mark.parametrize("text", [BOARDING_PASS, "123", "غير مقروء"])
def test_what_is_no_permit_settles_nothing(lane, people, turn, text):
    first = turn.read(token_of(people[0]))
    unread = turn.read(text)
    assert unread.answer.verdict.kind is None
    assert (unread.keys, unread.unkeyed, unread.before) == (frozenset(), None, None)
    refused("lane.key_unfit", turn.act, DEPARTED)
    refused("lane.nothing_to_judge", turn.rejudge)
    assert standing(lane, people[0]) == []
    back = turn.read(token_of(people[0]))
    assert (back.shown, back.answer, back.keys) == (Shown.AGAIN, first.answer, first.keys)
    turn.read(text)
    assert turn.read(token_of(people[1])).before.movement.kind is DEPARTED


def test_undo_brings_back_whoever_waits_behind_it(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    turn.read(BOARDING_PASS)
    found = turn.undo()
    assert (found.answer.permit, found.movement) == (people[0].number, None)
    assert DEPARTED in found.keys


# Undo.


@pytest.mark.requirement("C1")
def test_undo_opens_the_turn_again_and_leaves_it_to_the_officer(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    found = turn.undo()
    assert (found.movement, found.unkeyed, found.undoable) == (None, None, None)
    assert DEPARTED in found.keys
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == []


def test_an_automatic_departure_of_the_pilgrim_before_is_undone(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.read(token_of(people[1]))
    found = turn.undo()
    assert (found.answer.permit, found.before, found.unkeyed) == (people[1].number, None, DEPARTED)
    assert standing(lane, people[0]) == []
    refused("lane.nothing_to_undo", turn.undo)
    again = turn.read(token_of(people[0]))
    assert (again.shown, again.answer.verdict.kind) == (Shown.ANSWERED, CLEAR)
    assert again.unkeyed is None, "its departure was just taken back"


def test_two_minutes_and_no_longer(lane, people, turn):
    found = turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    lane.clock.advance(minutes=2)
    assert turn.read(BOARDING_PASS).undoable is not None
    lane.clock.advance(seconds=1)
    assert turn.read(BOARDING_PASS).undoable is None
    refused("lane.undo_too_late", turn.undo)
    refused("lane.undo_too_late", turn.undo_scan, found.answer.scan_id)
    assert standing(lane, people[0]) == [(DEPARTED, False)]


def test_a_scan_out_of_the_list_is_undone(lane, people, turn):
    first = turn.read(token_of(people[0]))
    turn.read(token_of(people[1]))
    turn.read(token_of(people[2]))
    turn.undo_scan(first.answer.scan_id)
    assert standing(lane, people[0]) == []
    assert standing(lane, people[1]) == [(DEPARTED, True)]
    refused("lane.nothing_to_undo", turn.undo_scan, first.answer.scan_id)


def test_the_departure_of_somebody_told_of_calmly_is_undone_and_judged_anew(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.read(token_of(people[1]))
    turn.act(DEFERRED)
    turn.undo()
    turn.read(token_of(people[0]))
    found = turn.undo()
    assert (found.answer.permit, found.answer.verdict.kind) == (people[0].number, CLEAR)
    assert (found.shown, found.movement, found.unkeyed) == (Shown.ANSWERED, None, None)
    assert turn.act(DEPARTED).movement.kind is DEPARTED


# A reading just ahead of the officer's hand.


@pytest.mark.requirement("C1")
def test_a_key_is_for_the_pilgrim_whom_the_officer_saw(lane, people, turn):
    seen = turn.read(token_of(people[0])).scan_id
    turn.read(token_of(people[1]))
    found = turn.behind.act(REFERRED, seen)
    assert standing(lane, people[0]) == [(REFERRED, False)]
    assert standing(lane, people[1]) == []
    assert (found.answer.permit, found.before, found.unkeyed) == (
        people[1].number, None, DEPARTED,
    )  # fmt: skip
    assert (found.undoable.movement.kind, found.undoable.current) == (REFERRED, False)
    turn.behind.undo(found.undoable.movement.movement_id)
    assert standing(lane, people[0]) == []


def test_a_departure_keyed_as_the_next_pilgrim_came_counts_once(lane, people, turn):
    seen = turn.read(token_of(people[0])).scan_id
    turn.read(token_of(people[1]))
    turn.behind.act(DEPARTED, seen)
    turn.behind.act(DEPARTED, seen)
    assert standing(lane, people[0]) == [(DEPARTED, True)]
    assert standing(lane, people[1]) == []


def test_where_every_departure_needs_a_key_such_a_key_is_not_lost(lane, people, turn):
    lane.trust.lanes = replace(lane.trust.lanes, auto_depart=False)
    seen = turn.read(token_of(people[0])).scan_id
    turn.read(token_of(people[1]))
    turn.behind.act(DEPARTED, seen)
    assert standing(lane, people[0]) == [(DEPARTED, False)]


def test_a_key_acts_behind_something_unread_that_came_just_ahead(lane, people, turn):
    seen = turn.read(token_of(people[0])).scan_id
    unread = turn.read(BOARDING_PASS).scan_id
    refused("lane.key_unfit", turn.behind.act, DEPARTED, unread)
    turn.behind.act(DEPARTED, seen)
    assert standing(lane, people[0]) == [(DEPARTED, False)]


@pytest.mark.requirement("C1")
def test_nothing_is_done_to_a_pilgrim_whom_nobody_saw(lane, people, turn):
    seen = turn.read(str(people[0].number)).scan_id
    better = turn.read(token_of(people[0])).scan_id
    refused("lane.turned_meanwhile", turn.behind.act, REFERRED, seen)
    turn.read(token_of(people[1]))
    for call, value in (
        (turn.behind.act, DEPARTED),
        (turn.behind.visa, WORK),
        (turn.behind.passport_tail, people[0].passport[-4:]),
    ):
        refused("lane.turned_meanwhile", call, value, seen)
    refused("lane.turned_meanwhile", turn.behind.rejudge, better)
    refused("lane.turned_meanwhile", turn.behind.face, BACK, "o-7", better)
    refused("lane.turned_meanwhile", turn.behind.act, DEPARTED, None)
    assert standing(lane, people[1]) == []


def test_undo_takes_back_what_was_offered_and_only_that(lane, people, turn):
    turn.read(token_of(people[0]))
    offered = turn.read(token_of(people[1])).undoable.movement.movement_id
    turn.read(token_of(people[2]))
    turn.behind.undo(offered)
    assert standing(lane, people[0]) == []
    turn.behind.undo(offered)  # pressed twice
    assert standing(lane, people[1]) == [(DEPARTED, True)]


def test_an_outcome_that_another_key_has_changed_is_not_undone_in_its_stead(lane, people, turn):
    turn.read(token_of(people[0]))
    offered = turn.act(REFERRED).undoable.movement.movement_id
    turn.act(DEFERRED)
    refused("lane.turned_meanwhile", turn.behind.undo, offered)


def test_a_lane_that_closes_before_an_answer_was_seen_leaves_it_open(lane, people, turn):
    seen = turn.read(token_of(people[0])).scan_id
    turn.read(token_of(people[1]))
    turn.behind.leave(seen)
    assert standing(lane, people[1]) == []
    assert restarted(lane).resume().answer.permit == people[1].number


# Refresh.


@pytest.mark.requirement("C2")
def test_a_refreshed_permit_is_answered_anew(lane, people, turn):
    record = pilgrim(9)
    assert turn.read(token_of(record)).answer.verdict.kind is REFER
    lane.registry.current[record.number] = record
    lane.registry.issued += timedelta(minutes=1)
    assert turn.behind._lane.refresh(record.number)
    found = turn.rejudge()
    assert (found.shown, found.answer.verdict.kind, found.before) == (Shown.ANSWERED, CLEAR, None)
    assert turn.rejudge().shown is Shown.AGAIN
    turn.read(token_of(people[0]))
    assert standing(lane, record) == [(DEPARTED, True)]


def test_a_look_at_an_arriving_number_is_not_recorded(lane, people, turn):
    found = turn.peek(people[0].number)
    assert (found.record, found.scan_id) == (people[0], None)
    assert lane.journal.last_scans("7", 9) == ()


# Returns.


@pytest.mark.requirement("C1")
def test_a_return_is_recorded_by_its_scan_and_once(lane, people):
    turn = officer(lane, BACK)
    found = turn.read(str(people[0].number), "Code 128")
    assert (found.movement.kind, found.keys, found.unkeyed) == (RETURNED, frozenset(), None)
    again = turn.read(str(people[0].number), "Code 128")
    assert (again.shown, again.movement) == (Shown.AGAIN, found.movement)
    better = turn.read(token_of(people[0]), "QR Code")
    assert (better.movement, better.keys) == (found.movement, frozenset())
    turn.read(token_of(people[1]))
    assert turn.read(token_of(people[0])).shown is Shown.AGAIN
    assert standing(lane, people[0]) == [(RETURNED, True)]


def test_a_forged_print_with_the_bar_code_has_not_closed_its_victim_s_departure(lane, people):
    turn = officer(lane, BACK)
    turn.read(str(people[0].number), "Code 128")
    turn.read(forged(people[0]), "QR Code")
    assert standing(lane, people[0]) == []
    turn.read(forged(people[0]), "QR Code")
    newest = [each for each in lane.journal.last_movements("7", 9) if each.stands]
    assert [(each.movement.kind, each.movement.permit) for each in newest] == [(RETURNED, None)]


def test_returns_without_a_permit_are_counted_each_once(lane, people):
    turn = officer(lane, BACK)
    turn.read("B7654321")
    assert turn.read("B7654321").shown is Shown.AGAIN
    turn = restarted(lane, BACK)
    turn.resume()
    assert turn.read("B7654321").shown is Shown.AGAIN
    turn.read("B7654322")
    turn.visa(None)
    turn.visa(None)
    assert sum(each.stands for each in lane.journal.last_movements("7", 9)) == 4


def test_a_return_taken_back_can_be_keyed(lane, people):
    turn = officer(lane, BACK)
    turn.read(token_of(people[0]))
    found = turn.undo()
    assert (found.movement, found.keys) == (None, frozenset({RETURNED}))
    assert turn.act(RETURNED).movement.kind is RETURNED


# Changing direction and officer.


def test_facing_the_other_way_settles_whoever_is_at_the_lane(lane, people, turn):
    turn.read(token_of(people[0]))
    same = turn.face(Direction.DEPARTING, "o-114")
    assert same.answer.permit == people[0].number
    found = turn.face(BACK, "o-7")
    assert (found.shown, found.direction, found.officer) == (Shown.WAITING, BACK, "o-7")
    assert found.before.movement.kind is DEPARTED
    assert found.before.movement.officer == "o-114"
    assert turn.read(token_of(people[1])).movement.officer == "o-7"
    turn.undo()


def test_leaving_settles_too(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.leave()
    assert standing(lane, people[0]) == [(DEPARTED, True)]
    turn.leave()
    assert standing(lane, people[0]) == [(DEPARTED, True)]


# After a crash.


@pytest.mark.requirement("C1")
def test_after_a_power_cut_the_last_answer_is_on_screen_again(lane, people, turn):
    turn.read(token_of(people[0]), "QR Code")
    shown = turn.read(token_of(people[1]), "QR Code")
    lane.clock.advance(minutes=1)
    turn = restarted(lane)
    found = turn.resume()
    assert (found.answer.scan_id, found.answer.verdict) == (
        shown.answer.scan_id, shown.answer.verdict,
    )  # fmt: skip
    assert (found.answer.record, found.at) == (people[1], shown.at)
    assert (found.keys, found.unkeyed, found.movement) == (shown.keys, DEPARTED, None)
    assert found.undoable.movement.kind is DEPARTED
    refused("lane.nothing_to_judge", turn.rejudge)
    for weaker in (str(people[1].number), people[1].passport):
        assert turn.read(weaker).answer.scan_id == shown.answer.scan_id, "the print is not here"
    again = turn.read(token_of(people[1]), "QR Code")
    assert (again.answer.verdict.kind, again.first_seen) == (CLEAR, shown.at)
    turn.read(token_of(people[2]), "QR Code")
    assert standing(lane, people[1]) == [(DEPARTED, True)]


def test_a_keyed_outcome_and_an_undone_one_survive_it(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEFERRED)
    turn = restarted(lane)
    assert turn.resume().movement.kind is DEFERRED
    turn.undo()
    turn = restarted(lane)
    found = turn.resume()
    assert (found.movement, found.unkeyed) == (None, None)


def test_somebody_told_of_calmly_stays_so(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.act(DEPARTED)
    shown = turn.read(token_of(people[0]))
    turn = restarted(lane)
    found = turn.resume()
    assert (found.shown, found.movement, found.first_seen) == (
        shown.shown, shown.movement, shown.first_seen,
    )  # fmt: skip
    assert found.unkeyed is None


def test_a_pilgrim_behind_an_unread_scan_is_found_too(lane, people, turn):
    turn.read(token_of(people[0]))
    turn.read(BOARDING_PASS)
    turn = restarted(lane)
    assert turn.resume().answer.verdict.codes == (Code.NOT_A_PERMIT,)
    assert turn.read(token_of(people[1])).before.movement.kind is DEPARTED


def test_a_forged_print_after_a_power_cut_is_not_taken_for_the_one_before(lane, people, turn):
    turn.read(token_of(people[0]))
    turn = restarted(lane)
    turn.resume()
    assert turn.read(forged(people[0])).answer.verdict.kind is REFUSE


def test_the_last_characters_keyed_after_a_power_cut(lane, people, turn):
    turn.read(str(people[0].number))
    turn = restarted(lane)
    assert turn.resume().needs_tail
    assert turn.passport_tail(people[0].passport[-4:]).answer.verdict.kind is CLEAR
    assert turn.rejudge().answer.verdict.kind is CLEAR


@pytest.mark.requirement("C1")
def test_whoever_was_here_when_the_power_went_in_the_evening_is_settled_in_the_morning(
    lane, people, turn
):
    turn.read(token_of(people[0]))
    lane.clock.advance(hours=13)
    turn = restarted(lane)
    found = turn.resume()
    assert (found.shown, found.before.movement.kind) == (Shown.WAITING, DEPARTED)
    assert found.before.who == people[0].name_latin
    assert standing(lane, people[0]) == [(DEPARTED, True)]


@pytest.mark.requirement("C1")
def test_a_power_cut_around_midnight_loses_no_departure(lane, people, turn):
    lane.clock.at = lane.clock.at.replace(hour=21, minute=58)  # in Cairo two minutes to midnight
    turn.read(token_of(people[0]))
    lane.clock.advance(minutes=5)
    turn = restarted(lane)
    assert turn.resume().shown is Shown.WAITING
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_what_is_older_than_a_day_is_left_alone(lane, people, turn):
    turn.read(token_of(people[0]))
    lane.clock.advance(hours=25)
    turn = restarted(lane)
    assert turn.resume().before is None
    turn.read(token_of(people[1]))
    assert standing(lane, people[0]) == []


def test_a_lane_opened_the_other_way_settles_what_was_open(lane, people, turn):
    turn.read(token_of(people[0]))
    turn = restarted(lane, BACK)
    found = turn.resume()
    assert (found.shown, found.before.movement.kind) == (Shown.WAITING, DEPARTED)


# When the journal fails.


class FailingJournal:
    """The lane's journal over a disk that is full for what is named in ``full``."""

    def __init__(self, journal):
        self._journal = journal
        self.full = set()

    def __getattr__(self, name):
        if name in self.full:
            raise StorageError("full", key="store.disk_full")
        return getattr(self._journal, name)


def test_what_the_journal_cannot_keep_changes_nothing(lane, people):
    lane.journal = FailingJournal(lane.journal)
    turn = officer(lane)
    first = turn.read(token_of(people[0]))
    lane.journal.full = {"record_scan", "record_outcomes"}
    for call, value in ((turn.read, token_of(people[1])), (turn.act, REFERRED)):
        with pytest.raises(StorageError):
            call(value)
    assert standing(lane, people[0]) == []
    lane.journal.full = {"record_scan"}
    with pytest.raises(StorageError):
        turn.read(token_of(people[1]))
    lane.journal.full = set()
    found = turn.read(token_of(people[1]))
    assert found.before.scan_id == first.answer.scan_id, "recorded when the scan could not be"
    assert standing(lane, people[0]) == [(DEPARTED, True)]


def test_what_is_kept_is_answered_even_if_the_past_cannot_be_read(lane, people):
    lane.journal = FailingJournal(lane.journal)
    turn = officer(lane)
    lane.journal.full = {"movements_of_permit", "last_movements"}
    found = turn.read(token_of(people[0]))
    assert (found.answer.verdict.kind, found.undoable) == (CLEAR, None)
    assert turn.act(DEPARTED).movement.kind is DEPARTED
