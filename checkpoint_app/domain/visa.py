"""Kinds of Saudi visa, and which of them need an umrah permit (`resources/data/visas.csv`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

_NEEDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class VisaKind:
    """One kind of visa. ``key`` is what records hold in ``visa_kind``."""

    key: str
    needs_permit: bool
    label_en: str
    label_ar: str


def parse_visas(csv_text: str) -> Mapping[str, VisaKind]:
    """Read the text of visas.csv, by key, in its order.

    Raises ValueError for a key given twice, KeyError where a column or a yes or no is missing.
    """
    kinds: dict[str, VisaKind] = {}
    for row in csv.DictReader(io.StringIO(csv_text)):
        key = row["key"]
        if key in kinds:
            raise ValueError(f"visa kind {key} is given twice")
        kinds[key] = VisaKind(key, _NEEDS[row["needs_permit"]], row["label_en"], row["label_ar"])
    return kinds
