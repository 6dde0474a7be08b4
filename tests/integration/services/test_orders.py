"""Orders at two lanes of a port, over real journals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.orders import OrderKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError, RoleError
from checkpoint_app.services.cases import DeskSettings
from checkpoint_app.services.guard import Unstaffed
from checkpoint_app.services.orders import DEEDS, AnnulledCounts, OrderDesk
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.integration.store.port import DAY, hand_over
from tests.unit.credential.samples import DEVICE, NOW, SCOPE

B = "CAI-AIR-08"
HOUR = timedelta(hours=1)
TODAY = cairo_day(NOW)


class Staffed(Unstaffed):
    """A guard that lets one set of deeds pass."""

    def __init__(self, *deeds):
        super().__init__(lambda: "m.hassan")
        self.deeds = deeds

    def require(self, deed):
        if deed not in self.deeds:
            raise RoleError("not allowed", key="role.forbidden")
        return super().require(deed)


@pytest.fixture
def lanes(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(Lane(tmp_path / name))
    yield made
    for each in made:
        each.close()


def desk_of(lane, device=DEVICE, guard=None, name="7"):
    settings = DeskSettings(SCOPE, name, "", device)
    guard = guard or Unstaffed(lambda: "m.hassan")
    return OrderDesk(lane.journal, lane.clock.now, settings, guard)


def filed(lane, *records):
    lane.registry.add(*records)
    lane.publish()


def kind_of(lane, known, **options):
    return lane.service().scan(token_of(known), **options).verdict.kind


@pytest.mark.requirement("C1")
def test_a_relaxed_check_holds_nobody_at_either_lane_until_it_is_lifted(lanes):
    one, two = lanes
    late = pilgrim(1, valid_until=date(2026, 10, 31))
    for lane in lanes:
        filed(lane, late)
        assert kind_of(lane, late, record=False) is VerdictKind.REFER
    given = desk_of(one).relax("EXPIRED", "storm  of the week", NOW + 2 * HOUR)
    assert given.said.name == "storm of the week"
    assert kind_of(one, late, record=False) is VerdictKind.CLEAR
    assert kind_of(two, late, record=False) is VerdictKind.REFER
    hand_over(one.journal, DEVICE, two.journal)
    assert kind_of(two, late, record=False) is VerdictKind.CLEAR
    other = desk_of(two, B)
    assert other.in_force() == desk_of(one).in_force() == (given,)
    two.clock.advance(minutes=5)
    other.lift(given.order_id)
    assert kind_of(two, late, record=False) is VerdictKind.REFER
    hand_over(two.journal, B, one.journal, at=two.clock.now())
    one.clock.advance(minutes=5)
    assert kind_of(one, late, record=False) is VerdictKind.REFER
    assert desk_of(one).in_force() == ()
    (seen,) = desk_of(one).of_day(TODAY)
    assert seen.lifted == two.clock.now()


def test_an_order_ends_by_itself(lanes):
    lane, late = lanes[0], pilgrim(1, valid_until=date(2026, 10, 31))
    filed(lane, late)
    desk_of(lane).relax("EXPIRED", "storm", NOW + HOUR)
    lane.clock.advance(hours=1)
    assert kind_of(lane, late, record=False) is VerdictKind.REFER


def test_a_moved_sailing_lets_its_own_people_pass(lanes):
    lane = lanes[0]
    late = pilgrim(1, valid_until=date(2026, 10, 31))
    other = replace(pilgrim(2, valid_until=date(2026, 10, 31)), service="MS672")
    filed(lane, late, other)
    desk_of(lane).move_service(
        "ms 671", late.travel_out, late.travel_out + timedelta(days=2), "fog", NOW + HOUR
    )
    answer = lane.service().scan(token_of(late), record=False)
    assert answer.verdict.kind is VerdictKind.CLEAR
    assert FindingCode.RELIEF_IN_FORCE in answer.verdict.codes
    assert kind_of(lane, other, record=False) is VerdictKind.REFER


def test_accepted_data_is_noted(lanes):
    lane, known = lanes[0], pilgrim(1, issued=NOW - timedelta(hours=40))
    lane.registry.issued = NOW - timedelta(hours=30)
    filed(lane, known)
    assert kind_of(lane, known, record=False) is VerdictKind.REFER
    desk_of(lane).accept_data(NOW + HOUR, "no line")
    answer = lane.service().scan(token_of(known), record=False)
    assert answer.verdict.kind is VerdictKind.CLEAR
    assert FindingCode.DATA_AGEING in answer.verdict.codes


@pytest.mark.requirement("C1")
def test_a_cancelled_sailings_people_clear_again_at_either_lane(lanes):
    one, two = lanes
    people = [pilgrim(serial) for serial in (1, 2)]
    stays = replace(pilgrim(3), service="MS672")
    for lane in lanes:
        filed(lane, *people, stays)
    assert kind_of(one, people[0]) is VerdictKind.CLEAR
    assert kind_of(two, people[1]) is VerdictKind.CLEAR
    assert kind_of(two, stays) is VerdictKind.CLEAR
    hand_over(two.journal, B, one.journal)
    hand_over(one.journal, DEVICE, two.journal)
    one.clock.advance(minutes=10)
    two.clock.advance(minutes=10)
    first, second = desk_of(one), desk_of(two, B)
    assert first.departures_of("MS671", TODAY) == AnnulledCounts(1, 1)
    assert first.annul_service("ms671", TODAY, "storm") == AnnulledCounts(1, 1)
    assert first.departures_of("MS671", TODAY) == AnnulledCounts(0, 0)
    # The other lane's departure counts no more here, although that lane knows nothing yet.
    assert departed(one) == [stays.number]
    assert kind_of(one, people[1], record=False) is VerdictKind.CLEAR
    assert kind_of(two, people[1], record=False) is VerdictKind.REFER
    hand_over(one.journal, DEVICE, two.journal, at=two.clock.now())
    assert kind_of(two, people[1], record=False) is VerdictKind.CLEAR
    assert departed(two) == [stays.number]
    assert second.carry_out() == 1
    assert second.carry_out() == first.carry_out() == 0
    (own,) = [
        each.movement
        for each in two.journal.movements_of_permit(people[1].number)
        if each.movement.kind is MovementKind.ANNULLED
    ]
    assert (own.officer, own.automatic) == ("m.hassan", True)
    # The people leave by the next one, at the lane that they come to.
    one.clock.advance(minutes=10)
    two.clock.advance(minutes=10)
    assert kind_of(one, people[1]) is VerdictKind.CLEAR
    assert kind_of(two, people[0]) is VerdictKind.CLEAR
    hand_over(two.journal, B, one.journal, at=two.clock.now())
    hand_over(one.journal, DEVICE, two.journal, at=two.clock.now())
    for lane in lanes:
        assert departed(lane) == sorted(each.number for each in (*people, stays))
        assert lane.journal.permits_departed_twice(*DAY) == ()
    assert first.carry_out() == second.carry_out() == 0


def departed(lane):
    return sorted(
        each.permit
        for each in lane.journal.movements_between(*DAY)
        if each.kind is MovementKind.DEPARTED and not each.annulled
    )


def test_what_a_lane_recorded_before_an_order_that_comes_late_is_taken_back(lanes):
    one, two = lanes
    known = pilgrim(1)
    for lane in lanes:
        filed(lane, known)
    kind_of(two, known)
    one.clock.advance(minutes=10)
    desk_of(one).annul_service("MS671", TODAY, "storm")
    hand_over(two.journal, B, one.journal, at=one.clock.now())
    assert departed(one) == []
    two.clock.advance(days=3)
    hand_over(one.journal, DEVICE, two.journal, at=two.clock.now())
    assert desk_of(two, B).carry_out() == 1
    assert desk_of(two, B).carry_out() == 0


def test_a_fast_clock_annuls_nothing_that_is_recorded_afterwards(lanes):
    one, two = lanes
    known = pilgrim(1)
    filed(two, known)
    one.clock.advance(hours=5)
    desk_of(one).annul_service("MS671", cairo_day(one.clock.now()), "storm")
    hand_over(one.journal, DEVICE, two.journal, at=NOW)
    two.clock.advance(minutes=1)
    assert kind_of(two, known) is VerdictKind.CLEAR
    assert desk_of(two, B).carry_out() == 0
    assert departed(two) == [known.number]


def test_orders_are_no_cases(lanes):
    lane = lanes[0]
    given = desk_of(lane).relax("EXPIRED", "storm", NOW + HOUR)
    assert lane.journal.cases_between(*DAY) == ()
    assert lane.journal.case_events(given.order_id) == ()
    assert lane.journal.movements_between(*DAY) == ()
    assert lane.journal.pending() == 1


REFUSED = [
    (lambda desk: desk.relax("REVOKED", "x", NOW + HOUR), "order.code"),
    (lambda desk: desk.relax("EXPIRED", "  ", NOW + HOUR), "order.name"),
    (lambda desk: desk.relax("EXPIRED", "x" * 81, NOW + HOUR), "order.name"),
    (lambda desk: desk.relax("EXPIRED", "x", NOW), "order.until"),
    (lambda desk: desk.relax("EXPIRED", "x", NOW + 25 * HOUR), "order.until"),
    (lambda desk: desk.accept_data(NOW + 13 * HOUR, "x"), "order.until"),
    (lambda desk: desk.move_service(" ", TODAY, DAY[0].date(), "x", NOW + HOUR), "order.service"),
    (lambda desk: desk.move_service("MS671", TODAY, TODAY, "x", NOW + HOUR), "order.day"),
    (lambda desk: desk.annul_service("MS671", TODAY + timedelta(days=1), "x"), "order.day"),
    (lambda desk: desk.annul_service("MS671", TODAY - timedelta(days=8), "x"), "order.day"),
    (lambda desk: desk.annul_service("", TODAY, "x"), "order.service"),
    (lambda desk: desk.lift(uuid4()), "order.unknown"),
]


@pytest.mark.parametrize(("deed", "key"), REFUSED)
def test_what_is_not_ordered(lanes, deed, key):
    with pytest.raises(ConfigError) as refused:
        deed(desk_of(lanes[0]))
    assert refused.value.key == key
    assert lanes[0].journal.pending() == 0


def test_an_order_is_lifted_once(lanes):
    desk = desk_of(lanes[0])
    given = desk.accept_data(NOW + HOUR, "no line")
    desk.lift(given.order_id)
    with pytest.raises(ConfigError) as refused:
        desk.lift(given.order_id)
    assert refused.value.key == "order.ended"


@pytest.mark.requirement("A12")
@pytest.mark.parametrize("kind", OrderKind)
def test_the_right_is_asked_for_below_the_window(lanes, kind):
    lane, deed = lanes[0], DEEDS[kind]
    allowed = desk_of(lane, guard=Staffed(deed))
    forbidden = desk_of(lane, guard=Staffed(*(set(Deed) - {deed})))
    deeds = {
        OrderKind.RELAX: lambda desk: desk.relax("EXPIRED", "x", NOW + HOUR),
        OrderKind.MOVE_SERVICE: lambda desk: desk.move_service(
            "MS671", TODAY, TODAY + timedelta(days=1), "x", NOW + HOUR
        ),
        OrderKind.ACCEPT_DATA: lambda desk: desk.accept_data(NOW + HOUR, "x"),
        OrderKind.ANNUL_SERVICE: lambda desk: desk.annul_service("MS671", TODAY, "x"),
    }
    with pytest.raises(RoleError):
        deeds[kind](forbidden)
    deeds[kind](allowed)
    (order,) = allowed.of_day(TODAY)
    assert (order.by, order.said.kind) == ("m.hassan", kind)
    with pytest.raises(RoleError):
        forbidden.lift(order.order_id)
    assert [each[0] for each in lane.journal.audited("order.given")] == [NOW]
