from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fitting import assert_nothing_clipped
from tests.ui.spoken import spoken
from ui.lane.toast import Toast
from ui.lane.views import Mark
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens

_LONG = "The registry does not answer, so nothing was refreshed. Scanning goes on by the data here"


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 560)
    made.show()
    return made


@pytest.fixture
def toast(page: QWidget) -> Toast:
    return Toast(ThemeHolder(Theme(tokens())), page)


@pytest.mark.parametrize("mark", list(Mark))
@pytest.mark.parametrize("text", ["Permit refreshed", _LONG])
def test_it_says_all_of_it_over_the_end(toast: Toast, page: QWidget, mark: Mark, text: str) -> None:
    toast.say(text, mark)
    toast.place()
    assert toast.isVisible() and spoken(toast).name == text
    assert page.rect().contains(toast.geometry())
    assert toast.geometry().left() > page.width() // 2
    assert_nothing_clipped(toast)


def test_in_arabic_it_stands_on_the_left(toast: Toast, page: QWidget) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    toast.say("تم التحديث", Mark.GOOD)
    toast.place()
    assert toast.geometry().right() < page.width() // 2


def test_it_changes_sides_with_the_language(toast: Toast, page: QWidget) -> None:
    toast.say("Permit refreshed", Mark.GOOD)
    toast.place()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert toast.geometry().right() < page.width() // 2


def test_a_press_puts_it_away(toast: Toast, qtbot: QtBot) -> None:
    toast.say(_LONG, Mark.BAD)
    toast.place()
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible() and not toast.text


def test_the_next_message_takes_its_place(toast: Toast) -> None:
    toast.say(_LONG, Mark.BAD)
    toast.say("Permit refreshed", Mark.GOOD)
    toast.place()
    assert [text.written.text for text in toast.sheet.texts] == ["Permit refreshed"]
