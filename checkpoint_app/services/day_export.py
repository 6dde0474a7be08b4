"""The day's counts as a file that a spreadsheet opens."""

from __future__ import annotations

from pathlib import Path

from checkpoint_app.services.day_counts import DayCounts


def export_day(counts: DayCounts, path: Path, language: str) -> None:
    """Write the counts as CSV, in ``ar`` or ``en``; whole or not at all. Raises StorageError."""
    raise NotImplementedError
