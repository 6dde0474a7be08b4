"""The day's counts as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.reference import message
from checkpoint_app.services.day_counts import DayCounts

# Spreadsheets take a cell that begins so for a formula (OWASP, "CSV injection"); also the wide
# forms that some of them fold.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_COLUMNS = ("table", "entry", "departed", "returned", "number")
_OUTCOMES = (MovementKind.REFERRED, MovementKind.DEFERRED, MovementKind.REFUSED)
_Cell = str | int
_Row = tuple[str, str, _Cell, _Cell, _Cell]


def export_day(counts: DayCounts, path: Path, language: str) -> None:
    """Write the counts as CSV, in ``ar`` or ``en``; whole or not at all.

    Raises StorageError ``lane.export_failed``.
    """
    content = day_csv(counts, language)
    try:
        replace_whole(path, content)
    except OSError as error:
        reason = f"{path.name}: {error.strerror}"
        raise StorageError(reason, key="lane.export_failed", file=path.name) from error


def day_csv(counts: DayCounts, language: str) -> bytes:
    """One table: which count, of what, departed, returned, or a number. UTF-8 with a byte order
    mark, by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(_said(f"column.{name}", language) for name in _COLUMNS)
    for row in _rows(counts, language):
        writer.writerow(plain_text(cell) if isinstance(cell, str) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig")


def _rows(counts: DayCounts, language: str) -> Iterator[_Row]:
    def said(name: str) -> str:
        return _said(name, language)

    yield said("day"), counts.day.isoformat(), counts.departed, counts.returned, ""
    for hour in counts.hours:
        yield said("hour"), f"{hour.hour:02}:00", hour.departed, hour.returned, ""
    for service in counts.services:
        name = service.service or said("no-service")
        yield said("service"), name, service.departed, service.returned, ""
    for lane in counts.lanes:
        yield said("lane"), lane.lane, lane.departed, lane.returned, ""
    for kind in _OUTCOMES:
        yield said("outcome"), said(kind.name.lower()), "", "", counts.by_kind[kind]
    yield said("outcome"), said("annulled"), "", "", counts.annulled
    yield said("outcome"), said("automatic"), "", "", counts.automatic
    for verdict in (*VerdictKind, None):
        name = said("none" if verdict is None else verdict.value)
        yield said("verdict"), name, "", "", counts.verdicts.get(verdict, 0)
    yield said("scans"), "", "", "", counts.scans
    yield said("pending"), "", "", "", counts.pending
    if counts.lanes_heard is not None and counts.lanes_total is not None:
        yield said("lanes-heard"), "", "", "", counts.lanes_heard
        yield said("lanes-total"), "", "", "", counts.lanes_total
    if counts.provisional:
        yield said("provisional"), "", "", "", ""


def _said(name: str, language: str) -> str:
    return message(f"day.csv.{name}", language)


def plain_text(text: str) -> str:
    """Text that no spreadsheet takes for anything else."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def one_line(text: str) -> str:
    """The text without signs that are not to be seen (line ends, marks of direction)."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
