"""From the port's report to what the supervisor's page draws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.tally import COUNTED, Tally
from checkpoint_app.reference import message, ports
from checkpoint_app.reports.book import Names, book_of
from checkpoint_app.reports.hijri import hijri_day
from checkpoint_app.reports.tables import Column as GridColumn
from checkpoint_app.reports.tables import Grid, Heading, Kind
from checkpoint_app.services.day_counts import DayCounts, HourCounts, ServiceCounts
from ui.day.present_day import present_day, present_hours
from ui.day.views import HoursView, TotalView
from ui.lane.views import Mark
from ui.lane.words import port_name
from ui.supervisor.present_tables import present_grid
from ui.supervisor.views import NationView, PortDayView
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.services.port_report import PortReport
    from sync.protocol.nation import NationCounts
    from ui.ports import LanePlace

_NOTHING = "—"
_SHOWN_KINDS = 5
# In the summary beside the charts: what the tiles and the charts do not tell.
_FACTS = ("annulled", "automatic", "conflicts", "cases", "overrides", "pending")


def present_report(
    report: PortReport, names: Names, place: LanePlace, now: datetime, tongue: Tongue
) -> PortDayView:
    """The page for this report. ``now`` is the lane's reference time, aware."""
    drawn = present_day(day_counts_of(report), (), place, now, tongue)
    book = book_of(report, Heading(place.port, "", now), tongue.language, names)
    following = report.day + timedelta(days=1)
    return PortDayView(
        day=report.day,
        preceding=report.day - timedelta(days=1),
        following=following if following <= cairo_day(now) else None,
        title=port_name(place.port, tongue),
        when=_when(report.day, drawn.as_of, tongue),
        provisional=tongue.digits(book.provisional),
        empty=drawn.empty if report.is_empty else "",
        totals=(*drawn.totals[:_SHOWN_KINDS], _seconds(report, tongue)),
        hours=drawn.hours,
        services=drawn.services,
        answers=drawn.answers,
        tables={grid.key: present_grid(_shown(grid), now, tongue) for grid in book.grids},
    )


def present_nation(
    counts: NationCounts | None, trouble: str, day: date, tongue: Tongue
) -> NationView:
    """All ports together. ``trouble`` is why the registry does not answer now, or empty."""
    if counts is None or counts.day != day:
        waiting = tongue.translate("Supervisor", "Asking the registry for all ports…")
        return NationView(trouble or waiting, Mark.PLAIN, None, None)
    told = fill(
        tongue.translate("Supervisor", "All ports, as the registry had them at {time}"),
        time=tongue.time(counts.as_of),
    )
    return NationView(
        f"{told}. {trouble}" if trouble else told,
        Mark.PLAIN,
        present_grid(_ports_grid(counts, tongue), counts.as_of, tongue),
        _hours_of(counts, tongue),
    )


def day_counts_of(report: PortReport) -> DayCounts:
    """The same day in the form of the lane's own page: its charts are drawn here too."""
    counts, heard = report.counts, report.heard
    kinds = dict(zip(COUNTED, counts.total.numbers, strict=True))
    return DayCounts(
        day=report.day,
        by_kind=kinds,
        annulled=counts.annulled,
        hours=tuple(
            HourCounts(line.key, line.tally.departed, line.tally.returned)
            for line in counts.hours
            if line.tally.people
        ),
        verdicts=report.verdicts,
        pending=report.pending,
        services=tuple(
            ServiceCounts(line.key, line.tally.departed, line.tally.returned)
            for line in counts.services
            if line.tally.people
        ),
        scans=report.scans,
        automatic=counts.automatic,
        provisional=report.provisional,
        lanes_heard=None if heard is None else heard.complete,
        lanes_total=None if heard is None else heard.lanes,
    )


def _when(day: date, as_of: str, tongue: Tongue) -> str:
    hijri = tongue.digits(hijri_day(day, tongue.language))
    return "  ·  ".join(filter(None, (tongue.date(day), hijri, as_of)))


def _seconds(report: PortReport, tongue: Tongue) -> TotalView:
    seconds = report.counts.seconds
    told = _NOTHING if seconds is None else tongue.number(round(seconds))
    return TotalView(tongue.translate("Supervisor", "Seconds each (median)"), told)


def _shown(grid: Grid) -> Grid:
    if grid.key != "summary":
        return grid
    kept = [at for at, key in enumerate(grid.keys) if key in _FACTS]
    keys, rows = tuple(grid.keys[at] for at in kept), tuple(grid.rows[at] for at in kept)
    return Grid(grid.key, grid.title, grid.columns, keys, rows)


def _ports_grid(counts: NationCounts, tongue: Tongue) -> Grid:
    """Every port, the busiest first."""
    language = tongue.language
    kinds = [kind.name.lower() for kind in COUNTED]
    columns = (
        GridColumn("port", message("reports.column.port", language), Kind.NAME),
        *(
            GridColumn(kind, message(f"reports.column.{kind}", language), Kind.COUNT)
            for kind in kinds
        ),
    )
    ranked = sorted(counts.ports, key=lambda each: -each[1].people)
    return Grid(
        "port",
        message("reports.by-port", language),
        columns,
        tuple(port for port, _ in ranked),
        tuple((_port(port, tongue), *tally.numbers) for port, tally in ranked),
        (message("reports.total", language), *counts.total.numbers),
    )


def _port(port_id: str, tongue: Tongue) -> str:
    try:
        return port_name(ports().by_id(port_id), tongue)
    except KeyError:
        return port_id


def _hours_of(counts: NationCounts, tongue: Tongue) -> HoursView:
    hours: Sequence[tuple[int, Tally]] = counts.hours
    total = counts.total
    day = DayCounts(
        counts.day,
        dict.fromkeys(MovementKind, 0)
        | {MovementKind.DEPARTED: total.departed, MovementKind.RETURNED: total.returned},
        counts.annulled,
        tuple(HourCounts(hour, each.departed, each.returned) for hour, each in hours),
    )
    return present_hours(day, tongue)
