"""What the windows of sign-in ask of the post behind them. Built by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from checkpoint_app.credential.telephone import HelpPurpose
    from checkpoint_app.domain.lease import LeaseState
    from checkpoint_app.domain.movement import Direction
    from checkpoint_app.domain.port import Port
    from checkpoint_app.domain.shift import Shift, ShiftCounts
    from checkpoint_app.domain.staff import Approval, Session


@dataclass(frozen=True, slots=True)
class PostStanding:
    """Who is at the post now, and until when anybody may sign in. ``staffed`` is False where no
    staff list was ever taken in: nobody is asked. ``direction`` is the way that the last shift
    worked. ``lease_issued`` and ``lease_ends`` (aware) are None before any list."""

    staffed: bool
    lease: LeaseState
    lease_issued: datetime | None
    lease_ends: datetime | None
    direction: Direction
    now: datetime
    session: Session | None = None
    shift: Shift | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class HelpCall:
    """What is read out over the telephone: ten digits, good for ``seconds`` from now."""

    challenge: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ShiftReview:
    """A shift and what was done in it, counted at ``now``."""

    shift: Shift
    counts: ShiftCounts
    now: datetime


@dataclass(frozen=True, slots=True)
class HelpAnswer:
    """What a duty supervisor reads back: ten digits, and the service number that goes with it."""

    digits: str
    number: int


class SignInOffice(Protocol):
    """An opened post. Every call does I/O or an Argon2id hash: never on the window's thread. Each
    raises CheckpointError; one that asks for patience has ``seconds`` among its params."""

    def standing(self) -> PostStanding:
        """Who is here, and how long the staff list is good for."""
        ...

    # In and out.
    def sign_in(self, login: str, password: str, code: str) -> Session:
        """Somebody signs in. ``code`` is empty for who has no second factor."""
        ...

    def call_for_sign_in(self, login: str) -> HelpCall:
        """Somebody without password or code asks a duty supervisor by telephone."""
        ...

    def sign_in_helped(self, login: str, answer: str, duty_number: int) -> Session:
        """They sign in with what was read back, for one shift."""
        ...

    def sign_out(self) -> None:
        """Who has no shift open leaves the post."""
        ...

    # The lock.
    def lock(self) -> None:
        """Nothing is done any more until its officer is back."""
        ...

    def unlock(self, password: str) -> None:
        """The officer is back."""
        ...

    # The shift.
    def begin(self, direction: Direction) -> Shift:
        """A shift begins at this lane."""
        ...

    def review(self) -> ShiftReview:
        """The open shift and its counts."""
        ...

    def hand_over(self, login: str, password: str, code: str) -> Session:
        """The shift ends; another person signs in and goes on the same way."""
        ...

    def close_shift(self) -> None:
        """The shift ends without anybody to follow, and its officer has signed out."""
        ...

    # A supervisor's word for one case.
    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        """A supervisor who stands here says so."""
        ...

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        """A supervisor elsewhere is asked by telephone."""
        ...

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        """They said so by telephone."""
        ...

    # A duty supervisor who answers for others.
    def answerable_ports(self) -> tuple[Port, ...]:
        """The ports that somebody here answers for; none for most."""
        ...

    def answer_for(
        self, port_id: str, login: str, purpose: HelpPurpose, reference: str, challenge: str
    ) -> HelpAnswer:
        """What to read back. ``reference`` is the case's last eight digits, empty for a
        sign-in."""
        ...
