"""Lines that fit a width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sync.registry.permit_sheet.faces import Weight, line_width


def wrapped(
    text: str, weight: Weight, points: float, width: float, *, right_to_left: bool = False
) -> tuple[str, ...]:
    """The text in lines of at most ``width`` millimetres, broken at blanks (not at
    no-break ones), a word that is wider broken where it must be.

    One empty line for an empty text.
    """

    def fits(line: str) -> bool:
        return line_width(line, weight, points, right_to_left=right_to_left) <= width

    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if fits(joined):
            lines[-1:] = [joined]
        else:
            lines.extend(_parts(word, fits))
    return tuple(lines) or ("",)


def _parts(word: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """A word in the longest pieces that fit, at least a character each."""
    while word:
        length = len(word)
        while length > 1 and not fits(word[:length]):
            length -= 1
        yield word[:length]
        word = word[length:]
