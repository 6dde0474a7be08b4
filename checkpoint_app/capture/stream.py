"""One stream of readings out of several sources: what is read twice in a moment is one reading.

A code that lies before a camera, a scanner that is stuck, a permit whose two codes are read one
after the other, a scanner and a camera that see the same: one presentation. A permit shown again
*after* that moment is meant, and the lane answers it; so is one shown again when its answer could
not be kept (`Stream.forget`). Knows no clock and no lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind


class Sense(Enum):
    """What read a code. The value: within so many seconds the same code is the same reading."""

    SCANNER = 2.5
    CAMERA = 5.0


# The last code read, seen again within so many seconds each time, was never taken away.
LEFT = 1.2
# As many readings are remembered; officers read some ten in five seconds.
_MOST = 64


@dataclass(slots=True)
class _Told:
    code: bytes
    permit: int | None
    read: float
    seen: float


class Stream:
    """Which readings are told. Times in seconds of one clock, the same for all sources; what comes
    a little late from another thread may lie before what was told."""

    def __init__(self) -> None:
        self._told: list[_Told] = []

    def takes(self, content: str | bytes, sense: Sense, at: float) -> bool:
        """Whether a reading is a new one; False for the same code once more in its moment, and for
        a permit's bare number right after its signed code or itself."""
        code = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        number, bare = _permit(content)
        known = self._find(code, number if bare else None, sense, at)
        if known is not None:
            known.seen = max(known.seen, at)
            return False
        self._told = [one for one in self._told if abs(at - one.seen) < Sense.CAMERA.value]
        self._told = [*self._told[1 - _MOST :], _Told(code, number, at, at)]
        return True

    def forget(self) -> None:
        """The last reading had no answer: the same code is a new one at once."""
        self._told.clear()

    def _find(self, code: bytes, number: int | None, sense: Sense, at: float) -> _Told | None:
        for one in reversed(self._told):
            same = one.code == code or (number is not None and one.permit == number)
            if same and self._is_in_its_moment(one, sense, at):
                return one
        return None

    def _is_in_its_moment(self, one: _Told, sense: Sense, at: float) -> bool:
        stayed = one is self._told[-1] and abs(at - one.seen) < LEFT
        return stayed or abs(at - one.read) < sense.value


def _permit(content: str | bytes) -> tuple[int | None, bool]:
    """The permit that a reading names, and whether by its number alone."""
    seen = interpret(content)
    if seen.kind is ReadingKind.TOKEN:
        return seen.number, False
    return seen.number, seen.kind is ReadingKind.NUMBER and not seen.newer_format
