"""Two lanes of one port whose journals reach each other: cases, their leases, their outcomes."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from checkpoint_app import reference
from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.cases import CaseOutcome, Decided, Opened, Taken
from checkpoint_app.domain.conflicts import conflict_id
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.cases import OUTCOME_HOLDS, CaseDesk, CaseState, DeskSettings
from checkpoint_app.services.stores import NeighbourBatch
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.unit.credential.samples import KEYS, NOW, RING, SCOPE

TODAY = cairo_day(NOW)
MINUTE = timedelta(minutes=1)
UNKNOWN, IN_ORDER = pilgrim(3), pilgrim(1)  # the first is not on file at these lanes


class Station:
    """A lane and the second line's desk beside it, over one journal."""

    def __init__(self, folder, device):
        folder.mkdir()
        self.at, self.device = Lane(folder), device
        self.at.registry.add(IN_ORDER, pilgrim(2))
        self.at.publish()
        self.settling = lambda: None

    def lane(self, direction=Direction.DEPARTING):
        return self.at.service(direction, device_id=self.device, lane=self.device[-1])

    def scan(self, record, direction=Direction.DEPARTING):
        return self.lane(direction).scan(token_of(record))

    def desk(self, officer=""):
        settings = DeskSettings(
            SCOPE, self.device[-1], officer or f"desk {self.device}", self.device
        )
        return CaseDesk(
            self.at.journal,
            self.lane().reference_time,
            settings,
            reference.findings(),
            lambda: self.settling(),
        )

    @property
    def waiting(self):
        return self.desk().open_cases(TODAY)

    def tell(self, other):
        """Pass on all that this journal holds of its own."""
        journal = self.at.journal
        for epoch in journal.outbox.epochs():
            for sealed in journal.outbox.relay_batches(
                epoch.epoch, 1, epoch.last, KEYS[EnvelopeType.BATCH], self.device
            ):
                batch = check_batch(sealed.envelope, RING)
                other.at.journal.take_neighbour(
                    NeighbourBatch(
                        batch.device,
                        batch.epoch,
                        batch.first_sequence,
                        batch.movements,
                        sealed.envelope,
                    ),
                    other.at.clock.now(),
                )


def meet(*stations):
    for one, other in permutations(stations, 2):
        one.tell(other)


def advance(span, *stations):
    for station in stations:
        station.at.clock.at += span


@pytest.fixture
def both(tmp_path):
    stations = Station(tmp_path / "a", "CAI-AIR-07"), Station(tmp_path / "b", "CAI-AIR-08")
    yield stations
    for station in stations:
        station.at.close()


def refused(action, *arguments):
    with pytest.raises(ConfigError) as caught:
        action(*arguments)
    return caught.value.key


@pytest.mark.requirement("C4")
def test_a_referral_reaches_the_desk_at_another_lane_with_all_that_was_seen(both):
    lane, desk = both
    answer = lane.scan(UNKNOWN)
    assert answer.verdict.kind is VerdictKind.REFER
    meet(*both)
    (case,) = desk.waiting
    assert case.case_id == answer.movement.movement_id
    assert (case.state, case.permit, case.lane) == (CaseState.OPEN, UNKNOWN.number, "7")
    assert isinstance(case.seen, Opened)
    assert (case.seen.scan_id, case.seen.verdict) == (answer.scan_id, "refer")
    assert [each.code for each in case.seen.findings] == ["NOT_ON_FILE"]
    assert (case.seen.reading, case.seen.passport) == ("TOKEN", UNKNOWN.passport)
    assert lane.waiting[0].case.opened == case.case.opened


def test_what_is_clear_or_refused_opens_no_case(both):
    lane, _ = both
    assert lane.scan(IN_ORDER).verdict.kind is VerdictKind.CLEAR
    lane.at.registry.statuses[2] = PermitStatus.REVOKED
    lane.at.publish()
    assert lane.scan(pilgrim(2)).verdict.kind is VerdictKind.REFUSE
    assert lane.waiting == ()


def test_a_referral_by_key_opens_one_case(both):
    lane, _ = both
    answer = lane.lane().scan(token_of(IN_ORDER), outcome=None)
    first = lane.lane().outcome(answer.scan_id, MovementKind.REFERRED)
    assert lane.lane().outcome(answer.scan_id, MovementKind.REFERRED) == first
    (case,) = lane.waiting
    assert (case.case_id, case.seen.verdict) == (first.movement_id, "clear")


