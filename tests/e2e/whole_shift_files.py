"""The files that a supervisor took away, read back."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from openpyxl import load_workbook

_COUNTED = ("Departed", "Returned", "Referred", "Deferred", "Refused")


@dataclass(frozen=True)
class Files:
    """The movements that each says; ``paper`` is the printed report's text."""

    csv: Counter[str]
    xlsx: Counter[str]
    pdf: Counter[str]
    paper: str


def read_files(folder: Path) -> Files:
    """Exactly one of each kind lies there."""
    (table,), (book,), (paper,) = (
        sorted(folder.glob(f"*.{kind}")) for kind in ("csv", "xlsx", "pdf")
    )
    with table.open(encoding="utf-8-sig", newline="") as opened:
        lines = [line[1:] for line in csv.reader(opened) if line[:1] == ["The day in numbers"]]
    text = _text(paper)
    return Files(_counted(lines), _counted(_cells(book)), _printed(text), text)


def _cells(book: Path) -> list[list[str]]:
    """The first sheet."""
    workbook = load_workbook(book, read_only=True)
    try:
        rows = workbook.worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    finally:
        workbook.close()


def _text(paper: Path) -> str:
    document = pypdfium2.PdfDocument(paper)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _counted(lines: Sequence[Sequence[str]]) -> Counter[str]:
    """Lines of a name and its number."""
    return Counter(
        {line[0].lower(): int(line[1]) for line in lines if line[:1] and line[0] in _COUNTED}
    )


def _printed(text: str) -> Counter[str]:
    found = {name: re.search(rf"^{name} (\d+)\s*$", text, re.MULTILINE) for name in _COUNTED}
    return Counter({name.lower(): int(each[1]) for name, each in found.items() if each})
