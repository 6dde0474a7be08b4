"""The officer's buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.spoken import press, spoken
from tests.ui.widgets.paint import painted, where
from ui.lane.views import Action, ActionView
from ui.theme.current import ThemeHolder
from ui.widgets.icons import icon_names
from ui.widgets.key_button import ICONS, KeyButton

DEPART = ActionView(Action.DEPART, "Departed", ("F2", "+"), enabled=True, lead=True)
UNDO = ActionView(Action.UNDO, "تراجع", ("F8", "*"), enabled=False)


@pytest.fixture
def button(qtbot: QtBot, holder: ThemeHolder) -> KeyButton:
    made = KeyButton(holder)
    qtbot.addWidget(made)
    made.show_action(DEPART)
    made.resize(made.sizeHint())
    return made


@pytest.fixture
def pressed(button: KeyButton) -> list[str]:
    seen: list[str] = []
    button.clicked.connect(lambda: seen.append("clicked"))
    return seen


def strike(button: KeyButton, key: Qt.Key, repeat: bool = False) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeat)
        QApplication.sendEvent(button, event)


@pytest.mark.requirement("C1")
def test_it_is_a_button_to_a_screen_reader_and_can_be_pressed_by_one(
    qtbot: QtBot, button: KeyButton
) -> None:
    said = spoken(button)
    assert (said.role, said.name) == (QAccessible.Role.Button, "Departed (F2, +)")
    assert said.focusable
    with qtbot.waitSignal(button.clicked):
        press(button)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press_it(button: KeyButton, pressed: list[str], key: Qt.Key) -> None:
    strike(button, key)
    assert pressed == ["clicked"]


def test_an_enter_that_is_held_down_presses_once(button: KeyButton, pressed: list[str]) -> None:
    strike(button, Qt.Key.Key_Return)
    strike(button, Qt.Key.Key_Return, repeat=True)
    assert pressed == ["clicked"]


def test_other_keys_do_not_press_it(button: KeyButton, pressed: list[str]) -> None:
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Plus, Qt.Key.Key_7):
        strike(button, key)
    assert pressed == []


def test_the_mouse_presses_it_and_leaves_the_focus_where_it_was(
    qtbot: QtBot, button: KeyButton, pressed: list[str]
) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["clicked"]
    assert not button.hasFocus()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_one_that_is_off_cannot_be_pressed(
    qtbot: QtBot, button: KeyButton, pressed: list[str]
) -> None:
    button.show_action(UNDO)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    strike(button, Qt.Key.Key_Return)
    assert pressed == []
    assert spoken(button).disabled


@pytest.mark.requirement("C1")
def test_the_focus_is_seen(qtbot: QtBot, button: KeyButton) -> None:
    ring = button.theme.colour("focus")
    assert where(painted(button), ring).isEmpty()
    button.show()
    qtbot.waitExposed(button)
    button.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert where(painted(button), ring).width() >= button.width() - 2


def test_a_lead_is_filled_and_one_that_is_off_is_not(button: KeyButton) -> None:
    accent = button.theme.colour("accent")
    assert where(painted(button), accent).width() > button.width() / 2
    button.setEnabled(False)
    assert where(painted(button), accent).isEmpty()


def test_it_mirrors(button: KeyButton, direction: Qt.LayoutDirection) -> None:
    button.show_label("", ("F2",))
    button.resize(button.sizeHint().width() * 3, button.sizeHint().height())
    cap = where(painted(button), button.theme.colour("line_hard"))
    sign = where(painted(button), button.theme.colour("on_cap"))
    starts_left = direction == Qt.LayoutDirection.LeftToRight
    assert (sign.center().x() < button.width() / 2) == starts_left
    assert not cap.isEmpty()


@pytest.mark.parametrize("label", ["Refresh permit", "تحديث التصريح", "Send to second line"])
@pytest.mark.parametrize("width", [120, 150, 260])
def test_a_label_wraps_or_shrinks_before_it_is_cut(
    button: KeyButton, label: str, width: int
) -> None:
    button.show_label(label, ("F5",), icon="refresh")
    button.resize(width, button.sizeHint().height())
    assert button.cut_text() == ""


def test_every_action_has_an_icon_that_exists() -> None:
    assert ICONS.keys() == set(Action)
    assert set(ICONS.values()) <= icon_names()
