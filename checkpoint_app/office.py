"""An opened lane as its window asks for it: `ui.ports.LaneOffice` over the services and stores."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from checkpoint_app.clock import Clock
from checkpoint_app.current_trust import CurrentTrust
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.services import day_counts, day_export
from checkpoint_app.services.day_counts import DayCounts, LastScan, PortHeard
from checkpoint_app.services.health import Health, health_of
from checkpoint_app.services.lane import Answer, LaneService
from checkpoint_app.services.stores import Anchor, Journal, RecordsCache
from checkpoint_app.services.turn import OfficerTurn, Turn
from ui.ports import Desks, LanePlace, SyncNews

if TYPE_CHECKING:
    from sync.client.carriers import Hubs
    from sync.client.rounds import SyncClient, SyncReport


class PortTie(Protocol):
    """The link to the port's other lanes. Raises StorageError."""

    @property
    def mirrors(self) -> Hubs:
        """The hubs' copies of the repository."""
        ...

    def start(self, connected: Callable[[], None]) -> None:
        """Begin. ``connected`` is called in threads of the link while there is a hub."""
        ...

    def settle(self) -> None:
        """Wait until the port knows what is known here."""
        ...

    def standing(self) -> PortStanding | None:
        """How the port's lanes stand to this one."""
        ...

    def heard(self) -> PortHeard | None:
        """How many lanes the counts are of."""
        ...


class Ties(Protocol):
    """Opens what a lane is tied by; each is closed with the stack. Raises StorageError,
    ConfigError."""

    def link(self, opened: ExitStack) -> PortTie:
        """The link to the port's hubs, not begun."""
        ...

    def sync(self, opened: ExitStack, hubs: Hubs) -> SyncClient:
        """The rounds, not begun."""
        ...


class SyncTie:
    """The background of one lane: rounds, and the link to its port; nothing is connected before
    `start`. A lane whose data comes by stick has rounds once a hub of its port answers."""

    def __init__(self, ties: Ties, opened: ExitStack, *, has_line: bool = True) -> None:
        self._ties, self._opened, self._has_line = ties, opened, has_line
        self._client: SyncClient | None = None
        self._port: PortTie | None = None
        self._lock = threading.Lock()

    def start(self, told: Callable[[SyncNews], None]) -> None:
        """Begin. ``told`` is called in the threads of the rounds. Raises StorageError."""
        port = self._ties.link(self._opened)
        self._port = port

        def begin() -> None:
            with self._lock:
                if self._client is None:
                    self._begin(port, told)

        if self._has_line:
            begin()
        port.start(begin)

    def _begin(self, port: PortTie, told: Callable[[SyncNews], None]) -> None:
        from sync.client.scheduler import SyncScheduler  # loaded after the first scan can be made

        def tell(report: SyncReport) -> None:
            news = news_of(report)
            if news is not None:
                told(news)

        self._client = self._ties.sync(self._opened, port.mirrors)
        scheduler = SyncScheduler(self._client, told=tell)
        scheduler.start()
        self._opened.callback(scheduler.stop)

    def nudge(self) -> None:
        """Take both ways at the next tick, whatever the schedule says."""
        if self._client is not None:
            self._client.nudge()

    def rounds(self) -> SyncClient | None:
        """The rounds, once they have begun."""
        return self._client

    def mirrors(self) -> Hubs | None:
        """The hubs' copies of the repository; None before `start`."""
        return None if self._port is None else self._port.mirrors

    def settle(self) -> None:
        """Wait until the hub has passed on what is known; returns at once without one."""
        if self._port is not None:
            self._port.settle()

    def standing(self) -> PortStanding | None:
        """How the port's lanes stand; None before `start`. Raises StorageError."""
        return None if self._port is None else self._port.standing()

    def heard(self) -> PortHeard | None:
        """How many lanes the counts are of; None before `start`. Raises StorageError."""
        return None if self._port is None else self._port.heard()


