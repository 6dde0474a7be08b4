"""Orders come to the same from the same entries, whatever their order and however they lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.cases import CaseEvent, Noted
from checkpoint_app.domain.order_fold import TakenBack, fold_orders, taken_back
from checkpoint_app.domain.orders import LONGEST, Lifted, Ordered, OrderKind

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 11, 22)
RELAX = Ordered(OrderKind.RELAX, "storm", AT + 6 * HOUR, code="VISA_EXPIRED")
ANNUL = Ordered(OrderKind.ANNUL_SERVICE, "storm", AT, service="MS671", day=DAY)


def entry(content, serial=1, at=AT, order=1, device="A", **changes):
    made = CaseEvent(
        event_id=UUID(int=serial),
        epoch=bytes(16),
        sequence=serial,
        previous=bytes(32),
        device=device,
        case_id=UUID(int=order),
        permit=None,
        port=0,
        lane="7",
        officer="m.hassan",
        at=at,
        content=content,
    )
    return replace(made, **changes)


ordered = st.builds(
    Ordered,
    st.sampled_from(OrderKind),
    st.sampled_from(["storm", "late data"]),
    st.integers(-24, 400).map(lambda hours: AT + hours * HOUR),
    st.sampled_from(["VISA_EXPIRED", "REVOKED", "LATER_CODE", ""]),
    st.sampled_from(["MS671", "ms 671", ""]),
    st.sampled_from([None, DAY]),
)
entries = st.builds(
    entry,
    st.one_of(ordered, st.just(Lifted()), st.just(Noted("x"))),
    st.integers(1, 9),
    st.integers(0, 48).map(lambda hours: AT + hours * HOUR),
    st.integers(1, 3),
    st.sampled_from("AB"),
)


@given(st.lists(entries, max_size=8), st.randoms())
def test_any_order_comes_to_the_same(events, chance):
    mixed = [*events, *events[:2]]
    chance.shuffle(mixed)
    assert fold_orders(mixed) == fold_orders(events)
    assert taken_back(fold_orders(mixed)) == taken_back(fold_orders(events))


@given(st.lists(entries, max_size=8))
def test_no_order_outlasts_what_its_kind_may(events):
    for order in fold_orders(events):
        assert order.ends - order.since <= LONGEST[order.said.kind]


def test_under_the_id_of_another_s_order_nothing_is_hidden():
    honest, forged = entry(ANNUL), entry(RELAX, at=AT - HOUR, device="B")
    assert honest.case_id == forged.case_id
    assert {each.said.kind for each in fold_orders([honest, forged])} == {
        OrderKind.ANNUL_SERVICE,
        OrderKind.RELAX,
    }
    assert taken_back(fold_orders([honest, forged])) == taken_back(fold_orders([honest]))


def test_an_order_is_who_gave_it_and_ends_when_anybody_lifts_it():
    given_by = entry(RELAX)
    lifts = [
        entry(Lifted(), 2, AT + 2 * HOUR, device="B"),
        entry(Lifted(), 3, AT + HOUR, device="C"),
    ]
    (order,) = fold_orders([*lifts, given_by])
    assert (order.by, order.lane, order.device) == ("m.hassan", "7", "A")
    assert (order.since, order.lifted, order.ends) == (AT, AT + HOUR, AT + HOUR)
    assert order.is_in_force(AT)
    assert not order.is_in_force(AT + HOUR)


def test_what_lifts_an_order_that_is_not_here_waits_for_it():
    assert fold_orders([entry(Lifted()), entry(Noted("x"), 2)]) == ()


def test_a_time_at_the_end_of_the_calendar_is_no_trouble():
    last = datetime.max.replace(tzinfo=UTC)
    (order,) = fold_orders([entry(replace(RELAX, until=last), at=last)])
    assert not order.is_in_force(AT)


def test_departures_are_taken_back_by_service_day_and_time():
    known = taken_back(fold_orders([entry(ANNUL), entry(replace(ANNUL, service="ms 671"), 2)]))
    assert known.covers("MS 671", AT)
    assert known.may_cover(AT)
    assert not known.covers("MS671", AT + timedelta(milliseconds=1))
    assert not known.covers("MS671", AT - timedelta(days=1))
    assert not known.covers("MS672", AT)
    assert not known.covers("", AT)
    assert not known.may_cover(AT + HOUR)


def test_lifting_brings_no_departure_back():
    events = [entry(ANNUL), entry(Lifted(), 2, AT + HOUR)]
    assert taken_back(fold_orders(events)).covers("MS671", AT)


def test_what_left_long_ago_is_not_taken_back_whatever_an_order_says():
    for days, counts in ((7, True), (8, False)):
        old = replace(ANNUL, day=DAY - timedelta(days=days))
        assert bool(taken_back(fold_orders([entry(old)]))) is counts


def test_of_several_annulments_the_last_reaches_farthest():
    later = entry(replace(ANNUL, until=AT + HOUR), 2, AT + HOUR, order=2)
    known = taken_back(fold_orders([later, entry(ANNUL)]))
    assert known.covers("MS671", AT + HOUR)


def test_a_service_without_a_name_takes_nothing_back():
    nameless = [replace(ANNUL, service=" "), replace(ANNUL, day=None)]
    for said in nameless:
        assert taken_back(fold_orders([entry(said)])) == TakenBack()
        assert not taken_back(fold_orders([entry(said)]))
