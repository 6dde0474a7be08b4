"""Desks that hear of each other late, in any order and twice, with clocks apart: one case each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checkpoint_app import reference
from checkpoint_app.domain.case_fold import LONGEST_LEASE, LONGEST_OUTCOME
from checkpoint_app.domain.cases import (
    CaseDraft,
    CaseEvent,
    CaseOutcome,
    Decided,
    Opened,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.cases import (
    OUTCOME_HOLDS,
    WAITING,
    CaseDesk,
    CaseState,
    DeskSettings,
)
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import PortMovement
from tests.unit.credential.samples import NOW, SCOPE, permit_number

DEVICES = ("CAI-AIR-07", "CAI-AIR-08", "CAI-AIR-09")
CASES = tuple(UUID(int=number) for number in (1, 2))
PERMIT = permit_number(1)
REFUSALS = {"case.taken", "case.closed", "case.not_held"}
somebody = st.sampled_from(range(len(DEVICES)))
cases = st.sampled_from(CASES)


@dataclass
class MemoryCases:
    """`CaseJournal` in memory."""

    device: str
    events: list[CaseEvent] = field(default_factory=list)
    own: int = 0
    ahead: timedelta = timedelta(0)
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at + self.ahead

    def record_case(self, draft: CaseDraft) -> CaseEvent:
        assert draft.case_id is not None
        self.own += 1
        event = CaseEvent(
            event_id=uuid7(draft.at),
            epoch=bytes(16),
            sequence=self.own,
            previous=bytes(32),
            device="",
            case_id=draft.case_id,
            permit=draft.permit,
            port=draft.port,
            lane=draft.lane,
            officer=draft.officer,
            at=draft.at,
            content=draft.content,
        )
        self.events.append(event)
        return event

    def hear(self, event: CaseEvent) -> None:
        if event not in self.events:
            self.events.append(event)

    def case_events(self, case_id: UUID) -> tuple[CaseEvent, ...]:
        return tuple(event for event in self.events if event.case_id == case_id)

    def cases_between(self, start: datetime, end: datetime) -> tuple[CaseEvent, ...]:
        named = {event.case_id for event in self.events if start <= event.at < end}
        return tuple(event for event in self.events if event.case_id in named)

    def port_movements(self, permit: int) -> tuple[PortMovement, ...]:
        return ()

    def permits_departed_twice(self, start: datetime, end: datetime) -> tuple[int, ...]:
        return ()

    def movements_of_scan(self, scan_id: UUID) -> tuple:
        return ()


def desk_over(journal: MemoryCases, settle=lambda: None) -> CaseDesk:
    settings_ = DeskSettings(SCOPE, journal.device[-1], "", journal.device)
    return CaseDesk(journal, journal.now, settings_, reference.findings(), settle)


def referred(journal: MemoryCases, case_id: UUID) -> None:
    seen = SeenFinding("NOT_ON_FILE", ""), SeenFinding("VISA_EXPIRED", "")
    opened = Opened(UUID(int=99), "refer", "TOKEN", "A1", None, "", seen)
    journal.record_case(CaseDraft(case_id, PERMIT, SCOPE, "7", "o-114", journal.now(), opened))


class Desks(RuleBasedStateMachine):
    """Three desks of one port and two cases."""

    @initialize(ahead=st.tuples(*[st.integers(-5, 5)] * len(DEVICES)))
    def open(self, ahead: tuple[int, ...]) -> None:
        self.journals = [
            MemoryCases(device, ahead=timedelta(minutes=minutes))
            for device, minutes in zip(DEVICES, ahead, strict=True)
        ]
        for case_id in CASES:
            referred(self.journals[0], case_id)
        self.meet()

    def named(self, one: MemoryCases) -> list[CaseEvent]:
        return [replace(event, device=event.device or one.device) for event in one.events]

    def meet(self) -> None:
        for one in self.journals:
            for other in self.journals:
                self.pass_on(one, other)

    def pass_on(self, one: MemoryCases, other: MemoryCases) -> None:
        for event in self.named(one) if one is not other else ():
            if event.device != other.device:
                other.hear(event)

    @rule(one=somebody, other=somebody, late=st.booleans())
    def tell(self, one: int, other: int, late: bool) -> None:
        journal = self.journals[other]
        self.pass_on(self.journals[one], journal)
        if late:
            journal.events.reverse()

    @rule(minutes=st.integers(1, 20))
    def wait(self, minutes: int) -> None:
        for journal in self.journals:
            journal.at += timedelta(minutes=minutes)

    @rule(one=somebody, case_id=cases, minutes=st.integers(1, 90), line=st.booleans())
    def take(self, one: int, case_id: UUID, minutes: int, line: bool) -> None:
        settle = self.meet if line else lambda: None
        self.allowed(lambda: desk_over(self.journals[one], settle).take(case_id, minutes))

    @rule(one=somebody, case_id=cases)
    def release(self, one: int, case_id: UUID) -> None:
        self.allowed(lambda: desk_over(self.journals[one]).release(case_id))

    @rule(one=somebody, case_id=cases, outcome=st.sampled_from(CaseOutcome))
    def decide(self, one: int, case_id: UUID, outcome: CaseOutcome) -> None:
        self.allowed(lambda: desk_over(self.journals[one]).decide(case_id, outcome, "other"))

    def allowed(self, step) -> None:
        try:
            step()
        except ConfigError as error:
            assert error.key in REFUSALS

    @rule()
    def all_meet(self) -> None:
        self.meet()
        for case_id in CASES:
            views = [desk_over(journal).case(case_id) for journal in self.journals]
            first = views[0].case
            decided = [e for e in self.journals[0].events if e.case_id == case_id]
            any_decided = any(isinstance(each.content, Decided) for each in decided)
            assert {view.case.decided for view in views} == {first.decided}
            assert (first.decided is not None) == any_decided
            assert len({view.case.contested for view in views}) == 1
            assert sum(view.own for view in views) <= 1, "one desk at a time"

    @invariant()
    def what_is_decided_waits_nowhere(self) -> None:
        for journal in getattr(self, "journals", ()):
            for case_id in CASES:
                view = desk_over(journal).case(case_id)
                assert (view.case.decided is None) == (view.state in WAITING)

    def teardown(self) -> None:
        if hasattr(self, "journals"):
            self.all_meet()


class TestDesks(Desks.TestCase):
    """Every case has one outcome at most, the same at every desk, and one desk at a time."""

    pytestmark = pytest.mark.requirement("C4")
    settings = settings(max_examples=40, stateful_step_count=20)


@pytest.fixture
def journal() -> MemoryCases:
    made = MemoryCases(DEVICES[0])
    referred(made, CASES[0])
    return made


def test_a_lease_and_an_outcome_have_their_bounds(journal):
    desk = desk_over(journal)
    assert desk.take(CASES[0], 10**12).case.holder.until == NOW + LONGEST_LEASE
    assert desk.take(CASES[0], -5).case.holder.until == NOW + timedelta(minutes=1)
    decided = desk.decide(CASES[0], CaseOutcome.CLEAR, "other", NOW + timedelta(days=900))
    assert decided.case.decided.content.until == NOW + LONGEST_OUTCOME


def test_an_outcome_covers_the_findings_that_stopped_the_pilgrim_for_a_shift(journal):
    seen = SeenFinding("SECOND_LINE_CLEARED", ""), SeenFinding("OF_A_LATER_PROGRAM", "")
    opened = Opened(UUID(int=99), "refer", "TOKEN", "", None, "", seen)
    journal.record_case(CaseDraft(CASES[1], None, SCOPE, "7", "", NOW, opened))
    desk = desk_over(journal)
    covered = {}
    for case_id in CASES:
        desk.take(case_id)
        content = desk.decide(case_id, CaseOutcome.CLEAR, "other").case.decided.content
        assert content.until == NOW + OUTCOME_HOLDS
        covered[case_id] = content.covers
    assert covered == {CASES[0]: {"NOT_ON_FILE", "VISA_EXPIRED"}, CASES[1]: frozenset()}


def test_what_has_reached_a_desk_before_its_referral_is_a_case_all_the_same(journal):
    other = MemoryCases(DEVICES[1])
    other.record_case(
        CaseDraft(CASES[1], PERMIT, SCOPE, "7", "", NOW, Taken(NOW + timedelta(minutes=5)))
    )
    (view,) = desk_over(other).open_cases(cairo_day(NOW))
    assert (view.seen, view.lane, view.permit) == (None, "", PERMIT)
    assert (view.state, view.own) == (CaseState.TAKEN, True)
