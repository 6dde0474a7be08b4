"""Whether a camera gives the same picture again and again: frozen, or without a picture at all."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# Seconds. A sensor's noise makes no two pictures alike, not to the bit.
FROZEN = 5.0
_LOOKED_AT = 0.25  # seconds between two pictures that are compared
_ROWS = 8  # of a picture every so many rows are compared; compressed bytes all


@dataclass(slots=True)
class Sameness:
    """What was seen last, and since when it is the same."""

    mark: int = -1
    since: float = 0.0
    looked: float = -_LOOKED_AT

    def is_frozen(self, raw: NDArray[np.generic], at: float) -> bool:
        """After one more picture, or its compressed bytes in one row, at ``at`` seconds."""
        if at - self.looked < _LOOKED_AT:
            return False
        self.looked = at
        rows = raw if raw.ndim == 1 or raw.shape[0] == 1 else raw[::_ROWS]
        mark = crc32(np.ascontiguousarray(rows).tobytes())
        if mark != self.mark:
            self.mark, self.since = mark, at
        return at - self.since >= FROZEN
