from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.lane import samples
from tests.ui.spoken import press, spoken
from tests.ui.widgets.paint import painted, where
from ui.lane.bar import Bar, BarButton, BarPlace
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.chip import Chip
from ui.wording.qt_tongue import QtTongue


@pytest.fixture
def bar(qtbot: QtBot, tongue: QtTongue) -> Bar:
    made = Bar(ThemeHolder(Theme(tokens())), tongue)
    qtbot.addWidget(made)
    made.resize(1280, made.height())
    made.show()
    return made


def buttons(bar: Bar) -> dict[str, BarButton]:
    return {button.accessibleName(): button for button in bar.findChildren(BarButton)}


@pytest.mark.requirement("C1")
def test_port_lane_officer_and_direction_are_always_in_sight(bar: Bar, tongue: QtTongue) -> None:
    view = samples.bar(tongue, crowded=True)
    bar.show_view(view)
    place = bar.findChild(BarPlace)
    assert place is not None
    assert [text.written.text for text in place.sheet.texts] == [view.port, view.lane]
    shown = [button.text() for button in bar.findChildren(BarButton)]
    assert view.direction in shown and view.officer in shown


@pytest.mark.requirement("C1")
def test_a_lane_that_works_the_other_way_looks_otherwise(bar: Bar, tongue: QtTongue) -> None:
    accent = bar.theme.colour("returning")
    bar.show_view(samples.bar(tongue))
    assert where(painted(bar), accent).isEmpty()
    bar.show_view(replace(samples.bar(tongue), returning=True))
    assert where(painted(bar), accent).width() == bar.width()


def test_the_officers_name_takes_two_lines_before_it_is_shortened(
    bar: Bar, tongue: QtTongue
) -> None:
    bar.show_view(samples.bar(tongue, crowded=True))
    QApplication.processEvents()
    assert all(not button.cut_text() for button in bar.findChildren(BarButton))


def test_chips_come_and_go(bar: Bar, tongue: QtTongue) -> None:
    for crowded in (False, True, False):
        view = samples.bar(tongue, crowded=crowded)
        bar.show_view(view)
        shown = [chip.view for chip in bar.findChildren(Chip) if chip.isVisible()]
        assert tuple(shown) == view.chips


def test_a_chip_never_loses_its_words(bar: Bar, tongue: QtTongue) -> None:
    bar.show_view(samples.bar(tongue, crowded=True))
    QApplication.processEvents()
    assert all(not chip.cut_text() for chip in bar.findChildren(Chip))


def test_its_buttons_ask(bar: Bar, tongue: QtTongue, qtbot: QtBot) -> None:
    bar.show_view(samples.bar(tongue))
    signals = (bar.direction_asked, bar.officer_asked, bar.language_asked, bar.theme_asked)
    for button, asked in zip(bar.findChildren(BarButton), signals, strict=True):
        with qtbot.waitSignal(asked):
            press(button)
        with qtbot.waitSignal(asked):
            QApplication.sendEvent(button, samples.key(Qt.Key.Key_Return))
        assert spoken(button).name


def test_a_key_held_down_presses_once(bar: Bar, qtbot: QtBot) -> None:
    held = samples.key(Qt.Key.Key_Return, repeated=True)
    with qtbot.assertNotEmitted(bar.direction_asked):
        QApplication.sendEvent(bar.findChildren(BarButton)[0], held)
