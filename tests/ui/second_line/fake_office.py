"""The second line's office as a fake at its Protocol: what was asked of it, and what it says."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.staff import Approval
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.errors import ConfigError, RoleError
from checkpoint_app.services.case_groups import GroupDecided
from checkpoint_app.services.cases import WAITING, CaseView
from checkpoint_app.services.comparing import Comparison, compare
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE
from tests.unit.ui.second_line import samples
from ui.ports import LanePlace
from ui.second_line.port import CaseLists, CaseSheet, DeferredNow, ListedCase
from ui.sign_in.port import HelpCall


@dataclass
class FakeOffice:
    """Cases in memory. ``threads`` are those it was called in; ``refused`` case ids need a
    supervisor to be cleared."""

    cases: dict[UUID, CaseView] = field(default_factory=dict)
    people: DeferredNow = samples.DEFERRED
    refused: set[UUID] = field(default_factory=set)
    clears: bool = False
    asked: list[tuple[object, ...]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    place: LanePlace = PLACE

    def add(self, *views: CaseView) -> FakeOffice:
        self.cases.update((view.case_id, view) for view in views)
        return self

    def listed(self, view: CaseView) -> ListedCase:
        return samples.listed(view, list(self.cases).index(view.case_id))

    def lists(self) -> CaseLists:
        self.threads.add(threading.get_ident())
        views = sorted(self.cases.values(), key=lambda view: view.at)
        waiting = tuple(self.listed(each) for each in views if each.state in WAITING)
        closed = tuple(self.listed(each) for each in views if each.state not in WAITING)
        return CaseLists(waiting, closed, NOW)

    def deferred(self) -> DeferredNow:
        self.threads.add(threading.get_ident())
        return self.people

    def sheet(self, case_id: UUID) -> CaseSheet:
        view = self.cases[case_id]
        group = tuple(
            self.listed(each)
            for each in self.cases.values()
            if each is not view
            and each.state in WAITING
            and view.seen is not None
            and each.seen is not None
            and each.seen.findings == view.seen.findings
        )
        made = samples.sheet(view, listed=self.listed(view), group=group)
        if self.clears and made.answer is not None:
            cleared = replace(made.answer, verdict=Verdict(VerdictKind.CLEAR))
            made = replace(made, answer=cleared, against=())
        return made

    def take(self, case_id: UUID) -> None:
        view = self.cases[case_id]
        if view.case.holder is not None and not view.own:
            raise ConfigError("held", key="case.taken", device="CAI-AIR-05")
        self.asked.append(("take", case_id))
        self.cases[case_id] = samples.taken(view, own=True)

    def release(self, case_id: UUID) -> None:
        self.asked.append(("release", case_id))
        self.cases[case_id] = samples.opened(case_id.int)

    def note(self, case_id: UUID, text: str) -> None:
        self.asked.append(("note", case_id, text))

    def decide(
        self, case_id: UUID, outcome: CaseOutcome, reason: str, approval: Approval | None = None
    ) -> None:
        if case_id in self.refused and approval is None and outcome is CaseOutcome.CLEAR:
            raise RoleError("an override", key="case.needs_supervisor")
        by = None if approval is None else approval.login
        self.asked.append(("decide", case_id, outcome, reason, by))
        self.cases[case_id] = samples.decided(self.cases[case_id], outcome)

    def decide_group(
        self, case_ids: Iterable[UUID], outcome: CaseOutcome, reason: str
    ) -> GroupDecided:
        done = tuple(case_ids)
        for case_id in done:
            self.decide(case_id, outcome, reason)
        return GroupDecided(done, ())

    def refresh(self, permit: int) -> bool:
        self.asked.append(("refresh", permit))
        self.clears = True
        return True

    def compare(self, permit: int, reading: str, *, by_hand: bool) -> Comparison:
        from tests.unit.domain.cases import RECORD

        return compare(reading, RECORD, by_hand=by_hand)

    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        if password != "right":
            raise RoleError("no", key="case.same_person")
        return Approval(UUID(int=77), login, case_id, NOW, NOW + timedelta(minutes=5))

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        return HelpCall("1234567890", 600)

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        self.asked.append(("helped", answer, duty_number))
        return Approval(
            UUID(int=78), f"duty-{duty_number}", case_id, NOW, NOW + timedelta(minutes=5), True
        )

    def now(self) -> datetime:
        return NOW

    def forget_names(self) -> None:
        self.asked.append(("forget",))
