"""Nothing personal comes into the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.lane.number_field import NumberField
from ui.widgets.private_line import PrivateLine

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
BEFORE = "what was there"


@pytest.fixture(params=[PrivateLine, NumberField])
def line(request: pytest.FixtureRequest, qtbot: QtBot) -> QLineEdit:
    made: QLineEdit = request.param()
    qtbot.addWidget(made)
    made.setText("4804098509024")
    made.show()
    made.setFocus()
    QGuiApplication.clipboard().setText(BEFORE)
    return made


@pytest.mark.requirement("C5")
def test_neither_keys_nor_mouse_copy_out_of_it(line: QLineEdit) -> None:
    QTest.keyClick(line, Qt.Key.Key_A, CONTROL)
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        QTest.keyClick(line, key, CONTROL)
    QTest.keyClick(line, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseDClick(line, LEFT, pos=QPoint(12, line.height() // 2))
    QTest.mousePress(line, LEFT, pos=QPoint(4, line.height() // 2))
    QTest.mouseMove(line, QPoint(60, line.height() // 2))
    QTest.mouseRelease(line, LEFT, pos=QPoint(60, line.height() // 2))
    assert QGuiApplication.clipboard().text() == BEFORE
    assert not line.hasSelectedText()
    assert line.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu


def test_text_goes_in_as_ever(line: QLineEdit) -> None:
    line.clear()
    QGuiApplication.clipboard().setText("4804")
    QTest.keyClick(line, Qt.Key.Key_V, CONTROL)
    assert line.text() == "4804"
    QTest.keyClick(line, Qt.Key.Key_A, CONTROL)
    assert line.hasSelectedText()
    QTest.keyClick(line, Qt.Key.Key_7)
    assert line.text() == "7"
