"""A field says what it is, what is wrong, and forgets that when somebody mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.theme.current import ThemeHolder
from ui.widgets.field import Choice, Field


def test_a_complaint_goes_when_it_is_mended(qtbot: QtBot, holder: ThemeHolder) -> None:
    field = Field(holder)
    qtbot.addWidget(field)
    field.set_label("User name")
    field.set_hint("As the ministry gave it")
    assert field.line.accessibleName() == "User name"
    assert field.line.accessibleDescription() == "As the ministry gave it"
    field.set_error("Nobody of that name")
    assert field.line.accessibleDescription() == "Nobody of that name"
    qtbot.keyClicks(field.line, " mona ")
    assert (field.error, field.text) == ("", "mona")


def test_a_secret_is_not_seen_and_stays_as_it_was_typed(qtbot: QtBot, holder: ThemeHolder) -> None:
    field = Field(holder, secret=True)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.line, " two words ")
    assert field.text == " two words "
    assert field.line.displayText() != field.line.text()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    assert field.line.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_choice_stays_while_it_is_offered(qtbot: QtBot, holder: ThemeHolder) -> None:
    choice = Choice(holder)
    qtbot.addWidget(choice)
    choice.offer((("a", "One"), ("b", "Two")))
    choice.choose("b")
    choice.offer((("b", "اثنان"), ("c", "ثلاثة")))
    assert choice.key == "b"
    choice.offer((("c", "Three"),))
    assert choice.key == "c"
    choice.choose("unknown")
    assert choice.key == "c"
