"""Round numbers for a chart's scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 5)
_MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from 0 to ``top`` with a line at every ``step``; both whole, ``top`` at least 1."""

    top: int
    step: int

    @property
    def lines(self) -> tuple[int, ...]:
        """Where its lines are, 0 included."""
        return tuple(range(0, self.top + 1, self.step))

    def share(self, value: int) -> float:
        """A value's part of the scale, 0 to 1."""
        return value / self.top


def scale_for(greatest: int) -> Scale:
    """The smallest scale of 1, 2 or 5 times a power of ten that holds this count in five lines."""
    power = 1
    while True:
        for digit in _STEPS:
            step = digit * power
            lines = max(1, -(-greatest // step))
            if lines <= _MOST_LINES:
                return Scale(lines * step, step)
        power *= 10


def whole_percents(counts: Sequence[int]) -> tuple[int, ...]:
    """Percentages of the sum that add up to 100, by largest remainder; all 0 for a sum of 0."""
    total = sum(counts)
    if total == 0:
        return tuple(0 for _ in counts)
    floors = [count * 100 // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda at: -(counts[at] * 100 % total))
    for at in by_rest[: 100 - sum(floors)]:
        floors[at] += 1
    return tuple(floors)
