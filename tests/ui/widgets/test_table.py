"""A table sorts, keeps its row, is worked by keys and read by a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from ui.theme.current import ThemeHolder
from ui.widgets.table import Table
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView

_COLUMNS = (ColumnView("Company", share=2), ColumnView("Departed", number=True))
_SUM = RowView("sum", (CellView("All"), CellView("21", 21)), strong=True)


def _view(*rows: tuple[str, str, int]) -> TableView:
    return TableView(
        "By company",
        _COLUMNS,
        tuple(RowView(key, (CellView(name), CellView(str(n), n))) for key, name, n in rows),
        empty="Nobody has left yet.",
        footer=_SUM if rows else None,
    )


@pytest.fixture
def shown(qtbot: QtBot, holder: ThemeHolder) -> Iterator[Table]:
    table = Table(holder)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show_table(_view(("a", "Nile", 9), ("b", "amal", 10), ("c", "Zamzam", 2)))
    with qtbot.waitExposed(table):
        table.show()
    yield table


def _header(table: Table) -> QHeaderView:
    found = table.findChild(QTableView)
    assert found is not None
    return found.horizontalHeader()


def _rows(table: Table) -> QTableView:
    found = table.findChild(QTableView)
    assert found is not None
    return found


def _click(qtbot: QtBot, table: Table, column: int) -> None:
    header = _header(table)
    at = header.viewport().rect().center()
    at.setX(header.sectionViewportPosition(column) + header.sectionSize(column) // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_rows_come_as_they_were_given_until_somebody_sorts(qtbot: QtBot, shown: Table) -> None:
    assert shown.order == ("a", "b", "c")
    _click(qtbot, shown, 0)
    assert shown.order == ("b", "a", "c")  # whatever their capitals
    _click(qtbot, shown, 1)
    assert shown.order == ("b", "a", "c")  # of counts the most first, as numbers
    _click(qtbot, shown, 1)
    assert shown.order == ("c", "a", "b")
    assert _rows(shown).model().rowCount() == 4  # the sum stays last


def test_the_row_and_the_order_stay_while_rows_come_and_go(qtbot: QtBot, shown: Table) -> None:
    _click(qtbot, shown, 1)
    shown.choose("c")
    told: list[str] = []
    shown.chosen.connect(told.append)
    shown.show_table(_view(("d", "Safa", 30), ("c", "Zamzam", 3), ("a", "Nile", 9)))
    assert shown.order == ("d", "a", "c")
    assert shown.current == "c"
    assert not told
    shown.show_table(_view(("a", "Nile", 9)))
    assert shown.current != "c"


def test_it_is_worked_by_keys(qtbot: QtBot, shown: Table) -> None:
    chosen: list[str] = []
    opened: list[str] = []
    shown.chosen.connect(chosen.append)
    shown.opened.connect(opened.append)
    shown.setFocus()
    shown.choose("c")
    shown.choose("a")
    qtbot.keyClick(_rows(shown), Qt.Key.Key_Down)
    qtbot.keyClick(_rows(shown), Qt.Key.Key_Return)
    qtbot.keyClick(_rows(shown), Qt.Key.Key_Down)
    qtbot.keyClick(_rows(shown), Qt.Key.Key_Down)  # the sum is not a row to choose
    assert (chosen, opened) == (["c", "a", "b", "c"], ["b"])


def test_without_rows_it_says_what_that_means(qtbot: QtBot, shown: Table) -> None:
    shown.show_table(_view())
    assert not _rows(shown).isVisible()
    assert shown.current == ""


def test_a_screen_reader_reads_title_and_cells(qtbot: QtBot, shown: Table) -> None:
    rows = _rows(shown)
    read = QAccessible.queryAccessibleInterface(rows)
    assert read is not None
    assert read.role() is QAccessible.Role.Table
    assert read.text(QAccessible.Text.Name) == "By company"
    model = rows.model()
    assert model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole) == "Departed: 10"


def test_no_column_is_lost_in_a_narrow_place(
    qtbot: QtBot, shown: Table, direction: Qt.LayoutDirection
) -> None:
    check: Callable[[], bool] = lambda: not shown.cut_text()  # noqa: E731
    shown.resize(260, 200)
    qtbot.waitUntil(check)
    header = _header(shown)
    assert sum(header.sectionSize(each) for each in range(2)) <= _rows(shown).viewport().width()
