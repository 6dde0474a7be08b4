"""From the day's counts to what its page draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from ui.day.scale import Scale, scale_for, whole_percents
from ui.day.views import (
    HOURS,
    AnswerShare,
    AnswersView,
    DayView,
    HoursView,
    HourView,
    ServicesView,
    ServiceView,
    TickView,
    TotalView,
    Way,
)
from ui.lane.present_scans import present_scans
from ui.lane.views import ChipView, Mark
from ui.lane.words import MOVEMENTS, TONES, WORDS
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:  # loaded after the first paint
    from checkpoint_app.domain.port import Port
    from checkpoint_app.services.day_counts import DayCounts, LastScan, ServiceCounts
    from ui.ports import LanePlace

# Flights or sailings by name; the smaller ones are summed up in one more row.
_NAMED_SERVICES = 6
_SEA = "sea"
_ANSWERS = (VerdictKind.CLEAR, VerdictKind.REFER, VerdictKind.REFUSE, None)


def present_day(
    counts: DayCounts,
    scans: Sequence[LastScan],
    place: LanePlace,
    now: datetime,
    tongue: Tongue,
) -> DayView:
    """The page for these counts. ``now`` is the lane's reference time, aware; ``scans`` are the
    lane's last ones, newest first, none for another day than today."""
    today, port = cairo_day(now), place.port
    following = counts.day + timedelta(days=1)
    return DayView(
        day=counts.day,
        preceding=counts.day - timedelta(days=1),
        following=following if following <= today else None,
        title=fill(tongue.translate("Day", "The day, {date}"), date=tongue.date(counts.day)),
        as_of=_as_of(counts, now, tongue),
        provisional=_provisional(counts, tongue),
        empty=_empty(counts, today == counts.day, tongue),
        totals=_totals(counts, tongue),
        hours=present_hours(counts, tongue),
        services=_services(counts.services, port, tongue),
        answers=_answers(counts, tongue),
        scans_title=_scans_title(counts.day == today, tongue),
        scans=present_scans(scans, tongue),
        scans_empty=tongue.translate("Day", "No scans yet"),
        notes=_notes(counts, tongue),
    )


def _scans_title(today: bool, tongue: Tongue) -> str:
    """The last scans are those of now: another day's page has none."""
    return tongue.translate("Day", "Last scans at this lane") if today else ""


def _as_of(counts: DayCounts, now: datetime, tongue: Tongue) -> str:
    if counts.day != cairo_day(now):
        return tongue.translate("Day", "The whole day")
    return fill(tongue.translate("Day", "As of {time}"), time=tongue.time(now))


def _provisional(counts: DayCounts, tongue: Tongue) -> str:
    if not counts.provisional:
        return ""
    if counts.lanes_heard is None or counts.lanes_total is None:
        return tongue.translate("Day", "Provisional: other lanes have not reported")
    return fill(
        tongue.translate("Day", "Provisional: {heard} of {lanes} lanes are known"),
        heard=tongue.number(counts.lanes_heard),
        lanes=tongue.number(counts.lanes_total),
    )


def _empty(counts: DayCounts, today: bool, tongue: Tongue) -> str:
    if any(counts.by_kind.values()) or counts.annulled or any(counts.verdicts.values()):
        return ""
    if today:
        return tongue.translate("Day", "Nobody has passed here today yet")
    return tongue.translate("Day", "Nobody passed here on this day")


def _totals(counts: DayCounts, tongue: Tongue) -> tuple[TotalView, ...]:
    kinds = counts.by_kind

    def total(kind: MovementKind, count: int, way: Way | None = None) -> TotalView:
        return TotalView(MOVEMENTS[kind].said(tongue), tongue.number(count), way)

    return (
        total(MovementKind.DEPARTED, counts.departed, Way.DEPARTED),
        total(MovementKind.RETURNED, counts.returned, Way.RETURNED),
        total(MovementKind.REFERRED, kinds[MovementKind.REFERRED]),
        total(MovementKind.DEFERRED, kinds[MovementKind.DEFERRED]),
        total(MovementKind.REFUSED, kinds[MovementKind.REFUSED]),
        total(MovementKind.ANNULLED, counts.annulled),
    )


def present_hours(counts: DayCounts, tongue: Tongue) -> HoursView:
    """The chart by hour of these counts."""
    found = {each.hour: (each.departed, each.returned) for each in counts.hours}
    scale = scale_for(max((max(pair) for pair in found.values()), default=0))
    return HoursView(
        title=tongue.translate("Day", "By hour"),
        departed=MOVEMENTS[MovementKind.DEPARTED].said(tongue),
        returned=MOVEMENTS[MovementKind.RETURNED].said(tongue),
        hours=tuple(_hour(at, *found.get(at, (0, 0)), scale, tongue) for at in range(HOURS)),
        ticks=tuple(TickView(scale.share(line), tongue.number(line)) for line in scale.lines),
        spoken=_hours_spoken(counts, found, tongue),
    )


