"""The supervisor's desk as its window asks for it, over the services of a lane."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import ConfigError
from checkpoint_app.reports.book import Names
from checkpoint_app.reports.export import Form, ReportExport
from checkpoint_app.reports.tables import Heading
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.port_report import PortReport, PortReporting
from sync.protocol.nation import NationCounts
from ui.ports import LanePlace


class NationSource(Protocol):
    """`sync.client.counts.RegistryCounts`."""

    def of(self, day: date) -> NationCounts:
        """The counts of a day over all ports. Raises TransportError, ProtocolError."""
        ...


class SupervisorDeskOffice:
    """One desk over an opened lane; for several threads. See `ui.supervisor.port`.

    ``nation`` gives the way to the registry, or None where a lane has no line. ``now`` is the
    lane's reference time.
    """

    def __init__(
        self,
        *,
        place: LanePlace,
        reporting: PortReporting,
        exporting: ReportExport,
        guard: Guard,
        now: Callable[[], datetime],
        nation: Callable[[], NationSource | None] = lambda: None,
    ) -> None:
        self._place, self._reporting, self._exporting = place, reporting, exporting
        self._guard, self._now, self._nation = guard, now, nation
        self._names: dict[int, tuple[str, str]] = {}

    @property
    def place(self) -> LanePlace:
        return self._place

    @property
    def names(self) -> Names:
        return self._names

    @property
    def may_export(self) -> bool:
        return self._guard.allows(Deed.EXPORT_REPORT)

    def report(self, day: date) -> PortReport:
        return self._reporting.of(day, self._now())

    def nation(self, day: date) -> NationCounts:
        self._guard.require(Deed.COUNTS_OF_PORT)
        source = self._nation()
        if source is None:
            raise ConfigError("no line to the registry", key="reports.no-line")
        counts = source.of(day)
        # Names are no counts: they stay for the port's own tables when the line is gone.
        learnt = {
            line.company: (line.name_en, line.name_ar)
            for line in counts.companies
            if line.company is not None and (line.name_en or line.name_ar)
        }
        self._names = self._names | learnt
        return counts

    def export(
        self, day: date, path: Path, form: Form, language: str, *, arabic_digits: bool
    ) -> None:
        now = self._now()
        self._exporting.write(
            partial(self._reporting.of, day, now),
            path,
            form,
            language,
            lambda name: Heading(self._place.port, name, now),
            names=self._names,
            arabic_digits=arabic_digits,
        )

    def now(self) -> datetime:
        return self._now()
