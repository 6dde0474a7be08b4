"""Who is at one post: joins the list of staff, signing in, shifts and help by telephone."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import StorageError
from checkpoint_app.services.guard import Guard, OnDuty, Unstaffed, Who
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn
from checkpoint_app.services.telephone_help import TelephoneHelp

if TYPE_CHECKING:
    from checkpoint_app.services.stores import StaffShelf
    from checkpoint_app.store.journal import JournalStore

_LOG = logging.getLogger(__name__)


class PostGuard:
    """Nobody signs in before the registry has said who may; from the first list on somebody must,
    for good. What cannot be read keeps everybody out."""

    def __init__(self, ever: Callable[[], bool], duty: OnDuty, name: Callable[[], str]) -> None:
        self._ever, self._duty, self._unstaffed = ever, duty, Unstaffed(name)
        self._known = False

    @property
    def staffed(self) -> bool:
        """See `Guard`."""
        if not self._known:
            try:
                self._known = self._ever()
            except StorageError as error:
                _LOG.error("whether people sign in here cannot be read: %s", error)
                return True
        return self._known

    def require(self, deed: Deed) -> Who:
        """See `Guard`."""
        return self._meant.require(deed)

    def allows(self, deed: Deed) -> bool:
        """See `Guard`."""
        return self._meant.allows(deed)

    @property
    def _meant(self) -> Guard:
        return self._duty if self.staffed else self._unstaffed


@dataclass(frozen=True, slots=True)
class Staffing:
    """What stands behind a post: whom its services ask, and what lets people in."""

    guard: PostGuard
    duty: OnDuty
    sign_in: SignIn
    shifts: Shifts
    help: TelephoneHelp
    shelf: StaffShelf

    def staff(self) -> StaffList | None:
        """The list held now. Raises StorageError."""
        return self.shelf.staff()


@dataclass(frozen=True, slots=True)
class Open:
    """How many cases wait and how many were deferred at the port: what a shift hands on."""

    cases: Callable[[], int] = lambda: 0
    deferred: Callable[[], int] = lambda: 0


def staffing_of(
    shelf: StaffShelf,
    journal: JournalStore,
    now: Callable[[], datetime],
    *,
    port_id: str,
    lane: str,
    typed: Callable[[], str] = lambda: "",
    left: Open | None = None,
) -> Staffing:
    """The post of one lane. ``typed`` is the officer's name where nobody signs in; ``left`` counts
    what is open."""
    open_ = left or Open()
    duty = OnDuty(now)
    guard = PostGuard(shelf.staff_ever, duty, typed)
    sign_in = SignIn(shelf, journal, now)
    shifts = Shifts(duty, sign_in, journal, now, lane, open_.cases, open_.deferred)
    by_telephone = TelephoneHelp(
        shelf, journal, now, port_id, secrets.randbelow, sign_in.approvals, guard
    )
    return Staffing(guard, duty, sign_in, shifts, by_telephone, shelf)
