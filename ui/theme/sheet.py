"""The style sheet: `resources/design/lane.qss` with the theme's values in its places.

A place is ``@ink@`` (a colour by role), ``@space.m@`` (a length in whole pixels), ``@font.body@``
(size and weight of a step of the type scale) or ``@family@``.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.resources import files

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from checkpoint_app.errors import ConfigError
from ui.theme.fonts import load_fonts
from ui.theme.theme import Theme

_PLACE = re.compile(r"@([a-z_.]+)@")
_FONT = "font."
_OTHER_STYLE = sys.platform != "linux"  # there Fusion is the only one; to ask costs some 10 ms
_PALETTE = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink_soft",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "raised",
}


def dress(app: QApplication, theme: Theme) -> None:
    """Give every standard widget of the program this theme: font, palette, style sheet.

    Re-polishes all widgets (milliseconds): at the start, on a change of size or light, and never
    while a scan is being answered. Raises ConfigError.
    """
    load_fonts()
    made, palette = sheet(template(), theme), _palette(theme)
    if made == app.styleSheet() and palette == app.palette():
        return  # as it is already
    if _OTHER_STYLE and not app.styleSheet():
        app.setStyle("Fusion")  # the same on every system, and it takes every colour it is given
    app.setFont(theme.font("body"))
    app.setPalette(palette)
    app.setStyleSheet(made)


def sheet(text: str, theme: Theme) -> str:
    """The template with its places filled. Raises ConfigError for a place that names no token."""

    def value(place: re.Match[str]) -> str:
        try:
            return _value(place[1], theme)
        except KeyError as error:
            raise ConfigError(f"the style sheet names an unknown token: {place[1]}") from error

    return _PLACE.sub(value, text)


@cache
def template() -> str:
    """The style sheet as it ships. Raises ConfigError."""
    try:
        return files("resources").joinpath("design", "lane.qss").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("resource design/lane.qss cannot be read") from error


def _value(name: str, theme: Theme) -> str:
    if name == "family":
        return theme.tokens.family
    if name.startswith(_FONT):
        role = name.removeprefix(_FONT)
        return f"{theme.tokens.types[role].weight} {theme.font_px(role)}px"
    if "." in name:
        return f"{theme.px(name)}px"
    return theme.colour(name).name()


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, theme.colour(name))
    return palette