def _hour(hour: int, departed: int, returned: int, scale: Scale, tongue: Tongue) -> HourView:
    spoken = fill(
        tongue.translate("Day", "{start} to {end}: {departed} departed, {returned} returned"),
        start=_clock(hour, tongue),
        end=_clock(hour + 1, tongue),
        departed=tongue.number(departed),
        returned=tongue.number(returned),
    )
    label = tongue.digits(f"{hour:02d}")
    return HourView(hour, label, scale.share(departed), scale.share(returned), spoken)


def _clock(hour: int, tongue: Tongue) -> str:
    return tongue.digits(f"{hour:02d}:00")


def _hours_spoken(counts: DayCounts, found: dict[int, tuple[int, int]], tongue: Tongue) -> str:
    if not found:
        return tongue.translate("Day", "By hour: no departures or returns")
    busiest = max(found, key=lambda hour: (sum(found[hour]), -hour))
    return fill(
        tongue.translate(
            "Day", "By hour: {departed} departed, {returned} returned; busiest hour {hour}"
        ),
        departed=tongue.number(counts.departed),
        returned=tongue.number(counts.returned),
        hour=_clock(busiest, tongue),
    )


def _services(found: Sequence[ServiceCounts], port: Port, tongue: Tongue) -> ServicesView:
    title, empty = _service_words(port, tongue)
    ranked = sorted(found, key=lambda each: (-each.departed - each.returned, each.service))
    named, rest = ranked[:_NAMED_SERVICES], ranked[_NAMED_SERVICES:]
    counted = [
        (_service_name(each.service, port, tongue), each.departed, each.returned) for each in named
    ]
    longest = max((departed + returned for _, departed, returned in counted), default=0) or 1
    rows = tuple(_service(*row, longest, tongue) for row in counted)
    if rest:
        rows += (_other_services(rest, tongue),)
    spoken = "; ".join(row.spoken for row in rows) or empty
    return ServicesView(title, rows, "" if rows else empty, f"{title}: {spoken}")


def _service_words(port: Port, tongue: Tongue) -> tuple[str, str]:
    if port.mode == _SEA:
        return tongue.translate("Day", "By sailing"), tongue.translate("Day", "No sailings yet")
    return tongue.translate("Day", "By flight"), tongue.translate("Day", "No flights yet")


def _service_name(service: str, port: Port, tongue: Tongue) -> str:
    if service:
        return tongue.code(service)
    if port.mode == _SEA:
        return tongue.translate("Day", "Sailing not known")
    return tongue.translate("Day", "Flight not known")


def _other_services(rest: Sequence[ServiceCounts], tongue: Tongue) -> ServiceView:
    """Their sum in figures alone: as a bar it would dwarf every service that is named."""
    others = tongue.translate("Day", "%n other(s)", None, len(rest))
    departed, returned = sum(each.departed for each in rest), sum(each.returned for each in rest)
    row = _service(others, departed, returned, 1, tongue)
    return replace(row, departed=0.0, returned=0.0)


def _service(label: str, departed: int, returned: int, longest: int, tongue: Tongue) -> ServiceView:
    spoken = fill(
        tongue.translate("Day", "{service}: {departed} departed, {returned} returned"),
        service=label,
        departed=tongue.number(departed),
        returned=tongue.number(returned),
    )
    value = tongue.number(departed + returned)
    return ServiceView(label, value, departed / longest, returned / longest, spoken)


def _answers(counts: DayCounts, tongue: Tongue) -> AnswersView:
    numbers = [counts.verdicts.get(verdict, 0) for verdict in _ANSWERS]
    total = sum(numbers)
    shares = tuple(
        AnswerShare(
            TONES[verdict],
            WORDS[verdict].said(tongue),
            _numbers(number, percent, tongue),
            number / total if total else 0.0,
        )
        for verdict, number, percent in zip(_ANSWERS, numbers, whole_percents(numbers), strict=True)
    )
    said = tongue.translate("Day", "%n scan(s)", None, total)
    spoken = ", ".join(f"{each.word} {each.numbers}" for each in shares)
    empty = "" if total else tongue.translate("Day", "No scans yet")
    title = fill(tongue.translate("Day", "How scans were answered: {scans}"), scans=said)
    return AnswersView(title, shares, empty, f"{title}: {spoken}")


def _numbers(count: int, percent: int, tongue: Tongue) -> str:
    """In brackets: a dot between the two would be taken for an Arabic zero."""
    text = tongue.translate("Day", "{count} ({percent})")
    return fill(text, count=tongue.number(count), percent=_percent(count, percent, tongue))


def _percent(count: int, percent: int, tongue: Tongue) -> str:
    if count and not percent:
        return fill(tongue.translate("Day", "under {number}%"), number=tongue.number(1))
    return fill(tongue.translate("Day", "{number}%"), number=tongue.number(percent))


def _notes(counts: DayCounts, tongue: Tongue) -> tuple[ChipView, ...]:
    notes = []
    if counts.pending:
        waiting = tongue.translate("Day", "%n movement(s) not sent yet", None, counts.pending)
        notes.append(ChipView("upload", waiting, Mark.NOTED))
    if counts.automatic:
        automatic = tongue.translate(
            "Day", "%n departure(s) recorded automatically", None, counts.automatic
        )
        notes.append(ChipView("clock", automatic, Mark.PLAIN))
    return tuple(notes)
