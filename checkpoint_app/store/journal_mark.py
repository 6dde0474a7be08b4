"""What a journal has handed out, kept beside it: an older copy put back is noticed by it.

A journal that is behind its mark, or of another epoch, would give out sequence numbers a second
time; it begins a new epoch instead. Only what was sealed counts: nobody has seen the rest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.store.failure import file_errors
from checkpoint_app.store.files import read_bounded, replace_file

_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class JournalMark:
    """The newest epoch of a journal, and the highest sequence sealed in it (0: none)."""

    epoch: bytes
    sequence: int


def read_mark(path: Path) -> JournalMark | None:
    """The mark; None when there is none or it cannot be read."""
    try:
        data = read_bounded(path, _LIMIT)
        if data is None:
            return None
        fields = json.loads(data)
        return JournalMark(bytes.fromhex(fields["epoch"]), int(fields["sequence"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def write_mark(path: Path, mark: JournalMark) -> None:
    """Keep the mark. Raises StorageError."""
    fields = {"epoch": mark.epoch.hex(), "sequence": mark.sequence}
    with file_errors(path.name):
        replace_file(path, json.dumps(fields).encode())
