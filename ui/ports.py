"""What the windows ask of the lane behind them. Built by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded after the first paint
    from uuid import UUID

    from checkpoint_app.domain.movement import Direction, MovementKind
    from checkpoint_app.domain.port import Port
    from checkpoint_app.domain.roles import Deed
    from checkpoint_app.domain.shift import Shift
    from checkpoint_app.domain.staff import Session
    from checkpoint_app.domain.visa import VisaKind
    from checkpoint_app.services.day_counts import DayCounts, LastScan
    from checkpoint_app.services.health import Health
    from checkpoint_app.services.lane import Answer
    from checkpoint_app.services.turn import Turn
    from ui.it_desk.port import ItOffice
    from ui.lane.port import FirstLineOffice
    from ui.orders.port import OrdersOffice
    from ui.second_line.port import SecondLineOffice
    from ui.settings.port import SettingsOffice
    from ui.sign_in.port import SignInOffice
    from ui.supervisor.port import SupervisorOffice


@dataclass(frozen=True, slots=True)
class LanePlace:
    """Where this lane is, as it was enrolled. ``demo`` marks a lane of a demonstration."""

    port: Port
    lane: str
    device_id: str
    demo: bool


@dataclass(frozen=True, slots=True)
class SyncNews:
    """What the last round that used the line found. ``error`` is a text key, empty for success."""

    online: bool
    error: str


class Desks(Protocol):
    """The desks around a lane, and who is at them. What is said of that comes from memory, in any
    thread; an office is made when it is first asked for, beside the window's thread."""

    @property
    def staffed(self) -> bool:
        """Whether somebody must sign in here."""
        ...

    @property
    def session(self) -> Session | None:
        """Who has signed in."""
        ...

    @property
    def shift(self) -> Shift | None:
        """The shift that is open."""
        ...

    @property
    def locked(self) -> bool:
        """Whether nothing is done until its officer is back."""
        ...

    def allows(self, deed: Deed) -> bool:
        """Whether who is here may do this now."""
        ...

    def recheck(self) -> bool:
        """After a list of staff was taken in: whether who was here has been signed out. Does I/O,
        in the thread of the desks."""
        ...

    @property
    def sign_in(self) -> SignInOffice:
        """Asked in the thread of the desks."""
        ...

    @property
    def first_line(self) -> FirstLineOffice:
        """Look-ups and groups."""
        ...

    @property
    def second_line(self) -> SecondLineOffice:
        """The cases of the port."""
        ...

    @property
    def supervisor(self) -> SupervisorOffice:
        """The port's day, and its reports."""
        ...

    @property
    def orders(self) -> OrdersOffice:
        """What the supervisors of the port ordered."""
        ...

    def carry_out_orders(self) -> int:
        """Take back what an order annuls of this lane; how many. Does I/O, nobody need be here."""
        ...

    @property
    def it_desk(self) -> ItOffice:
        """Data, sticks, devices, the machine."""
        ...

    @property
    def settings(self) -> SettingsOffice:
        """What is set here."""
        ...


class LaneOffice(Protocol):
    """An opened lane. Every call does I/O: never on the window's thread. Those of a turn are made
    in one thread, one after the other. Each raises CheckpointError."""

    @property
    def place(self) -> LanePlace:
        """Where this lane is."""
        ...

    @property
    def desks(self) -> Desks:
        """The desks around it."""
        ...

    # The turn.
    def resume(self) -> Turn:
        """What stands, also after a crash."""
        ...

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = False) -> Turn:
        """A reading of a scanner or camera, or typed ``by_hand``: permit, passport, anything."""
        ...

    # What the officer does comes with the scan that was ``seen`` (`Turn.scan_id`): a reading may
    # be answered while a key is on its way. Raises ConfigError ``lane.turned_meanwhile``.
    def visa(self, kind: VisaKind | None, seen: UUID | None) -> Turn:
        """A pilgrim without any permit, by the visa's kind; None: not known."""
        ...

    def passport_tail(self, text: str, seen: UUID | None) -> Turn:
        """The last four characters of the passport, keyed for the permit on screen."""
        ...

    def act(self, kind: MovementKind, seen: UUID | None) -> Turn:
        """The officer's key, for the pilgrim seen, also when a reading came just ahead of it."""
        ...

    def undo(self, movement_id: UUID) -> Turn:
        """Take back the movement of the last two minutes at this lane that was offered."""
        ...

    def undo_scan(self, scan_id: UUID) -> Turn:
        """The same for a given scan out of the last scans."""
        ...

    def rejudge(self, seen: UUID | None) -> Turn:
        """Answer the permit on screen anew, after a refresh."""
        ...

    def face(self, direction: Direction, officer: str, seen: UUID | None) -> Turn:
        """Change the way the lane works, or who is at it."""
        ...

    def leave(self, seen: UUID | None) -> None:
        """The lane closes: the open turn gets the outcome that the next reading would give it,
        unless it is one that was not seen."""
        ...

    # Beside it.
    def peek(self, number: int) -> Answer:
        """The cached record of a permit whose token is still arriving; nothing is recorded."""
        ...

    def refresh(self, permit: int) -> bool:
        """Ask the registry for one permit; True when it knows it. Takes as long as the line."""
        ...

    def health(self) -> Health:
        """Age of the data, pending uploads, the clock, the last failures."""
        ...

    def day(self, day: date) -> DayCounts:
        """The counts of one Cairo day at this lane."""
        ...

    def last_scans(self, limit: int) -> tuple[LastScan, ...]:
        """The newest scans, newest first."""
        ...

    def export_day(self, day: date, path: Path, language: str) -> None:
        """Write the day's counts as CSV."""
        ...

    def start_sync(self, told: Callable[[SyncNews], None]) -> None:
        """Begin the rounds in the background. ``told`` is called in their threads."""
        ...

    def sync_now(self) -> None:
        """Ask for a round both ways soon; returns at once."""
        ...

    def now(self) -> datetime:
        """The lane's reference time."""
        ...

    def close(self) -> None:
        """End the rounds and close the stores."""
        ...
