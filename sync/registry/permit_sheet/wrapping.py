"""Lines that fit a width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from sync.registry.permit_sheet.faces import Weight, line_width


def wrapped(
    text: str, weight: Weight, points: float, width: float, *, right_to_left: bool = False
) -> tuple[str, ...]:
    """The text in lines of at most ``width`` millimetres.

    Broken at blanks (not at no-break ones); a word that is wider is broken where it must be. One
    empty line for an empty text.
    """

    def measure(part: str) -> float:
        return line_width(part, weight, points, right_to_left=right_to_left)

    # Words are measured once each: shaping does not reach over a blank.
    blank = measure(" ")
    lines: list[str] = []
    used = width
    for word in text.split(" "):
        own = measure(word)
        if lines and used + blank + own <= width:
            lines[-1] += f" {word}"
            used += blank + own
        else:
            lines.extend(_parts(word, own, width, measure))
            used = measure(lines[-1])
    return tuple(lines)


def _parts(word: str, own: float, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """A word in the longest pieces that fit, at least a character each."""
    while own > width and len(word) > 1:
        fitting = bisect_right(
            range(1, len(word)), width, key=lambda length: measure(word[:length])
        )
        length = max(1, fitting)
        yield word[:length]
        word = word[length:]
        own = measure(word)
    yield word
