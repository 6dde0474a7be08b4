"""Cases of one programme in which the same was found: looked at together, decided each by itself.

A group that a coach brings mostly has one fault, of the programme and not of its forty pilgrims.
Every case keeps its own entries all the same, so that each outcome has a name and a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.finding import FindingCode, FindingText, Weight
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError
from checkpoint_app.services.cases import WAITING, CaseState, CaseView
from checkpoint_app.services.guard import Guard

_STOPPING = frozenset({Weight.REFER, Weight.REFUSE})
# The programme of a permit's record; None for a permit that has none here.
ProgrammeOf = Callable[[int], int | None]


class DecidingDesk(Protocol):
    """What of `services.cases.CaseDesk` a group is decided with."""

    def case(self, case_id: UUID) -> CaseView: ...
    def take(self, case_id: UUID) -> CaseView: ...
    def release(self, case_id: UUID) -> CaseView: ...
    def decide(self, case_id: UUID, outcome: CaseOutcome, reason: str) -> CaseView: ...


@dataclass(frozen=True, slots=True)
class Undecided:
    """A case of a group that could not be decided, and what its desk was told."""

    case_id: UUID
    error: CheckpointError


@dataclass(frozen=True, slots=True)
class GroupDecided:
    """What became of a group, in the order in which it was given."""

    decided: tuple[UUID, ...]
    undecided: tuple[Undecided, ...]


class CaseGroups:
    """The groups among the cases that wait. Errors as `CaseDesk`, and RoleError."""

    def __init__(
        self,
        desk: DecidingDesk,
        programme_of: ProgrammeOf,
        table: Mapping[FindingCode, FindingText],
        guard: Guard,
    ) -> None:
        self._desk, self._programme_of, self._guard = desk, programme_of, guard
        self._stopping = {code.value for code, text in table.items() if text.departing in _STOPPING}

    def group_of(self, case: CaseView, waiting: Iterable[CaseView]) -> tuple[CaseView, ...]:
        """The others among ``waiting`` of its programme with the same findings against them, as
        they come. None for a conflict, for a referral of which not everything found room, and
        for one in which nothing was found that stops anybody."""
        found, programme = self._against(case), self._programme(case)
        if not found or programme is None:
            return ()
        return tuple(
            each
            for each in waiting
            if each.case_id != case.case_id
            and each.state in WAITING
            and self._against(each) == found
            and self._programme(each) == programme
        )

    def decide_group(
        self, case_ids: Iterable[UUID], outcome: CaseOutcome, reason: str
    ) -> GroupDecided:
        """Take and decide each case, one after the other. One that another desk works on, that is
        closed meanwhile or needs a supervisor stays as it was, and is told."""
        self._guard.require(Deed.WORK_CASE)
        decided: list[UUID] = []
        undecided: list[Undecided] = []
        for case_id in dict.fromkeys(case_ids):
            try:
                self._decide(case_id, outcome, reason)
                decided.append(case_id)
            except CheckpointError as error:
                undecided.append(Undecided(case_id, error))
        return GroupDecided(tuple(decided), tuple(undecided))

    def _decide(self, case_id: UUID, outcome: CaseOutcome, reason: str) -> None:
        view = self._desk.case(case_id)
        held = view.own and view.state is CaseState.TAKEN
        if not held:
            self._desk.take(case_id)
        try:
            self._desk.decide(case_id, outcome, reason)
        except CheckpointError:
            if not held:
                self._desk.release(case_id)
            raise

    def _against(self, case: CaseView) -> frozenset[str]:
        if case.conflict is not None or case.seen is None or not case.seen.whole:
            return frozenset()
        return frozenset(each.code for each in case.seen.findings) & self._stopping

    def _programme(self, case: CaseView) -> int | None:
        return None if case.permit is None else self._programme_of(case.permit)
