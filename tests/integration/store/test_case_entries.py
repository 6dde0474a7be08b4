"""Entries of cases in the chain: with their referral, at every lane, and in the way of none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.entry_bytes import decode_entry
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.domain.cases import CaseEvent, CaseOutcome, Decided, Opened, Taken
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.services.stores import HistoryMovedOnError
from tests.integration.store.port import (
    DAY,
    HOUR,
    KEY,
    annul,
    deciding,
    draft,
    hand_over,
    move,
    opening,
    scan_of,
    taking,
)
from tests.unit.credential.samples import DEVICE, NOW, RING, permit_number

B, C = "CAI-AIR-08", "CAI-AIR-09"
PERMIT = permit_number(1)


def refer(journal, serial=1, at=NOW):
    """A referral with its case."""
    scan = scan_of(serial, at)
    return journal.record_scan(scan, draft(scan, MovementKind.REFERRED), case=opening(serial, at))


def test_a_case_opens_with_its_referral_in_one_chain(lane):
    before = move(lane.journal, 2)
    referral = refer(lane.journal)
    later = lane.journal.record_case(taking(referral.movement_id))
    (opened, taken) = lane.journal.case_events(referral.movement_id)
    assert isinstance(opened.content, Opened)
    assert isinstance(taken.content, Taken)
    assert (opened.case_id, opened.device, opened.permit) == (referral.movement_id, "", PERMIT)
    assert taken == later
    sequences = [before.sequence, referral.sequence, opened.sequence, taken.sequence]
    assert sequences == [1, 2, 3, 4]
    (sealed,) = lane.journal.outbox.seal_batches(9, KEY, DEVICE)
    bodies = check_batch(sealed.envelope, RING).movements
    entries = [decode_entry(body, "") for body in bodies]
    assert entries == [before, referral, opened, taken]
    following = zip(bodies[:-1], entries[1:], strict=True)
    assert all(after.previous == chain_hash(body) for body, after in following)
    assert lane.journal.pending() == 4


def test_a_later_referral_opens_a_case_too(lane):
    scan = scan_of()
    departed = lane.journal.record_scan(scan, draft(scan))
    annulled = draft(scan, MovementKind.ANNULLED, annuls=departed.movement_id)
    made = lane.journal.record_outcomes(
        [annulled, draft(scan, MovementKind.REFERRED)], case=opening()
    )
    (opened,) = lane.journal.case_events(made[-1].movement_id)
    assert opened.sequence == made[-1].sequence + 1


def test_an_entry_is_no_movement(lane, others):
    referral = refer(lane.journal)
    lane.journal.record_case(taking(referral.movement_id))
    lane.journal.record_case(deciding(referral.movement_id))
    hand_over(lane.journal, B, others[0].journal)
    for journal in (lane.journal, others[0].journal):
        assert [each.kind for each in journal.history(PERMIT).movements] == [MovementKind.REFERRED]
        assert [each.kind for each in journal.movements_between(*DAY)] == [MovementKind.REFERRED]
        assert [each.movement for each in journal.port_movements(PERMIT)] == [referral]
    assert [each.movement for each in lane.journal.last_movements("7", 9)] == [referral]
    assert lane.journal.last_movements("2L", 9) == ()
    assert [each.movement for each in lane.journal.movements_of_permit(PERMIT)] == [referral]
    assert lane.journal.movements_of_scan(referral.movement_id) == (referral,)
    assert len(lane.journal.scans_between(*DAY)) == 1


def test_all_or_nothing(lane):
    scan = scan_of()
    with pytest.raises(ValueError, match="no case"):
        lane.journal.record_scan(scan, None, case=opening())
    with pytest.raises(ValueError, match="no case"):
        lane.journal.record_outcomes([], case=opening())
    with pytest.raises(ValueError, match="no case"):
        lane.journal.record_case(opening())
    seen = lane.journal.history(PERMIT).seen
    move(lane.journal)
    with pytest.raises(HistoryMovedOnError):
        lane.journal.record_scan(scan, draft(scan), seen=seen, case=opening())
    assert lane.journal.cases_between(*DAY) == ()
    assert lane.journal.scan(scan.scan_id) is None
    assert lane.journal.pending() == 1


@pytest.mark.requirement("C1")
class TestOutcomes:
    def test_an_outcome_counts_at_every_lane(self, lane, others):
        desk, third = others
        referral = refer(lane.journal)
        hand_over(lane.journal, DEVICE, desk.journal, third.journal)
        decided = desk.journal.record_case(deciding(referral.movement_id))
        seen = lane.journal.history(PERMIT).seen
        hand_over(desk.journal, B, lane.journal, third.journal)
        for journal in (lane.journal, desk.journal, third.journal):
            (outcome,) = journal.history(PERMIT).outcomes
            assert (outcome.permit, outcome.covers) == (PERMIT, {FindingCode.WRONG_PORT})
            assert (outcome.until, outcome.taken) == (NOW + HOUR, decided.at)
            assert journal.history(permit_number(2)).outcomes == ()
        assert lane.journal.history(PERMIT).seen != seen
        scan = scan_of()
        with pytest.raises(HistoryMovedOnError):
            lane.journal.record_scan(scan, draft(scan), seen=seen)
        assert [each.device for each in lane.journal.case_events(referral.movement_id)] == ["", B]

    def test_it_answers_nothing_before_its_referral_has_come(self, lane, others):
        referral = refer(others[0].journal)
        others[1].journal.record_case(deciding(referral.movement_id))
        hand_over(others[1].journal, C, lane.journal)
        assert lane.journal.history(PERMIT).outcomes == ()
        hand_over(others[0].journal, B, lane.journal)
        assert len(lane.journal.history(PERMIT).outcomes) == 1
        assert len(lane.journal.case_events(referral.movement_id)) == 2

    def test_of_two_desks_apart_the_stricter_one_whoever_comes_first(self, lane, others):
        referral = refer(lane.journal)
        clear = others[0].journal.record_case(deciding(referral.movement_id))
        others[1].journal.record_case(
            deciding(referral.movement_id, outcome=CaseOutcome.REFUSE, at=NOW - HOUR)
        )
        hand_over(lane.journal, DEVICE, others[0].journal, others[1].journal)
        hand_over(others[0].journal, B, lane.journal)
        assert len(lane.journal.history(PERMIT).outcomes) == 1
        hand_over(others[1].journal, C, lane.journal, others[0].journal)
        hand_over(others[0].journal, B, others[1].journal)
        for journal in (lane.journal, others[0].journal, others[1].journal):
            assert journal.history(PERMIT).outcomes == ()
        known = [
            each.event_id
            for each in lane.journal.case_events(referral.movement_id)
            if isinstance(each.content, Decided)
        ]
        assert clear.event_id in known
        lane.journal.record_case(deciding(referral.movement_id, supersedes=tuple(known)))
        assert len(lane.journal.history(PERMIT).outcomes) == 1


def test_the_cases_of_a_time_with_all_their_entries(lane, others):
    old = refer(lane.journal, 1, NOW - 48 * HOUR)
    other = refer(lane.journal, 2, NOW - 48 * HOUR)
    others[0].journal.record_case(taking(old.movement_id))
    hand_over(others[0].journal, B, lane.journal)
    found = lane.journal.cases_between(*DAY)
    assert all(isinstance(each, CaseEvent) for each in found)
    assert [(each.case_id, each.device) for each in found] == [
        (old.movement_id, ""),
        (old.movement_id, B),
    ]
    assert lane.journal.case_events(uuid4()) == ()
    whole = lane.journal.cases_between(NOW - 72 * HOUR, NOW)
    assert {each.case_id for each in whole} == {old.movement_id, other.movement_id}


@pytest.mark.requirement("C1")
def test_permits_that_departed_at_two_devices(lane, others):
    for serial in (1, 2, 3, 4, 6):
        move(lane.journal, serial)
    move(others[0].journal, 1, at=NOW + HOUR)
    annul(others[0].journal, move(others[0].journal, 2))
    move(others[0].journal, 3, at=NOW + 20 * HOUR)
    move(others[0].journal, 4, kind=MovementKind.RETURNED)
    move(others[0].journal, 5)
    move(others[1].journal, 5)
    hand_over(others[0].journal, B, lane.journal)
    hand_over(others[1].journal, C, lane.journal)
    ours = lane.journal.permits_departed_twice(*DAY)
    assert ours == (permit_number(1), permit_number(5))
    later = lane.journal.permits_departed_twice(NOW + 12 * HOUR, NOW + 36 * HOUR)
    assert later == (permit_number(3),)
    own, other = lane.journal.port_movements(permit_number(1))
    assert (own.device, other.device) == ("", B)
    assert own.stands
    assert [each.stands for each in lane.journal.port_movements(permit_number(2))] == [
        True,
        False,
        False,
    ]


def test_a_neighbours_journal_in_the_order_of_its_chain(lane, others):
    first = move(others[0].journal, at=NOW + HOUR)
    second = move(others[0].journal, kind=MovementKind.RETURNED, at=NOW)
    hand_over(others[0].journal, B, lane.journal)
    assert [each.movement for each in lane.journal.port_movements(PERMIT)] == [first, second]


def test_who_watches_is_told_of_each_commit_that_added_to_the_chain(lane):
    told, again = [], []
    end = lane.journal.watch(lambda: told.append(lane.journal.pending()))
    end_again = lane.journal.watch(lambda: again.append(1))
    scan = scan_of(at=NOW + timedelta(minutes=1))
    lane.journal.record_scan(scan, None)
    lane.journal.audit(NOW, "it-1", "key.made")
    assert told == []
    referral = refer(lane.journal)
    lane.journal.record_case(taking(referral.movement_id))
    annul(lane.journal, referral)
    assert told == [2, 3, 4]
    end()
    end()
    move(lane.journal, 2)
    assert (len(told), len(again)) == (3, 4)
    end_again()


def test_a_scan_stands_whoever_fails_to_hear_of_it(lane):
    def fail():
        raise RuntimeError

    lane.journal.watch(fail)
    assert move(lane.journal) is not None
    assert lane.journal.pending() == 1
