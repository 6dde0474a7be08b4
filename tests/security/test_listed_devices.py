"""A device of the port that lies, or whose clock does: it speaks for itself alone.

What it decides as a second line counts, as any device's of the port: that is what the signed list
of devices says. But it answers no referral that is not here, no other permit's, no departure that
it could not know of, and it silences no other device.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.entry_bytes import encode_case_event
from checkpoint_app.credential.movement_bytes import encode_movement
from checkpoint_app.domain import case_fold
from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.conflicts import PortMoved, conflict_of
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.store.journal_rows import sequence_of
from tests.integration.services.world import Lane
from tests.integration.store.port import (
    HOUR,
    KEY,
    annul,
    batch_of,
    batches_of,
    deciding,
    draft,
    hand_over,
    move,
    opening,
    scan_of,
)
from tests.unit.credential.samples import DEVICE, NOW, permit_number

pytestmark = pytest.mark.requirement("C1", "C5")
B, C = "CAI-AIR-08", "CAI-AIR-09"
PERMIT, OTHER = permit_number(1), permit_number(2)
END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def others(tmp_path):
    made = []
    for name in ("second", "third"):
        (tmp_path / name).mkdir()
        made.append(Lane(tmp_path / name))
    yield made
    for each in made:
        each.close()


def refer(journal, serial=1, at=NOW, findings=("WRONG_PORT",)):
    scan = scan_of(serial, at)
    referred = draft(scan, MovementKind.REFERRED, findings=findings)
    return journal.record_scan(scan, referred, case=opening(serial, at))


def kinds(journal, permit=PERMIT):
    return [each.kind for each in journal.history(permit).movements]


def given(journal, device, epoch, first, *bodies, at=NOW):
    """What a device signed, whatever it is."""
    envelope = sign_batch(KEY, device, epoch, first, bodies)
    return journal.take_neighbour(batch_of(envelope), at)


class TestOutcomes:
    def test_of_a_case_that_nobody_opened(self, lane, others):
        others[0].journal.record_case(deciding(uuid4()))
        hand_over(others[0].journal, B, lane.journal)
        assert lane.journal.history(PERMIT).outcomes == ()

    def test_for_another_permit_than_the_case_s(self, lane, others):
        referral = refer(lane.journal)
        others[0].journal.record_case(deciding(referral.movement_id, serial=2))
        hand_over(others[0].journal, B, lane.journal)
        assert lane.journal.history(OTHER).outcomes == ()
        assert lane.journal.history(PERMIT).outcomes == ()

    def test_for_no_finding_but_the_referral_s(self, lane, others):
        referral = refer(lane.journal)
        said = deciding(referral.movement_id)
        covers = frozenset({"WRONG_PORT", "ALREADY_DEPARTED_HERE", "NAME_DIFFERS"})
        forged = replace(said, content=replace(said.content, covers=covers))
        others[0].journal.record_case(forged)
        hand_over(others[0].journal, B, lane.journal)
        (outcome,) = lane.journal.history(PERMIT).outcomes
        assert outcome.covers == {FindingCode.WRONG_PORT}

    def test_a_refusal_without_a_permit_counts_in_its_case(self, lane, others):
        """And whoever looked before it came does not record by what was then."""
        referral = refer(lane.journal)
        others[0].journal.record_case(deciding(referral.movement_id))
        refused = deciding(referral.movement_id, outcome=CaseOutcome.REFUSE)
        others[1].journal.record_case(replace(refused, permit=None))
        hand_over(others[0].journal, B, lane.journal)
        before = lane.journal.history(PERMIT)
        assert len(before.outcomes) == 1
        hand_over(others[1].journal, C, lane.journal)
        after = lane.journal.history(PERMIT)
        assert after.outcomes == ()
        assert after.seen != before.seen
        scan = scan_of()
        assert lane.journal.record_scan(scan, draft(scan), seen=after.seen) is not None

    def test_under_the_id_of_another_s_outcome_nothing_is_hidden(self, lane, others):
        referral = refer(lane.journal)
        refused = others[0].journal.record_case(
            deciding(referral.movement_id, outcome=CaseOutcome.REFUSE)
        )
        cleared = others[1].journal.record_case(deciding(referral.movement_id, at=NOW - HOUR))
        forged = encode_case_event(replace(cleared, event_id=refused.event_id))
        hand_over(others[0].journal, B, lane.journal)
        given(lane.journal, C, cleared.epoch, cleared.sequence, forged)
        assert lane.journal.history(PERMIT).outcomes == ()
        events = lane.journal.case_events(referral.movement_id)
        assert case_fold.fold(events, NOW).outcome is CaseOutcome.REFUSE

    def test_a_clock_of_another_age_clears_for_no_longer_than_a_week(self, lane, others):
        referral = refer(lane.journal)
        said = deciding(referral.movement_id)
        last = replace(said, content=replace(said.content, until=END))
        decided = others[0].journal.record_case(last)
        forged = encode_case_event(replace(decided, at=END))
        given(lane.journal, B, decided.epoch, decided.sequence, forged)
        (outcome,) = lane.journal.history(PERMIT).outcomes
        assert outcome.taken == NOW
        assert outcome.until == NOW + case_fold.LONGEST_OUTCOME
        assert case_fold.fold(lane.journal.case_events(referral.movement_id), NOW).outcome is (
            CaseOutcome.CLEAR
        )

    @pytest.mark.parametrize("at", [NOW + HOUR, NOW - HOUR])
    def test_a_departure_that_came_after_it_is_none_that_it_knew_of(self, lane, others, at):
        """Whatever its desk's clock says, or that of the lane which recorded the departure."""
        referral = refer(lane.journal, findings=("ALREADY_DEPARTED_HERE",))
        said = deciding(referral.movement_id, at=NOW + HOUR)
        covers = frozenset({"ALREADY_DEPARTED_HERE"})
        others[0].journal.record_case(replace(said, content=replace(said.content, covers=covers)))
        hand_over(others[0].journal, B, lane.journal, at=NOW)
        (outcome,) = lane.journal.history(PERMIT).outcomes
        assert outcome.taken == NOW
        move(others[1].journal, at=at)
        hand_over(others[1].journal, C, lane.journal, at=NOW + MINUTE)
        history = lane.journal.history(PERMIT)
        (departed,) = [each for each in history.movements if each.kind is MovementKind.DEPARTED]
        (outcome,) = history.outcomes
        assert departed.at >= outcome.taken

    def test_a_departure_that_was_here_before_it_is_answered(self, lane, others):
        move(others[1].journal, at=NOW)
        hand_over(others[1].journal, C, lane.journal, others[0].journal, at=NOW + MINUTE)
        referral = refer(lane.journal, at=NOW + 2 * MINUTE, findings=("ALREADY_DEPARTED_HERE",))
        said = deciding(referral.movement_id, at=NOW + 3 * MINUTE)
        covers = frozenset({"ALREADY_DEPARTED_HERE"})
        others[0].journal.record_case(replace(said, content=replace(said.content, covers=covers)))
        hand_over(others[0].journal, B, lane.journal, at=NOW + 4 * MINUTE)
        history = lane.journal.history(PERMIT)
        assert history.movements[0].at < history.outcomes[0].taken