@pytest.mark.requirement("C4")
def test_an_outcome_is_honoured_at_every_lane_until_it_lapses(both):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    meet(*both)
    desk.desk().take(case_id)
    told = desk.desk().decide(case_id, CaseOutcome.CLEAR, "document-checked")
    assert told.state is CaseState.DECIDED
    assert desk.waiting == ()
    (decided,) = [each for each in desk.desk().history(case_id) if type(each.content) is Decided]
    assert decided.content.covers == {"NOT_ON_FILE"}
    assert not decided.content.lifts_refusal
    assert lane.lane().scan(token_of(UNKNOWN), record=False).verdict.kind is VerdictKind.REFER
    meet(*both)
    assert lane.waiting == ()
    for station in both:
        verdict = station.lane().scan(token_of(UNKNOWN), record=False).verdict
        assert verdict.kind is VerdictKind.CLEAR
        assert FindingCode.SECOND_LINE_CLEARED in verdict.codes
    advance(OUTCOME_HOLDS, *both)
    for station in both:
        verdict = station.lane().scan(token_of(UNKNOWN), record=False).verdict
        assert verdict.kind is VerdictKind.REFER


@pytest.mark.parametrize("outcome", [CaseOutcome.DEFER, CaseOutcome.REFUSE])
def test_any_other_outcome_leaves_the_pilgrim_as_they_were(both, outcome):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    meet(*both)
    desk.desk().take(case_id)
    desk.desk().decide(case_id, outcome, "not-in-order", NOW + timedelta(hours=1))
    meet(*both)
    assert lane.lane().scan(token_of(UNKNOWN), record=False).verdict.kind is VerdictKind.REFER
    assert lane.waiting == ()
    assert lane.desk().case(case_id).case.outcome is outcome


@pytest.mark.requirement("C4")
def test_a_case_is_one_desks_at_a_time(both):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    meet(*both)
    assert desk.desk().take(case_id, 10).own
    meet(*both)
    (seen,) = lane.waiting
    assert (seen.state, seen.own, seen.case.holder.device) == (
        CaseState.TAKEN,
        False,
        "CAI-AIR-08",
    )
    assert refused(lane.desk().take, case_id) == "case.taken"
    assert refused(lane.desk().release, case_id) == "case.not_held"
    assert refused(lane.desk().decide, case_id, CaseOutcome.CLEAR, "other") == "case.not_held"
    assert desk.desk().release(case_id).state is CaseState.OPEN
    meet(*both)
    assert lane.desk().take(case_id, 10).own
    advance(10 * MINUTE, *both)
    meet(*both)
    assert lane.waiting[0].state is CaseState.OPEN, "a lease ends by itself"
    assert desk.desk().take(case_id).own


@pytest.mark.requirement("C4")
def test_of_two_desks_that_take_at_once_one_has_it(both):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    meet(*both)
    desk.at.clock.at += MINUTE / 60

    def the_other_takes_too():
        lane.settling = lambda: None
        desk.settling = lambda: meet(*both)
        assert refused(desk.desk().take, case_id) == "case.taken"

    lane.settling = the_other_takes_too
    assert lane.desk().take(case_id).own
    assert refused(desk.desk().decide, case_id, CaseOutcome.CLEAR, "other") == "case.not_held"
    lane.desk().decide(case_id, CaseOutcome.CLEAR, "other")
    meet(*both)
    assert desk.desk().case(case_id).case.outcome is CaseOutcome.CLEAR
    assert refused(desk.desk().take, case_id) == "case.closed"


@pytest.mark.requirement("C4")
def test_at_the_same_instant_both_lanes_name_the_same_desk(both):
    case_id = both[0].scan(UNKNOWN).movement.movement_id
    meet(*both)
    for station in both:
        station.desk().take(case_id)
    meet(*both)
    assert {station.desk().case(case_id).case.holder.device for station in both} == {"CAI-AIR-07"}


@pytest.mark.requirement("C4")
def test_of_outcomes_that_did_not_know_of_each_other_the_stricter_counts_everywhere(both):
    case_id = both[0].scan(UNKNOWN).movement.movement_id
    meet(*both)
    for station, outcome in zip(both, (CaseOutcome.CLEAR, CaseOutcome.REFUSE), strict=True):
        station.desk().take(case_id)
        station.desk().decide(case_id, outcome, "other")
    meet(*both)
    for station in both:
        told = station.desk().case(case_id).case
        assert (told.outcome, told.contested) == (CaseOutcome.REFUSE, True)
        verdict = station.lane().scan(token_of(UNKNOWN), record=False).verdict
        assert verdict.kind is VerdictKind.REFER


def test_a_referral_taken_back_is_no_case_any_more(both):
    lane, desk = both
    answer = lane.scan(UNKNOWN)
    lane.lane().undo(answer.scan_id)
    meet(*both)
    assert (lane.waiting, desk.waiting) == ((), ())
    assert desk.desk().case(answer.movement.movement_id).state is CaseState.WITHDRAWN
    nobody = lane.lane().scan_visa(None, outcome=None)
    lane.lane().outcome(nobody.scan_id, MovementKind.REFERRED)
    assert [view.permit for view in lane.waiting] == [None]
    lane.lane().undo(nobody.scan_id)
    assert lane.waiting == ()


