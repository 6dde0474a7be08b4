"""What the IT desk calls things, in either language, and how it writes sizes and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.services.data_sets import DataSetName, RoundState, Source
from ui.lane.views import Mark
from ui.wording.figures import DECIMAL
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

DATA_SETS: Mapping[DataSetName, Phrase] = {
    DataSetName.RECORDS: Phrase("It", "Permit records"),
    DataSetName.STATUS: Phrase("It", "Revocations"),
    DataSetName.STATE: Phrase("It", "Companies and programmes"),
    DataSetName.RULES: Phrase("It", "Season rules"),
    DataSetName.ELSEWHERE: Phrase("It", "Movements at other ports"),
    DataSetName.OFFICERS: Phrase("It", "People of the port"),
    DataSetName.DEVICES: Phrase("It", "Devices of the port"),
    DataSetName.RECEIPTS: Phrase("It", "Receipts"),
}
SOURCES: Mapping[Source, Phrase] = {
    Source.LINE: Phrase("It", "Line"),
    Source.HUB: Phrase("It", "Hub of the port"),
    Source.STICK: Phrase("It", "Stick"),
}
ROUNDS: Mapping[RoundState, Phrase] = {
    RoundState.OFF: Phrase("It", "No line: data comes by stick"),
    RoundState.IDLE: Phrase("It", "In order"),
    RoundState.RUNNING: Phrase("It", "Under way"),
    RoundState.WAITING: Phrase("It", "Failed, tried again by itself"),
    RoundState.STUCK: Phrase("It", "Refused: somebody must look"),
}
ROUND_MARKS: Mapping[RoundState, Mark] = {
    RoundState.OFF: Mark.PLAIN,
    RoundState.IDLE: Mark.GOOD,
    RoundState.RUNNING: Mark.NOTED,
    RoundState.WAITING: Mark.WARNING,
    RoundState.STUCK: Mark.BAD,
}
# Words, mark, icon.
GRADES: Mapping[Freshness, tuple[Phrase, Mark, str]] = {
    Freshness.FRESH: (Phrase("It", "Fresh"), Mark.GOOD, "check"),
    Freshness.AGEING: (Phrase("It", "Ageing"), Mark.WARNING, "clock"),
    Freshness.STALE: (Phrase("It", "Stale: pilgrims are referred"), Mark.BAD, "warning"),
    Freshness.UNACCEPTABLE: (Phrase("It", "Too old to clear anyone"), Mark.BAD, "alarm"),
    Freshness.MISSING: (Phrase("It", "Missing"), Mark.BAD, "alarm"),
}
UNGRADED_MISSING = Phrase("It", "None yet")
# 1000, not 1024: as the makers of disks and sticks count.
_UNITS = (
    (10**9, Phrase("It", "{count} GB")),
    (10**6, Phrase("It", "{count} MB")),
    (10**3, Phrase("It", "{count} KB")),
)
_BYTES = Phrase("It", "{count} bytes")
_MOMENT = Phrase("It", "{day}, {time}")


def size(count: int, tongue: Tongue) -> str:
    """Bytes in their largest unit."""
    for unit, phrase in _UNITS:
        if count >= unit:
            return fill(phrase.said(tongue), count=decimal(count / unit, tongue))
    return fill(_BYTES.said(tongue), count=tongue.number(count))


def short_moment(at: datetime | None, now: datetime, tongue: Tongue) -> str:
    """The time of one of today, the day of another; a dash for none."""
    if at is None:
        return "–"
    today = cairo_day(at) == cairo_day(now)
    return tongue.time(at) if today else tongue.date(cairo_day(at))


def decimal(value: float, tongue: Tongue) -> str:
    """A measure: with one decimal place below ten, whole above."""
    text = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return tongue.digits(text.replace(".", DECIMAL) if tongue.right_to_left else text)


def moment(at: datetime | None, tongue: Tongue) -> str:
    """Day and time in Cairo; a dash for none."""
    if at is None:
        return "–"
    day = tongue.date(cairo_day(at))
    return fill(_MOMENT.said(tongue), day=day, time=tongue.time(at))
