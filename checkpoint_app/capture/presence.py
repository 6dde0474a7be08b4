"""What windows are told of a camera. Loads nothing: the first paint waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Presence(Enum):
    """How a source of pictures stands."""

    OPENED = auto()
    ABSENT = auto()  # unplugged, taken by another program, hanging; it is tried again
    ENDED = auto()  # a file came to its end


class Hint(Enum):
    """What would help a barcode that is seen and cannot be read."""

    CLOSER = auto()
    MORE_LIGHT = auto()
    HOLD_STILL = auto()
    LESS_GLARE = auto()
    FLATTER = auto()


@dataclass(frozen=True, slots=True)
class Outlined:
    """A barcode in a picture: its corners as shares of width and height, in order around it;
    ``read`` tells whether it was read, or only found."""

    points: tuple[tuple[float, float], ...]
    read: bool
