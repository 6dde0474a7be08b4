"""The second line's desk: which cases wait, who works on them, and what became of them.

Works from the journal alone, with or without the other lanes. Whoever decided without knowing of
another is found out when the two meet (`domain.case_fold`); one outcome counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from checkpoint_app.domain.case_fold import (
    LONGEST_LEASE,
    LONGEST_OUTCOME,
    Case,
    fold,
    in_order,
    known_outcomes,
)
from checkpoint_app.domain.cases import (
    CaseContent,
    CaseDraft,
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    Taken,
)
from checkpoint_app.domain.conflicts import (
    Conflict,
    PortMoved,
    conflict_id,
    conflict_of,
    knows_of_departure,
)
from checkpoint_app.domain.days import cairo_day_bounds
from checkpoint_app.domain.finding import FindingCode, FindingText, Weight
from checkpoint_app.domain.movement import Movement, MovementKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.staff import Approval
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.guard import Approvals, Guard, Unstaffed
from checkpoint_app.services.outcomes import writable_officer
from checkpoint_app.services.overrides import Overrides
from checkpoint_app.services.stores import CaseShelf

# Why a second line came to its outcome; each has a text ``cases.reason-…``.
REASONS = (
    "document-checked",
    "record-refreshed",
    "data-late",
    "company-confirmed",
    "identity-doubt",
    "not-in-order",
    "other",
)
# How long an outcome holds where nobody says otherwise: a shift.
OUTCOME_HOLDS = timedelta(hours=12)
_LONGEST_MINUTES = LONGEST_LEASE // timedelta(minutes=1)
# Conflicts are looked for so far back, and as far ahead as another lane's clock may be.
_SEASON, _AHEAD = timedelta(days=400), timedelta(days=1)
_STOPPING = frozenset({Weight.REFER, Weight.REFUSE})


class CaseState(StrEnum):
    """Where a case stands. The first two wait for an outcome."""

    OPEN = "open"
    TAKEN = "taken"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


WAITING = frozenset({CaseState.OPEN, CaseState.TAKEN})


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a desk sees it. ``at`` is the referral, or the newest of the departures of
    ``conflict``; ``own`` when this desk holds it. ``seen`` is what the lane saw, None for a
    conflict, or while the referral itself has not arrived."""

    case: Case
    state: CaseState
    at: datetime
    own: bool
    seen: Opened | None
    conflict: Conflict | None = None

    @property
    def case_id(self) -> UUID:
        """The case's id."""
        return self.case.case_id

    @property
    def permit(self) -> int | None:
        """Whose case it is."""
        return self.case.permit if self.conflict is None else self.conflict.permit

    @property
    def lane(self) -> str:
        """Where it arose: the lane of the referral, or of the newest departure."""
        if self.conflict is not None:
            return self.conflict.departures[-1].movement.lane
        return "" if self.case.opened is None else self.case.opened.lane


