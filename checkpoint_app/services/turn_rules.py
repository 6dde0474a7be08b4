"""The rules of a turn: whose a reading is, what it says of earlier answers, which keys there are.

| a reading, while a pilgrim is at the lane without an outcome | is taken for |
|---|---|
| their token once more, or their permit's number or passport once more | the same again |
| their token, after a weaker reading of their permit | the same pilgrim, better read |
| another print that bears their permit's number | another pilgrim |
| another permit, the passport of another permit | another pilgrim |
| their passport, not shown yet or shown otherwise | their document |
| a passport of no permit, or misread, while theirs is needed | their document: it does not match |
| a passport of no permit, else | another pilgrim |
| what cannot be read, or is no permit | nobody: whoever is at the lane stays |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from checkpoint_app.credential.scanned import Interpretation, shown_document
from checkpoint_app.domain.checks.document import TAIL_LENGTH
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.services import outcomes
from checkpoint_app.services.lane import Answer
from checkpoint_app.services.stores import RecordedMovement

# A permit that left from this lane so shortly ago is told of calmly.
AGAIN_WITHIN = timedelta(minutes=10)
_WITHOUT_PERMIT = frozenset({ReadingKind.PASSPORT, ReadingKind.NOTHING})
_WANTED = frozenset({FindingCode.DOCUMENT_NEEDED, FindingCode.DOCUMENT_MISMATCH})
# Of a pilgrim who has just left here these say nothing new.
_CALM = frozenset({FindingCode.ALREADY_DEPARTED_HERE, FindingCode.DOCUMENT_NEEDED})


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read, and what it was taken for. A ``symbology`` names a barcode; ``by_hand``
    when the officer typed it."""

    text: str | bytes
    symbology: str
    seen: Interpretation
    by_hand: bool = False

    @property
    def shown(self) -> PresentedDocument | None:
        """The passport itself. One that a barcode names is still to be shown."""
        return shown_document(self.seen, self.symbology, by_hand=self.by_hand)

    @property
    def passport(self) -> str:
        """The passport number that it names, or empty."""
        return (self.seen.document and self.seen.document.number) or ""


@dataclass(frozen=True, slots=True)
class Pilgrim:
    """Who is at the lane: the last one judged. ``reading`` is how; ``at`` when, ``first_seen`` when
    first, ``again`` when this was shown before.

    ``movement`` is what stands recorded for this scan; ``earlier`` what an earlier one recorded.
    ``automatic`` is the outcome that goes without a key. ``read`` is None after a restart: the
    journal keeps no print. ``document`` is the passport as shown, ``passport`` its number.
    """

    answer: Answer
    direction: Direction
    reading: ReadingKind
    at: datetime
    first_seen: datetime
    again: bool = False
    automatic: MovementKind | None = None
    movement: Movement | None = None
    earlier: Movement | None = None
    read: Reading | None = None
    document: PresentedDocument | None = None
    passport: str = ""

    @property
    def scan_id(self) -> UUID:
        """The scan that the answer is of."""
        assert self.answer.scan_id is not None, "whoever is at the lane was recorded"
        return self.answer.scan_id

    @property
    def name(self) -> str:
        """The Latin name, or empty."""
        known = self.answer.record or self.answer.claims
        return "" if known is None else known.name_latin

    @property
    def permit(self) -> int | None:
        """The permit at hand."""
        return self.answer.permit

    @property
    def is_open(self) -> bool:
        """Whether a reading may still be about this pilgrim: no outcome yet, or a return, which its
        own scan records."""
        return not self.has_just_left and (
            self.movement is None or self.movement.kind is MovementKind.RETURNED
        )

    @property
    def has_just_left(self) -> bool:
        """Whether an earlier scan here has recorded the departure."""
        return self.earlier is not None and self.earlier.kind is MovementKind.DEPARTED

    def is_answered_by(self, verdict: Verdict) -> bool:
        """Whether this verdict says what the one on screen says, details aside."""
        shown = self.answer.verdict
        return (verdict.kind, verdict.codes) == (shown.kind, shown.codes)

    @property
    def wants_document(self) -> bool:
        """Whether the verdict waits for the passport."""
        return FindingCode.DOCUMENT_NEEDED in self.answer.verdict.codes

    @property
    def wants_tail(self) -> bool:
        """Whether the passport's last characters, keyed, would help."""
        waits = self.permit is not None and self.claim is not None and self.movement is None
        return waits and not _WANTED.isdisjoint(self.answer.verdict.codes)

    @property
    def has_no_permit(self) -> bool:
        """A passport that opened none, or nothing at all: a visa's kind may still be named."""
        unnamed = self.permit is None and self.reading in _WITHOUT_PERMIT
        return unnamed and self.movement is None

    @property
    def claim(self) -> tuple[str | bytes, str] | None:
        """Text and symbology by which this permit is judged anew; None when there is none: what was
        judged by its print is not judged by less."""
        read = self.read
        if read is not None and (self.permit is None or read.seen.kind is ReadingKind.TOKEN):
            return read.text, read.symbology
        printed = read is None and self.reading is ReadingKind.TOKEN
        return None if self.permit is None or printed else (str(self.permit), "")

    @property
    def token(self) -> bytes | None:
        """The print before the officer."""
        return None if self.read is None else self.read.seen.token


