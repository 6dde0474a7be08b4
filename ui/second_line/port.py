"""What the second line's desk asks of the lane behind it. Built by the composition root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded after the first paint
    from uuid import UUID

    from checkpoint_app.domain.cases import CaseEvent, CaseOutcome
    from checkpoint_app.domain.finding import FindingCode
    from checkpoint_app.domain.permit import PermitRecord
    from checkpoint_app.domain.staff import Approval
    from checkpoint_app.services.answer import Answer
    from checkpoint_app.services.case_groups import GroupDecided
    from checkpoint_app.services.cases import CaseView
    from checkpoint_app.services.comparing import Comparison
    from checkpoint_app.services.deferred import Deferral
    from checkpoint_app.services.programme_people import Contact
    from ui.ports import LanePlace
    from ui.sign_in.port import HelpCall


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case with its pilgrim's names, empty where no record is here."""

    view: CaseView
    name_arabic: str = ""
    name_latin: str = ""


@dataclass(frozen=True, slots=True)
class CaseLists:
    """The cases of today and the night before: ``waiting`` oldest first, ``closed`` of today,
    newest first. ``now`` is the reference time of the look."""

    waiting: tuple[ListedCase, ...]
    closed: tuple[ListedCase, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All that is known of one case. ``answer`` is what a lane would answer now with the permit's
    own passport, nothing recorded; None without a permit. ``against`` are its findings that stop
    somebody. ``group`` are the other cases of the programme in which the same was found."""

    listed: ListedCase
    history: tuple[CaseEvent, ...]
    answer: Answer | None
    against: tuple[FindingCode, ...]
    contact: Contact
    group: tuple[ListedCase, ...]
    now: datetime

    @property
    def record(self) -> PermitRecord | None:
        """The record as it is here now."""
        return None if self.answer is None else self.answer.record


@dataclass(frozen=True, slots=True)
class DeferredNow:
    """Who waits, as they were judged at ``now``."""

    people: tuple[Deferral, ...]
    now: datetime


class SecondLineOffice(Protocol):
    """An opened lane's second line. Every call does I/O: never on the window's thread. Each raises
    CheckpointError; rights are asked below."""

    @property
    def place(self) -> LanePlace:
        """Where this desk stands."""
        ...

    def lists(self) -> CaseLists:
        """The cases."""
        ...

    def deferred(self) -> DeferredNow:
        """Everybody who was deferred, each decided anew."""
        ...

    def sheet(self, case_id: UUID) -> CaseSheet:
        """One case with all that was seen, and how its permit stands now."""
        ...

    # The work.
    def take(self, case_id: UUID) -> None:
        """Work on a case."""
        ...

    def release(self, case_id: UUID) -> None:
        """Give it back."""
        ...

    def note(self, case_id: UUID, text: str) -> None:
        """Add a remark."""
        ...

    def decide(
        self, case_id: UUID, outcome: CaseOutcome, reason: str, approval: Approval | None = None
    ) -> None:
        """Give a case its outcome, taken first when nobody works on it. Raises
        ``case.needs_supervisor`` where only a supervisor may clear."""
        ...

    def decide_group(
        self, case_ids: Iterable[UUID], outcome: CaseOutcome, reason: str
    ) -> GroupDecided:
        """Take and decide each of them."""
        ...

    def refresh(self, permit: int) -> bool:
        """Ask the registry for one permit; True when it knows it. Takes as long as the line."""
        ...

    def compare(self, permit: int, reading: str, *, by_hand: bool) -> Comparison:
        """A passport, swiped or typed, against the permit's record."""
        ...

    # A supervisor's word.
    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        """A supervisor who stands here says so."""
        ...

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        """A supervisor elsewhere is asked by telephone."""
        ...

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        """They said so by telephone."""
        ...

    def now(self) -> datetime:
        """The lane's reference time."""
        ...

    def forget_names(self) -> None:
        """The records have changed: whatever was kept of them for lists is looked up anew."""
        ...