class CaseJournal(CaseShelf, Protocol):
    """What a desk works with, all of it raising StorageError."""

    def movements_of_scan(self, scan_id: UUID) -> tuple[Movement, ...]:
        """See `services.stores.Journal`."""
        ...

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """See `services.stores.Journal`."""
        ...


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Where a desk stands and who is at it. ``port`` is the port's bit; ``device_id`` is the name
    under which other lanes know this journal."""

    port: int
    lane: str
    officer: str
    device_id: str


class CaseDesk:
    """One desk. Not tied to a thread. Everything raises StorageError when the journal cannot;
    ConfigError ``case.unknown`` for a case that is not here. What a desk does raises RoleError as
    ``guard``, without which nobody signs in: then the settings name the officer.

    ``now`` is the reference time. ``settle`` waits until the hub has passed on what is known, or
    returns at once where there is none. ``approvals`` are those given at this post.
    """

    def __init__(
        self,
        journal: CaseJournal,
        now: Callable[[], datetime],
        settings: DeskSettings,
        table: Mapping[FindingCode, FindingText],
        settle: Callable[[], None] = lambda: None,
        *,
        guard: Guard | None = None,
        approvals: Approvals | None = None,
    ) -> None:
        self._guard: Guard = guard or Unstaffed(lambda: settings.officer)
        self._overrides = Overrides(self._guard, approvals or Approvals(), journal)
        self._journal, self._now, self._settings = journal, now, settings
        self._table, self._settle = table, settle

    # What there is.

    def open_cases(self, day: date) -> tuple[CaseView, ...]:
        """The cases of a Cairo day that wait for an outcome, oldest first."""
        return tuple(view for view in self.cases_of(day) if view.state in WAITING)

    def cases_of(self, day: date) -> tuple[CaseView, ...]:
        """All cases of a Cairo day, oldest first: those with an entry of that day, and permits
        that left twice, the second time on that day."""
        start, end = cairo_day_bounds(day)
        conflicts = self._conflicts(start, end)
        cases: dict[UUID, list[CaseEvent]] = {}
        for event in self._named(self._journal.cases_between(start, end)):
            cases.setdefault(event.case_id, []).append(event)
        views = [
            self._of_referral(events)
            for case_id, events in cases.items()
            if case_id not in conflicts and not _is_of_conflict(events)
        ]
        views += [self._of_conflict(each) for each in conflicts.values()]
        return tuple(sorted(views, key=lambda view: (view.at, view.case_id.bytes)))

    def case(self, case_id: UUID) -> CaseView:
        """One case, as it stands now."""
        events = self.history(case_id)
        if not events or _is_of_conflict(events):
            conflict = self._conflict(case_id, events)
            if conflict is not None:
                return self._of_conflict(conflict)
        if not events:
            raise ConfigError("no such case", key="case.unknown")
        return self._of_referral(events)

    def history(self, case_id: UUID) -> tuple[CaseEvent, ...]:
        """Every entry of a case, oldest first, own ones under this device's own name."""
        return tuple(in_order(self._named(self._journal.case_events(case_id))))

    # What a desk does.

    def take(self, case_id: UUID, minutes: int = 10) -> CaseView:
        """Work on a case for so many minutes, an hour at most; taken again it is held on to.

        Raises ConfigError ``case.taken`` when another desk works on it, also one that took it at
        the same time; ``case.closed``.
        """
        officer = self._officer()
        view, now = self._waiting(case_id), self._now()
        if view.state is CaseState.TAKEN and not view.own:
            raise _taken(view)
        lease = timedelta(minutes=min(max(minutes, 1), _LONGEST_MINUTES))
        self._record(view, Taken(now + lease), now, officer)
        self._settle()
        view = self._waiting(case_id)
        if not view.own:
            raise _taken(view)
        return view

    def release(self, case_id: UUID) -> CaseView:
        """Give a case back. Raises ConfigError ``case.not_held``."""
        officer = self._officer()
        self._record(self._held(case_id), Released(), self._now(), officer)
        return self.case(case_id)

    def note(self, case_id: UUID, text: str) -> CaseView:
        """Add a remark, whoever works on the case; of a long one its first 200 characters. Raises
        ConfigError ``case.note_empty``."""
        officer, text = self._officer(), text.strip()
        if not text:
            raise ConfigError("nothing to note", key="case.note_empty")
        self._record(self.case(case_id), Noted(text), self._now(), officer)
        return self.case(case_id)

    def decide(
        self,
        case_id: UUID,
        outcome: CaseOutcome,
        reason: str,
        until: datetime | None = None,
        approval: Approval | None = None,
    ) -> CaseView:
        """Give a case its outcome, for every lane of the port. CLEAR answers the findings of the
        referral for this permit until ``until`` (12 hours; a week at most); any other leaves them
        as they are. Where people sign in, clearing whom the lane refused is an override: a
        supervisor's, at this desk with a second factor or by ``approval``, who did not make the
        referral; it is audited as ``case.override`` and names the supervisor at every lane.

        Raises ConfigError ``case.not_held`` unless this desk holds it, ``case.closed``,
        ``case.reason_unknown``, ``case.lapsed`` for a time that is over; RoleError
        ``case.needs_supervisor``, ``case.same_person``.
        """
        officer = self._officer()
        if reason not in REASONS:
            known = ", ".join(REASONS)
            raise ConfigError("no such reason", key="case.reason_unknown", reasons=known)
        view, now = self._held(case_id), self._now()
        until = min(until or now + OUTCOME_HOLDS, now + LONGEST_OUTCOME)
        if until <= now:
            raise ConfigError("lapsed before it began", key="case.lapsed")
        clears = outcome is CaseOutcome.CLEAR
        supervisor = (
            self._overrides.lift(view.case, officer, approval, reason, now) if clears else ""
        )
        decided = Decided(
            outcome=outcome,
            covers=self._findings_of(view) if clears else frozenset(),
            until=until,
            lifts_refusal=bool(supervisor),
            reason=reason,
            supersedes=known_outcomes(self.history(case_id)),
            approved_by=supervisor,
        )
        self._record(view, decided, now, officer)
        return self.case(case_id)

    def _officer(self) -> str:
        """Who works cases here now, as it is written down."""
        who = self._guard.require(Deed.WORK_CASE)
        return writable_officer(who.name) if self._guard.staffed else self._settings.officer

    # How a case is seen.

    def _of_referral(self, events: Iterable[CaseEvent]) -> CaseView:
        case = fold(events, self._now())
        opened = case.opened
        seen = opened.content if opened is not None else None
        at = opened.at if opened is not None else min(each.at for each in events)
        state = _state_of(case) if case.decided else self._overtaken(case, at) or _state_of(case)
        return CaseView(
            case, state, at, self._is_own(case), seen if isinstance(seen, Opened) else None
        )

    def _overtaken(self, case: Case, at: datetime) -> CaseState | None:
        """Whether the movements have closed the case: the referral was taken back, or its pilgrim
        has left since."""
        if case.permit is None:
            return self._withdrawn_here(case)
        # Whoever was referred for having left is not let through by that departure, which another
        # lane's clock may date later.
        knew = knows_of_departure(_seen_codes(case))
        for each in self._journal.port_movements(case.permit):
            if each.movement.movement_id == case.case_id and each.annulled:
                return CaseState.WITHDRAWN
            departed = each.stands and each.movement.kind is MovementKind.DEPARTED
            later = departed and each.movement.at > at
            if later and (not knew or knows_of_departure(each.movement.findings)):
                return CaseState.OVERTAKEN
        return None

    def _withdrawn_here(self, case: Case) -> CaseState | None:
        """Of a pilgrim without a permit only this journal says that the referral was taken back."""
        opened = case.opened
        if opened is None or not isinstance(opened.content, Opened) or not self._is_of_here(opened):
            return None
        of_scan = self._journal.movements_of_scan(opened.content.scan_id)
        annulled = case.case_id in {each.annuls for each in of_scan}
        return CaseState.WITHDRAWN if annulled else None

    def _of_conflict(self, conflict: Conflict) -> CaseView:
        events, now = self.history(conflict.case_id), self._now()
        if events:
            case = fold(events, now)
        else:
            case = Case(
                conflict.case_id, conflict.permit, None, None, None, contested=False, notes=()
            )
        if case.decided is not None and case.decided.at < conflict.newest:
            state = CaseState.OPEN if case.holder is None else CaseState.TAKEN
        else:
            state = _state_of(case)
        return CaseView(case, state, conflict.newest, self._is_own(case), None, conflict)

    def _conflicts(self, start: datetime, end: datetime) -> dict[UUID, Conflict]:
        permits = self._journal.permits_departed_twice(start, end)
        found = (self._conflict_of(permit) for permit in permits)
        return {each.case_id: each for each in found if each is not None}

    def _conflict(self, case_id: UUID, events: Iterable[CaseEvent]) -> Conflict | None:
        permits = {each.permit for each in events if each.permit is not None}
        if not permits:
            now = self._now()
            twice = self._journal.permits_departed_twice(now - _SEASON, now + _AHEAD)
            permits = {permit for permit in twice if conflict_id(permit) == case_id}
        return next((self._conflict_of(permit) for permit in permits), None)

    def _conflict_of(self, permit: int) -> Conflict | None:
        return conflict_of(
            PortMoved(each.device or self._settings.device_id, each.movement, each.annulled)
            for each in self._journal.port_movements(permit)
        )

    def _findings_of(self, view: CaseView) -> frozenset[str]:
        """The findings of the referral that stood against its pilgrim. The movement names all of
        them, its case those that found room."""
        if view.conflict is not None:
            return frozenset()
        codes = _seen_codes(view.case)
        if view.permit is not None:
            for each in self._journal.port_movements(view.permit):
                if each.movement.movement_id == view.case_id:
                    codes |= set(each.movement.findings)
        stopping = {code for code, text in self._table.items() if text.departing in _STOPPING}
        return frozenset(code.value for code in stopping if code.value in codes)

    # How an entry is written.

    def _waiting(self, case_id: UUID) -> CaseView:
        view = self.case(case_id)
        if view.state not in WAITING:
            raise ConfigError(f"case is {view.state}", key="case.closed")
        return view

    def _held(self, case_id: UUID) -> CaseView:
        view = self._waiting(case_id)
        if not view.own:
            raise ConfigError("not held by this desk", key="case.not_held")
        return view

    def _record(self, view: CaseView, content: CaseContent, at: datetime, officer: str) -> None:
        settings = self._settings
        draft = CaseDraft(
            case_id=view.case_id,
            permit=view.permit,
            port=settings.port,
            lane=settings.lane,
            officer=officer,
            at=at,
            content=content,
        )
        self._journal.record_case(draft)

    def _named(self, events: Iterable[CaseEvent]) -> list[CaseEvent]:
        """Own entries under the name that the other lanes know: which of two desks took a case
        first must come out the same everywhere."""
        own = self._settings.device_id
        return [each if each.device else replace(each, device=own) for each in events]

    def _is_of_here(self, event: CaseEvent) -> bool:
        return event.device == self._settings.device_id

    def _is_own(self, case: Case) -> bool:
        return case.holder is not None and case.holder.device == self._settings.device_id


def _seen_codes(case: Case) -> set[str]:
    seen = None if case.opened is None else case.opened.content
    return {finding.code for finding in seen.findings} if isinstance(seen, Opened) else set()


def _is_of_conflict(events: Iterable[CaseEvent]) -> bool:
    return any(
        each.permit is not None and each.case_id == conflict_id(each.permit) for each in events
    )


def _state_of(case: Case) -> CaseState:
    if case.decided is not None:
        return CaseState.DECIDED
    return CaseState.OPEN if case.holder is None else CaseState.TAKEN


def _taken(view: CaseView) -> ConfigError:
    holder = view.case.holder
    return ConfigError(
        "another desk works on it",
        key="case.taken",
        device="" if holder is None else holder.device,
    )