def test_a_pilgrim_who_has_left_since_is_no_case_any_more(both):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    for station in both:
        station.at.registry.add(UNKNOWN)
        station.at.publish()
    advance(MINUTE, *both)
    assert lane.scan(UNKNOWN).movement.kind is MovementKind.DEPARTED
    meet(*both)
    assert (lane.waiting, desk.waiting) == ((), ())
    (case,) = desk.desk().cases_of(TODAY)
    assert (case.case_id, case.state) == (case_id, CaseState.OVERTAKEN)


def test_who_is_referred_for_having_left_waits_whatever_the_clocks_say(both):
    first, second = both
    first.at.clock.at += MINUTE
    first.scan(IN_ORDER)
    meet(*both)
    referred = second.scan(IN_ORDER)
    assert referred.verdict.codes == (FindingCode.ALREADY_DEPARTED_HERE,)
    assert [case.case_id for case in second.waiting] == [referred.movement.movement_id]


@pytest.mark.requirement("C4")
def test_who_has_left_already_leaves_again_by_the_second_lines_word_and_that_is_no_conflict(both):
    first, second = both
    first.scan(IN_ORDER)
    meet(*both)
    advance(MINUTE, *both)
    case_id = second.scan(IN_ORDER).movement.movement_id
    second.desk().take(case_id)
    advance(MINUTE, *both)
    second.desk().decide(case_id, CaseOutcome.CLEAR, "other")
    assert second.scan(IN_ORDER).movement.kind is MovementKind.DEPARTED
    meet(*both)
    assert (first.waiting, second.waiting) == ((), ())


def test_notes_and_their_refusals(both):
    lane, desk = both
    case_id = lane.scan(UNKNOWN).movement.movement_id
    meet(*both)
    desk.desk("o-9").note(case_id, " الجواز مطابق " + "x" * 300)
    meet(*both)
    (note,) = lane.desk().case(case_id).case.notes
    assert note.officer == "o-9"
    assert note.content.text.startswith("الجواز مطابق x") and len(note.content.text) == 200
    assert refused(lane.desk().note, case_id, " ") == "case.note_empty"
    assert refused(lane.desk().take, UNKNOWN and conflict_id(UNKNOWN.number)) == "case.unknown"
    lane.desk().take(case_id)
    decide = lane.desk().decide
    assert refused(decide, case_id, CaseOutcome.CLEAR, "because") == "case.reason_unknown"
    assert refused(decide, case_id, CaseOutcome.CLEAR, "other", NOW) == "case.lapsed"
    taken = lane.desk().take(case_id, 10_000)
    assert taken.case.holder.until == NOW + timedelta(hours=1)
    assert [type(each.content) for each in lane.desk().history(case_id)].count(Taken) == 2


@pytest.mark.requirement("C1")
def test_two_departures_at_once_are_one_conflict_at_both_lanes(both):
    first, second = both
    assert first.scan(IN_ORDER).verdict.kind is VerdictKind.CLEAR
    second.at.clock.at += MINUTE
    assert second.scan(IN_ORDER).verdict.kind is VerdictKind.CLEAR
    assert (first.waiting, second.waiting) == ((), ())
    meet(*both)
    for station in both:
        (case,) = station.waiting
        assert case.case_id == conflict_id(IN_ORDER.number)
        assert (case.permit, case.lane, case.at) == (IN_ORDER.number, "8", NOW + MINUTE)
        assert [each.movement.lane for each in case.conflict.departures] == ["7", "8"]
        verdict = station.lane().scan(token_of(IN_ORDER), record=False).verdict
        assert verdict.codes == (FindingCode.ALREADY_DEPARTED_HERE,)


@pytest.mark.requirement("C4")
def test_a_conflict_is_decided_once_and_opens_again_with_a_newer_departure(both):
    first, second = both
    case_id = conflict_id(IN_ORDER.number)
    for station in both:
        station.scan(IN_ORDER)
    meet(*both)
    advance(MINUTE, *both)
    first.desk().take(case_id)
    first.desk().decide(case_id, CaseOutcome.REFUSE, "identity-doubt")
    meet(*both)
    assert (first.waiting, second.waiting) == ((), ())
    assert second.desk().case(case_id).case.outcome is CaseOutcome.REFUSE
    verdict = second.lane().scan(token_of(IN_ORDER), record=False).verdict
    assert verdict.kind is VerdictKind.REFER
    advance(timedelta(hours=7), *both)
    first.scan(IN_ORDER, Direction.RETURNING)
    meet(*both)
    advance(MINUTE, *both)
    for station in both:
        station.scan(IN_ORDER)
    meet(*both)
    for station in both:
        (case,) = station.waiting
        assert (case.case_id, case.state) == (case_id, CaseState.OPEN)
    second.desk().take(case_id)
    second.desk().decide(case_id, CaseOutcome.CLEAR, "other")
    meet(*both)
    assert (first.waiting, second.waiting) == ((), ())


def test_a_departure_that_was_taken_back_is_no_conflict(both):
    first, second = both
    first.scan(IN_ORDER)
    answer = second.scan(IN_ORDER)
    second.lane().undo(answer.scan_id)
    meet(*both)
    assert (first.waiting, second.waiting) == ((), ())
