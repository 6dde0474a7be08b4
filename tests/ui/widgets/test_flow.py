"""Rows of widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.theme.current import ThemeHolder
from ui.widgets.flow import FlowLayout


class Brick(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(100, 20)


@pytest.fixture
def panel(qtbot: QtBot, holder: ThemeHolder) -> tuple[QWidget, FlowLayout]:
    made = QWidget()
    qtbot.addWidget(made)
    flow = FlowLayout(holder, made, gap="space.s")
    for _ in range(3):
        flow.addWidget(Brick())
    return made, flow


def corners(panel: QWidget, flow: FlowLayout, width: int) -> list[tuple[int, int]]:
    panel.resize(width, 200)
    flow.setGeometry(panel.rect())
    places = [flow.itemAt(index) for index in range(flow.count())]
    return [(place.geometry().x(), place.geometry().y()) for place in places if place]


def test_a_full_row_goes_on_in_the_next(panel: tuple[QWidget, FlowLayout]) -> None:
    panel[0].setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert corners(*panel, 400) == [(0, 0), (108, 0), (216, 0)]
    assert corners(*panel, 220) == [(0, 0), (108, 0), (0, 28)]
    assert panel[1].heightForWidth(220) == 48


def test_rows_begin_at_the_right_in_arabic(panel: tuple[QWidget, FlowLayout]) -> None:
    panel[0].setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert corners(*panel, 220) == [(120, 0), (12, 0), (120, 28)]


def test_columns_share_the_width(qtbot: QtBot, holder: ThemeHolder) -> None:
    made = QWidget()
    qtbot.addWidget(made)
    flow = FlowLayout(holder, made, gap="space.s", least="lane.fact_column")
    for _ in range(3):
        flow.addWidget(Brick())
    made.resize(500, 200)
    flow.setGeometry(made.rect())
    widths = {flow.itemAt(index).geometry().width() for index in range(3)}  # type: ignore[union-attr]
    assert widths == {(500 - 8) // 2}


def test_what_is_hidden_takes_no_room(panel: tuple[QWidget, FlowLayout]) -> None:
    middle = panel[1].itemAt(1)
    assert middle is not None
    middle.widget().hide()
    assert panel[1].sizeHint().width() == 208


def test_it_can_be_emptied(panel: tuple[QWidget, FlowLayout]) -> None:
    panel[1].clear()
    assert panel[1].count() == 0
    assert panel[1].heightForWidth(200) == 0
