"""A port's day for whoever answers for it: every movement of all its lanes, counted once.

The same rule as at the lane and at the registry, so that all come to the same numbers: each
movement counts once, in the Cairo day and hour of its time; those that were taken back not at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from statistics import median
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from checkpoint_app.domain.case_fold import Case, fold
from checkpoint_app.domain.cases import CaseEvent, CaseOutcome, Decided, Noted, Opened, Released
from checkpoint_app.domain.cases import Taken as TakenUp
from checkpoint_app.domain.days import CAIRO, cairo_day_bounds
from checkpoint_app.domain.lane_rules import DEFAULT_LANE_RULES, LaneRules
from checkpoint_app.domain.movement import Movement, MovementKind
from checkpoint_app.domain.orders import Order, OrderKind
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.tally import Tally, tally_of
from checkpoint_app.services.day_counts import PortHeard
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.stores import CountedScan

# Whoever waits longer for the next passenger is having a break, or nobody came.
PAUSE = timedelta(minutes=10)
_LEAST_GAPS = 2
_PEOPLE = frozenset({MovementKind.DEPARTED, MovementKind.RETURNED})
_OF_CASES = (Opened, TakenUp, Released, Decided, Noted)

Key = TypeVar("Key", bound=Hashable)
KeyOf = Callable[[Movement], Key]


@dataclass(frozen=True, slots=True)
class ReportedMovement:
    """A movement at any lane of the port; ``annulled`` when a later one took it back."""

    movement: Movement
    annulled: bool

    @property
    def stands(self) -> bool:
        """Neither taken back nor itself the taking back of another."""
        return not self.annulled and self.movement.kind is not MovementKind.ANNULLED


class ReportJournal(Protocol):
    """What a report is made of. Everything raises StorageError."""

    def reported_movements(self, start: datetime, end: datetime) -> Sequence[ReportedMovement]:
        """Movements from ``start`` up to, not including, ``end``, each once: those of this journal
        and what is here of the port's other devices."""
        ...

    def scans_between(self, start: datetime, end: datetime) -> tuple[CountedScan, ...]:
        """See `services.stores.Journal`; so the others."""
        ...

    def cases_between(self, start: datetime, end: datetime) -> tuple[CaseEvent, ...]:
        """See `services.stores.CaseShelf`."""
        ...

    def pending(self) -> int:
        """See `services.stores.Journal`."""
        ...


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """One line of a table: an hour, a flight or sailing, a company, a lane or an officer. The key
    is empty, or None for a company, where the movements name none. ``seconds`` is the median time
    from one passenger to the next at the same lane, None under three passengers."""

    key: Key
    tally: Tally
    annulled: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A refusal that was lifted. ``by`` is the supervisor in whose name; of one that names nobody,
    which lifts none, who decided it. ``referred_by`` is the officer of the referral, empty
    when that is not here."""

    at: datetime
    by: str
    lane: str
    referred_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CasesOfDay:
    """The referrals of the day, and how they stand now: the first number is the sum of the four
    that follow. ``contested``: of several outcomes. ``overrides`` are those of the day."""

    opened: int = 0
    cleared: int = 0
    deferred: int = 0
    refused: int = 0
    waiting: int = 0
    contested: int = 0
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftOfDay:
    """A shift that the day saw, with what its officer recorded at its lane in it, that day."""

    shift: Shift
    tally: Tally
    seconds: float | None


@dataclass(frozen=True, slots=True)
class MovementCounts:
    """The movements of one day. Every table of lines adds up to ``total``; its lines are in the
    order of their keys. ``annulled`` movements are taken out of every tally; ``automatic``
    departures were given by no officer's key; ``conflicts`` are permits with several departures
    that stand; ``seconds`` as in `Line`."""

    total: Tally
    annulled: int
    automatic: int
    conflicts: int
    seconds: float | None
    hours: tuple[Line[int], ...]
    services: tuple[Line[str], ...]
    companies: tuple[Line[int | None], ...]
    lanes: tuple[Line[str], ...]
    officers: tuple[Line[str], ...]


@dataclass(frozen=True, slots=True)
class PortReport:
    """One Cairo day of the port, as far as it is known here. ``verdicts`` and ``scans`` are of this
    lane alone: scans do not travel. ``pending`` movements of this lane the registry has not
    acknowledged, of any day. ``provisional`` when other lanes may have counts that are not here."""

    day: date
    counts: MovementCounts
    verdicts: Mapping[str | None, int] = field(default_factory=dict)
    scans: int = 0
    cases: CasesOfDay = CasesOfDay()
    orders: tuple[Order, ...] = ()
    shifts: tuple[ShiftOfDay, ...] = ()
    pending: int = 0
    provisional: bool = True
    heard: PortHeard | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing at all happened, as far as is known."""
        nobody = not (any(self.counts.total.numbers) or self.counts.annulled or self.scans)
        return nobody and not (self.cases.opened or self.orders or self.shifts)


