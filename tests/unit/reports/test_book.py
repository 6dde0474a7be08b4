"""The tables of a report, the same for screen, file and paper."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from checkpoint_app.reports.as_csv import csv_bytes
from checkpoint_app.reports.book import book_of
from checkpoint_app.reports.hijri import hijri_day
from checkpoint_app.reports.workbook import workbook_bytes
from tests.unit.reports.samples import DAY, HEADING, NAMES, empty_report, report

COUNTED = ("hour", "service", "company", "lane", "officer")


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("most", [None, 3])
def test_rows_add_up_to_the_total_of_their_table(language, most):
    book = book_of(report(), HEADING, language, NAMES, most=most)
    totals = {book.grid(key).total[1:7] for key in COUNTED}
    assert len(totals) == 1
    for key in COUNTED:
        grid = book.grid(key)
        assert most is None or len(grid.rows) <= most
        assert (
            tuple(map(sum, zip(*(row[1:7] for row in grid.rows), strict=True))) == grid.total[1:7]
        )
        assert all(len(row) == len(grid.columns) for row in (*grid.rows, grid.total))
    summary = book.grid("summary")
    told = dict(zip(summary.keys, (row[1] for row in summary.rows), strict=True))
    assert told["departed"] == book.grid("hour").total[1]


def test_companies_have_their_names_or_their_numbers():
    book = book_of(report(), HEADING, "ar", {1: ("Al Nour", "النور")})
    names = {row[0] for row in book.grid("company").rows}
    assert {"النور", "شركة رقم 2"} <= names


def test_the_hijri_day_stands_beside():
    assert hijri_day(DAY, "ar") == "13 جمادى الآخرة 1448 هـ"
    assert hijri_day(DAY.replace(year=2200), "ar") == ""


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_csv_holds_every_number_and_no_formula(language):
    book = book_of(report(), HEADING, language, NAMES)
    rows = list(csv.reader(io.StringIO(csv_bytes(book).decode("utf-8-sig"))))
    for grid in book.grids:
        mine = [row for row in rows if row[0] == grid.title]
        assert len(mine) == len(grid.rows) + (grid.total is not None)
    lanes = book.grid("lane")
    found = next(row for row in rows if row[0] == lanes.title)
    assert found[2:7] == [str(each) for each in lanes.rows[0][1:6]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any("'=SUM(A1)" in row for row in rows)


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_workbook_has_numbers_times_and_texts(language):
    book = book_of(report(), HEADING, language, NAMES)
    made = load_workbook(io.BytesIO(workbook_bytes(book)))
    assert len(made.worksheets) == len(book.grids)
    for sheet, grid in zip(made.worksheets[1:], book.grids[1:], strict=True):
        assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
        assert sheet.max_row == 1 + len(grid.rows) + (grid.total is not None)
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    company = made.worksheets[book.grids.index(book.grid("company"))]
    assert "=SUM(A1)" in {row[0].value for row in company.iter_rows()}
    assert company.cell(company.max_row, 2).value == book.grid("company").total[1]
    assert made.worksheets[0]["A3"].value.date() == DAY
    shifts = made.worksheets[-1]
    assert isinstance(shifts["D2"].value, datetime)
    assert shifts["D2"].value.hour == 6


def test_a_day_without_anybody_is_a_report_too():
    book = book_of(empty_report(), HEADING, "en")
    assert book.provisional == ""
    assert workbook_bytes(book)
    assert csv_bytes(book)
