"""The style sheet with the theme's values in its places."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from checkpoint_app.errors import ConfigError
from ui.theme.sheet import dress, sheet, template
from ui.theme.theme import Theme
from ui.theme.tokens import tokens


@pytest.mark.parametrize("dark", [False, True])
def test_every_place_is_filled(dark: bool) -> None:
    filled = sheet(template(), Theme(tokens(), dark))
    assert "@" not in filled
    assert tokens().palette(dark).roles["ink"] in filled


def test_the_template_itself_holds_no_colour_and_no_length() -> None:
    assert not re.search(r"#[0-9a-f]{3,8}\b|\b[1-9]\d*\s*px|rgb", template())


def test_places_take_the_size_of_the_theme() -> None:
    theme = Theme(tokens(), unit=2.0)
    assert sheet("@space.m@ @ink@ @font.body@ @family@", theme) == (
        f"24px {tokens().light.roles['ink']} 400 34px {tokens().family}"
    )


@pytest.mark.parametrize("text", ["@nothing@", "@space.nothing@", "@font.nothing@"])
def test_an_unknown_place_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        sheet(text, Theme(tokens()))


def test_standard_widgets_wear_the_theme(qapp: QApplication) -> None:
    theme = Theme(tokens(), dark=True, unit=1.5)
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    try:
        dress(qapp, theme)
        field, button = QLineEdit(), QPushButton("x")
        field.ensurePolished()
        button.ensurePolished()
        assert field.font().pixelSize() == theme.font_px("body")
        assert field.sizeHint().height() >= theme.px("field.height")
        assert button.font().pixelSize() == theme.font_px("strong")
        assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("surface")
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])