class PortReporting:
    """Makes the day's report; only for those who may see the counts of the port."""

    def __init__(
        self,
        *,
        journal: ReportJournal,
        guard: Guard,
        rules: Callable[[], LaneRules] = lambda: DEFAULT_LANE_RULES,
        heard: Callable[[], PortHeard | None] = lambda: None,
        orders: Callable[[], Iterable[Order]] = tuple,
        shifts: Callable[[datetime, datetime], Iterable[Shift]] = lambda _start, _end: (),
    ) -> None:
        """``orders`` gives every order that is here, ``shifts`` those that were open at any moment
        from a start up to an end; both may raise StorageError."""
        self._journal, self._guard, self._rules = journal, guard, rules
        self._heard, self._orders, self._shifts = heard, orders, shifts

    def of(self, day: date, now: datetime) -> PortReport:
        """The report of one Cairo day as it is known at ``now``. Reads the journal: not for the
        window's thread. Raises RoleError, StorageError."""
        self._guard.require(Deed.COUNTS_OF_PORT)
        start, end = cairo_day_bounds(day)
        counted = day_of(day, self._journal.reported_movements(start, end))
        verdicts = Counter(scan.verdict for scan in self._journal.scans_between(start, end))
        heard = self._heard()
        lanes = self._rules().lanes
        return PortReport(
            day=day,
            counts=counted.counts(),
            verdicts=verdicts,
            scans=verdicts.total(),
            cases=cases_of(self._journal.cases_between(start, end), start, end, now),
            orders=orders_of(self._orders(), start, end),
            shifts=shifts_of(self._shifts(start, end), counted.standing, start, end),
            pending=self._journal.pending(),
            provisional=lanes != 1 if heard is None else heard.complete < heard.lanes,
            heard=heard,
        )


@dataclass(frozen=True, slots=True)
class DayOfMovements:
    """The movements of one day, counted. ``standing`` are those that count, by time."""

    standing: tuple[Movement, ...]
    annulled: tuple[Movement, ...]

    def counts(self) -> MovementCounts:
        """All of them, and by each of what the tables tell apart."""
        departed = [each for each in self.standing if each.kind is MovementKind.DEPARTED]
        permits = Counter(each.permit for each in departed if each.permit is not None)
        return MovementCounts(
            total=_tally(self.standing),
            annulled=len(self.annulled),
            automatic=sum(each.automatic for each in departed),
            conflicts=sum(count > 1 for count in permits.values()),
            seconds=seconds_a_passenger(self.standing),
            hours=self.by(lambda each: each.at.astimezone(CAIRO).hour),
            services=self.by(lambda each: each.service),
            companies=self.by(lambda each: each.company),
            lanes=self.by(lambda each: each.lane),
            officers=self.by(lambda each: each.officer),
        )

    def by(self, key: KeyOf[Key]) -> tuple[Line[Key], ...]:
        """A line for each value of the key, in the key's order, None last."""
        stands, gone = _split(self.standing, key), _split(self.annulled, key)
        return tuple(
            Line(
                value,
                _tally(stands[value]),
                len(gone[value]),
                seconds_a_passenger(stands[value]),
            )
            for value in sorted(stands.keys() | gone.keys(), key=_rank)
        )


def day_of(day: date, movements: Iterable[ReportedMovement]) -> DayOfMovements:
    """The movements of a Cairo day that are to be counted, and those that were taken back; what is
    of another day is left out."""
    start, end = cairo_day_bounds(day)
    ours = [
        each
        for each in movements
        if start <= each.movement.at < end and each.movement.kind is not MovementKind.ANNULLED
    ]
    by_time = attrgetter("at", "epoch", "sequence")
    standing = sorted((each.movement for each in ours if each.stands), key=by_time)
    return DayOfMovements(tuple(standing), tuple(each.movement for each in ours if each.annulled))


