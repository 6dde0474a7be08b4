"""Cases: the same from the same entries, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.case_fold import (
    LONGEST_LEASE,
    clearing,
    effective,
    fold,
    in_order,
    known_outcomes,
    second_line_outcome,
)
from checkpoint_app.domain.cases import (
    CaseContent,
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.finding import FindingCode

NOW = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE, OTHER_CASE = UUID(int=500), UUID(int=501)
PERMIT = 1000000079196
A, B, C = "CAI-LANE-01", "CAI-LANE-02", "CAI-LANE-03"
OPENED = Opened(UUID(int=9), "refer", "NUMBER", "A1", 7, "MS 671", (SeenFinding("EXPIRED", ""),))


def second_line_outcomes(events):
    """What `decide` would be told, going by the entries alone."""
    return tuple(second_line_outcome(each, each.at) for each in clearing(events))


def entry(number: int, content: CaseContent, device: str = A, at: datetime = NOW) -> CaseEvent:
    return CaseEvent(
        event_id=UUID(int=number),
        epoch=bytes(16),
        sequence=number + 1,
        previous=bytes(32),
        device=device,
        case_id=CASE,
        permit=PERMIT,
        port=2,
        lane="1",
        officer=f"officer of {device}",
        at=at,
        content=content,
    )


def decided(
    outcome: CaseOutcome, *known: int, until: datetime = NOW + timedelta(hours=2), **changes: bool
) -> Decided:
    return Decided(
        outcome,
        frozenset({"EXPIRED", "OF_A_LATER_PROGRAM"}),
        until,
        changes.get("lifts", False),
        "document-checked",
        tuple(UUID(int=each) for each in known),
        "supervisor" if changes.get("lifts") else "",
    )


numbers = st.integers(0, 11)
times = st.integers(-30, 90).map(lambda minutes: NOW + minutes * MINUTE)
contents = st.one_of(
    st.just(OPENED),
    st.builds(Taken, times),
    st.just(Released()),
    st.builds(Noted, st.text(max_size=5)),
    st.builds(
        lambda outcome, known: decided(outcome, *known),
        st.sampled_from(CaseOutcome),
        st.lists(numbers, max_size=4),
    ),
)
entries = st.lists(
    st.builds(entry, numbers, contents, st.sampled_from((A, B, C)), times), min_size=1, max_size=14
)


@pytest.mark.requirement("C4")
@given(entries, st.randoms(use_true_random=False), times)
def test_any_order_and_any_duplicates_give_the_same_case(events, chance, now):
    again = [*events, *chance.choices(events, k=5)]
    chance.shuffle(again)
    assert fold(again, now) == fold(events, now)
    assert second_line_outcomes(again) == second_line_outcomes(events)


@pytest.mark.requirement("C4")
@given(entries)
def test_a_case_has_exactly_one_outcome_as_soon_as_there_is_any(events):
    known = in_order(events)
    outcomes = [each for each in known if isinstance(each.content, Decided)]
    found = effective(events)
    assert (found is None) == (not outcomes)
    assert found is None or found in outcomes


@given(entries, times)
def test_a_desk_that_knows_all_has_the_last_word(events, now):
    last = entry(100, decided(CaseOutcome.CLEAR, *(each.int for each in known_outcomes(events))), C)
    told = fold([*events, last], now)
    assert told.decided == last
    assert told.outcome is CaseOutcome.CLEAR
    assert not told.contested


def test_of_outcomes_that_did_not_know_of_each_other_the_strictest_counts():
    clear = entry(1, decided(CaseOutcome.CLEAR), A)
    refuse = entry(2, decided(CaseOutcome.REFUSE), B, NOW - MINUTE)
    case = fold([clear, refuse], NOW)
    assert (case.outcome, case.contested) == (CaseOutcome.REFUSE, True)
    assert second_line_outcomes([clear, refuse]) == ()
    settled = entry(3, decided(CaseOutcome.CLEAR, 1, 2), A)
    assert second_line_outcomes([settled, clear, refuse])[0].taken == NOW


def test_an_entry_never_supersedes_itself_and_a_circle_silences_nobody():
    own = entry(1, decided(CaseOutcome.REFUSE, 1))
    assert effective([own]) == own
    circle = [
        entry(1, decided(CaseOutcome.REFUSE, 2)),
        entry(2, decided(CaseOutcome.CLEAR, 1), B),
    ]
    assert fold(circle, NOW).outcome is CaseOutcome.REFUSE


def test_an_outcome_covers_what_this_program_knows_until_it_lapses():
    (told,) = second_line_outcomes([entry(1, decided(CaseOutcome.CLEAR, lifts=True))])
    assert told.covers == {FindingCode.EXPIRED}
    assert (told.permit, told.taken, told.may_lift_refusal) == (PERMIT, NOW, True)
    assert told.until == NOW + timedelta(hours=2)


def test_a_refusal_is_lifted_in_a_supervisor_s_name_or_not_at_all():
    nameless = replace(decided(CaseOutcome.CLEAR, lifts=True), approved_by="")
    (told,) = second_line_outcomes([entry(1, nameless)])
    assert not told.may_lift_refusal


@pytest.mark.parametrize("outcome", [CaseOutcome.DEFER, CaseOutcome.REFUSE])
def test_any_other_outcome_covers_nothing(outcome):
    assert second_line_outcomes([entry(1, decided(outcome))]) == ()


def test_each_case_of_a_permit_has_its_own_outcome():
    first = entry(1, decided(CaseOutcome.REFUSE))
    second = replace(entry(2, decided(CaseOutcome.CLEAR)), case_id=OTHER_CASE)
    assert len(second_line_outcomes([first, second])) == 1
    assert second_line_outcomes([replace(second, permit=None)]) == ()


def holder(now: datetime, *events: CaseEvent) -> str | None:
    held = fold(events, now).holder
    return None if held is None else held.device


TAKEN = entry(1, Taken(NOW + 10 * MINUTE), A)


def test_a_lease_holds_until_it_ends_or_is_given_back():
    assert holder(NOW, TAKEN) == A
    assert holder(NOW + 10 * MINUTE, TAKEN) is None
    assert holder(NOW + MINUTE, TAKEN, entry(2, Released(), A, NOW + MINUTE)) is None
    assert holder(NOW + MINUTE, TAKEN, entry(2, decided(CaseOutcome.DEFER), A, NOW)) is None
    assert holder(NOW + MINUTE, TAKEN, entry(2, Released(), B, NOW + MINUTE)) == A


def test_of_desks_that_take_at_once_the_earlier_and_then_the_first_by_name_has_it():
    late = entry(2, Taken(NOW + 20 * MINUTE), B, NOW + MINUTE)
    assert holder(NOW + 2 * MINUTE, late, TAKEN) == A
    same = entry(2, Taken(NOW + 20 * MINUTE), B)
    assert holder(NOW + MINUTE, same, TAKEN) == A
    assert holder(NOW + 12 * MINUTE, same, TAKEN) is None  # the lost one is no lease later either
    next_one = entry(3, Taken(NOW + 20 * MINUTE), B, NOW + 11 * MINUTE)
    assert holder(NOW + 12 * MINUTE, next_one, TAKEN) == B


def test_a_desk_may_hold_on_to_its_case():
    longer = entry(2, Taken(NOW + 18 * MINUTE), A, NOW + 8 * MINUTE)
    assert holder(NOW + 15 * MINUTE, TAKEN, longer) == A


def test_no_lease_is_longer_than_an_hour_and_none_is_of_a_far_future():
    greedy = entry(1, Taken(NOW + timedelta(days=900)), A)
    assert holder(NOW + LONGEST_LEASE, greedy) is None
    ahead = entry(1, Taken(NOW + timedelta(days=900)), A, NOW + timedelta(days=899))
    assert holder(NOW, ahead) is None
    assert holder(NOW, ahead, entry(2, Taken(NOW + MINUTE), B)) == B


def test_a_clock_somewhat_ahead_holds_and_every_lane_names_the_same_desk():
    ahead = entry(2, Taken(NOW + 15 * MINUTE), B, NOW + 5 * MINUTE)
    assert holder(NOW, ahead) == B
    brief = entry(1, Taken(NOW + 4 * MINUTE), A)
    for minutes in range(15):
        assert holder(NOW + minutes * MINUTE, ahead, brief) == B
    longer = entry(1, Taken(NOW + 6 * MINUTE), A)
    assert holder(NOW, ahead, longer) == A


def test_what_was_seen_and_said():
    notes = [entry(3, Noted("second"), B, NOW + MINUTE), entry(2, Noted("first"), A)]
    case = fold([*notes, entry(1, OPENED, A, NOW - MINUTE)], NOW)
    assert [each.content for each in case.notes] == [Noted("first"), Noted("second")]
    assert case.opened is not None and case.opened.content == OPENED
    assert (case.case_id, case.permit, case.outcome) == (CASE, PERMIT, None)
    assert fold(notes, NOW).opened is None
