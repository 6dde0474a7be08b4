"""Signing in, without any registry: against the list of staff that it sent last.

Nothing tells an unknown login from a wrong password, neither what is said nor how long it takes.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.domain.lease import Lease, LeaseState, may_sign_in, state_of
from checkpoint_app.domain.roles import SECOND_FACTOR, SIGNS_WITH_CODE, Deed, may
from checkpoint_app.domain.staff import Approval, Session, StaffList, StaffMember
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import Approvals
from checkpoint_app.services.lock_out import LockOut
from checkpoint_app.services.passwords import hash_password, is_password
from checkpoint_app.services.second_factor import SHORTEST_SECRET, step_of
from checkpoint_app.services.stores import SignInShelf, SignInTry, StaffShelf

_LOGIN = re.compile(r"[a-z0-9._-]{2,32}")
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class SignInStanding:
    """Whether somebody must sign in here (``required``), how many ``people`` can, how the lease of
    their list stands and when it ``ends`` (None before any list)."""

    required: bool
    lease: LeaseState
    people: int
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody who gave the right password. ``with_code``: and a second factor's code."""

    member: StaffMember
    with_code: bool


class SignIn:
    """Lets people of the port in. For several threads. Everything raises StorageError.

    ``now`` is the reference time. `sign_in`, `unlock` and `approve` raise RoleError:
    ``sign_in.no_list``, ``sign_in.lease_ended``, ``sign_in.wait`` (``seconds``), ``sign_in.wrong``
    (login or password), ``sign_in.ended`` (the account), ``sign_in.code_wanted`` (the password was
    right and the person needs a code; no failure), ``sign_in.code_wrong``, ``sign_in.code_used``,
    ``sign_in.code_unset`` (the list has no secret of theirs).
    """

    def __init__(
        self,
        staff: StaffShelf,
        journal: SignInShelf,
        now: Callable[[], datetime],
        approvals: Approvals | None = None,
    ) -> None:
        self._staff, self._journal, self._now = staff, journal, now
        self._approvals = approvals or Approvals()
        self._lock_out, self._lock = LockOut(journal), threading.Lock()
        self._told: set[tuple[str, int]] = set()
        self._decoy = ""

    @property
    def approvals(self) -> Approvals:
        """What supervisors approved at this post."""
        return self._approvals

    def standing(self) -> SignInStanding:
        """How signing in stands here."""
        staff = self._staff.staff()
        required = self._staff.staff_ever()
        if staff is None:
            return SignInStanding(required, LeaseState.NEVER, 0, None)
        lease = _lease(staff)
        return SignInStanding(
            required, state_of(lease, self._now()), len(staff.members), lease.ends
        )

    def sign_in(self, login: str, password: str, code: str = "") -> Session:
        """Somebody signs in. For the errors see the class."""
        proven = self._prove(login, password, code, "sign_in.good")
        return session_of(proven.member, self._now(), second_factor=proven.with_code)

    def unlock(self, session: Session, password: str) -> None:
        """The same person is back at a locked post: the password is enough, where they are still on
        the list. Raises as `sign_in`."""
        self._prove(
            session.login, password, "", "sign_in.unlocked", wants_code=False, number=session.number
        )

    def renewed(self, session: Session) -> Session | None:
        """A session with the roles that the list gives now; None for somebody who is on it no more,
        or whose account has ended. Roles that sign in with a code are not come by without one:
        whoever was given one meanwhile signs in anew."""
        staff = self._staff.staff()
        member = None if staff is None else staff.by_login(session.login)
        if member is None or member.number != session.number or is_over(member, self._now()):
            return None
        without = frozenset() if session.second_factor else SIGNS_WITH_CODE - session.roles
        return replace(session, roles=member.roles - without)

    def approve(self, login: str, password: str, code: str, case_id: UUID) -> Approval:
        """A supervisor approves one case at somebody else's desk, with a code. Raises as `sign_in`,
        and RoleError ``role.forbidden`` for another role, ``role.no_code``."""
        proven = self._prove(
            login, password, code, "sign_in.approved", str(case_id), deed=Deed.LIFT_REFUSAL
        )
        return self._approvals.give(proven.member.login, case_id, self._now())

    def _prove(
        self,
        login: str,
        password: str,
        code: str,
        action: str,
        detail: str = "",
        *,
        wants_code: bool = True,
        deed: Deed | None = None,
        number: int | None = None,
    ) -> Proven:
        with self._lock:  # one guess at a time, so that none slips in before another is counted
            staff, now = self._list(), self._now()
            if not may_sign_in(_lease(staff), now):
                raise RoleError("the lease has ended", key="sign_in.lease_ended")
            member = staff.by_login(as_login(login))
            if member is not None and number not in (None, member.number):
                member = None  # the login is somebody else's now
            name = _counted_as(login, member)
            self._check_wait(name, member, now)
            if not self._is_right(staff, member, password) or member is None:
                self._failed(name, member, "password", now)
                raise RoleError("login or password", key="sign_in.wrong")
            if is_over(member, now):
                self._failed(name, member, "ended", now)
                raise RoleError("the account has ended", key="sign_in.ended")
            counter = self._step(member, code, now) if wants_code else None
            _check_may(member, deed, with_code=counter is not None)
            how = "password" if counter is None else "code"
            tried = SignInTry(now, name, good=True, how=how, counter=counter)
            if not self._journal.record_sign_in(tried, action, member.login, detail):
                raise RoleError("the code was used", key="sign_in.code_used")
            return Proven(member, counter is not None)

    def _list(self) -> StaffList:
        staff = self._staff.staff()
        if staff is None:
            raise RoleError("no list of staff", key="sign_in.no_list")
        return staff

    def _is_right(self, staff: StaffList, member: StaffMember | None, password: str) -> bool:
        """Whoever is not on the list costs the same as who is."""
        if member is not None:
            return is_password(member.password, password)
        if not self._decoy:
            self._decoy = next((each.password for each in staff.members), hash_password("decoy"))
        is_password(self._decoy, password)
        return False

    def _step(self, member: StaffMember, code: str, now: datetime) -> int | None:
        """The time step of the code; None where none was given nor needed."""
        if not member.needs_code and not (code.strip() and member.totp):
            return None
        if len(member.totp) < SHORTEST_SECRET:
            raise RoleError("no secret of theirs", key="sign_in.code_unset")
        if not code.strip():
            raise RoleError("and a code", key="sign_in.code_wanted")
        step = step_of(member.totp, code, now)
        if step is None:
            self._failed(member.login, member, "code", now)
            raise RoleError("wrong code", key="sign_in.code_wrong")
        return step

    def _check_wait(self, name: str, member: StaffMember | None, now: datetime) -> None:
        try:
            self._lock_out.check(name, now)
        except RoleError:
            told = name, self._journal.failed_tries(name).count
            if told not in self._told:  # once, however often somebody tries meanwhile
                self._told.add(told)
                self._journal.audit(now, _actor(member), "sign_in.locked")
            raise

    def _failed(self, name: str, member: StaffMember | None, how: str, now: datetime) -> None:
        tried = SignInTry(now, name, good=False, how=how)
        self._journal.record_sign_in(tried, "sign_in.bad", _actor(member), how)


