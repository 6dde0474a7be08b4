"""What the journal's audit says of an export: which files, and which movements are in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file as it was written: its name without suffix, the sequences ``first`` to ``last`` of the
    journal's ``epoch``, its length in bytes and its SHA-256 in hex."""

    name: str
    epoch: bytes
    first: int
    last: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ExportNote:
    """An export: when, how many movements the stick had with it, which files were written."""

    at: datetime
    movements: int
    files: tuple[ExportedFile, ...]


def encode_note(movements: int, files: Iterable[ExportedFile]) -> str:
    """The audit entry's detail. Nothing personal is in it."""
    rows = [
        [file.name, file.epoch.hex(), file.first, file.last, file.length, file.sha256]
        for file in files
    ]
    return json.dumps({"movements": movements, "files": rows}, separators=(",", ":"))


def decode_note(at: datetime, detail: str) -> ExportNote:
    """Read back what `encode_note` wrote; the journal is encrypted and its own."""
    said = json.loads(detail)
    files = (
        ExportedFile(name, bytes.fromhex(epoch), *numbers)
        for name, epoch, *numbers in said["files"]
    )
    return ExportNote(at, said["movements"], tuple(files))


def known_files(notes: Iterable[ExportNote]) -> list[ExportedFile]:
    """Every file that was ever written, oldest first."""
    return [file for note in notes for file in note.files]
