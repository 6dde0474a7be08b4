"""The tokens at one size."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.lane.views import Mark, Tone
from ui.theme.current import ThemeHolder
from ui.theme.fonts import load_fonts
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens


@pytest.mark.parametrize(
    ("width", "height", "unit"),
    [
        (1280, 720, 1.0),
        (1920, 1080, 1.5),
        (960, 540, 0.75),  # 1920 by 1080 at 200 %
        (1366, 768, 768 / 720),
        (1920, 720, 1.0),
        (100, 100, 0.45),
        (9000, 9000, 2.5),
    ],
)
def test_one_picture_for_every_screen(width: int, height: int, unit: float) -> None:
    assert unit_for(width, height) == pytest.approx(unit)


def test_lengths_grow_with_the_unit_and_never_vanish() -> None:
    assert Theme(tokens(), unit=1.5).px("space.m") == 18
    assert Theme(tokens(), unit=0.45).px("line.hair") == 1
    assert Theme(tokens(), unit=0.45).exact("line.hair") == pytest.approx(0.45)


def test_light_and_dark_are_two_sets_of_colours() -> None:
    light, dark = Theme(tokens()), Theme(tokens(), dark=True)
    assert light.colour("ink") != dark.colour("ink")
    for tone in Tone:
        assert light.tone(tone) != dark.tone(tone)
    assert light.mark(Mark.GOOD).strong.name() == tokens().light.marks[Mark.GOOD].strong


def test_an_unknown_name_is_an_error() -> None:
    theme = Theme(tokens())
    for ask in (theme.px, theme.colour, theme.font, theme.ms):
        with pytest.raises(KeyError):
            ask("nothing")


def test_the_typeface_has_arabic_and_latin_in_every_step(qapp: QApplication) -> None:
    family = load_fonts()
    theme = Theme(tokens(), unit=1.25)
    assert family == tokens().family
    for role, style in tokens().types.items():
        font = theme.font(role)
        info = QFontInfo(font)
        assert info.family() == family
        assert (info.pixelSize(), info.weight()) == (round(style.size * 1.25), style.weight)
        metrics = QFontMetrics(font)
        assert all(metrics.inFontUcs4(ord(sign)) for sign in "AZaz09أيى٠٩،؟…·−×→")


def test_a_font_that_is_handed_out_can_be_changed_alone() -> None:
    theme = Theme(tokens())
    font = theme.font("body")
    font.setPixelSize(font.pixelSize() + 1)
    assert theme.font("body").pixelSize() == theme.font_px("body")


def test_a_holder_tells_of_a_change_and_of_nothing_else(qapp: QApplication) -> None:
    holder, told = ThemeHolder(Theme(tokens())), []
    holder.changed.connect(lambda: told.append(holder.theme))
    holder.use(Theme(tokens()))
    assert told == []
    dark = Theme(tokens(), dark=True)
    holder.use(dark)
    holder.use(Theme(tokens(), dark=True))
    assert told == [dark]
