"""What the supervisor's page draws: ready texts in one language. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ui.day.views import AnswersView, HoursView, ServicesView, TotalView
from ui.lane.views import Mark
from ui.widgets.table_view import TableView


@dataclass(frozen=True, slots=True)
class NationView:
    """All ports together. ``note`` says of when, or calmly why not; ``table`` and ``hours`` are
    None while nothing has been told."""

    note: str
    mark: Mark
    table: TableView | None
    hours: HoursView | None


@dataclass(frozen=True, slots=True)
class PortDayView:
    """One Cairo day of the port. ``provisional`` and ``empty`` are sentences, or empty;
    ``following`` is None for today. ``tables`` are by key, as `reports.book` names them."""

    day: date
    preceding: date
    following: date | None
    title: str
    when: str
    provisional: str
    empty: str
    totals: tuple[TotalView, ...]
    hours: HoursView
    services: ServicesView
    answers: AnswersView
    tables: Mapping[str, TableView]
