"""Joins the supervisor's page and the lane behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import CheckpointError
from ui.day.export_path import choose_export_path
from ui.lane.views import Mark
from ui.room import Room
from ui.supervisor.page import SupervisorPage
from ui.supervisor.port import SupervisorOffice
from ui.supervisor.present_supervisor import present_nation, present_report
from ui.wording.figures import ARABIC
from ui.wording.remarks import complaint, remark
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.reports.export import Form
    from checkpoint_app.services.port_report import PortReport
    from sync.protocol.nation import NationCounts

_COUNTS_MS, _NATION_MS = 10_000, 60_000
AskPath = Callable[[str], Path | None]


class SupervisorDesk(QObject):
    """Counts the port's day while its page is in sight, in the thread of the desk; asks the
    registry for all ports in the thread of the line."""

    def __init__(
        self,
        office: SupervisorOffice,
        room: Room,
        parent: QObject,
        *,
        ask_path: AskPath | None = None,
    ) -> None:
        super().__init__(parent)
        self._office, self._room = office, room
        self.page = SupervisorPage(room.theme, room.tongue)
        self._ask_path = ask_path or partial(choose_export_path, room.window, room.tongue)
        self._day: date | None = None
        self._report: PortReport | None = None
        self._nation: NationCounts | None = None
        self._trouble: CheckpointError | None = None
        self._counting = Upkeep(
            room.crew.desk,
            self._count,
            self._counted,
            self._refused,
            every_ms=_COUNTS_MS,
            parent=self,
        )
        self._asking = Upkeep(
            room.crew.line, self._ask, self._told, self._untold, every_ms=_NATION_MS, parent=self
        )
        self.page.day_changed.connect(self.show_day)
        self.page.export_asked.connect(self.export)

    @property
    def report(self) -> PortReport | None:
        """The report in sight."""
        return self._report

    def open(self) -> None:
        """The page comes into sight: today, unless another day was chosen."""
        self.page.allow_export(allowed=self._office.may_export)
        self._show_nation()
        self._counting.start()
        self._asking.start()

    def close(self) -> None:
        """The page is out of sight; the next look is at today."""
        self._counting.stop()
        self._asking.stop()
        self._day = None

    @Slot()
    def moved(self) -> None:
        """Something was recorded."""
        if self._counting.running:
            self._counting.wish()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Look at another day."""
        self._day = None if day >= self._today() else day
        self._trouble = None
        self._counting.wish()
        self._asking.wish()

    @Slot()
    def show_again(self) -> None:
        """Draw what was counted, in the language of now."""
        self.page.retranslate()
        self._show_report()
        self._show_nation()

    @Slot(object)
    def export(self, form: Form) -> None:
        """Ask where to, and write the day in sight there."""
        office, tongue, day = self._office, self._room.tongue, self._chosen()
        path = self._ask_path(f"{office.place.port.port_id}-{day.isoformat()}.{form.value}")
        if path is not None:
            arabic = tongue.digits_setting == ARABIC
            work = partial(office.export, day, path, form, tongue.language, arabic_digits=arabic)
            self._room.crew.desk.ask(work, self._exported, self._refused)

    def _today(self) -> date:
        return cairo_day(self._office.now())

    def _chosen(self) -> date:
        return self._day or self._today()

    def _count(self) -> PortReport:
        return self._office.report(self._chosen())

    def _counted(self, report: PortReport) -> None:
        self._report = report
        self._show_report()

    def _ask(self) -> NationCounts:
        return self._office.nation(self._chosen())

    def _told(self, counts: NationCounts) -> None:
        self._nation, self._trouble = counts, None
        self._show_report()
        self._show_nation()

    def _untold(self, error: CheckpointError) -> None:
        self._trouble = error
        self._show_nation()

    def _show_report(self) -> None:
        if self._report is not None:
            office, tongue = self._office, self._room.tongue
            view = present_report(self._report, office.names, office.place, office.now(), tongue)
            self.page.show_view(view)

    def _show_nation(self) -> None:
        tongue = self._room.tongue
        trouble = "" if self._trouble is None else complaint(self._trouble, tongue)
        self.page.show_nation(present_nation(self._nation, trouble, self._chosen(), tongue))

    def _exported(self, _nothing: object) -> None:
        self._room.window.say(remark("reports.written", self._room.tongue), Mark.GOOD)

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)