class Whose(Enum):
    """Whom a reading is about, seen from the pilgrim at the lane."""

    ANOTHER = auto()
    SAME = auto()
    BETTER = auto()  # the same, and more is known by it
    DOCUMENT = auto()  # their passport


class _Passport(Enum):
    THEIRS = auto()
    OF_NO_PERMIT = auto()
    OF_ANOTHER_PERMIT = auto()


# By whether the verdict waits for a passport, and whose the one shown is.
_PASSPORTS = {
    (True, _Passport.THEIRS): Whose.DOCUMENT,
    (True, _Passport.OF_NO_PERMIT): Whose.DOCUMENT,
    (True, _Passport.OF_ANOTHER_PERMIT): Whose.ANOTHER,
    (False, _Passport.THEIRS): Whose.DOCUMENT,
    (False, _Passport.OF_NO_PERMIT): Whose.ANOTHER,
    (False, _Passport.OF_ANOTHER_PERMIT): Whose.ANOTHER,
}


def whose_permit(pilgrim: Pilgrim, seen: Interpretation) -> Whose:
    """Whom a token or a permit number is about."""
    if seen.token is not None and seen.token == pilgrim.token:
        return Whose.SAME
    if pilgrim.permit is None or seen.number != pilgrim.permit:
        return Whose.ANOTHER
    if seen.token is None:
        return Whose.SAME
    return Whose.BETTER if pilgrim.token is None else Whose.ANOTHER


def whose_passport(pilgrim: Pilgrim, reading: Reading, opens: int | None) -> Whose:
    """Whom a passport is about that opens this permit, or None."""
    whose = _passport(pilgrim, reading, opens)
    if reading.shown is None:
        return Whose.SAME if whose is _Passport.THEIRS else Whose.ANOTHER
    if pilgrim.permit is None:
        return _whose_without_permit(pilgrim, reading, whose)
    if whose is _Passport.THEIRS and (reading.shown == pilgrim.document or pilgrim.claim is None):
        return Whose.SAME
    return _PASSPORTS[pilgrim.wants_document and pilgrim.claim is not None, whose]


def _whose_without_permit(pilgrim: Pilgrim, reading: Reading, whose: _Passport) -> Whose:
    """A passport after one that opened no permit. One misread is swiped again."""
    if whose is _Passport.THEIRS:
        return Whose.SAME if reading.shown == pilgrim.document else Whose.BETTER
    misread = pilgrim.document is not None and pilgrim.document.checks_failed
    return Whose.BETTER if misread else Whose.ANOTHER


def _passport(pilgrim: Pilgrim, reading: Reading, opens: int | None) -> _Passport:
    record, number = pilgrim.answer.record, reading.passport
    theirs = pilgrim.passport if record is None else record.passport
    if (opens is not None and opens == pilgrim.permit) or (number and number == theirs):
        return _Passport.THEIRS
    misread = reading.shown is not None and reading.shown.checks_failed
    return _Passport.OF_NO_PERMIT if opens is None or misread else _Passport.OF_ANOTHER_PERMIT