def news_of(report: SyncReport) -> SyncNews | None:
    """What a round says of the line; None for one that did not use it."""
    error = report.down_error or report.up_error
    if error is not None:
        from checkpoint_app.errors import TransportError

        return SyncNews(online=not isinstance(error, TransportError), error=error.key)
    if report.down is None and (report.up is None or not report.up.acknowledged):
        return None
    return SyncNews(online=True, error="")


class Office:
    """One opened lane. `close` ends what was opened with it."""

    def __init__(
        self,
        *,
        place: LanePlace,
        service: LaneService,
        records: RecordsCache,
        journal: Journal,
        anchor: Anchor,
        trust: CurrentTrust,
        clock: Clock,
        tie: SyncTie,
        opened: ExitStack,
        desks: Callable[[Office, SyncTie], Desks],
    ) -> None:
        self._place, self._service, self._clock, self._tie = place, service, clock, tie
        self._records, self._journal, self._anchor = records, journal, anchor
        self._trust, self._opened = trust, opened
        self._turn = OfficerTurn(service, journal, lambda: trust.lane_rules().auto_depart)
        self._one = threading.RLock()  # who goes settles a turn beside the thread of the turns
        self._desks = desks(self, tie)

    @property
    def place(self) -> LanePlace:
        return self._place

    @property
    def desks(self) -> Desks:
        return self._desks

    def resume(self) -> Turn:
        self._service.refuse_if_recalled()
        with self._one:
            return self._turn.resume()

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = False) -> Turn:
        with self._one:
            return self._turn.read(text, symbology, by_hand=by_hand)

    def visa(self, kind: VisaKind | None, seen: UUID | None) -> Turn:
        with self._one:
            return self._turn.visa(kind, seen)

    def passport_tail(self, text: str, seen: UUID | None) -> Turn:
        with self._one:
            return self._turn.passport_tail(text, seen)

    def act(self, kind: MovementKind, seen: UUID | None) -> Turn:
        with self._one:
            return self._turn.act(kind, seen)

    def undo(self, movement_id: UUID) -> Turn:
        with self._one:
            return self._turn.undo(movement_id)

    def undo_scan(self, scan_id: UUID) -> Turn:
        with self._one:
            return self._turn.undo_scan(scan_id)

    def rejudge(self, seen: UUID | None) -> Turn:
        with self._one:
            return self._turn.rejudge(seen)

    def face(self, direction: Direction, officer: str, seen: UUID | None) -> Turn:
        with self._one:
            return self._turn.face(direction, officer, seen)

    def leave(self, seen: UUID | None) -> None:
        with self._one:
            self._turn.leave(seen)

    def settle(self) -> None:
        """Whoever is at the lane goes: the open turn gets its outcome under the name of who had it.
        Raises StorageError."""
        with self._one:
            self._turn.leave(self._turn.resume().scan_id)

    def lane_rules(self) -> LaneRules:
        """How the lanes of this port work."""
        return self._trust.lane_rules()

    def peek(self, number: int) -> Answer:
        return self._turn.peek(number)

    def refresh(self, permit: int) -> bool:
        return self._service.refresh(permit)

    def health(self) -> Health:
        health = health_of(self._records, self._journal, self._anchor, self._trust, self._clock)
        return replace(health, port=self._tie.standing())

    def day(self, day: date) -> DayCounts:
        self._service.require(Deed.COUNTS_OF_PORT)
        rules, heard = self._trust.lane_rules(), self._tie.heard()
        return day_counts.counts_of(self._journal, day, rules, heard)

    def last_scans(self, limit: int) -> tuple[LastScan, ...]:
        self._service.require(Deed.SCAN)
        return day_counts.last_scans(self._journal, self._service, limit)

    def export_day(self, day: date, path: Path, language: str) -> None:
        who = self._service.require(Deed.EXPORT_REPORT)
        self._journal.audit(self.now(), who, "day.exported", day.isoformat())
        day_export.export_day(self.day(day), path, language)

    def start_sync(self, told: Callable[[SyncNews], None]) -> None:
        self._tie.start(told)

    def sync_now(self) -> None:
        self._tie.nudge()

    def now(self) -> datetime:
        return self._trust.reference_time(self._clock.now())

    def close(self) -> None:
        self._opened.close()
