"""Recorded, exported, acknowledged: what notes and outbox say together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sync.bundle.departures_loop import loop_of
from sync.bundle.departures_note import ExportedFile, decode_note, encode_note, known_files

NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)
OLD, NEW = b"o" * 16, b"n" * 16


@dataclass(frozen=True)
class Epoch:
    epoch: bytes
    last: int
    acknowledged: int
    receipted: datetime | None = None


def exported(name: str, epoch: bytes, first: int, last: int) -> ExportedFile:
    return ExportedFile(name * 64, epoch, first, last, 1000, "ab" * 32)


def test_a_note_comes_back_as_it_was() -> None:
    files = (exported("a", OLD, 1, 8192), exported("b", NEW, 1, 3))
    note = decode_note(NOW, encode_note(8195, files))
    assert (note.at, note.movements, note.files) == (NOW, 8195, files)
    assert known_files([note, note]) == [*files, *files]


def test_nothing_was_exported_yet() -> None:
    loop = loop_of([], [Epoch(NEW, 5, 0)])
    assert (loop.pending, loop.underway, loop.exported, loop.exported_at) == (5, 0, 0, None)
    assert loop.receipted is None


def test_each_epoch_has_come_as_far_as_its_files_and_receipts_say() -> None:
    notes = [
        decode_note(NOW, encode_note(10, [exported("a", OLD, 1, 10)])),
        decode_note(NOW + timedelta(hours=1), encode_note(4, [exported("b", NEW, 1, 4)])),
    ]
    loop = loop_of(notes, [Epoch(OLD, 10, 10, NOW), Epoch(NEW, 7, 2)])
    assert [(each.exported, each.acknowledged) for each in loop.epochs] == [(10, 10), (4, 2)]
    assert (loop.pending, loop.underway, loop.exported) == (5, 2, 4)
    assert (loop.exported_at, loop.receipted) == (NOW + timedelta(hours=1), NOW)
