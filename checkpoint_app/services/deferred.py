"""Pilgrims who were told to wait: by flight or sailing and company, and whether they may come back.

Each is judged anew as a lane would, without being recorded: newer data may have answered what stood
against them. Whom to telephone stands beside each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.services.answer import Answer
from checkpoint_app.services.cases import CaseState, CaseView
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.programme_people import NOBODY, Contact, ContactBook
from checkpoint_app.services.stores import CountedMovement

# Whoever waits for longer has gone home, and comes as anybody else.
DEFERRED_FOR = timedelta(days=3)
# As far ahead as another lane's clock may be.
_AHEAD = timedelta(minutes=15)
_TAIL = 4


class DayMovements(Protocol):
    """See `services.stores.Journal`. Raises StorageError."""

    def movements_between(self, start: datetime, end: datetime) -> tuple[CountedMovement, ...]: ...


@dataclass(frozen=True, slots=True)
class Deferral:
    """Somebody who waits. ``at`` and ``lane`` are of the deferral; ``lane`` is empty where a desk
    of the second line deferred. ``now`` is the verdict of this moment, as if the permit's own
    passport was shown; ``against`` the findings that still let them not pass."""

    permit: int
    at: datetime
    lane: str
    service: str
    company: int | None
    programme: int | None
    name_latin: str
    name_arabic: str
    now: Verdict
    against: tuple[FindingCode, ...]
    contact: Contact = NOBODY

    @property
    def may_come_back(self) -> bool:
        """Whether a lane would clear them now."""
        return self.now.kind is VerdictKind.CLEAR


class Reappraisal:
    """The answer a lane would give now, with nothing recorded."""

    def __init__(self, lane: LaneService) -> None:
        self._lane = lane

    def answer(self, permit: int) -> Answer:
        """The verdict on this permit if its own passport were held out with it: that the document
        is asked for is nothing against anybody who is not here. Raises as `LaneService.scan`."""
        lane = self._lane.facing(Direction.DEPARTING, self._lane.settings.officer)
        number = f"{permit:013d}"
        answer = lane.scan(number, record=False, outcome=None)
        if FindingCode.DOCUMENT_NEEDED not in answer.verdict.codes or answer.record is None:
            return answer
        shown = PresentedDocument(number_tail=answer.record.passport[-_TAIL:])
        return lane.scan(number, document=shown, record=False, outcome=None)

    def against(self, answer: Answer) -> tuple[FindingCode, ...]:
        """The findings of an answer that let nobody pass, worst first; none of one that clears."""
        if answer.verdict.kind is VerdictKind.CLEAR:
            return ()
        weighing = self._lane.weighing(answer.verdict)
        return tuple(code for code in answer.verdict.codes if code in weighing)


@dataclass(frozen=True, slots=True)
class _Waits:
    at: datetime
    lane: str
    service: str
    company: int | None


class DeferredList:
    """Who waits at this port. Raises StorageError, RoleError, ConfigError ``lane.recalled``.

    ``cases_of`` are the cases of a day (`services.cases.CaseDesk`); ``now`` the reference time.
    """

    def __init__(
        self,
        journal: DayMovements,
        cases_of: Callable[[date], Iterable[CaseView]],
        reappraisal: Reappraisal,
        book: ContactBook,
        now: Callable[[], datetime],
        guard: Guard,
    ) -> None:
        self._journal, self._cases_of, self._reappraisal = journal, cases_of, reappraisal
        self._book, self._now, self._guard = book, now, guard

    def waiting(self) -> tuple[Deferral, ...]:
        """Everybody whose newest movement of three days is a deferral, or whose case the second
        line deferred; by service, company and name."""
        self._guard.require(Deed.WORK_CASE)
        found = self._deferred()
        told = [self._told(permit, waits) for permit, waits in found.items()]
        return tuple(sorted(told, key=_order))

    def _deferred(self) -> dict[int, _Waits]:
        now = self._now()
        newest: dict[int, CountedMovement] = {}
        for moved in self._journal.movements_between(now - DEFERRED_FOR, now + _AHEAD):
            if moved.permit is None or moved.annulled or moved.kind is MovementKind.ANNULLED:
                continue
            before = newest.get(moved.permit)
            if before is None or before.at <= moved.at:
                newest[moved.permit] = moved
        found = {
            permit: _Waits(moved.at, moved.lane, moved.service, moved.company)
            for permit, moved in newest.items()
            if moved.kind is MovementKind.DEFERRED
        }
        found.update(self._by_second_line(newest, now))
        return found

    def _by_second_line(
        self, newest: dict[int, CountedMovement], now: datetime
    ) -> dict[int, _Waits]:
        """Those whose case ended so, and who have not moved since."""
        found: dict[int, _Waits] = {}
        today = cairo_day(now)
        for back in range(DEFERRED_FOR.days, -1, -1):
            for case in self._cases_of(today - timedelta(days=back)):
                permit, decided = case.permit, case.case.decided
                deferred = case.case.outcome is CaseOutcome.DEFER
                if permit is None or decided is None or not deferred:
                    continue
                moved = newest.get(permit)
                since = moved is not None and moved.at > decided.at
                if case.state is CaseState.DECIDED and not since:
                    service, company = (
                        ("", None) if moved is None else (moved.service, moved.company)
                    )
                    found[permit] = _Waits(decided.at, "", service, company)
        return found

    def _told(self, permit: int, waits: _Waits) -> Deferral:
        answer = self._reappraisal.answer(permit)
        record = answer.record
        company = waits.company if record is None else record.company
        programme = None if record is None else record.programme
        known = company is not None and programme is not None
        return Deferral(
            permit=permit,
            at=waits.at,
            lane=waits.lane,
            service=waits.service or ("" if record is None else record.service),
            company=company,
            programme=programme,
            name_latin="" if record is None else record.name_latin,
            name_arabic="" if record is None else record.name_arabic,
            now=answer.verdict,
            against=self._reappraisal.against(answer),
            contact=self._book.contact(company or 0, programme or 0) if known else NOBODY,
        )


def _order(each: Deferral) -> tuple[bool, str, int, str, int]:
    """Those with a service first, by it; then by company, name and number."""
    return not each.service, each.service, each.company or 0, each.name_latin, each.permit
