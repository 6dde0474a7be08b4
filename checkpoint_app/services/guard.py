"""Who does something, and whether they may: asked by every service before it acts.

The windows ask too, so that nobody is offered what would be refused; it is here that it holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from checkpoint_app.domain.roles import IN_A_SHIFT, SECOND_FACTOR, Deed, Role
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Approval, Session
from checkpoint_app.errors import RoleError
from checkpoint_app.services.identifiers import uuid7

# How long a duty supervisor's answer over the telephone keeps somebody in: a long shift.
HELPED_FOR = timedelta(hours=14)
APPROVED_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Who:
    """Whose deed it is: ``name`` goes into movements, cases and the audit (a login, or what was
    typed where a port has no staff list: not ``signed_in``). ``roles`` are all of them in that
    case."""

    name: str
    roles: frozenset[Role]
    signed_in: bool = True


class Guard(Protocol):
    """Answers whose deed it is. Raises RoleError: ``role.signed_out``, ``role.locked``,
    ``role.forbidden`` (another role), ``role.no_code`` (no second factor), ``role.no_shift``."""

    @property
    def staffed(self) -> bool:
        """Whether people sign in here: then what is recorded is recorded under their logins."""
        ...

    def require(self, deed: Deed) -> Who:
        """Who may do this now."""
        ...

    def allows(self, deed: Deed) -> bool:
        """Whether `require` would answer."""
        ...


class Unstaffed:
    """The guard of a port that has no staff list yet: whoever is there does it, under the name that
    was typed."""

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    @property
    def staffed(self) -> bool:
        """Nobody signs in."""
        return False

    def require(self, deed: Deed) -> Who:
        """Everybody."""
        if deed is Deed.SEE_PERSONAL_LOGS:
            raise RoleError("never", key="role.forbidden")
        return Who(self._name(), frozenset(Role), signed_in=False)

    def allows(self, deed: Deed) -> bool:
        """All but what is never done."""
        return deed is not Deed.SEE_PERSONAL_LOGS


class OnDuty:
    """The guard of a port with a staff list: who has signed in, whether the post is locked, and the
    shift that is open. For several threads. ``now`` (the reference time) ends what was opened by
    telephone after a shift's time, which a clock that is put back does not make longer."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._lock, self._now = threading.Lock(), now
        self._looked: datetime | None = None  # at the clock, for a session opened by telephone
        self._been_in = timedelta()
        self._session: Session | None = None
        self._shift: Shift | None = None
        self._locked = False

    @property
    def staffed(self) -> bool:
        """Somebody must sign in."""
        return True

    @property
    def session(self) -> Session | None:
        """Who has signed in."""
        return self._session

    @property
    def shift(self) -> Shift | None:
        """The shift that is open."""
        return self._shift

    @property
    def locked(self) -> bool:
        """Whether nothing is done until its officer unlocks it."""
        return self._locked

    def enter(self, session: Session | None, shift: Shift | None = None) -> None:
        """Somebody signs in (unlocked), or None: out."""
        with self._lock:
            self._session, self._shift, self._locked = session, shift, False
            self._looked, self._been_in = None, timedelta()

    def renew(self, session: Session) -> None:
        """The same person with other roles; nobody else comes in by this."""
        with self._lock:
            if self._session is not None and self._session.login == session.login:
                self._session = session

    def work(self, shift: Shift | None) -> None:
        """A shift begins, or None: ends."""
        with self._lock:
            self._shift = shift

    def lock(self, *, locked: bool = True) -> None:
        """Nothing is done any more, or again."""
        with self._lock:
            self._locked = locked

    def require(self, deed: Deed) -> Who:
        """See `Guard`."""
        with self._lock:
            session, shift, locked = self._session, self._shift, self._locked
            is_over = session is not None and self._is_over(session)
        if session is None or is_over:
            raise RoleError("nobody has signed in", key="role.signed_out")
        if locked:
            raise RoleError("the post is locked", key="role.locked")
        if not session.may(deed):
            raise RoleError(f"not for {sorted(session.roles)}: {deed}", key="role.forbidden")
        if deed in SECOND_FACTOR and not session.second_factor:
            raise RoleError(f"without a second factor: {deed}", key="role.no_code")
        if deed in IN_A_SHIFT and shift is None:
            raise RoleError("no shift is open", key="role.no_shift")
        return Who(session.login, session.roles)

    def allows(self, deed: Deed) -> bool:
        """See `Guard`."""
        try:
            self.require(deed)
        except RoleError:
            return False
        return True

    def _is_over(self, session: Session) -> bool:
        if not session.helped_by or self._now is None:
            return False
        now = self._now()
        since = session.since if self._looked is None else self._looked
        self._looked, self._been_in = now, self._been_in + max(now - since, timedelta())
        return self._been_in >= HELPED_FOR


class AtPort:
    """The guard of a post whose port may get its first staff list at any time: from then on
    ``duty`` answers. ``has_staff`` says whether there was ever one; once there was, it is not asked
    again."""

    def __init__(self, has_staff: Callable[[], bool], unstaffed: Unstaffed, duty: OnDuty) -> None:
        self._has_staff, self._unstaffed, self._duty = has_staff, unstaffed, duty
        self._staffed = False

    @property
    def staffed(self) -> bool:
        """See `Guard`."""
        self._staffed = self._staffed or self._has_staff()
        return self._staffed

    def require(self, deed: Deed) -> Who:
        """See `Guard`."""
        return self._guard.require(deed)

    def allows(self, deed: Deed) -> bool:
        """See `Guard`."""
        return self._guard.allows(deed)

    @property
    def _guard(self) -> Guard:
        return self._duty if self.staffed else self._unstaffed


class Approvals:
    """What supervisors approved at this post and has not been used. Kept in memory alone: a restart
    forgets it. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[UUID, Approval] = {}

    def give(
        self, login: str, case_id: UUID, at: datetime, *, by_telephone: bool = False
    ) -> Approval:
        """A supervisor's word for one case, good for two minutes, once."""
        approval = Approval(uuid7(at), login, case_id, at, at + APPROVED_FOR, by_telephone)
        with self._lock:
            self._given = {key: each for key, each in self._given.items() if each.until > at}
            self._given[approval.approval_id] = approval
        return approval

    def spend(self, approval: Approval, case_id: UUID, at: datetime) -> None:
        """Use an approval up. Raises RoleError ``case.needs_supervisor`` for one that was never
        given here, or is used up, over, or of another case."""
        with self._lock:
            given = self._given.pop(approval.approval_id, None)
        sound = given == approval and approval.case_id == case_id
        if not sound or not approval.given <= at < approval.until:
            raise RoleError("no approval of this case", key="case.needs_supervisor")
