"""The second line's desk as its window asks for it, over the services and stores of a lane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from checkpoint_app.domain.cases import CaseEvent, CaseOutcome
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.staff import Approval
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import findings
from checkpoint_app.services.case_groups import CaseGroups, GroupDecided
from checkpoint_app.services.cases import WAITING, CaseDesk, CaseState, CaseView
from checkpoint_app.services.comparing import Comparison, compare
from checkpoint_app.services.deferred import DeferredList, Reappraisal
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.programme_people import NOBODY, Contact, ContactBook, EmptyBook
from checkpoint_app.services.stores import Journal
from ui.ports import LanePlace
from ui.second_line.port import CaseLists, CaseSheet, DeferredNow, ListedCase
from ui.sign_in.port import HelpCall

# Names for the lists: so many pilgrims are kept until the records change.
_MOST_NAMES = 4000
_NIGHT = timedelta(days=1)
# A closed case of today is listed; of more than these the newest.
_MOST_CLOSED = 200


class Approving(Protocol):
    """A supervisor's word for one case (`ui.sign_in.port.SignInOffice`). Raises CheckpointError."""

    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval: ...
    def call_for_approval(self, case_id: UUID) -> HelpCall: ...
    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval: ...


class NoApproving:
    """Where no staff list was ever taken in, nobody can be asked."""

    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        """Refused."""
        raise _unstaffed()

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        """Refused."""
        raise _unstaffed()

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        """Refused."""
        raise _unstaffed()


def _unstaffed() -> ConfigError:
    return ConfigError("no staff list", key="desk.unstaffed")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lists keep of a permit's record."""

    name_arabic: str
    name_latin: str
    programme: int | None


class SecondLineOffice:
    """One desk over an opened lane; for several threads. See `ui.second_line.port`.

    ``desk`` works under ``guard``, as everything here does; ``lane`` is the lane's own service,
    whichever way it works.
    """

    def __init__(
        self,
        *,
        place: LanePlace,
        lane: LaneService,
        desk: CaseDesk,
        journal: Journal,
        guard: Guard,
        approving: Approving | None = None,
        book: ContactBook | None = None,
    ) -> None:
        self._place, self._lane, self._desk, self._guard = place, lane, desk, guard
        self._approving: Approving = approving or NoApproving()
        self._book: ContactBook = book or EmptyBook()
        self._reappraisal = Reappraisal(lane)
        self._known: dict[int, _Known] = {}
        self._groups = CaseGroups(desk, self._programme_of, findings(), guard)
        self._deferred = DeferredList(
            journal, desk.cases_of, self._reappraisal, self._book, lane.reference_time, guard
        )

    @property
    def place(self) -> LanePlace:
        return self._place

    def lists(self) -> CaseLists:
        self._guard.require(Deed.WORK_CASE)
        now = self.now()
        views = self._recent(now)
        waiting = [each for each in views if each.state in WAITING]
        today = cairo_day(now)
        closed = [
            each
            for each in views
            if each.state not in WAITING and cairo_day(_closed_at(each)) == today
        ]
        closed.sort(key=_closed_at, reverse=True)
        return CaseLists(
            tuple(map(self._listed, waiting)),
            tuple(map(self._listed, closed[:_MOST_CLOSED])),
            now,
        )

    def deferred(self) -> DeferredNow:
        return DeferredNow(self._deferred.waiting(), self.now())

    def sheet(self, case_id: UUID) -> CaseSheet:
        self._guard.require(Deed.WORK_CASE)
        view, now = self._desk.case(case_id), self.now()
        answer = None if view.permit is None else self._reappraisal.answer(view.permit)
        record = None if answer is None else answer.record
        if record is not None:
            known = _Known(record.name_arabic, record.name_latin, record.programme)
            self._keep(record.number, known)
        waiting = (each for each in self._recent(now) if each.state in WAITING)
        group = self._groups.group_of(view, waiting) if view.state in WAITING else ()
        return CaseSheet(
            listed=self._listed(view),
            history=self._history(case_id),
            answer=answer,
            against=() if answer is None else self._reappraisal.against(answer),
            contact=NOBODY if record is None else self._contact(record.company, record.programme),
            group=tuple(map(self._listed, group)),
            now=now,
        )

    def take(self, case_id: UUID) -> None:
        self._guard.require(Deed.WORK_CASE)
        self._desk.take(case_id)

    def release(self, case_id: UUID) -> None:
        self._guard.require(Deed.WORK_CASE)
        self._desk.release(case_id)

    def note(self, case_id: UUID, text: str) -> None:
        self._guard.require(Deed.WORK_CASE)
        self._desk.note(case_id, text)

    def decide(
        self, case_id: UUID, outcome: CaseOutcome, reason: str, approval: Approval | None = None
    ) -> None:
        self._guard.require(Deed.WORK_CASE)
        if not self._desk.case(case_id).own:
            self._desk.take(case_id)
        if approval is None:
            self._desk.decide(case_id, outcome, reason)
        else:
            self._desk.decide(case_id, outcome, reason, approval=approval)

    def decide_group(
        self, case_ids: Iterable[UUID], outcome: CaseOutcome, reason: str
    ) -> GroupDecided:
        return self._groups.decide_group(case_ids, outcome, reason)

    def refresh(self, permit: int) -> bool:
        self._guard.require(Deed.WORK_CASE)
        known = self._lane.refresh(permit)
        self._known.pop(permit, None)
        return known

    def compare(self, permit: int, reading: str, *, by_hand: bool) -> Comparison:
        self._guard.require(Deed.WORK_CASE)
        record = self._reappraisal.answer(permit).record
        if record is None:
            raise ConfigError("no record to compare with", key="desk.no_record")
        return compare(reading, record, by_hand=by_hand)

    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        return self._approving.approve(case_id, login, password, code)

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        return self._approving.call_for_approval(case_id)

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        return self._approving.approve_helped(case_id, answer, duty_number)

    def now(self) -> datetime:
        return self._lane.reference_time()

    def forget_names(self) -> None:
        self._known.clear()

    def _recent(self, now: datetime) -> list[CaseView]:
        """The cases of today and yesterday, each once: a night's flight knows no midnight."""
        found: dict[UUID, CaseView] = {}
        for day in (cairo_day(now - _NIGHT), cairo_day(now)):
            for view in self._desk.cases_of(day):
                found[view.case_id] = view
        return sorted(found.values(), key=lambda view: (view.at, view.case_id.bytes))

    def _history(self, case_id: UUID) -> tuple[CaseEvent, ...]:
        return self._desk.history(case_id)

    def _listed(self, view: CaseView) -> ListedCase:
        known = None if view.permit is None else self._known_of(view.permit)
        if known is None:
            return ListedCase(view)
        return ListedCase(view, known.name_arabic, known.name_latin)

    def _programme_of(self, permit: int) -> int | None:
        return self._known_of(permit).programme

    def _known_of(self, permit: int) -> _Known:
        found = self._known.get(permit)
        if found is None:
            record = self._lane.scan(f"{permit:013d}", record=False, outcome=None).record
            found = (
                _Known("", "", None)
                if record is None
                else _Known(record.name_arabic, record.name_latin, record.programme)
            )
            self._keep(permit, found)
        return found

    def _keep(self, permit: int, known: _Known) -> None:
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[permit] = known

    def _contact(self, company: int, programme: int) -> Contact:
        return self._book.contact(company, programme)


def _closed_at(view: CaseView) -> datetime:
    decided = view.case.decided
    return decided.at if view.state is CaseState.DECIDED and decided is not None else view.at
