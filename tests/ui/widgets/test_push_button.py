"""The focus of a filled button is seen on its ground."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.paint import painted, where
from tests.unit.ui.theme.eyes import contrast
from ui.theme.current import ThemeHolder
from ui.theme.sheet import dress
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.push_button import PushButton


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def buttons(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, holder: ThemeHolder
) -> Iterator[tuple[PushButton, PushButton]]:
    """A plain one and a filled one, without words."""
    holder.use(Theme(tokens(), request.param))
    dress(qapp, holder.theme)
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    plain, filled = PushButton(holder), PushButton(holder)
    for button in (plain, filled):
        button.setFixedWidth(120)
        row.addWidget(button)
    filled.setDefault(True)
    window.show()
    window.activateWindow()
    yield plain, filled
    qapp.setStyleSheet("")


def inside(button: PushButton) -> QImage:
    """What it painted, without the window in its round corners."""
    edge = button.height() // 12
    return painted(button).copy(button.rect().adjusted(edge, edge, -edge, -edge))


@pytest.mark.requirement("C1")
def test_a_ring_stands_inside_the_filled_one_with_the_focus(
    buttons: tuple[PushButton, PushButton], holder: ThemeHolder
) -> None:
    plain, filled = buttons
    ring, ground = holder.theme.colour("on_accent"), holder.theme.colour("accent")
    plain.setFocus(Qt.FocusReason.TabFocusReason)
    assert where(inside(filled), ring).isEmpty()
    filled.setFocus(Qt.FocusReason.TabFocusReason)
    assert where(inside(filled), ring).width() > filled.width() / 2
    assert contrast(ring.name(), ground.name()) >= 3
