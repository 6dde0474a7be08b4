"""What the windows of the IT desk ask of the lane behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from checkpoint_app.domain.roles import Deed
    from checkpoint_app.services.data_sets import DataStanding
    from checkpoint_app.services.diagnostics import LogLine
    from checkpoint_app.services.drill import Drill
    from sync.bundle.departures import Exported
    from sync.bundle.departures_loop import Loop
    from sync.bundle.inward import LastImport, Outcome
    from sync.bundle.preview import Preview
    from sync.bundle.progress import Progress

Stopping = Callable[[], bool]
OnProgress = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class RoundDone:
    """What a round by hand did. ``error_*`` are text keys, empty when that way went well."""

    records: int
    sent: int
    pending: int
    changed: bool
    recalled: bool
    error_down: str = ""
    error_up: str = ""


@dataclass(frozen=True, slots=True)
class StickStanding:
    """What the last stick brought, and where departures stand."""

    last: LastImport | None
    loop: Loop


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One of the registry's keys: what it signs, its id in hex, and until when. ``ended`` when its
    time is over, or it was taken out of trust."""

    purpose: str
    key_id: str
    until: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program and its version: ``records.db``, ``python``, ``tuf``."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """Who this lane is, and what it trusts. ``fingerprint`` is groups of digits, parted by spaces.
    Root and ``word_until`` are None before any data was trusted."""

    device_id: str
    port: str
    lane: str
    registry: str
    fingerprint: str
    demo: bool
    recalled: bool
    devices: int | None
    root_version: int | None
    root_ends: datetime | None
    word_until: datetime | None
    at: datetime
    keys: tuple[KeyShown, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FileSize:
    """A file of the lane, or several of a kind, and its bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class MachineStanding:
    """The computer. ``fault`` is empty, or what is wrong with its clock: ``behind_data``,
    ``behind_journal``, ``ahead``. ``floor`` is the newest signed time seen. Bytes of the disk are
    None where they cannot be told."""

    now: datetime
    reference: datetime
    floor: datetime
    last_entry: datetime | None
    fault: str
    free: int | None
    total: int | None
    files: tuple[FileSize, ...]


@dataclass(frozen=True, slots=True)
class LogWish:
    """Which lines of the log: of this ``level`` and worse, with this ``text``; the newest ones."""

    level: str = "INFO"
    text: str = ""
    most: int = 500


class ItOffice(Protocol):
    """Everything that the IT desk does. Each may take long: never called in the window's thread.

    Raises CheckpointError; RoleError for a deed that whoever is signed in may not do.
    """

    def allows(self, deed: Deed) -> bool:
        """Whether whoever is signed in may do it. May be called in any thread."""
        ...

    # Data.
    def data(self) -> DataStanding:
        """Every data set, the rounds, what waits to be sent."""
        ...

    def sync(self, stopping: Stopping, on_progress: OnProgress) -> RoundDone:
        """One round both ways now. ``stopping`` ends it at its next step: what is not whole by
        then is as it was. Needs SYNC_NOW."""
        ...

    # Sticks. All need CARRY_STICK.
    def sticks(self) -> StickStanding:
        """What the last stick brought, and where departures stand. Needs nothing."""
        ...

    def look(self, folder: Path, stopping: Stopping) -> Preview:
        """What a stick is; nothing is taken."""
        ...

    def take(self, folder: Path, stopping: Stopping, on_progress: OnProgress) -> Outcome:
        """Take a stick in: all of it or nothing."""
        ...

    def export(self, folder: Path) -> Exported:
        """Leave the movements on a stick that the registry has not acknowledged."""
        ...

    # This device.
    def device(self) -> DeviceStanding:
        """Who this lane is, and what it trusts."""
        ...

    def scanner_sheet(self, path: Path) -> None:
        """Write the test sheet for scanners as PDF."""
        ...

    # The computer.
    def machine(self) -> MachineStanding:
        """Clock, disk, files."""
        ...

    def accept_clock(self) -> None:
        """Somebody has put the clock right. Needs CHANGE_SETTINGS."""
        ...

    def log(self, wish: LogWish) -> tuple[LogLine, ...]:
        """Lines of the log, oldest first."""
        ...

    def diagnose(self, path: Path) -> int:
        """Write the diagnostics file, nothing personal in it; its bytes."""
        ...

    # Drills.
    def drill(self, stopping: Stopping) -> Drill:
        """Build a drill's lane. Needs DRILL."""
        ...
