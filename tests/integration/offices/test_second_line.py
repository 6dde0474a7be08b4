"""The second line's office over real stores: two desks of one port, groups, the deferred."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError, RoleError
from checkpoint_app.services.cases import CaseState
from checkpoint_app.services.guard import OnDuty
from tests.integration.offices.stations import CONTACT, PEOPLE, Post
from tests.integration.services.test_cases import UNKNOWN
from tests.integration.services.world import token_of
from tests.simulators.passport import zone_of
from tests.unit.credential.samples import NOW

ONE, TWO, THREE = PEOPLE[:3]


@pytest.fixture
def posts(tmp_path):
    made = [Post(tmp_path / name, f"CAI-AIR-0{name[-1]}") for name in ("lane-7", "lane-8")]
    yield made
    for post in made:
        post.at.close()


def meet(one: Post, other: Post) -> None:
    one.tell(other)
    other.tell(one)


@pytest.mark.requirement("C5")
def test_a_referral_of_one_lane_waits_at_the_other_with_everything_seen(posts):
    here, there = posts
    here.refer(ONE)
    meet(here, there)
    lists = there.office().lists()
    (waiting,) = lists.waiting
    assert (waiting.name_latin, waiting.name_arabic) == (ONE.name_latin, ONE.name_arabic)
    sheet = there.office().sheet(waiting.view.case_id)
    assert FindingCode.COMPANY_SUSPENDED in sheet.against
    assert sheet.record == ONE
    assert sheet.contact == CONTACT
    assert [type(event.content).__name__ for event in sheet.history] == ["Opened"]


@pytest.mark.requirement("C5")
def test_taken_at_one_desk_it_is_held_at_the_other(posts):
    here, there = posts
    here.refer(ONE)
    meet(here, there)
    case_id = here.office().lists().waiting[0].view.case_id
    here.office().take(case_id)
    meet(here, there)
    view = there.office().lists().waiting[0].view
    assert (view.state, view.own, view.case.holder.device) == (
        CaseState.TAKEN,
        False,
        here.device,
    )
    with pytest.raises(ConfigError) as refused:
        there.office().decide(case_id, CaseOutcome.CLEAR, "other")
    assert refused.value.key == "case.taken"
    here.office().release(case_id)
    meet(here, there)
    there.office().decide(case_id, CaseOutcome.CLEAR, "company-confirmed")
    meet(here, there)
    assert here.scan(ONE).verdict.kind is VerdictKind.CLEAR
    closed = here.office().lists().closed
    assert [each.view.case.outcome for each in closed] == [CaseOutcome.CLEAR]


@pytest.mark.requirement("C5")
def test_a_programmes_cases_are_decided_together_each_journalled(posts):
    here, there = posts
    for record in (ONE, TWO, THREE):
        here.refer(record)
        here.at.clock.advance(seconds=1)  # else their order is by chance
    meet(here, there)
    office = there.office()
    first = office.lists().waiting[0]
    group = office.sheet(first.view.case_id).group
    assert len(group) == 2
    here.office().take(group[0].view.case_id)
    meet(here, there)
    ids = [first.view.case_id, *(each.view.case_id for each in group)]
    done = office.decide_group(ids, CaseOutcome.CLEAR, "company-confirmed")
    assert set(done.decided) == set(ids) - {group[0].view.case_id}
    assert [each.error.key for each in done.undecided] == ["case.taken"]
    meet(here, there)
    assert here.scan(THREE).verdict.kind is VerdictKind.CLEAR
    assert len(here.office().lists().waiting) == 1


@pytest.mark.requirement("C5")
def test_a_refreshed_record_shows_that_it_is_clear_now(posts):
    here, _ = posts
    here.refer(ONE)
    office = here.office()
    case_id = office.lists().waiting[0].view.case_id
    assert office.sheet(case_id).answer.verdict.kind is VerdictKind.REFER
    here.at.registry.companies.clear()
    here.at.registry.issued += timedelta(minutes=5)
    assert office.refresh(ONE.number)
    sheet = office.sheet(case_id)
    assert sheet.answer.verdict.kind is VerdictKind.CLEAR
    assert sheet.against == ()


@pytest.mark.requirement("C5")
def test_a_passport_at_the_desk_is_compared_with_the_record(posts):
    here, _ = posts
    office = here.office()
    assert office.compare(ONE.number, zone_of(ONE), by_hand=False).is_same
    assert not office.compare(ONE.number, "B00000000", by_hand=True).is_same
    with pytest.raises(ConfigError) as refused:
        office.compare(1_000_000_000_000, zone_of(ONE), by_hand=False)
    assert refused.value.key == "desk.no_record"


@pytest.mark.requirement("C5")
def test_the_deferred_of_the_port_are_decided_anew_by_a_sync(posts):
    here, there = posts
    here.defer(ONE)
    there.defer(TWO)
    meet(here, there)
    waits = here.office().deferred().people
    assert {each.permit for each in waits} == {ONE.number, TWO.number}
    assert all(not each.may_come_back for each in waits)
    assert all(FindingCode.COMPANY_SUSPENDED in each.against for each in waits)
    assert {(each.service, each.contact.supervisor_phone) for each in waits} == {
        (ONE.service, CONTACT.supervisor_phone)
    }
    here.reinstate()
    assert all(each.may_come_back for each in here.office().deferred().people)


@pytest.mark.requirement("C5")
def test_whoever_left_since_or_waited_three_days_is_not_in_the_list(posts):
    here, there = posts
    here.defer(ONE)
    here.defer(TWO)
    meet(here, there)
    there.reinstate()
    there.scan(TWO)
    meet(here, there)
    assert [each.permit for each in here.office().deferred().people] == [ONE.number]
    here.at.clock.at = NOW + timedelta(days=3, minutes=1)
    assert here.office().deferred().people == ()


@pytest.mark.requirement("C5")
def test_whom_the_second_line_defers_waits_too_until_they_leave(posts):
    here, _ = posts
    here.refer(ONE)
    office = here.office()
    case_id = office.lists().waiting[0].view.case_id
    office.decide(case_id, CaseOutcome.DEFER, "data-late")
    (waits,) = office.deferred().people
    assert (waits.permit, waits.lane, waits.service) == (ONE.number, "", ONE.service)
    here.reinstate()
    assert office.deferred().people[0].may_come_back
    here.at.clock.advance(minutes=1)
    assert here.lane().scan(token_of(ONE)).verdict.kind is VerdictKind.CLEAR
    assert office.deferred().people == ()


def test_nothing_of_it_is_recorded(posts):
    here, _ = posts
    here.defer(ONE)
    before = here.at.journal.last_scans("7", 10)
    here.office().deferred()
    here.office().lists()
    assert here.at.journal.last_scans("7", 10) == before


def test_a_case_of_nobody_known_is_listed_by_what_was_read(posts):
    here, _ = posts
    here.refer(UNKNOWN)
    (waiting,) = here.office().lists().waiting
    assert waiting.name_latin == ""
    sheet = here.office().sheet(waiting.view.case_id)
    assert sheet.record is None
    assert sheet.group == ()


@pytest.mark.requirement("C5")
def test_whoever_may_not_work_a_case_sees_and_does_nothing(posts):
    here, _ = posts
    here.refer(ONE)
    case_id = here.office().lists().waiting[0].view.case_id
    here.guard = duty = OnDuty()
    officer = frozenset({Role.OFFICER})
    duty.enter(Session("n.adel", 7, ("", ""), officer, NOW, second_factor=False))
    office = here.office()
    for deed in (
        office.lists,
        office.deferred,
        lambda: office.sheet(case_id),
        lambda: office.take(case_id),
        lambda: office.release(case_id),
        lambda: office.note(case_id, "no"),
        lambda: office.decide(case_id, CaseOutcome.CLEAR, "other"),
        lambda: office.decide_group([case_id], CaseOutcome.CLEAR, "other"),
        lambda: office.refresh(ONE.number),
        lambda: office.compare(ONE.number, zone_of(ONE), by_hand=False),
    ):
        with pytest.raises(RoleError) as refused:
            deed()
        assert refused.value.key == "role.forbidden"


def test_without_a_staff_list_no_supervisor_can_be_asked(posts):
    here, _ = posts
    office = here.office()
    case_id = UUID(int=1)
    for ask in (
        lambda: office.approve(case_id, "a", "b", "c"),
        lambda: office.call_for_approval(case_id),
        lambda: office.approve_helped(case_id, "1", 2),
    ):
        with pytest.raises(ConfigError) as refused:
            ask()
        assert refused.value.key == "desk.unstaffed"
