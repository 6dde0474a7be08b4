"""Who is at one post: joins the list of staff, signing in, shifts and help by telephone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.staff import StaffList
from checkpoint_app.services.guard import AtPort, OnDuty, Unstaffed
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn
from checkpoint_app.services.telephone_help import TelephoneHelp

if TYPE_CHECKING:
    from checkpoint_app.services.stores import StaffShelf
    from checkpoint_app.store.journal import JournalStore


@dataclass(frozen=True, slots=True)
class Staffing:
    """What stands behind a post: whom its services ask, and what lets people in."""

    guard: AtPort
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
    guard = AtPort(shelf.staff_ever, Unstaffed(typed), duty)
    sign_in = SignIn(shelf, journal, now)
    shifts = Shifts(duty, sign_in, journal, now, lane, open_.cases, open_.deferred)
    by_telephone = TelephoneHelp(
        shelf, journal, now, port_id, secrets.randbelow, sign_in.approvals, guard
    )
    return Staffing(guard, duty, sign_in, shifts, by_telephone, shelf)
