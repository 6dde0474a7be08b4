"""Keystrokes told apart: a scanner's burst, a person's typing, and the officer's keys.

Knows no clock and no windows: each stroke brings its time, `KeyStream.due` says when to ask again.
Strokes that may yet turn out to be a scanner's are held back, at most for `HOLD` after the last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import Enum, auto

from checkpoint_app.capture.arriving import Arriving
from checkpoint_app.capture.strokes import (
    Act,
    Answer,
    Deliver,
    Early,
    Progress,
    Scan,
    Stroke,
    StrokeKind,
)
from checkpoint_app.credential.keyboard import from_arabic_keys, is_wrong_layout
from checkpoint_app.credential.token_text import early_number
from checkpoint_app.domain.digits import ascii_digits

# Seconds. No person types six characters at this pace; the slowest wedges send one in some 20 ms.
PACE = 0.035
HOLD = 0.040
# A burst under way may stutter; after this silence it is over.
SILENCE = 0.150
# An officer's key stands alone: no other key this long before and after it.
ALONE = 0.060
# The second line of a swiped passport follows within this; so do terminators that come late.
NEXT_LINE = 0.200

SHORTEST_BURST = 6  # characters
# So many at a scanner's pace and a terminator after them are no typing either.
SHORTEST_ENDED = 4
LONGEST = 4096  # characters; `scanned.interpret` takes no more
_MOST_HELD = 64
_PROGRESS_STEP = 8
# What goes before a number or a zone: the identifier of the symbology.
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# The first line of a machine-readable zone: kind, country, and more letters than an address has.
_MRZ_LINE = re.compile(r"[PIAC][A-Z<][A-Z<]{3}[A-Z0-9<]{5,40}")
_CARD_LINE = 30  # three such lines make the zone of a card, two of any other length a zone


class _State(Enum):
    IDLE = auto()
    ALONE = auto()  # an officer's key, waiting that nothing follows
    HOLDING = auto()  # strokes that may become a burst
    BURST = auto()
    BETWEEN = auto()  # a line of a passport's zone has ended, the next may follow


# In each state, after which silence in seconds it is left when no key comes.
_PATIENCE = {
    _State.IDLE: math.inf,
    _State.ALONE: ALONE,
    _State.HOLDING: HOLD,
    _State.BURST: SILENCE,
    _State.BETWEEN: NEXT_LINE,
}
# The same by the strokes' own times, which no delay on the way has touched.
_GAPS = _PATIENCE | {_State.HOLDING: PACE}


class KeyStream:
    """Takes strokes in their order and says what becomes of them.

    A stroke that no answer names is held, or was a scanner's: it has no effect of its own. ``now``
    is the caller's clock in seconds; it need not be that of the strokes.
    """

    def __init__(self) -> None:
        self._state = _State.IDLE
        self._last = -math.inf  # when the last key went down
        self._due: float | None = None
        self._held: list[Stroke] = []
        self._swallowed: set[int] = set()  # keys that are down and whose release has no effect
        self._code = Arriving(LONGEST)
        self._lines_wanted = 1
        self._told_early = False
        self._locked = False  # how Caps Lock stood before this row of keys
        self._after_burst = False
        self._on: dict[_State, Callable[[Stroke, float], list[Answer]]] = {
            _State.IDLE: self._first,
            _State.ALONE: self._beside_action,
            _State.HOLDING: self._hold,
            _State.BURST: self._arrive,
            _State.BETWEEN: self._arrive,
        }

    @property
    def due(self) -> float | None:
        """When to call `tick`, on the clock of ``now``; None while nothing is held."""
        return self._due

    @property
    def idle(self) -> bool:
        """Whether nothing is held and no code is arriving."""
        return self._state is _State.IDLE

    @property
    def alone(self) -> bool:
        """Whether an officer's key waits that nothing follows it."""
        return self._state is _State.ALONE

    def press(self, stroke: Stroke, now: float) -> list[Answer]:
        """A key goes down."""
        gap = stroke.at - self._last
        if gap < 0:  # another clock
            gap = math.inf
        answers = self._leave() if gap > _GAPS[self._state] else []
        if gap > SILENCE:
            self._locked = stroke.locked
        self._last = stroke.at
        self._swallowed.discard(stroke.key)
        if stroke.kind is StrokeKind.MODIFIER:
            answers += self._pass_modifier(stroke)
        else:
            answers += self._on[self._state](stroke, gap)
        self._wait(now)
        return answers

    def release(self, stroke: Stroke) -> list[Answer]:
        """A key comes up: with the press when that is held, without effect when that had none."""
        if stroke.key in self._swallowed:
            self._swallowed.discard(stroke.key)
            return []
        if any(held.key == stroke.key for held in self._held):
            self._held.append(stroke)
            return []
        return [Deliver((stroke,))]

    def tick(self, now: float) -> list[Answer]:
        """Nothing came until now."""
        if self._due is None or now < self._due:
            return []
        answers = self._leave()
        self._wait(now)
        return answers

    def _wait(self, now: float) -> None:
        self._due = None if self.idle else now + _PATIENCE[self._state]

    def _leave(self) -> list[Answer]:
        """The state's patience is over."""
        if self._state is _State.HOLDING:
            return self._as_typed()
        if self._state is _State.ALONE:
            return self._act()
        if self._state in (_State.BURST, _State.BETWEEN):
            return self._scan()
        return []

    # What a key going down does, by state.

    def _pass_modifier(self, stroke: Stroke) -> list[Answer]:
        if self._state is _State.ALONE:
            self._state = _State.HOLDING
        return [Deliver((stroke,))]

    def _first(self, stroke: Stroke, gap: float) -> list[Answer]:
        late = self._after_burst and gap <= NEXT_LINE
        if late and stroke.kind is StrokeKind.TERMINATOR:
            self._swallowed.add(stroke.key)
            return []
        self._after_burst = False
        if stroke.action and stroke.auto_repeat:
            self._swallowed.add(stroke.key)
            return []
        if stroke.action and gap > ALONE:
            self._held, self._state = [stroke], _State.ALONE
            return []
        if stroke.auto_repeat or stroke.kind is StrokeKind.OTHER:
            return [Deliver((stroke,))]
        return self._hold(stroke, gap)

    def _beside_action(self, stroke: Stroke, gap: float) -> list[Answer]:
        """Another key within `ALONE`: none of them acts. The same one again is a worn contact."""
        if stroke.action == self._held[0].action:
            self._held.append(stroke)
            return []
        answers = self._as_typed() if gap > PACE else []
        return answers + self._hold(stroke, gap)

    def _hold(self, stroke: Stroke, gap: float) -> list[Answer]:
        self._state = _State.HOLDING
        self._held.append(stroke)
        written = sum(_writes(held) for held in self._held)
        ended = stroke.kind is StrokeKind.TERMINATOR
        blank = not any((s.coded or s.text).strip() for s in self._held if _writes(s))
        if not blank and written >= (SHORTEST_ENDED if ended else SHORTEST_BURST):
            return self._begin()
        return self._as_typed() if len(self._held) >= _MOST_HELD else []

    def _begin(self) -> list[Answer]:
        """What is held is a scanner's. Terminators before its end part lines, or stand first."""
        *held, newest = self._absorbed()
        for stroke in held:
            if stroke.kind is StrokeKind.TERMINATOR:
                self._code.add_line_end()
            elif self._code.count or (stroke.coded or stroke.text).strip():
                self._code.add(stroke, stroke.locked != self._locked)
        self._state = _State.BURST
        return [Progress(self._code.count), *self._arrive(newest, 0.0)]

    def _absorbed(self) -> list[Stroke]:
        """The keys that went down among the held strokes; nothing of them is left."""
        held, self._held = self._held, []
        for stroke in held:
            (self._swallowed.discard if stroke.is_release else self._swallowed.add)(stroke.key)
        return [stroke for stroke in held if not stroke.is_release]

    def _arrive(self, stroke: Stroke, gap: float) -> list[Answer]:
        self._swallowed.add(stroke.key)
        if stroke.kind is StrokeKind.TERMINATOR:
            return self._end_line()
        before = self._code.count
        if not _writes(stroke) or before > LONGEST:
            return []
        self._state = _State.BURST
        self._code.add(stroke, stroke.locked != self._locked)
        answers: list[Answer] = list(self._early())
        if self._code.count // _PROGRESS_STEP != before // _PROGRESS_STEP:
            answers.append(Progress(self._code.count))
        return answers

    def _early(self) -> list[Early]:
        if self._told_early or self._code.lines or not 15 <= self._code.count <= 40:
            return []
        text = ascii_digits(self._code.text())
        number = early_number(_SYMBOLOGY.sub("", text, count=1))
        if number is None:
            return []
        self._told_early = True
        return [Early(number)]

    def _end_line(self) -> list[Answer]:
        line = self._code.end_line()
        if not self._code.lines or not line:  # an empty line, or a terminator first
            return []
        if self._code.lines == 1:
            self._lines_wanted = _lines_of(line)
        if self._code.lines < self._lines_wanted:
            self._state = _State.BETWEEN
            return []
        return self._scan()

    # How a state is left.

    def _as_typed(self) -> list[Answer]:
        held, self._held = tuple(self._held), []
        self._state = _State.IDLE
        return [Deliver(held)] if held else []

    def _act(self) -> list[Answer]:
        self._state = _State.IDLE
        return [Act(self._absorbed()[0].action)]

    def _scan(self) -> list[Answer]:
        text = self._code.text()
        self._code, self._told_early = Arriving(LONGEST), False
        self._state, self._after_burst = _State.IDLE, True
        return [Scan(text)] if text else []


def _writes(stroke: Stroke) -> bool:
    writes = bool(stroke.text or stroke.coded)
    return stroke.kind is StrokeKind.TEXT and writes and not stroke.is_release


def _lines_of(first: str) -> int:
    """How many lines the zone has that begins with this one; 1 for what is no such zone."""
    line = _SYMBOLOGY.sub("", first.strip(), count=1)
    line = (from_arabic_keys(line) if is_wrong_layout(line) else line).upper()
    if not _MRZ_LINE.fullmatch(line):
        return 1
    return 3 if len(line) <= _CARD_LINE and line[0] != "P" else 2
