from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.lane import samples
from tests.ui.spoken import spoken
from ui.lane.key_bar import KeyBar
from ui.lane.views import Action, Tone
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue


@pytest.fixture
def bar(qtbot: QtBot) -> KeyBar:
    made = KeyBar(ThemeHolder(Theme(tokens())))
    qtbot.addWidget(made)
    made.resize(1280, made.height())
    made.show()
    return made


def test_each_button_shows_its_physical_keys(bar: KeyBar, tongue: QtTongue) -> None:
    actions = samples.actions(Tone.CLEAR, tongue)
    bar.show_actions(actions)
    for view in actions:
        button = bar.button(view.action)
        assert button.keys == view.keys
        assert button.lead is view.lead
        assert button.isEnabled() is view.enabled
        assert all(key in spoken(button).name for key in view.keys)


def test_a_click_and_enter_do_what_the_key_does(
    bar: KeyBar, tongue: QtTongue, qtbot: QtBot
) -> None:
    bar.show_actions(samples.actions(Tone.CLEAR, tongue))
    button = bar.button(Action.DEPART)
    with qtbot.waitSignal(bar.acted) as acted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted.args == [Action.DEPART]
    with qtbot.waitSignal(bar.acted):
        QApplication.sendEvent(button, samples.key(Qt.Key.Key_Return))


def test_a_key_that_does_not_fit_now_does_nothing(
    bar: KeyBar, tongue: QtTongue, qtbot: QtBot
) -> None:
    bar.show_actions(samples.actions(Tone.REFER, tongue))
    with qtbot.assertNotEmitted(bar.acted):
        bar.button(Action.DEPART).click()


def test_keys_of_the_other_direction_keep_their_order(bar: KeyBar, tongue: QtTongue) -> None:
    actions = samples.actions(Tone.CLEAR, tongue)
    back = tuple(view for view in actions if view.action not in (Action.REFER, Action.DEFER))
    bar.show_actions(back)
    bar.show_actions(actions)
    QApplication.processEvents()
    lefts = [bar.button(view.action).x() for view in actions]
    assert lefts == sorted(lefts, reverse=bar.isRightToLeft())
    bar.show_actions(back)
    assert not bar.button(Action.REFER).isVisible()
