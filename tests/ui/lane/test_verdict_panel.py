from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fitting import place_of
from tests.ui.lane import samples
from tests.ui.spoken import spoken
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import Tone, VerdictView
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue

# A screen of 22 inches and 16 to 9 is 274 mm high (ISO 31-0: an inch is 25.4 mm).
_SCREEN_MM, _LEAST_MM = 274.0, 18.0
_SCREENS = [(1280, 720, 1.0), (1366, 768, 1.0), (1920, 1080, 1.0), (960, 540, 2.0)]
WORDS = {
    "CLEAR": Tone.CLEAR,
    "REFER": Tone.REFER,
    "REFUSE": Tone.REFUSE,
    "RETURNED": Tone.CLEAR,
    "SEEN BEFORE": Tone.AGAIN,
    "NOT READ": Tone.UNREAD,
    "NOT A PERMIT": Tone.UNREAD,
    "SCANNER FAULT": Tone.UNREAD,
    "NEXT": Tone.WAITING,
    "OPENING": Tone.WAITING,
    "READING": Tone.READING,
    "NO ANSWER": Tone.TROUBLE,
}


def panel_of(qtbot: QtBot, width: int, height: int, *, dark: bool = False) -> VerdictPanel:
    """The band as wide as in a full window of this size (logical px)."""
    theme = Theme(tokens(), dark, unit_for(width, height))
    panel = VerdictPanel(ThemeHolder(theme))
    qtbot.addWidget(panel)
    gaps = 3 * theme.px("space.m")
    panel.resize(width - theme.px("lane.side") - gaps, theme.px("lane.verdict"))
    return panel


def painted(widget: QWidget, ratio: float) -> QImage:
    size = QSize(int(widget.width() * ratio), int(widget.height() * ratio))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    widget.render(image)
    return image


def ink_rows(image: QImage, left: int, right: int, ink: QColor) -> int:
    """From the first to the last row with a pixel of this colour between two columns."""
    wanted = ink.rgb()
    rows = [
        y
        for y in range(image.height())
        if any(image.pixel(x, y) == wanted for x in range(left, right))
    ]
    return rows[-1] - rows[0] + 1


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("screen", _SCREENS, ids=str)
@pytest.mark.parametrize("word", WORDS)
def test_the_word_is_18_mm_high_on_a_22_inch_screen(
    qtbot: QtBot, tongue: QtTongue, word: str, screen: tuple[int, int, float]
) -> None:
    width, height, ratio = screen
    panel = panel_of(qtbot, width, height)
    tone = WORDS[word]
    panel.show_view(VerdictView(tone, tongue.translate("Verdict", word), ""))
    text = panel.sheet.texts[0]
    place = place_of(text)
    image = painted(panel, ratio)
    columns = int(place.left() * ratio), int(place.right() * ratio)
    rows = ink_rows(image, *columns, text.colour)
    assert rows / (height * ratio) * _SCREEN_MM >= _LEAST_MM
    assert place.right() <= panel.width() and place.left() >= 0


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("word", WORDS)
def test_it_stays_so_beside_all_that_there_can_be_to_say(
    qtbot: QtBot, tongue: QtTongue, word: str
) -> None:
    panel = panel_of(qtbot, 1280, 720)
    full = samples.verdict(WORDS[word], tongue, longest=True)
    panel.show_view(replace(full, word=tongue.translate("Verdict", word)))
    written, *rest = panel.sheet.texts
    ink = QFontMetricsF(written.written.font).tightBoundingRect(written.written.text).height()
    assert ink / 720 * _SCREEN_MM >= _LEAST_MM
    assert len(rest) >= 2
    for text in rest:
        assert place_of(text).top() >= place_of(written).bottom()
        assert place_of(text).bottom() <= panel.height()


def test_each_tone_has_a_form_of_its_own(qtbot: QtBot, english: QtTongue) -> None:
    """Without its colours and without its word no band is like another."""
    panel = panel_of(qtbot, 640, 360)
    forms = {}
    for tone in Tone:
        panel.show_view(VerdictView(tone, "", ""))
        grey = painted(panel, 1.0).convertToFormat(QImage.Format.Format_Grayscale8)
        ground = grey.pixelColor(panel.width() // 2, panel.height() // 2).value()
        marks = frozenset(
            (x, y)
            for x in range(0, panel.width(), 2)
            for y in range(0, panel.height(), 2)
            if abs(grey.pixelColor(x, y).value() - ground) > 40
        )
        forms[tone] = marks
    pairs = [(one, other) for one in Tone for other in Tone if one < other]
    for one, other in pairs:
        differs = len(forms[one] ^ forms[other])
        assert differs > len(forms[one] | forms[other]) * 0.1, (one, other)


def test_it_says_all_to_those_who_hear_the_screen(qtbot: QtBot, english: QtTongue) -> None:
    panel = panel_of(qtbot, 1280, 720)
    view = samples.verdict(Tone.CLEAR, english)
    panel.show_view(view)
    for text in (view.word, view.lead, view.outcome, view.before):
        assert text in spoken(panel).name


def test_another_verdict_moves_nothing_around_it(qtbot: QtBot, english: QtTongue) -> None:
    panel = panel_of(qtbot, 1280, 720)
    hint = panel.sizeHint(), panel.minimumHeight(), panel.maximumHeight()
    for tone in Tone:
        panel.show_view(samples.verdict(tone, english))
        assert (panel.sizeHint(), panel.minimumHeight(), panel.maximumHeight()) == hint
