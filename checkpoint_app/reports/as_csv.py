"""A report as CSV: every table in one file, the first column saying which."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.reference import message
from checkpoint_app.reports.tables import Book, Cell, Column, Grid, Kind
from checkpoint_app.services.day_export import plain_text

_Plain = str | int | float


def csv_bytes(book: Book) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it. Each table begins with a row of
    its titles; times are of Cairo, ``2026-11-23 09:05``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows(_rows(book))
    return text.getvalue().encode("utf-8-sig")


def _rows(book: Book) -> Iterator[list[_Plain]]:
    heading = [book.title, book.port, book.day.isoformat(), _at(book.heading.now)]
    yield [plain_text(each) for each in (*heading, book.heading.made_by, book.provisional)]
    for grid in book.grids:
        yield from _grid(grid, message("reports.column.table", book.language))


def _grid(grid: Grid, table: str) -> Iterator[list[_Plain]]:
    yield [table, *(plain_text(column.title) for column in grid.columns)]
    for row in (*grid.rows, *((grid.total,) if grid.total else ())):
        cells = zip(grid.columns, row, strict=True)
        yield [plain_text(grid.title), *(_cell(column, cell) for column, cell in cells)]


def _cell(column: Column, cell: Cell) -> _Plain:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _at(cell)
    if isinstance(cell, str):
        return plain_text(cell)
    return f"{cell:02}:00" if column.kind is Kind.HOUR else cell


def _at(at: datetime) -> str:
    return f"{at.astimezone(CAIRO):%Y-%m-%d %H:%M}"
