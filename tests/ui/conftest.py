"""Windows in tests are drawn into memory unless whoever runs them says otherwise."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.theme.current import ThemeHolder
from ui.theme.fonts import load_fonts
from ui.theme.theme import Theme
from ui.theme.tokens import tokens

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def application_as_it_was() -> Iterator[None]:
    """No test leaves colours, a direction or a language behind, in whatever order they run."""
    yield
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    if application.styleSheet():
        application.setStyleSheet("")
    plain = application.style().standardPalette()
    if application.palette() != plain:
        application.setPalette(plain)
    if application.layoutDirection() != Qt.LayoutDirection.LeftToRight:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for left in [each for each in gc.get_objects() if isinstance(each, QTranslator)]:
            if isValid(left):
                application.removeTranslator(left)


@pytest.fixture
def holder(qapp: QApplication) -> ThemeHolder:
    """The light theme at one unit."""
    load_fonts()
    return ThemeHolder(Theme(tokens()), qapp)


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def direction(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    """Both ways of reading, for the whole program while a test runs."""
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    yield request.param
    qapp.setLayoutDirection(before)
