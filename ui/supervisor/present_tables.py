"""From a report's tables to what a table on the screen shows."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.domain.days import CAIRO, cairo_day
from checkpoint_app.reference import message
from checkpoint_app.reports.tables import Cell, Column, Grid, Kind
from ui.lane.words import label, moment
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.tongue import Tongue

_NOTHING = "—"
_NAMED = frozenset({Kind.NAME, Kind.CODE})


def present_grid(grid: Grid, now: datetime, tongue: Tongue) -> TableView:
    """The table; times of another day than ``now`` are told with their day."""
    rows = tuple(
        _row(key, grid, row, now, tongue) for key, row in zip(grid.keys, grid.rows, strict=True)
    )
    footer = None if grid.total is None else _row("", grid, grid.total, now, tongue, strong=True)
    return TableView(
        title=grid.title,
        columns=tuple(_column(column) for column in grid.columns),
        rows=rows,
        empty=message("reports.empty", tongue.language),
        footer=footer if rows else None,
    )


def _column(column: Column) -> ColumnView:
    share = 1 if column.is_number else 3
    return ColumnView(column.title, column.is_number, column.kind is Kind.CODE, share)


def _row(
    key: str,
    grid: Grid,
    row: tuple[Cell, ...],
    now: datetime,
    tongue: Tongue,
    *,
    strong: bool = False,
) -> RowView:
    cells = zip(grid.columns, row, strict=True)
    told = tuple(CellView(_told(column, cell, now, tongue), _sort(cell)) for column, cell in cells)
    return RowView(key, told, strong)


def _sort(cell: Cell) -> Cell:
    """What is missing sorts as less than anything."""
    return -1 if cell is None else cell


def _told(column: Column, cell: Cell, now: datetime, tongue: Tongue) -> str:
    if cell is None:
        return _NOTHING
    if isinstance(cell, datetime):
        same = cairo_day(cell) == cairo_day(now)
        return tongue.time(cell.astimezone(CAIRO)) if same else moment(cell, now, tongue)
    if isinstance(cell, str):
        return label(cell, tongue) if column.kind in _NAMED else tongue.digits(cell)
    if column.kind is Kind.HOUR:
        return tongue.digits(f"{cell:02}:00")
    return tongue.number(round(cell))