def as_login(text: str) -> str:
    """A login as it stands in a list: small letters, digits as 0 to 9."""
    return ascii_digits(text[:64]).strip().lower()


def is_login(text: str) -> bool:
    """Whether this can be a login at all."""
    return _LOGIN.fullmatch(text) is not None


def is_over(member: StaffMember, now: datetime) -> bool:
    """Whether the account has ended."""
    return member.until is not None and now >= member.until


def session_of(
    member: StaffMember, now: datetime, *, second_factor: bool, helped_by: str = ""
) -> Session:
    """The session of a person who has signed in now."""
    return Session(
        login=member.login,
        number=member.number,
        whole_name=(member.name_ar, member.name_en),
        roles=member.roles,
        since=now,
        second_factor=second_factor,
        helped_by=helped_by,
    )


def _check_may(member: StaffMember, deed: Deed | None, *, with_code: bool) -> None:
    if deed is None:
        return
    if not may(member.roles, deed):
        raise RoleError(f"not theirs: {deed}", key="role.forbidden")
    if deed in SECOND_FACTOR and not with_code:
        raise RoleError("without a second factor", key="role.no_code")


def _lease(staff: StaffList) -> Lease:
    return Lease(staff.issued, staff.lease)


def _counted_as(login: str, member: StaffMember | None) -> str:
    """The name that tries count under. What is no login of the list may be anything, even a
    password in the wrong field: the journal keeps a digest of it."""
    if member is not None:
        return member.login
    sound = as_login(login)
    if not _LOGIN.fullmatch(sound):
        return "#"
    return "#" + hashlib.sha256(sound.encode()).hexdigest()[:_DIGEST]


def _actor(member: StaffMember | None) -> str:
    return "" if member is None else member.login
