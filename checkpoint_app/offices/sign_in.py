"""Who is at the post, as the windows of sign-in ask: `ui.sign_in.port.SignInOffice`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkpoint_app.credential.telephone import HelpPurpose
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.port import Port
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Approval, Session, StaffList
from checkpoint_app.errors import RoleError
from checkpoint_app.reference import ports
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn
from checkpoint_app.services.telephone_help import ASKED_FOR, TelephoneHelp
from ui.sign_in.port import HelpAnswer, HelpCall, PostStanding, ShiftReview


@dataclass(frozen=True, slots=True)
class DeskServices:
    """What stands behind the windows of sign-in. ``staff`` gives the list held now, None before
    any; ``direction`` the way that the lane last worked; ``now`` the reference time.
    ``settle`` gives the pilgrim at the lane their outcome, before whoever has them goes."""

    duty: OnDuty
    sign_in: SignIn
    shifts: Shifts
    help: TelephoneHelp
    staff: Callable[[], StaffList | None]
    direction: Callable[[], Direction]
    now: Callable[[], datetime]
    settle: Callable[[], None] = lambda: None


class SignInOffices:
    """Asked in one thread. Raises RoleError and StorageError, as the services do."""

    def __init__(self, services: DeskServices) -> None:
        self._of = services

    def standing(self) -> PostStanding:
        """Who is here, and how long the staff list is good for."""
        stands, duty, now = self._of.sign_in.standing(), self._of.duty, self._of.now()
        staff = self._of.staff()
        shift = duty.shift
        return PostStanding(
            staffed=stands.required,
            lease=stands.lease,
            lease_issued=None if staff is None else staff.issued,
            lease_ends=stands.ends,
            direction=self._of.direction() if shift is None else shift.direction,
            now=now,
            session=duty.session,
            shift=shift,
            locked=duty.locked,
        )

    # In and out.
    def sign_in(self, login: str, password: str, code: str) -> Session:
        """Somebody signs in; a shift of theirs that is open goes on."""
        session = self._of.sign_in.sign_in(login, password, code)
        self._of.shifts.enter(session)
        return session

    def call_for_sign_in(self, login: str) -> HelpCall:
        """The ten digits to read out."""
        return _call(self._of.help.challenge(login, HelpPurpose.SIGN_IN))

    def sign_in_helped(self, login: str, answer: str, duty_number: int) -> Session:
        """Somebody signs in with what was read back."""
        session = self._of.help.sign_in_helped(login, answer, duty_number)
        self._of.shifts.enter(session)
        return session

    def sign_out(self) -> None:
        """Whoever is here leaves."""
        self._settle()
        self._of.shifts.leave()

    # The lock.
    def lock(self) -> None:
        """Nothing is done any more."""
        self._settle()
        self._of.shifts.lock()

    def unlock(self, password: str) -> None:
        """Its officer is back."""
        self._of.shifts.unlock(password)

    # The shift.
    def begin(self, direction: Direction) -> Shift:
        """A shift begins, or an own one goes on."""
        return self._of.shifts.begin(direction)

    def review(self) -> ShiftReview:
        """The open shift and its counts."""
        shift = self._shift()
        return ShiftReview(shift, self._of.shifts.counts(shift), self._of.now())

    def hand_over(self, login: str, password: str, code: str) -> Session:
        """The shift ends, the next one begins."""
        self._settle()
        return self._of.shifts.hand_over(login, password, code)[1]

    def close_shift(self) -> None:
        """The shift ends, and its officer signs out."""
        self._settle()
        self._of.shifts.close()
        self._of.shifts.leave()

    # A supervisor's word for one case.
    def approve(self, case_id: UUID, login: str, password: str, code: str) -> Approval:
        """A supervisor who stands here says so."""
        return self._of.sign_in.approve(login, password, code, case_id)

    def call_for_approval(self, case_id: UUID) -> HelpCall:
        """The ten digits to read out."""
        login = self._session().login
        return _call(self._of.help.challenge(login, HelpPurpose.OVERRIDE, case_id))

    def approve_helped(self, case_id: UUID, answer: str, duty_number: int) -> Approval:
        """A supervisor elsewhere said so."""
        return self._of.help.approve_helped(answer, duty_number, case_id)

    # A duty supervisor who answers for others.
    def answerable_ports(self) -> tuple[Port, ...]:
        """The ports whose keys the list holds."""
        staff = self._of.staff()
        held = frozenset() if staff is None else staff.duty_keys.keys()
        return tuple(port for port in ports() if port.port_id in held)

    def answer_for(
        self, port_id: str, login: str, purpose: HelpPurpose, reference: str, challenge: str
    ) -> HelpAnswer:
        """What to read back."""
        session = self._session()
        digits = self._of.help.answer_for(session, port_id, login, purpose, challenge, reference)
        return HelpAnswer(digits, session.number)

    def _settle(self) -> None:
        """Only somebody on shift can have a pilgrim before them."""
        if self._of.duty.shift is not None and not self._of.duty.locked:
            self._of.settle()

    def _session(self) -> Session:
        session = self._of.duty.session
        if session is None:
            raise RoleError("nobody has signed in", key="role.signed_out")
        return session

    def _shift(self) -> Shift:
        shift = self._of.shifts.current()
        if shift is None:
            raise RoleError("no shift is open", key="role.no_shift")
        return shift


def _call(challenge: str) -> HelpCall:
    return HelpCall(challenge, int(ASKED_FOR.total_seconds()))
