"""A shift in words and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.shift import ShiftCounts
from ui.lane.views import Mark
from ui.lane.words import label, lane_name, moment
from ui.sign_in.port import ShiftReview
from ui.sign_in.views import CountView, ShiftView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

DIRECTIONS: Mapping[Direction, Phrase] = {
    Direction.DEPARTING: Phrase("Shift", "Departures"),
    Direction.RETURNING: Phrase("Shift", "Returns"),
}
ICONS: Mapping[Direction, str] = {Direction.DEPARTING: "departure", Direction.RETURNING: "return"}
_MOVEMENTS: tuple[tuple[MovementKind, Phrase], ...] = (
    (MovementKind.DEPARTED, Phrase("Shift", "Departed")),
    (MovementKind.RETURNED, Phrase("Shift", "Returned")),
    (MovementKind.REFERRED, Phrase("Shift", "Sent to the second line")),
    (MovementKind.DEFERRED, Phrase("Shift", "Deferred")),
    (MovementKind.REFUSED, Phrase("Shift", "Refused")),
)


def present_shift(review: ShiftReview, name: str, tongue: Tongue) -> ShiftView:
    """The shift of somebody of this name."""
    shift, counts = review.shift, review.counts
    since = fill(
        tongue.translate("Shift", "{direction} · {lane} · since {moment} ({age})"),
        direction=DIRECTIONS[shift.direction].said(tongue),
        lane=lane_name(shift.lane, tongue),
        moment=moment(shift.began, review.now, tongue),
        age=tongue.age(review.now - shift.began),
    )
    done = tuple(_counts(counts, tongue))
    handed_on = _handed_on(counts, tongue)
    spoken = "; ".join(f"{each.label}: {each.value}" for each in (*done, *handed_on))
    return ShiftView(label(name, tongue), since, done, handed_on, spoken)


def _counts(counts: ShiftCounts, tongue: Tongue) -> Iterator[CountView]:
    say = tongue.translate
    yield CountView(say("Shift", "Scans"), tongue.number(counts.scans))
    for kind, phrase in _MOVEMENTS:
        yield CountView(phrase.said(tongue), tongue.number(counts.by_kind.get(kind, 0)))
    yield CountView(say("Shift", "Taken back"), tongue.number(counts.annulled))
    yield CountView(say("Shift", "Recorded without a key"), tongue.number(counts.automatic))
    yield CountView(say("Shift", "Seconds a passenger"), _seconds(counts.seconds, tongue))


def _seconds(seconds: float | None, tongue: Tongue) -> str:
    return "–" if seconds is None else tongue.digits(f"{seconds:.0f}")


def _handed_on(counts: ShiftCounts, tongue: Tongue) -> tuple[CountView, ...]:
    waiting = (
        (tongue.translate("Shift", "Open cases of the port"), counts.open_cases),
        (tongue.translate("Shift", "Deferred pilgrims who wait"), counts.deferred),
    )
    return tuple(
        CountView(name, tongue.number(count), Mark.WARNING if count else Mark.PLAIN)
        for name, count in waiting
    )
