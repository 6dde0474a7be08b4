"""Pages behind tabs are turned by keys, and told by name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.theme.current import ThemeHolder
from ui.widgets.tabs import Tabs

_Ctrl = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tabs(qtbot: QtBot, holder: ThemeHolder) -> Tabs:
    tabs = Tabs(holder)
    qtbot.addWidget(tabs)
    for key in ("data", "stick", "device"):
        tabs.add(key, QLineEdit())
    tabs.say({"data": "Data", "stick": "Stick", "device": "Device"})
    tabs.resize(600, 300)
    with qtbot.waitExposed(tabs):
        tabs.show()
    tabs.activateWindow()
    return tabs


def test_keys_turn_pages(qtbot: QtBot, tabs: Tabs) -> None:
    turned: list[str] = []
    tabs.turned.connect(turned.append)
    line = tabs.findChildren(QLineEdit)[0]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_2, _Ctrl)
    assert tabs.current == "stick"
    tabs.turn_to("device")
    tabs.turn_to("unknown")
    assert (tabs.current, turned) == ("device", ["stick", "device"])


def test_pages_are_told_by_name(tabs: Tabs) -> None:
    names = [each.accessibleName() for each in tabs.findChildren(QLineEdit)]
    assert sorted(names) == ["Data", "Device", "Stick"]
