"""A sheet holds the focus, ends by Escape, and gives the focus back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.current import ThemeHolder
from ui.widgets.field import Field
from ui.widgets.sheet import Sheet


class _Page(QWidget):
    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__()
        self.line = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.line)
        self.sheet = Sheet(holder, self)
        self.name, self.code = Field(holder), Field(holder, code=True)
        for field in (self.name, self.code):
            self.sheet.body.addWidget(field)
        self.sheet.say("A supervisor's word", "Approve", "Back")


@pytest.fixture
def page(qtbot: QtBot, holder: ThemeHolder) -> _Page:
    page = _Page(holder)
    qtbot.addWidget(page)
    page.resize(900, 600)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.line.setFocus()
    page.sheet.begin(page.name)
    return page


def test_the_focus_stays_inside_and_goes_back(qtbot: QtBot, page: _Page) -> None:
    seen = []
    for _ in range(5):
        focus = page.focusWidget()
        assert focus is not None
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert set(seen) == {page.name.line, page.code.line, page.sheet.first, page.sheet.second}
    assert seen[4] is seen[0]
    with qtbot.waitSignal(page.sheet.closed):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert not page.sheet.isVisible()
    assert page.focusWidget() is page.line


def test_enter_does_what_the_first_button_says(qtbot: QtBot, page: _Page) -> None:
    with qtbot.waitSignal(page.sheet.done):
        qtbot.keyClick(page.name.line, Qt.Key.Key_Return)
    assert page.sheet.isVisible()  # whoever listens ends it, or says what is wrong
    page.sheet.first.setEnabled(False)
    with qtbot.assertNotEmitted(page.sheet.done):
        qtbot.keyClick(page.name.line, Qt.Key.Key_Return)


def test_it_is_as_large_as_its_page(qtbot: QtBot, page: _Page) -> None:
    page.resize(1000, 640)
    qtbot.waitUntil(lambda: page.sheet.size() == page.size())
