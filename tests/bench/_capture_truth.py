"""A folder of pictures and what their barcodes say.

The truth is a JSON object, ``{"name.png": "text"}``, or a CSV file with a heading: a column
``path``, ``file``, ``name`` or ``image`` and a column ``text``; ``factor`` may stand beside them.
Several texts of a picture are a list, or several rows. ``null`` or an empty text means that there
is no barcode. Pictures that the truth does not name are left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("path", "file", "name", "image", "filename")


@dataclass(frozen=True, slots=True)
class Pictured:
    """One picture; ``texts`` is empty where there is no barcode."""

    path: Path
    texts: frozenset[str]
    factor: str


def pictures_of(folder: Path, truth: Path) -> Iterator[Pictured]:
    """The pictures that the truth names, in its order. Raises ValueError for a truth that is in
    neither form or names a picture that is not there."""
    for name, (texts, factor) in _truth(truth).items():
        path = folder / name
        if not path.is_file():
            raise ValueError(f"{name} is not in {folder}")
        yield Pictured(path, frozenset(texts), (factor or "pictures") if texts else "negative")


def _truth(truth: Path) -> dict[str, tuple[set[str], str]]:
    text = truth.read_text("utf-8-sig")
    if text.lstrip().startswith("{"):
        return {name: (_texts(said), "") for name, said in json.loads(text).items()}
    rows = list(csv.DictReader(text.splitlines(), dialect=_dialect(text)))
    columns = [name for name in _NAMES if rows and name in rows[0]]
    if not columns or "text" not in rows[0]:
        raise ValueError("the truth has no columns for a picture's name and its text")
    found: dict[str, tuple[set[str], str]] = {}
    for row in rows:
        texts, _ = found.setdefault(row[columns[0]], (set(), row.get("factor") or ""))
        texts |= _texts(row["text"])
    return found


def _dialect(text: str) -> type[csv.Dialect]:
    return csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel


def _texts(said: object) -> set[str]:
    if isinstance(said, list):
        return {str(one) for one in said if one}
    return {str(said)} if said else set()
