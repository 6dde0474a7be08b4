"""Which of the barcodes that a camera sees, frame after frame, are scans.

A permit lies in view for seconds and shows two codes; it is one scan. What a code says is asked of
`interpret`; nothing here reads a clock, looks at pixels or decides about a permit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from checkpoint_app.capture.reading import LINEAR, Reading
from checkpoint_app.credential.scanned import Interpretation, interpret
from checkpoint_app.domain.facts import ReadingKind

# Seconds.
# What is not a two-dimensional permit waits so long for one beside it.
PATIENCE = 0.4
# Not seen for so long, a code has left view; shown again it is another scan.
GONE = 1.2
# Not seen for so long, a permit no longer lies beside the one that comes now.
HIDDEN = 0.3
# A permit's readings need no second witness: their check digits and correction are enough for one
# frame. What else is read (linear codes out of a pattern on a shirt) is seen in so many first.
_WITNESSES = 2
_MOST_IN_FRAME = 16


class Worth(IntEnum):
    """How much a reading tells, worst first."""

    OTHER = 0  # not a permit
    UNREADABLE = 1
    PASSPORT = 2
    NUMBER = 3  # a permit number from a linear code
    NUMBER_2D = 4  # the same from a two-dimensional one
    TOKEN = 5


_WORTH = {
    ReadingKind.TOKEN: Worth.TOKEN,
    ReadingKind.NUMBER: Worth.NUMBER_2D,
    ReadingKind.PASSPORT: Worth.PASSPORT,
    ReadingKind.UNREADABLE: Worth.UNREADABLE,
}
_PERMITS = (Worth.NUMBER, Worth.NUMBER_2D, Worth.TOKEN)

Subject = tuple[str, object]
"""What a reading names: a permit by its number, a passport by its number, or a text by itself."""


@dataclass(slots=True)
class _InView:
    """Something that a camera sees. ``best`` is the reading that tells most; ``reported`` the
    worth of its last scan, and None while there was none."""

    best: Reading
    worth: Worth
    since: float
    seen: float
    frames: int = 0
    reported: Worth | None = None
    reported_at: float = 0.0

    @property
    def is_permit(self) -> bool:
        return self.worth in _PERMITS


class Viewing:
    """What lies in view, and what of it was reported. Times in seconds of one clock."""

    def __init__(self) -> None:
        self._in_view: dict[Subject, _InView] = {}

    def see(self, readings: Sequence[Reading], at: float) -> tuple[Reading, ...]:
        """The readings of one frame; the scans to report now, at most one of a permit.

        A stronger reading of a permit that was reported (the token after the number) is reported
        again. Asked once a frame, also with none; after the last one once more, `PATIENCE` later.
        """
        self._in_view = {
            subject: one for subject, one in self._in_view.items() if at - one.seen <= GONE
        }
        for subject, reading, worth in _told_apart(readings):
            self._note(subject, reading, worth, at)
        scans = tuple(self._permit(at)) or tuple(self._others(at))
        self._pass_over()
        return scans

    def _note(self, subject: Subject, reading: Reading, worth: Worth, at: float) -> None:
        one = self._in_view.setdefault(subject, _InView(reading, worth, at, at))
        one.seen = at
        one.frames += 1
        if worth > one.worth:
            one.best, one.worth = reading, worth

    def _permit(self, at: float) -> Iterator[Reading]:
        for one in self._ripe(at):
            if one.is_permit and not self._lies_beside(one):
                yield _report(one, at)
                return

    def _others(self, at: float) -> Iterator[Reading]:
        """A passport beside a permit is wanted; whatever else lies there is not."""
        alone = not any(one.is_permit for one in self._in_view.values())
        for one in self._ripe(at):
            if one.worth is Worth.PASSPORT or (alone and not one.is_permit):
                yield _report(one, at)

    def _pass_over(self) -> None:
        """What lies beside a permit does not count once the permit is taken away either."""
        permits = [one for one in self._in_view.values() if one.is_permit]
        for one in self._in_view.values():
            beside = any(one.since <= permit.seen for permit in permits)
            if beside and one.worth < Worth.PASSPORT and one.reported is None:
                one.reported = one.worth

    def _ripe(self, at: float) -> list[_InView]:
        """What may be reported, best first."""
        ripe = [one for one in self._in_view.values() if _is_ripe(one, at)]
        return sorted(ripe, key=lambda one: (-one.worth, one.since))

    def _lies_beside(self, one: _InView) -> bool:
        """Whether it came together with another permit that was reported and has been there as
        long. Two sheets under one camera are not two passengers in a second: the other waits
        until the first is taken away. One laid beside it later is the next passenger."""
        return one.reported is None and any(
            other.is_permit
            and other.reported is not None
            and one.seen - other.seen <= HIDDEN
            and one.since - other.reported_at <= GONE
            for other in self._in_view.values()
        )


def _is_ripe(one: _InView, at: float) -> bool:
    if one.reported is not None:
        return one.worth is Worth.TOKEN and one.reported is not Worth.TOKEN
    if one.worth in (Worth.TOKEN, Worth.NUMBER_2D):
        return True
    return at - one.since >= PATIENCE and one.frames >= _WITNESSES


def _report(one: _InView, at: float) -> Reading:
    one.reported, one.reported_at = one.worth, at
    return one.best


def _told_apart(readings: Sequence[Reading]) -> list[tuple[Subject, Reading, Worth]]:
    """Each thing that the readings of a frame name, by the reading that tells most of it."""
    found: dict[Subject, tuple[Subject, Reading, Worth]] = {}
    for reading in readings[:_MOST_IN_FRAME]:
        meaning = interpret(reading.data)
        subject, worth = _subject(meaning, reading), _worth(meaning, reading)
        if subject not in found or worth > found[subject][2]:
            found[subject] = (subject, reading, worth)
    return list(found.values())


def _worth(meaning: Interpretation, reading: Reading) -> Worth:
    worth = _WORTH.get(meaning.kind, Worth.OTHER)
    if worth is Worth.NUMBER_2D and reading.symbology in LINEAR:
        return Worth.NUMBER
    return worth


def _subject(meaning: Interpretation, reading: Reading) -> Subject:
    if meaning.number is not None:
        return ("permit", meaning.number)
    if meaning.document is not None and meaning.document.number:
        return ("passport", meaning.document.number)
    return (reading.symbology, reading.data)
