"""What this lane trusts at this moment (`services.stores.TrustView`), and how late it must be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.domain.facts import DEFAULT_GRADES, CompiledRule, DataKind, Grades
from checkpoint_app.domain.lane_rules import DEFAULT_LANE_RULES, LaneRules
from checkpoint_app.errors import CheckpointError, TrustError
from checkpoint_app.services.rules import parse_rules
from sync.trust import floor as time_floor
from sync.trust.floor import BUILT, ClockFault, RootedTime, TimeFloor
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
_NO_KEYS = IssuerKeyring(())
# How far the held state may lie behind the time floor: rounds that break off raise the floor and
# are not held. Status and state, which come with it, count as stale after as long.
_MOST_BEHIND = timedelta(hours=24)
# An age that all data exceeds.
_NO_AGE = timedelta(days=-1)


class FloorKeeper(Protocol):
    """Keeps the time floor outside the databases."""

    def floor(self) -> TimeFloor | None:
        """The floor kept, or None."""
        ...

    def keep_floor(self, floor: TimeFloor) -> None:
        """Keep this floor. Raises StorageError."""
        ...


RuleCompiler = Callable[[bytes], tuple[CompiledRule, ...]]


def all_stale(
    grades: tuple[tuple[DataKind, Grades], ...],
) -> tuple[tuple[DataKind, Grades], ...]:
    """The grades by which data of any age is stale; what nobody can accept stays as it is."""
    return tuple((kind, Grades(_NO_AGE, _NO_AGE, grade.unacceptable)) for kind, grade in grades)


def permit_rules(data: bytes) -> tuple[CompiledRule, ...]:
    """The season's rules about permits. Raises TrustError."""
    return parse_rules(data).permit_rules()


class LaneTrust:
    """The newest verified view, for the lane and for syncing. Safe for several threads.

    Until `load` or `take` there are no keys: nothing verifies, and nothing is cleared.
    """

    def __init__(
        self,
        repository: TrustedRepository,
        keeper: FloorKeeper,
        port_id: str,
        *,
        compile_rules: RuleCompiler = permit_rules,
        built: datetime = BUILT,
    ) -> None:
        self._repository = repository
        self._keeper = keeper
        self._port_id = port_id
        self._compile = compile_rules
        self._built = built
        self._lock = threading.Lock()
        self._view: TrustView | None = None
        self._rules: tuple[CompiledRule, ...] | None = None
        self._floor = keeper.floor() or TimeFloor(built)

    def load(self) -> CheckpointError | None:
        """Take over what is held on disk, every signature checked again.

        The answer is why it could not be: the view from before then stays.
        """
        try:
            view = self._repository.load_local()
            if view is not None:
                self._check_newer(view)
                self.take(view)
        except CheckpointError as error:
            _LOG.error("held trust data unusable: %s", error)
            return error
        return None

    def take(self, view: TrustView) -> None:
        """Take over a view just verified; the time floor rises with it. Raises StorageError."""
        self._show(view)
        self._raise_floor(view)

    @property
    def view(self) -> TrustView | None:
        """The view in force."""
        return self._view

    def issuer_keys(self) -> IssuerKeyring:
        """See `services.stores.TrustView`."""
        view = self._view
        return _NO_KEYS if view is None else view.keys

    def rules(self) -> tuple[CompiledRule, ...] | None:
        """See `services.stores.TrustView`."""
        return self._rules

    def grades(self) -> tuple[tuple[DataKind, Grades], ...]:
        """See `services.stores.TrustView`. Under a state far behind what this lane has seen already
        all data counts as stale: look-ups go on, nobody is cleared by them."""
        view = self._view
        if view is None:
            return tuple(DEFAULT_GRADES.items())
        grades = view.grades(self._port_id)
        return all_stale(grades) if self._is_behind(view) else grades

    def lane_rules(self) -> LaneRules:
        """See `services.stores.TrustView`."""
        view = self._view
        return DEFAULT_LANE_RULES if view is None else view.lane_rules(self._port_id)

    def reference_time(self, now: datetime) -> datetime:
        """See `services.stores.TrustView`."""
        return time_floor.reference_time(now, self._floor)

    def rooted_time(self, now: datetime) -> RootedTime:
        """How late it is for whoever reads the repository, where a newer root may lie."""
        return RootedTime(now, self._floor, self._built)

    def clock_is_suspect(self, now: datetime, last_entry: datetime | None) -> bool:
        """See `services.stores.TrustView`."""
        return time_floor.clock_is_suspect(now, self._floor, last_entry)

    def clock_fault(self, now: datetime, last_entry: datetime | None) -> ClockFault | None:
        """What is wrong with the clock, for whoever sets it."""
        return time_floor.clock_fault(now, self._floor, last_entry)

    @property
    def floor(self) -> datetime:
        """It is at least so late: the newest signed time that this lane has seen."""
        return self._floor.at

    def _check_newer(self, view: TrustView) -> None:
        """Raises TrustError for a held state older than the one in force: it was put back."""
        shown = self._view
        if shown is None:
            return
        if (view.root_version, view.version) < (shown.root_version, shown.version):
            raise TrustError("an older state was put back", key="trust.rolled_back")

    def _is_behind(self, view: TrustView) -> bool:
        floor = self._floor
        older_root = view.root_version < floor.root_version
        return older_root or view.issued + _MOST_BEHIND < floor.at

    def _show(self, view: TrustView) -> None:
        with self._lock:
            view = self._staffed(view)
            if self._view is None or self._view.rules != view.rules or self._rules is None:
                self._rules = self._compiled(view.rules)
            self._view = view

    def _staffed(self, view: TrustView) -> TrustView:
        """The view with the devices known from before where it names none, and without any that
        was ever recalled while this program ran: recalls are not taken back within a season."""
        before = self._view
        if before is None or before.season != view.season:
            return view
        recalled = view.recalled | before.recalled
        devices = before.devices if view.devices is None else view.devices
        if (devices, recalled) == (view.devices, view.recalled):
            return view
        return view.staffed(devices, recalled)

    def _compiled(self, rules: bytes) -> tuple[CompiledRule, ...] | None:
        """The rules; those from before when the new ones are not of the form."""
        try:
            return self._compile(rules)
        except TrustError as error:
            _LOG.error("season rules unusable: %s", error)
            return self._rules

    def _raise_floor(self, view: TrustView) -> None:
        with self._lock:
            under = time_floor.under_root(self._floor, view.root_version, built=self._built)
            floor = time_floor.raised(under, view.issued, signer_expires=view.root_expires)
            if floor != self._floor:
                self._keeper.keep_floor(floor)
                self._floor = floor
