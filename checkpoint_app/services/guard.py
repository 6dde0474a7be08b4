"""Who does something, and whether they may: asked by every service before it acts.

The windows ask too, so that nobody is offered what would be refused; it is here that it holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from checkpoint_app.domain.roles import IN_A_SHIFT, SECOND_FACTOR, Deed, Role
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError


@dataclass(frozen=True, slots=True)
class Who:
    """Whose deed it is: ``name`` goes into movements, cases and the audit (a login, or what was
    typed where a port has no staff list). ``roles`` are all of them in that case."""

    name: str
    roles: frozenset[Role]


class Guard(Protocol):
    """Answers whose deed it is. Raises RoleError: ``role.signed_out``, ``role.locked``,
    ``role.forbidden`` (another role), ``role.no_code`` (no second factor), ``role.no_shift``."""

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

    def require(self, deed: Deed) -> Who:
        """Everybody."""
        if deed is Deed.SEE_PERSONAL_LOGS:
            raise RoleError("never", key="role.forbidden")
        return Who(self._name(), frozenset(Role))

    def allows(self, deed: Deed) -> bool:
        """All but what is never done."""
        return deed is not Deed.SEE_PERSONAL_LOGS


class OnDuty:
    """The guard of a port with a staff list: who has signed in, whether the post is locked, and the
    shift that is open. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._shift: Shift | None = None
        self._locked = False

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
        if session is None:
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
