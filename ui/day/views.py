"""What the day's page draws: ready texts in one language, and shares. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ui.lane.views import ChipView, ScanRowView, Tone

HOURS = 24


class Way(StrEnum):
    """The two series that the charts tell apart."""

    DEPARTED = "departed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class TotalView:
    """A number of the day with what it counts. ``way`` is set where a chart shows the same."""

    label: str
    value: str
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class TickView:
    """A line of a chart's scale, at ``share`` (0 to 1) of its length."""

    share: float
    label: str


@dataclass(frozen=True, slots=True)
class HourView:
    """One hour by the clock in Cairo. Shares are of the scale's top, 0 to 1."""

    hour: int
    label: str
    departed: float
    returned: float
    spoken: str


@dataclass(frozen=True, slots=True)
class HoursView:
    """Departures and returns by hour: all 24, from midnight. ``spoken`` sums the chart up."""

    title: str
    departed: str
    returned: str
    hours: tuple[HourView, ...]
    ticks: tuple[TickView, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One flight or sailing, or the sum of all the smaller ones, which has no bar. Shares are of
    the longest bar, 0 to 1."""

    label: str
    value: str
    departed: float
    returned: float
    spoken: str


@dataclass(frozen=True, slots=True)
class ServicesView:
    """Flights or sailings, most pilgrims first. ``empty`` says so when there is none."""

    title: str
    rows: tuple[ServiceView, ...]
    empty: str
    spoken: str


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """How many scans were answered so: ``6 (86%)``. ``share`` is of all scans, 0 to 1."""

    tone: Tone
    word: str
    numbers: str
    share: float


@dataclass(frozen=True, slots=True)
class AnswersView:
    """The verdict mix: every kind of answer, also those that nobody got."""

    title: str
    shares: tuple[AnswerShare, ...]
    empty: str
    spoken: str


@dataclass(frozen=True, slots=True)
class DayView:
    """One Cairo day at this port. ``provisional`` and ``empty`` are sentences, or empty.

    ``following`` is the day after, or None for today: there is no later one to look at. An empty
    ``scans_title`` leaves the last scans out.
    """

    day: date
    preceding: date
    following: date | None
    title: str
    as_of: str
    provisional: str
    empty: str
    totals: tuple[TotalView, ...]
    hours: HoursView
    services: ServicesView
    answers: AnswersView
    scans_title: str
    scans: tuple[ScanRowView, ...]
    scans_empty: str
    notes: tuple[ChipView, ...]
