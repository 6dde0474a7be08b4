"""Joins the page of the day and the lane behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import CheckpointError
from ui.day.day_page import DayPage
from ui.day.present_day import present_day
from ui.lane.crew import Crew
from ui.lane.views import Mark
from ui.ports import LaneOffice
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import complaint, remark
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.services.day_counts import DayCounts, LastScan

_COUNTS_MS = 10_000
_LISTED = 8
Say = Callable[[str, Mark], None]
AskPath = Callable[[str], Path | None]


class DayDesk(QObject):
    """Counts the day while its page is in sight, and only then."""

    def __init__(
        self,
        office: LaneOffice,
        page: DayPage,
        crew: Crew,
        tongue: QtTongue,
        *,
        say: Say,
        ask_path: AskPath,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._page, self._crew, self._tongue = office, page, crew, tongue
        self._say, self._ask_path = say, ask_path
        self._day: date | None = None
        self._seen: tuple[DayCounts, tuple[LastScan, ...]] | None = None
        self._upkeep = Upkeep(
            crew.desk, self._work, self._counted, self._refused, every_ms=_COUNTS_MS, parent=self
        )
        page.export_asked.connect(self._export)
        page.day_changed.connect(self.show_day)

    @property
    def counts(self) -> DayCounts | None:
        """The counts in sight."""
        return None if self._seen is None else self._seen[0]

    def open(self) -> None:
        """The page comes into sight: today, unless another day was chosen."""
        self._upkeep.start()

    def close(self) -> None:
        """The page is out of sight; the next look is at today."""
        self._upkeep.stop()
        self._day = None

    @Slot()
    def moved(self) -> None:
        """Something was recorded."""
        if self._upkeep.running:
            self._upkeep.wish()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Look at another day."""
        today = cairo_day(self._office.now())
        self._day = None if day >= today else day
        self._upkeep.wish()

    @Slot()
    def show_again(self) -> None:
        """Draw what was counted, in the language of now."""
        if self._seen is not None:
            counts, scans = self._seen
            now = self._office.now()
            self._page.show_view(present_day(counts, scans, self._office.place, now, self._tongue))

    def _chosen(self) -> date:
        return self._day or cairo_day(self._office.now())

    def _work(self) -> tuple[DayCounts, tuple[LastScan, ...]]:
        day = self._chosen()
        scans = self._office.last_scans(_LISTED) if self._day is None else ()
        return self._office.day(day), scans

    def _counted(self, seen: tuple[DayCounts, tuple[LastScan, ...]]) -> None:
        self._seen = seen
        self.show_again()

    @Slot()
    def _export(self) -> None:
        day, place = self._chosen(), self._office.place
        path = self._ask_path(f"{place.port.port_id}-{place.lane}-{day.isoformat()}.csv")
        if path is not None:
            work = partial(self._office.export_day, day, path, self._tongue.language)
            self._crew.desk.ask(work, self._exported, self._refused)

    def _exported(self, _nothing: object) -> None:
        self._say(remark("window.exported", self._tongue), Mark.GOOD)

    def _refused(self, error: CheckpointError) -> None:
        self._say(complaint(error, self._tongue), Mark.BAD)
