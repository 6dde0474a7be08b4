"""A report as a workbook (Office Open XML): a sheet a table, with real numbers, times and dates."""

from __future__ import annotations

import io
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.reference import message
from checkpoint_app.reports.hijri import hijri_day
from checkpoint_app.reports.tables import Book, Cell, Column, Grid, Kind
from checkpoint_app.services.day_export import one_line

_LONGEST_TITLE = 31  # of a sheet, by the format
_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
_LEAST_WIDTH, _MOST_WIDTH = 10, 48
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.SECONDS: "#,##0.#",
    Kind.TIME: "yyyy-mm-dd hh:mm",
    Kind.HOUR: "hh:mm",
}
_TEXT = "@"
_DAY = "yyyy-mm-dd"
_HEAD = PatternFill("solid", fgColor="0B4F6C")
_HEAD_FONT, _STRONG = Font(bold=True, color="FFFFFF"), Font(bold=True)


def workbook_bytes(book: Book) -> bytes:
    """The workbook, its sheets right to left in Arabic. No cell is a formula."""
    made = Workbook()
    first = made.active
    assert isinstance(first, Worksheet)
    _summary(first, book)
    for grid in book.grids[1:]:
        _sheet(made.create_sheet(), book, grid)
    made.properties.title = one_line(book.title)
    made.properties.creator = one_line(book.heading.made_by)
    made.properties.created = made.properties.modified = _naive(book.heading.now)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _summary(sheet: Worksheet, book: Book) -> None:
    """The first sheet says whose day it is, and the day in numbers under that."""
    grid = book.grids[0]
    _open(sheet, book, grid)
    for row, text in enumerate((book.title, book.port, "", book.provisional), start=1):
        _put(sheet, row, 1, text).font = _STRONG
    cell = sheet.cell(3, 1, book.day)
    cell.number_format, cell.alignment = _DAY, Alignment(horizontal="general")
    _put(sheet, 3, 2, hijri_day(book.day, book.language))
    _put(sheet, 5, 1, message("reports.made", book.language, **_made(book)))
    _fill(sheet, grid, top=7)


def _made(book: Book) -> dict[str, str]:
    now = book.heading.now.astimezone(CAIRO)
    return {"name": book.heading.made_by, "time": f"{now:%H:%M}", "day": f"{now:%Y-%m-%d}"}


def _sheet(sheet: Worksheet, book: Book, grid: Grid) -> None:
    _open(sheet, book, grid)
    _fill(sheet, grid, top=1)
    sheet.freeze_panes = "A2"
    if grid.rows:
        last = get_column_letter(len(grid.columns))
        sheet.auto_filter.ref = f"A1:{last}{len(grid.rows) + 1}"


def _open(sheet: Worksheet, book: Book, grid: Grid) -> None:
    sheet.title = grid.title.translate(_FORBIDDEN)[:_LONGEST_TITLE]
    sheet.sheet_view.rightToLeft = book.language == "ar"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill(sheet: Worksheet, grid: Grid, top: int) -> None:
    widths = [len(column.title) for column in grid.columns]
    for number, column in enumerate(grid.columns, start=1):
        head = _put(sheet, top, number, column.title)
        head.font, head.fill = _HEAD_FONT, _HEAD
    for place, row in enumerate(grid.rows, start=top + 1):
        _row(sheet, place, grid, row, widths)
    if grid.total is not None:
        _row(sheet, top + len(grid.rows) + 1, grid, grid.total, widths, font=_STRONG)
    for number, width in enumerate(widths, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(_LEAST_WIDTH, min(width + 3, _MOST_WIDTH))


def _row(
    sheet: Worksheet,
    place: int,
    grid: Grid,
    row: tuple[Cell, ...],
    widths: list[int],
    font: Font | None = None,
) -> None:
    for number, (column, cell) in enumerate(zip(grid.columns, row, strict=True), start=1):
        put = _put(sheet, place, number, _value(column, cell))
        if not isinstance(cell, str):
            put.number_format = _FORMATS.get(column.kind, "General")
        if font is not None:
            put.font = font
        shown = len(cell) if isinstance(cell, str) else 16 if column.kind is Kind.TIME else 8
        widths[number - 1] = max(widths[number - 1], shown)


def _value(column: Column, cell: Cell) -> str | int | float | datetime | time | None:
    if isinstance(cell, datetime):
        return _naive(cell)
    if column.kind is Kind.HOUR and isinstance(cell, int):
        return time(cell)
    return cell


def _put(
    sheet: Worksheet, row: int, column: int, value: str | float | datetime | date | time | None
) -> SheetCell:
    """A cell. A text is one whatever it begins with: openpyxl takes ``=`` for a formula, and what
    is copied out of here into another sheet stays a text by its format."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # no cells are merged here
    if isinstance(value, str):
        cell.value = one_line(value)
        cell.data_type, cell.number_format = "s", _TEXT
    else:
        cell.value = value
    return cell


def _naive(at: datetime) -> datetime:
    """The time by the clock in Cairo: a workbook knows no zones."""
    return at.astimezone(CAIRO).replace(tzinfo=None, microsecond=0)
