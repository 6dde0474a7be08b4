"""The lane's window in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.lane.window import LaneWindow
from ui.theme.current import ThemeHolder
from ui.theme.fonts import load_fonts
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import LANGUAGES, QtTongue

Opened = Callable[..., LaneWindow]


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture(params=LANGUAGES)
def tongue(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QtTongue]:
    """Arabic, then English; the program's direction follows and is put back."""
    spoken = QtTongue(request.param)
    yield spoken
    spoken.switch("en")


@pytest.fixture
def english(qapp: QApplication) -> Iterator[QtTongue]:
    """English alone, where the language makes no difference."""
    spoken = QtTongue("en")
    yield spoken
    spoken.switch("en")


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot) -> Iterator[Opened]:
    """Opens the window in a size (logical px), dressed as the program dresses it."""

    def open_window(
        tongue: QtTongue, size: tuple[int, int] = (1280, 720), *, dark: bool = False
    ) -> LaneWindow:
        theme = Theme(tokens(), dark, unit_for(*size))
        dress(qapp, theme)
        window = LaneWindow(ThemeHolder(theme, qapp), tongue)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        return window

    yield open_window
    qapp.setStyleSheet("")
