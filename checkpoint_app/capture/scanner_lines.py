"""Codes of a scanner out of lines that bear no times: typed ones, or bytes kept in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checkpoint_app.capture.scanner_match import ENDS, meanings
from checkpoint_app.capture.serial_frames import LONGEST, wants_line
from checkpoint_app.credential.sheet_codes import LINE_END, LINES

MOST_BYTES = 1_000_000
"""Of a kept file no more is read."""

_ENDS = re.escape("".join(sorted(ENDS)))
_LINE = re.compile(rf"[^{_ENDS}]*[{_ENDS}]+|[^{_ENDS}]+")
_FIRST_LINE = LINES.partition(LINE_END)[0]
# A row of a machine-readable zone, whole or in part.
_ROW = re.compile(r"(?=[A-Z0-9]*<)[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{5,}|[0-9]{7}[MFX<][0-9]{7}|<<")


def lines_of(kept: bytes) -> list[str]:
    """The lines of a file, each with its end."""
    return _LINE.findall(kept[:MOST_BYTES].decode("latin-1"))


def codes_of(lines: Iterable[str]) -> Iterator[str]:
    """Each code with all that is around it: what was sent in several lines is one."""
    held = ""
    for line in lines:
        held += line
        if not _goes_on(held) or len(held) > LONGEST:
            yield held
            held = ""
    if held:
        yield held


def _goes_on(text: str) -> bool:
    """Whether the next line belongs to it."""
    for _, _, view in meanings(text[: LONGEST + 1]):
        if view.strip("".join(ENDS)).endswith(_FIRST_LINE):
            return True
        if wants_line(view.encode("latin-1", "replace")):
            return True
    return not text.strip("".join(ENDS))


def is_of_passport(text: str) -> bool:
    """Whether rows of a passport's zone are in a text, whatever layout it came through: people
    whose passport tries a reader are not to stand on a screen."""
    return any(_ROW.search(view.upper()) for _, _, view in meanings(text[: LONGEST + 1]))