def seconds_a_passenger(movements: Sequence[Movement]) -> float | None:
    """The median time from one passenger to the next at the same lane, pauses left out. None with
    fewer than two such times. ``movements`` are by time."""
    last: dict[str, datetime] = {}
    gaps = []
    for each in movements:
        if each.kind not in _PEOPLE:
            continue
        before = last.get(each.lane)
        if before is not None and each.at - before <= PAUSE:
            gaps.append((each.at - before).total_seconds())
        last[each.lane] = each.at
    return median(gaps) if len(gaps) >= _LEAST_GAPS else None


def cases_of(
    events: Iterable[CaseEvent], start: datetime, end: datetime, now: datetime
) -> CasesOfDay:
    """What became of the referrals that were opened from ``start`` up to ``end``, and the refusals
    that were lifted then. ``events`` are whole cases."""
    by_case: dict[UUID, list[CaseEvent]] = defaultdict(list)
    for event in events:
        if isinstance(event.content, _OF_CASES):
            by_case[event.case_id].append(event)
    cases = [fold(found, now) for found in by_case.values()]
    today = [each for each in cases if each.opened and start <= each.opened.at < end]
    outcomes = Counter(each.outcome for each in today)
    overrides = [
        _override(event, event.content, case)
        for case in cases
        for event in by_case[case.case_id]
        if isinstance(event.content, Decided) and event.content.lifts_refusal
        if start <= event.at < end
    ]
    return CasesOfDay(
        opened=len(today),
        cleared=outcomes[CaseOutcome.CLEAR],
        deferred=outcomes[CaseOutcome.DEFER],
        refused=outcomes[CaseOutcome.REFUSE],
        waiting=outcomes[None],
        contested=sum(each.contested for each in today),
        overrides=tuple(sorted(set(overrides), key=attrgetter("at", "by", "lane"))),
    )


def orders_of(orders: Iterable[Order], start: datetime, end: datetime) -> tuple[Order, ...]:
    """The orders that were in force at any moment from ``start`` up to ``end``, or given then."""
    found = (
        order
        for order in orders
        if order.since < end and (_ends(order) > start or order.since >= start)
    )
    return tuple(sorted(found, key=attrgetter("since", "order_id")))


def shifts_of(
    shifts: Iterable[Shift], standing: Sequence[Movement], start: datetime, end: datetime
) -> tuple[ShiftOfDay, ...]:
    """The shifts open at any moment from ``start`` up to ``end``, each with its own movements out
    of the day's that stand (by time)."""
    ours = _split(standing, attrgetter("officer", "lane"))
    found = []
    for shift in shifts:
        if shift.began < end and (shift.ended is None or shift.ended >= start):
            done = [each for each in ours[shift.officer, shift.lane] if _is_within(each, shift)]
            found.append(ShiftOfDay(shift, _tally(done), seconds_a_passenger(done)))
    return tuple(sorted(found, key=lambda each: (each.shift.began, each.shift.lane)))


def _is_within(movement: Movement, shift: Shift) -> bool:
    return shift.began <= movement.at and (shift.ended is None or movement.at < shift.ended)


def _override(event: CaseEvent, said: Decided, case: Case) -> Override:
    referred_by = "" if case.opened is None else case.opened.officer
    by = said.approved_by or event.officer
    return Override(event.at, by, event.lane, referred_by, said.reason)


def _ends(order: Order) -> datetime:
    if order.said.kind is OrderKind.ANNUL_SERVICE:
        return order.since
    return order.said.until if order.lifted is None else min(order.said.until, order.lifted)


def _split(movements: Iterable[Movement], key: KeyOf[Key]) -> defaultdict[Key, list[Movement]]:
    groups: defaultdict[Key, list[Movement]] = defaultdict(list)
    for each in movements:
        groups[key(each)].append(each)
    return groups


def _tally(movements: Iterable[Movement]) -> Tally:
    return tally_of(Counter(each.kind for each in movements))


def _rank(key: object) -> tuple[bool, object]:
    return key is None, 0 if key is None else key
