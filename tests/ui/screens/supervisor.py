"""The supervisor's desk: every page of a busy day, an empty day, all ports told and not told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from checkpoint_app.domain.tally import Tally
from checkpoint_app.errors import TransportError
from checkpoint_app.reports.book import Names
from checkpoint_app.reports.export import Form
from checkpoint_app.services.port_report import PortReport
from sync.protocol.nation import NationCounts
from tests.ui.screens.desk_bar import AIRPORT, bar
from tests.ui.screens.shots import Scene, shot
from tests.unit.reports.samples import DAY, NAMES, NOW, empty_report, report
from ui.supervisor.desk import SupervisorDesk

_NATION = (
    ("CAI-AIR", Tally(3_180, 940, 61, 14, 4)),
    ("SGA-SEA", Tally(1_412, 0, 33, 9, 2)),
    ("NUW-SEA", Tally(1_208, 377, 18, 3, 1)),
    ("HBE-AIR", Tally(844, 212, 9, 2, 0)),
    ("PTK-SEA", Tally(402, 96, 7, 0, 0)),
    ("ASW-AIR", Tally(120, 31, 1, 0, 0)),
)
# Kinds of files, named in Arabic as they are.
_LATIN = frozenset({"CSV", "XLSX", "PDF"})
TABS = ("glance", "companies", "services", "hours", "lanes", "officers", "cases", "shifts")


@dataclass
class Office:
    """`SupervisorOffice` of a made-up day. ``told``: the registry answers."""

    empty: bool = False
    provisional: bool = True
    told: bool = True
    place = AIRPORT
    names: Names | None = None
    may_export = True

    def __post_init__(self) -> None:
        self.names = {
            **NAMES,
            2: ("Desert Rose Travel", "وردة الصحراء للسياحة"),
        }

    def report(self, day: date) -> PortReport:
        made = empty_report() if self.empty else report(2_600, provisional=self.provisional)
        return replace(made, day=day)

    def nation(self, day: date) -> NationCounts:
        if not self.told:
            raise TransportError("the registry does not answer", key="sync.unreachable")
        hours = tuple((hour, Tally(90 + 37 * (hour % 7), 12 * (hour % 5))) for hour in range(5, 18))
        numbers = zip(*(tally.numbers for _, tally in _NATION), strict=True)
        total = Tally(*(sum(each) for each in numbers))
        return NationCounts(day, NOW - timedelta(minutes=4), total, 31, 12, _NATION, hours, ())

    def export(
        self, _day: date, _path: Path, _form: Form, _language: str, *, arabic_digits: bool
    ) -> None:
        del arabic_digits

    def now(self) -> datetime:
        return NOW


def show(scene: Scene, office: Office, tab: str = "glance", day: date | None = None) -> None:
    """The desk at one of its pages."""
    desk = SupervisorDesk(office, scene.room, scene.window)  # type: ignore[arg-type]  # an office in all it asks
    scene.put("supervisor", desk.page, bar(scene.tongue, "Laila Mansour", "ليلى منصور"))
    desk.open()
    scene.at_end(desk.close)
    if day is not None:
        desk.show_day(day)
    scene.settle()
    desk.page.tabs.turn_to(tab)
    scene.settle()


for _tab in TABS:
    shot(f"supervisor-{_tab}", latin=_LATIN)(partial(show, office=Office(), tab=_tab))


@shot("supervisor-all-ports", latin=_LATIN)
def all_ports(scene: Scene) -> None:
    show(scene, Office(), "nation")


@shot("supervisor-all-ports-no-line", latin=_LATIN)
def all_ports_no_line(scene: Scene) -> None:
    show(scene, Office(told=False), "nation")


@shot("supervisor-whole", latin=_LATIN)
def whole(scene: Scene) -> None:
    """Every lane has reported, of a day that is past."""
    show(scene, Office(provisional=False), day=DAY - timedelta(days=1))


@shot("supervisor-empty", latin=_LATIN)
def empty(scene: Scene) -> None:
    show(scene, Office(empty=True))


@shot("supervisor-empty-table", latin=_LATIN)
def empty_table(scene: Scene) -> None:
    show(scene, Office(empty=True), "cases")
