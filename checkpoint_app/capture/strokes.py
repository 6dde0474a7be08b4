"""What `wedge.KeyStream` takes and gives: keys going down and coming up, and their effects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class StrokeKind(Enum):
    """What a key is for."""

    TEXT = auto()
    TERMINATOR = auto()  # Enter or Tab, also as control characters
    MODIFIER = auto()  # Shift, Control, Alt alone: changes nothing by itself
    OTHER = auto()  # arrows, Backspace, keys pressed with Control or Alt


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key going down, or coming up again.

    ``at`` is when it was struck, in seconds of any clock that is the same for all strokes; ``key``
    tells the physical key. ``action`` names what the officer's key does, and is empty for every
    other key and for one pressed together with Control, Alt or Shift. ``event`` is the caller's.
    ``text`` is what the keyboard's layout makes of the key; ``coded`` what a scanner means by it,
    by its place on a US keyboard, empty where that is unknown. ``locked`` tells whether Caps Lock
    was on when it was struck, which ``coded`` leaves aside.
    """

    at: float
    key: int
    kind: StrokeKind = StrokeKind.TEXT
    text: str = ""
    action: str = ""
    auto_repeat: bool = False
    is_release: bool = False
    event: object = None
    coded: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Deliver:
    """Somebody typed these, in this order: let them have their ordinary effect."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A code is arriving: ``count`` characters so far."""

    count: int


@dataclass(frozen=True, slots=True)
class Early:
    """The permit number of a token whose rest is still arriving. Unproven."""

    number: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A whole code. Lines of a passport's zone are parted by a line feed. One that was longer than
    `wedge.LONGEST` is cut one character after it: `interpret` answers that it is too long."""

    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """The officer's key, pressed by itself."""

    action: str


Answer = Deliver | Progress | Early | Scan | Act
