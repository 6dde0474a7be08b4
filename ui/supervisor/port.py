"""What the supervisor's windows ask of the lane behind them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from checkpoint_app.reports.book import Names
    from checkpoint_app.reports.export import Form
    from checkpoint_app.services.port_report import PortReport
    from sync.protocol.nation import NationCounts
    from ui.ports import LanePlace


class SupervisorOffice(Protocol):
    """An opened lane, as its supervisor asks. All but `place`, `names`, `may_export` and `now` do
    I/O: never on the window's thread. Each raises CheckpointError."""

    @property
    def place(self) -> LanePlace:
        """Where this lane is."""
        ...

    @property
    def names(self) -> Names:
        """The companies' names that are known here by now."""
        ...

    @property
    def may_export(self) -> bool:
        """Whether `export` would be refused to whoever is here."""
        ...

    def report(self, day: date) -> PortReport:
        """The port's day as it is known here now."""
        ...

    def nation(self, day: date) -> NationCounts:
        """The day over all ports, asked of the registry. Takes as long as the line."""
        ...

    def export(
        self, day: date, path: Path, form: Form, language: str, *, arabic_digits: bool
    ) -> None:
        """Write the day's report in ``ar`` or ``en``."""
        ...

    def now(self) -> datetime:
        """The lane's reference time."""
        ...
