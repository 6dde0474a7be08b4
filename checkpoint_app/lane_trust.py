"""A lane's view of what the trust path holds: `services.stores.TrustView` over the held state."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.domain.facts import DEFAULT_GRADES, CompiledRule, DataKind, Grades
from checkpoint_app.errors import CheckpointError
from checkpoint_app.services.rules import parse_rules
from checkpoint_app.store.anchor import AnchorFile
from sync.trust import floor as time_floor
from sync.trust.floor import TimeFloor
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView

# The build date, where the time floor starts. No lane of this version ran before it.
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
_NO_AGE = timedelta()
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What one state of the held file said. ``view`` is None for none, or one that did not verify;
    ``rules`` None when there are none to be had."""

    mark: tuple[int, int, int] | None
    view: TrustView | None
    rules: tuple[CompiledRule, ...] | None


class LaneTrust:
    """What is trusted now. The held file is verified again, from the root on, when it changes."""

    def __init__(
        self,
        repository: TrustedRepository,
        held: Path,
        anchor: AnchorFile,
        clock: Clock,
        port_id: str,
    ) -> None:
        self._repository = repository
        self._held = held
        self._anchor = anchor
        self._clock = clock
        self._port_id = port_id
        self._loaded: _Loaded | None = None

    def issuer_keys(self) -> IssuerKeyring:
        """See `services.stores.TrustView`; no keys before the first sync."""
        view = self.view()
        return IssuerKeyring(()) if view is None else view.keys

    def rules(self) -> tuple[CompiledRule, ...] | None:
        """See `services.stores.TrustView`."""
        return self._current().rules

    def grades(self) -> tuple[tuple[DataKind, Grades], ...]:
        """See `services.stores.TrustView`. Under metadata past its end all data is stale: nobody
        vouches any more that it is the newest."""
        view = self.view()
        if view is None:
            return tuple(DEFAULT_GRADES.items())
        grades = view.grades(self._port_id)
        if not view.expired(self.reference_time(self._clock.now())):
            return grades
        return tuple((kind, Grades(_NO_AGE, _NO_AGE, grade.unacceptable)) for kind, grade in grades)

    def reference_time(self, now: datetime) -> datetime:
        """See `services.stores.TrustView`."""
        return time_floor.reference_time(now, self._floor())

    def clock_is_suspect(self, now: datetime, last_entry: datetime | None) -> bool:
        """See `services.stores.TrustView`."""
        return time_floor.clock_is_suspect(now, self._floor(), last_entry)

    def view(self) -> TrustView | None:
        """The held state, verified; None before the first sync and for one that does not verify."""
        return self._current().view

    def _floor(self) -> TimeFloor:
        floor = self._anchor.floor() or TimeFloor(BUILT)
        view = self.view()
        if view is None:
            return floor
        floor = time_floor.under_root(floor, view.root_version, built=BUILT)
        return time_floor.raised(floor, view.issued, signer_expires=view.root_expires)

    def _current(self) -> _Loaded:
        mark = self._mark()
        loaded = self._loaded
        if loaded is None or loaded.mark != mark:
            loaded = self._loaded = self._load(mark)
        return loaded

    def _mark(self) -> tuple[int, int, int] | None:
        """Tells one state of the file from the next: it is replaced whole, never written into."""
        try:
            found = self._held.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _load(self, mark: tuple[int, int, int] | None) -> _Loaded:
        try:
            view = self._repository.load_local()
        except CheckpointError as error:
            _log.error("the held trust state does not verify: %s", error)
            view = None
        return _Loaded(mark, view, None if view is None else _rules_of(view))


def _rules_of(view: TrustView) -> tuple[CompiledRule, ...] | None:
    try:
        return parse_rules(view.rules).permit_rules()
    except CheckpointError as error:
        _log.error("season rules: %s", error)
        return None