def keys_of(pilgrim: Pilgrim) -> frozenset[MovementKind]:
    """The outcomes that an officer may give. One who has just left may be referred; one who is just
    back is recorded already; whoever needs no permit is let pass without a record."""
    if pilgrim.has_just_left:
        keys = frozenset({MovementKind.REFERRED})
    elif pilgrim.direction is Direction.RETURNING:
        back = outcomes.has_just_returned(pilgrim.answer.movements, pilgrim.at)
        keys = frozenset() if back else outcomes.KEYS[Direction.RETURNING]
    else:
        keys = outcomes.KEYS[Direction.DEPARTING] - (
            frozenset() if may_depart(pilgrim) else {MovementKind.DEPARTED}
        )
    return keys - ({pilgrim.movement.kind} if pilgrim.movement else frozenset())


def may_depart(pilgrim: Pilgrim) -> bool:
    """Whether a departure can be recorded."""
    clear = pilgrim.answer.verdict.kind is VerdictKind.CLEAR
    return clear and pilgrim.reading is not ReadingKind.NOTHING


def lead_of(pilgrim: Pilgrim) -> MovementKind | None:
    """The key that the verdict stands for; None once there is an outcome, or where none fits."""
    kind = outcomes.kind_of(pilgrim.direction, pilgrim.answer.verdict.kind)
    fits = kind in keys_of(pilgrim) and not pilgrim.has_just_left
    return kind if fits and pilgrim.movement is None else None


def unkeyed_outcome(
    direction: Direction, verdict: VerdictKind | None, reading: ReadingKind
) -> MovementKind | None:
    """The outcome of a pilgrim whom the officer leaves without a key. A return is recorded by its
    own scan, and of somebody without any permit nothing is."""
    if direction is Direction.RETURNING or reading is ReadingKind.NOTHING:
        return None
    return outcomes.kind_of(direction, verdict)


def departed_before(
    weighing: frozenset[FindingCode], past: Sequence[RecordedMovement], lane: str, at: datetime
) -> RecordedMovement | None:
    """The departure from this lane, some minutes before ``at``, that the verdict is all about;
    None when anything else weighs in it. ``past`` are the permit's movements in order."""
    if FindingCode.ALREADY_DEPARTED_HERE not in weighing or not weighing <= _CALM:
        return None
    left = _newest(past, MovementKind.DEPARTED, at)
    if left is None or left.movement.lane != lane:
        return None
    return left if timedelta() <= at - left.movement.at <= AGAIN_WITHIN else None


def returned_before(past: Sequence[RecordedMovement], at: datetime) -> RecordedMovement | None:
    """The return, some hours before ``at``, that this one is the same as."""
    back = _newest(past, MovementKind.RETURNED, at)
    recent = back is not None and timedelta() <= at - back.movement.at < outcomes.SAME_RETURN
    return back if recent else None


def _newest(
    past: Sequence[RecordedMovement], kind: MovementKind, at: datetime
) -> RecordedMovement | None:
    """The newest departure or return recorded by ``at``, when it is of this kind."""
    counted = [
        each
        for each in past
        if each.stands and each.movement.kind in outcomes.COUNTED and each.movement.at <= at
    ]
    return counted[-1] if counted and counted[-1].movement.kind is kind else None


def was_taken_back(past: Sequence[RecordedMovement], at: datetime) -> bool:
    """Whether an officer has undone the permit's departure shortly before ``at`` or since, and
    nothing stands after that: it is recorded anew by a key only."""
    departures = {
        each.movement.movement_id for each in past if each.movement.kind is MovementKind.DEPARTED
    }
    for each in reversed(past):
        if each.stands:
            return False
        if each.movement.annuls in departures:
            return at - each.movement.at <= outcomes.UNDO_WITHIN
    return False


def keyed_tail(text: str) -> PresentedDocument | None:
    """The last characters of a passport as keyed; None when they are none."""
    typed = ascii_digits(without_invisible(text)).upper()
    tail = "".join(sign for sign in typed if not sign.isspace() and sign != "-")
    sound = len(tail) == TAIL_LENGTH and tail.isascii() and tail.isalnum()
    return PresentedDocument(tail) if sound else None