class TestMovements:
    @pytest.mark.parametrize("ahead", [HOUR, END - NOW])
    def test_a_return_of_the_future_hides_no_departure_after_it(self, lane, others, ahead):
        move(others[0].journal, at=NOW)
        hand_over(others[0].journal, B, lane.journal, at=NOW)
        move(others[1].journal, kind=MovementKind.RETURNED, at=NOW + ahead)
        hand_over(others[1].journal, C, lane.journal, at=NOW + MINUTE)
        move(others[0].journal, at=NOW + 2 * MINUTE)
        hand_over(others[0].journal, B, lane.journal, at=NOW + 2 * MINUTE)
        assert kinds(lane.journal)[-1] is MovementKind.DEPARTED
        move(others[1].journal, at=NOW + ahead)
        move(others[1].journal, at=NOW + ahead)
        hand_over(others[1].journal, C, lane.journal, at=NOW + 3 * MINUTE)
        assert len(kinds(lane.journal)) == 5, "at the end of time there is no room for a next"

    def test_what_comes_is_no_earlier_than_what_was_scanned_here(self, lane, others):
        """Even where this lane's clock was put back meanwhile."""
        move(lane.journal, kind=MovementKind.RETURNED, at=NOW + HOUR)
        move(others[0].journal, at=NOW + 2 * HOUR)
        hand_over(others[0].journal, B, lane.journal, at=NOW)
        assert kinds(lane.journal) == [MovementKind.RETURNED, MovementKind.DEPARTED]

    def test_another_s_departure_is_not_taken_back(self, lane, others):
        """Nor by an entry under the journal and number of the other."""
        departed = move(others[0].journal)
        taken_back = annul(others[1].journal, departed)
        forged = replace(taken_back, epoch=departed.epoch, sequence=2)
        hand_over(others[0].journal, B, lane.journal)
        hand_over(others[1].journal, C, lane.journal)
        given(lane.journal, C, departed.epoch, 2, encode_movement(forged))
        assert kinds(lane.journal) == [MovementKind.DEPARTED]

    def test_under_the_id_of_another_s_departure_no_conflict_is_hidden(self, others):
        first, second = (move(each.journal) for each in others)
        returned = move(others[1].journal, kind=MovementKind.RETURNED, at=NOW - HOUR)
        forged = replace(returned, movement_id=first.movement_id)
        given_ = [PortMoved(B, first, False), PortMoved(C, second, False)]
        for hiding in (forged, replace(second, movement_id=first.movement_id, permit=OTHER)):
            found = conflict_of([*given_, PortMoved(C, hiding, False)])
            assert found is not None
            assert PortMoved(B, first, False) in found.departures

    def test_any_sequence_and_epoch_is_kept_and_harms_none(self, lane, others):
        departed = move(lane.journal)
        (own,) = batches_of(lane.journal, DEVICE)
        last = (1 << 63) - 257
        body = encode_movement(replace(departed, sequence=last, movement_id=UUID(int=7)))
        assert given(lane.journal, B, own.epoch, last, body, b"\xff" * 1024) == 2
        assert sequence_of(last) != last, "beyond what a place has room for"
        assert MovementKind.DEPARTED in kinds(lane.journal)
        assert lane.journal.pending() == 1
        assert [each.last for each in lane.journal.outbox.epochs()] == [1]

    def test_a_permit_number_that_is_none_is_of_nobody(self, lane, others):
        departed = move(others[0].journal)
        body = encode_movement(departed).replace(
            PERMIT.to_bytes(8, "big"), (PERMIT + 1).to_bytes(8, "big")
        )
        assert body != encode_movement(departed)
        assert given(lane.journal, B, departed.epoch, 1, body) == 1
        assert kinds(lane.journal) == kinds(lane.journal, PERMIT + 1) == []
