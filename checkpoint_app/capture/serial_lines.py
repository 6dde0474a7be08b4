"""Bytes of a serial scanner, as they trickle in, to readings. Knows no port and reads no clock.

Where a code ends is told by silence: a code may hold line ends, and some scanners send none after
it. How long a silence must be depends on what has come (see `SerialLines.due`); what it closes is
taken apart by `serial_frames`. Bytes alone never end a code however late they are: a computer that
was busy hands over late what came in time. So memory holds one code at most.
"""

from __future__ import annotations

from collections import deque

from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.serial_frames import (
    LONGEST,
    is_known,
    is_whole,
    permits_of,
    readings_of,
    too_long,
    wants_line,
)

# Seconds of silence. After a line end, or a code that has its length: USB packets and a computer's
# timers part bytes by 16 ms at most.
SETTLED = 0.050
# After anything else. Scanners may be set to wait between characters, up to 99 ms at most of them.
SILENCE = 0.150
# For the next line of a passport's zone; some readers take each line by itself.
NEXT_LINE = 0.300

# What is no permit and no passport is told so many times within so many seconds; more is noise.
_MOST_UNKNOWN = 5
_WITHIN = 5.0
# The same code so many times within so many seconds: nobody holds papers out so fast.
_MOST_SAME = 12
_SAME_WITHIN = 4.0
_STUCK_FOR = 1.0  # seconds after the last of them
_ROOM = 16  # bytes of prefix, identifier and suffix, which do not count


class SerialLines:
    """One port's bytes. Times in seconds of one monotonic clock."""

    def __init__(self, source: str = "") -> None:
        self._source = source
        self._burst = bytearray()
        self._due: float | None = None
        self._swallowing = False
        self._unknown: deque[float] = deque(maxlen=_MOST_UNKNOWN)
        self._noisy_until: float | None = None
        self._same: deque[float] = deque(maxlen=_MOST_SAME)
        self._last = b""
        self._stuck_until: float | None = None

    @property
    def due(self) -> float | None:
        """When to call `tick` if nothing comes until then; None while nothing is held."""
        return self._due

    def is_noisy(self, now: float) -> bool:
        """Whether the port sends what no scanner sends: without an end, or too much that is no
        code of ours. What is a permit or a passport is told nevertheless."""
        noisy = self._noisy_until is not None and now < self._noisy_until
        return noisy or self._swallowing

    def is_stuck(self, now: float) -> bool:
        """Whether the same code comes again and again, with pauses or without."""
        return self._stuck_until is not None and now < self._stuck_until

    def feed(self, data: bytes, at: float) -> tuple[Reading, ...]:
        """Bytes have come. Only what is too long is answered at once: with the permits in it, or
        else as too long, once; the rest of it is dropped until silence."""
        if not data:
            return ()
        if self._swallowing:
            self._due = at + SILENCE
            self._stuck_until = at + _STUCK_FOR if self.is_stuck(at) else None
            return ()
        self._burst += data[: LONGEST + _ROOM + 1 - len(self._burst)]
        if len(self._burst) > LONGEST + _ROOM:
            return self._overflow(at)
        self._due = at + self._patience()
        return ()

    def tick(self, at: float) -> tuple[Reading, ...]:
        """Nothing came until now, though the port was asked."""
        if self._due is None or at < self._due:
            return ()
        self._due, self._swallowing = None, False
        burst = bytes(self._burst)
        self._burst.clear()
        return tuple(
            one if len(one.data) <= LONGEST else too_long(one.data, self._source, at)
            for one in readings_of(burst, self._source, at)
            if self._may_tell(one, at)
        )

    def _patience(self) -> float:
        burst = bytes(self._burst)
        if wants_line(burst):
            return NEXT_LINE
        return SETTLED if is_whole(burst) else SILENCE

    def _overflow(self, at: float) -> tuple[Reading, ...]:
        burst = bytes(self._burst)
        self._burst.clear()
        self._due, self._swallowing = at + SILENCE, True
        known = permits_of(burst, self._source, at)
        # The burst may have been cut within a code.
        if len(known) == 1 and len(readings_of(burst, self._source, at)) <= 2:
            self._stuck_until = at + _STUCK_FOR
        answer = known or (too_long(burst, self._source, at),)
        return tuple(one for one in answer if self._may_tell(one, at))

    def _may_tell(self, one: Reading, at: float) -> bool:
        self._count_same(one.data, at)
        if is_known(one.data):
            return True
        many = len(self._unknown) == _MOST_UNKNOWN and at - self._unknown[0] < _WITHIN
        if many:
            self._noisy_until = at + _WITHIN
        else:
            self._unknown.append(at)
        return not many

    def _count_same(self, data: bytes, at: float) -> None:
        if data != self._last:
            self._last = data
            self._same.clear()
        self._same.append(at)
        if len(self._same) == _MOST_SAME and at - self._same[0] < _SAME_WITHIN:
            self._stuck_until = at + _STUCK_FOR
