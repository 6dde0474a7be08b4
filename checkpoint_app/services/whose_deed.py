"""Under whose name a lane writes what it does, and what it says of tries while it is locked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import RoleError, StorageError
from checkpoint_app.services.guard import Guard, Unstaffed
from checkpoint_app.services.outcomes import writable_officer
from checkpoint_app.services.stores import Journal

_LOG = logging.getLogger(__name__)
# How often it is audited that somebody scans at a locked lane.
LOCKED_TOLD = timedelta(minutes=1)


class WhoseDeed:
    """Asks the guard for one lane. Without a ``guard`` nobody signs in."""

    def __init__(
        self, guard: Guard | None, journal: Journal, now: Callable[[], datetime], lane: str
    ) -> None:
        self._guard: Guard = guard or Unstaffed(lambda: "")
        self._journal, self._now, self._lane = journal, now, lane
        self._told: datetime | None = None

    @property
    def staffed(self) -> bool:
        """Whether people sign in here."""
        return self._guard.staffed

    def allows(self, deed: Deed) -> bool:
        """See `Guard`."""
        return self._guard.allows(deed)

    def name(self, deed: Deed, typed: str) -> str:
        """The officer who does this now, as it is written down: ``typed`` where nobody signs in.
        Raises RoleError as `Guard`; that the post is locked is audited, once a minute at most."""
        try:
            who = self._guard.require(deed)
        except RoleError as error:
            if error.key == "role.locked":
                self._tell_locked(deed)
            raise
        return writable_officer(who.name) if who.signed_in else typed

    def _tell_locked(self, deed: Deed) -> None:
        at = self._now()
        if self._told is not None and timedelta() <= at - self._told < LOCKED_TOLD:
            return
        self._told = at
        try:
            self._journal.audit(at, "", "lane.locked", f"{self._lane} {deed.name.lower()}")
        except StorageError as error:
            _LOG.error("a try at a locked lane cannot be audited: %s", error)
