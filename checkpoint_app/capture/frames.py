"""One picture after the other: what every source of pictures gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from checkpoint_app.errors import ConfigError

Pixels = NDArray[np.uint8]
"""Rows and columns in grey, or with a third axis of blue, green, red."""

MAX_FRAME_SIDE = 4096  # pixels; a camera or a video that has more is refused


class SourceError(ConfigError):
    """A source cannot be opened. Its key says why: ``capture.source_missing``, …"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. ``at`` is when it was taken, in seconds of a clock of its source's own.

    ``colour`` gives the picture to draw, where that is another than the one to read: smaller, and
    made only for who asks.
    """

    pixels: Pixels
    at: float
    colour: Callable[[], Pixels] | None = field(default=None, compare=False)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def drawn(self) -> Pixels:
        """The picture for people to look at, of any size; takes some milliseconds."""
        return self.pixels if self.colour is None else self.colour()


class Gap(Enum):
    """Why a source gives no picture."""

    QUIET = auto()  # nothing new yet
    LOST = auto()  # it went away: close it, and open it again after a while
    ENDED = auto()


class FrameSource(Protocol):
    """Gives pictures, one after the other. It is opened, read and closed in one thread."""

    @property
    def name(self) -> str:
        """What to call it in front of people."""
        ...

    @property
    def passes_by(self) -> bool:
        """Whether pictures go by when nobody looks: then only the newest counts."""
        ...

    def open(self) -> None:
        """Raises SourceError. A closed source can be opened again."""
        ...

    def read(self) -> Frame | Gap:
        """The next picture, or why there is none. Raises nothing. Takes as long as the next picture
        is off, for a camera that hangs for ever."""
        ...

    def close(self) -> None:
        """Let go of it; also one that is not open."""
        ...
