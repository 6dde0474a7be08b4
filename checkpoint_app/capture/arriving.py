"""The characters of a code that arrives by keys: what the layout makes of them, and what they mean.

A scanner means the places of a US keyboard. What a layout makes of those can be another alphabet,
lack keys (dead ones, and such as write two letters) and give shifted digits for plain ones.
"""

from __future__ import annotations

from checkpoint_app.capture.scan_codes import with_capitals_turned
from checkpoint_app.capture.strokes import Stroke
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind

_KNOWN = frozenset({ReadingKind.TOKEN, ReadingKind.NUMBER, ReadingKind.PASSPORT})


class Arriving:
    """One code, in lines. What is longer than ``longest`` characters is cut one after it."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._typed: list[str] = []
        self._coded: list[str] = []
        self._lines: list[tuple[str, str]] = []
        self._all_coded = True
        self.count = 0
        """Characters so far, line ends left out."""

    @property
    def lines(self) -> int:
        """How many lines have ended."""
        return len(self._lines)

    def add(self, stroke: Stroke, turned: bool) -> None:
        """A key that writes; ``turned`` when the scanner pressed Caps Lock within the code."""
        coded = with_capitals_turned(stroke.coded) if turned else stroke.coded
        self._all_coded = self._all_coded and bool(coded)
        self._put(stroke.text[: self._longest + 1], coded)
        self.count += len(coded or stroke.text)

    def add_line_end(self) -> None:
        """A line end inside of the line: keys before it were taken for a person's."""
        if self._typed:
            self._put("\n", "\n")

    def end_line(self) -> str:
        """The line has ended. What it says; empty, and nothing is kept, when nothing was in it."""
        typed, coded = "".join(self._typed).lstrip("\n"), "".join(self._coded).lstrip("\n")
        self._typed.clear()
        self._coded.clear()
        if typed or coded:
            self._lines.append((typed, coded))
        return self._chosen(typed, coded)

    def text(self) -> str:
        """All that was written, lines parted by a line feed."""
        now = ("".join(self._typed), "".join(self._coded))
        lines = [line for line in (*self._lines, now) if any(line)]
        typed, coded = ("\n".join(line[i] for line in lines) for i in (0, 1))
        return self._chosen(typed, coded)[: self._longest + 1]

    def _put(self, typed: str, coded: str) -> None:
        self._typed.append(typed)
        self._coded.append(coded)

    def _chosen(self, typed: str, coded: str) -> str:
        """By the keys' places where all are known: unless only the layout's text makes sense, as
        with a scanner that was set to the computer's layout."""
        if not self._all_coded or typed == coded:
            return typed
        return typed if _is_known(typed) and not _is_known(coded) else coded


def _is_known(text: str) -> bool:
    return interpret(text).kind in _KNOWN
