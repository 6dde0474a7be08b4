"""What the page of orders and the strip say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.orders import LONGEST, Order, Ordered, OrderKind
from checkpoint_app.domain.relief import RELAXABLE
from checkpoint_app.services.orders import AnnulledCounts
from tests.unit.ui.plain_tongue import PlainTongue
from ui.orders.port import EffectCounts, OrderDraft, SeenOrders
from ui.orders.present_form import HOURS, present_effect, present_form
from ui.orders.present_orders import present_orders
from ui.orders.present_strip import present_strip
from ui.orders.words import CHECKS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # 11:30 in Cairo
HOUR = timedelta(hours=1)
DAY = date(2026, 11, 22)
TONGUE = PlainTongue()
PLACE = SimpleNamespace(port=reference.ports().by_id("CAI-AIR"), lane="7")
EVERY = tuple(OrderKind)


def order(serial=1, kind=OrderKind.RELAX, hours=6, **said):
    fields = {"code": "VISA_EXPIRED"} if kind is OrderKind.RELAX else {}
    made = Ordered(kind, "storm", NOW + hours * HOUR, **(fields | said))
    return Order(UUID(int=serial), made, NOW - HOUR, "m.hassan", "7", "A")


MOVED = order(
    2, OrderKind.MOVE_SERVICE, 40, service="MS671", day=DAY, new_day=DAY + timedelta(days=2)
)


def test_no_order_no_strip():
    assert present_strip([], NOW, TONGUE) is None


def test_one_order_is_told_whole():
    strip = present_strip([order()], NOW, TONGUE)
    assert strip.text == strip.detail == "Relaxed until 17:30: visa expiry — by m.hassan"
    moved = present_strip([MOVED], NOW, TONGUE)
    expected = "MS671 moved to 24 November until 24 November, 03:30 — by m.hassan"
    assert moved.text == expected


def test_several_orders_are_counted_and_each_told_in_the_detail():
    strip = present_strip([order(), MOVED, order(3)], NOW, TONGUE)
    expected = "3 orders in force: visa expiry, MS671 moved to 24 November — the next ends 17:30"
    assert strip.text == expected
    assert len(strip.detail.splitlines()) == 3


def test_the_page_tells_what_is_in_force_and_what_was():
    lifted = replace(order(3), lifted=NOW - HOUR / 2)
    ended = order(4, OrderKind.ACCEPT_DATA, hours=-1 / 4)
    annulled = order(5, OrderKind.ANNUL_SERVICE, hours=-1, service="MS671", day=DAY)
    of_day = (order(), lifted, ended, annulled)
    seen = SeenOrders(DAY, NOW, (order(), MOVED), of_day, (OrderKind.RELAX,))
    view = present_orders(seen, TONGUE)
    assert [row.cells[0].text for row in view.in_force.rows] == [
        "Relaxed: visa expiry",
        "MS671 moved to 24 November",
    ]
    assert [cell.text for cell in view.in_force.rows[0].cells][1:] == [
        *("storm", "6 h", "m.hassan", "7")
    ]
    stands = [row.cells[-1].text for row in view.history.rows]
    assert stands == ["Done", "Ended 11:15", "Lifted 11:00", "Until 17:30"]
    assert view.liftable == {str(UUID(int=1))}
    empty = present_orders(replace(seen, in_force=(), of_day=()), TONGUE)
    assert empty.in_force.empty
    assert empty.history.empty


def test_a_check_of_a_later_program_is_named_by_its_code():
    assert "LATER_CHECK" in present_strip([order(code="LATER_CHECK")], NOW, TONGUE).text


def test_every_relaxable_check_has_a_name_and_every_time_offered_is_allowed():
    assert set(CHECKS) == RELAXABLE
    for kind, hours in HOURS.items():
        assert all(timedelta(hours=each) <= LONGEST[kind] for each in hours)


@pytest.mark.parametrize("kind", EVERY)
def test_the_form_asks_for_what_its_kind_needs(kind):
    form = present_form(kind, EVERY, NOW, TONGUE)
    serviced = kind in (OrderKind.MOVE_SERVICE, OrderKind.ANNUL_SERVICE)
    assert (form.code is not None) == (kind is OrderKind.RELAX)
    assert bool(form.service) == (form.day is not None) == serviced
    assert (form.new_day is not None) == (kind is OrderKind.MOVE_SERVICE)
    assert (form.until is not None) == (kind is not OrderKind.ANNUL_SERVICE)
    if kind is OrderKind.ANNUL_SERVICE:
        assert max(key for key, _ in form.day.offers) == DAY.isoformat()


NOBODY = EffectCounts()


def effect(kind, counts=NOBODY, **fields):
    said = {"code": "VISA_EXPIRED", "service": "MS671", "day": DAY, "new_day": date(2026, 11, 24)}
    draft = OrderDraft(kind, fields.pop("name", "storm"), NOW + 6 * HOUR, **(said | fields))
    return present_effect(draft, counts, PLACE, NOW, TONGUE)


def test_the_effect_is_said_before_the_order_is_given():
    relaxed = effect(OrderKind.RELAX)
    assert relaxed.ready
    assert "visa expiry" in relaxed.text
    assert "Cairo" in relaxed.text
    assert "17:30" in relaxed.text
    moved = effect(OrderKind.MOVE_SERVICE, EffectCounts(booked=312))
    assert "312" in moved.note
    assert effect(OrderKind.ACCEPT_DATA).note
    annulled = effect(OrderKind.ANNUL_SERVICE, EffectCounts(departures=AnnulledCounts(20, 14)))
    assert annulled.text.startswith("34 departures by MS671")
    assert annulled.button == "Annul 34 departures"
    assert effect(OrderKind.ANNUL_SERVICE, EffectCounts(departures=AnnulledCounts(0, 0))).ready


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (OrderKind.RELAX, {"name": " "}),
        (OrderKind.MOVE_SERVICE, {"service": ""}),
        (OrderKind.MOVE_SERVICE, {"new_day": DAY}),
        (OrderKind.ANNUL_SERVICE, {"service": ""}),
    ],
)
def test_what_is_missing_is_said_and_nothing_can_be_given(kind, fields):
    told = effect(kind, **fields)
    assert told.text
    assert not told.ready


def test_nothing_is_given_before_it_is_counted():
    draft = OrderDraft(OrderKind.RELAX, "storm", NOW + HOUR, code="EXPIRED")
    assert not present_effect(draft, None, PLACE, NOW, TONGUE).ready
