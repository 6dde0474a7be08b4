"""What a table shows: ready texts, and what they sort by. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from ui.lane.views import Mark

SortKey: TypeAlias = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column. ``number`` ones end where reading ends, their digits under one another; ``code``
    ones read left to right in either language. ``share`` is what it takes of the width left."""

    title: str
    number: bool = False
    code: bool = False
    share: int = 1


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell. ``sort`` is what it sorts by, its text where that is None; ``detail`` its tip; a
    ``mark`` that is not plain colours it, and says itself by ``icon`` too."""

    text: str
    sort: SortKey = None
    mark: Mark = Mark.PLAIN
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row. ``key`` names it to whoever is told of it; ``strong`` for a sum."""

    key: str
    cells: tuple[CellView, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table. ``title`` is what it is called by a screen reader; ``empty`` is said in its stead
    while it has no rows, with a next step. ``footer`` stays last however it is sorted."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    empty: str = ""
    footer: RowView | None = field(default=None)
