"""What is trusted at this moment, whichever process brought it, and whether anybody still vouches
that it is the newest. `services.stores.TrustView` over the lane's own view."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.domain.facts import CompiledRule, DataKind, Grades
from checkpoint_app.domain.lane_rules import LaneRules
from sync.client.lane_trust import LaneTrust, all_stale

# Inode, time and size of a file that is always replaced whole.
_Mark = tuple[int, int, int]


class CurrentTrust:
    """Reads ``held`` again, every signature included, when another state was put there."""

    def __init__(self, trust: LaneTrust, held: Path, clock: Clock) -> None:
        self._trust = trust
        self._held = held
        self._clock = clock
        self._mark: _Mark | None = None

    def issuer_keys(self) -> IssuerKeyring:
        """See `services.stores.TrustView`."""
        return self._current().issuer_keys()

    def rules(self) -> tuple[CompiledRule, ...] | None:
        """See `services.stores.TrustView`."""
        return self._current().rules()

    def grades(self) -> tuple[tuple[DataKind, Grades], ...]:
        """See `services.stores.TrustView`. Under metadata past its end all data counts as stale:
        look-ups go on, nobody is cleared by them."""
        trust = self._current()
        grades = trust.grades()
        view = trust.view
        if view is None or not view.expired(trust.reference_time(self._clock.now())):
            return grades
        return all_stale(grades)

    def lane_rules(self) -> LaneRules:
        """See `services.stores.TrustView`."""
        return self._current().lane_rules()

    def reference_time(self, now: datetime) -> datetime:
        """See `services.stores.TrustView`."""
        return self._trust.reference_time(now)

    def clock_is_suspect(self, now: datetime, last_entry: datetime | None) -> bool:
        """See `services.stores.TrustView`."""
        return self._trust.clock_is_suspect(now, last_entry)

    def _current(self) -> LaneTrust:
        mark = _mark_of(self._held)
        if mark != self._mark:
            self._trust.load()
            self._mark = mark
        return self._trust


def _mark_of(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
