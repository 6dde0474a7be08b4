from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from checkpoint_app.capture.strokes import Early
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial
from ui.keys import FUNCTION_KEYS, KEYPAD_KEYS, KeyWatch
from ui.lane.views import Action

NUMBER = permit_number_from_serial(483920175566)
TOKEN = token_text.to_digits(NUMBER, bytes(range(170)))
Key, Modifier = Qt.Key, Qt.KeyboardModifier
NONE = Modifier.NoModifier
SCANNER, FINGERS = 8, 130  # milliseconds between two keys
KEYS = {"\r": Key.Key_Return, "\t": Key.Key_Tab, " ": Key.Key_Space, "\b": Key.Key_Backspace}


class Window(QWidget):
    """A field, a second one and a button; whatever reaches the shortcut or the button is noted."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        self.field, self.other, self.spin = QLineEdit(), QLineEdit(), QSpinBox()
        self.button = QPushButton("Depart")
        for widget in (self.field, self.other, self.spin, self.button):
            row.addWidget(widget)
        self.presses = 0
        self.shortcuts = 0
        self.button.clicked.connect(self.count)
        self.button.setAutoDefault(True)
        for keys in ("4", "F2", "Ctrl+J", "Return", "Ctrl+L"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self.fire)

    @Slot()
    def count(self) -> None:
        self.presses += 1

    @Slot()
    def fire(self) -> None:
        self.shortcuts += 1


class Heard(QObject):
    def __init__(self, watch: KeyWatch) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.early: list[Early] = []
        self.counts: list[int] = []
        self.acts: list[Action] = []
        self.digits: list[str] = []
        watch.scanned.connect(self.scan)
        watch.early.connect(self.hint)
        watch.progress.connect(self.step)
        watch.acted.connect(self.act)
        watch.typed_digits.connect(self.digit)

    @Slot(str)
    def scan(self, text: str) -> None:
        self.scans.append(text)

    @Slot(object)
    def hint(self, early: Early) -> None:
        self.early.append(early)

    @Slot(int)
    def step(self, count: int) -> None:
        self.counts.append(count)

    @Slot(object)
    def act(self, action: Action) -> None:
        self.acts.append(action)

    @Slot(str)
    def digit(self, text: str) -> None:
        self.digits.append(text)


@dataclass
class Desk:
    """A keyboard before a window. Keys carry their own times; the watch's timers are real."""

    qtbot: QtBot
    window: Window
    watch: KeyWatch
    heard: Heard
    at: int = 10_000

    def key(
        self,
        key: int,
        text: str = "",
        gap: int = FINGERS,
        modifiers: Qt.KeyboardModifier = NONE,
        auto_repeat: bool = False,
    ) -> None:
        """A key goes down and comes up, sent to the widget with the focus."""
        self.at += gap
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text, auto_repeat)
            event.setTimestamp(self.at)
            receiver = QApplication.focusWidget() or self.window
            QCoreApplication.sendEvent(receiver, event)

    def keys(self, text: str, gap: int) -> None:
        for sign in text:
            self.key(KEYS.get(sign, ord(sign.upper())), sign, gap)

    def settle(self) -> None:
        """Until nothing is held."""
        self.qtbot.waitUntil(lambda: self.watch.idle)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    watch = KeyWatch(qapp)
    yield Desk(qtbot, window, watch, Heard(watch))
    watch.close()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("text", [TOKEN, "HC1:6BF +70790T9WJ 4B", "ضصث قفغ عهخ", "٤٨٣٩٢٠١٧٥٥٦٦٢"])
@pytest.mark.parametrize("end", ["\r", "\t"])
@pytest.mark.parametrize("place", ["field", "button", "spin"])
def test_a_scan_reaches_no_widget(desk: Desk, text: str, end: str, place: str) -> None:
    widget = getattr(desk.window, place)
    widget.setFocus()
    desk.keys(text + end, SCANNER)
    assert desk.heard.scans == [text]
    assert desk.window.field.text() == "" and desk.window.spin.value() == 0
    assert desk.window.presses == desk.window.shortcuts == 0
    assert QApplication.focusWidget() is widget
    assert desk.heard.digits == [] and desk.heard.acts == []


def test_a_scan_ends_without_a_terminator_too(desk: Desk) -> None:
    desk.keys("4839201755662", SCANNER)
    desk.settle()
    assert desk.heard.scans == ["4839201755662"]


@pytest.mark.requirement("C1")
def test_the_permit_number_comes_before_the_rest(desk: Desk) -> None:
    desk.keys(TOKEN[:20], SCANNER)
    assert desk.heard.early == [Early(NUMBER)] and desk.heard.scans == []
    desk.keys(TOKEN[20:] + "\r", SCANNER)
    assert desk.heard.scans == [TOKEN]
    assert desk.heard.counts == sorted(desk.heard.counts) and desk.heard.counts[-1] > 400


@pytest.mark.requirement("C1")
def test_no_shortcut_fires_from_a_scan(desk: Desk) -> None:
    """By the window system's way, which asks shortcuts first."""
    handle = desk.window.windowHandle()
    desk.window.field.setFocus()
    for sign in "4839201755662":
        QTest.keyClick(handle, Key(ord(sign)))
    QTest.keyClick(handle, Key.Key_J, Modifier.ControlModifier)
    QTest.keyClick(handle, Key.Key_Return)
    desk.settle()
    assert desk.heard.scans == ["4839201755662"]
    assert desk.window.shortcuts == 0 and desk.window.field.text() == ""


def test_a_shortcut_with_control_works(desk: Desk) -> None:
    QTest.keyClick(desk.window.windowHandle(), Key.Key_L, Modifier.ControlModifier)
    desk.settle()
    assert desk.window.shortcuts == 1


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("text", ["Hassan 12", "محمد عبد الله", "٣٤٥"])
def test_typing_arrives_in_the_field(desk: Desk, text: str) -> None:
    desk.window.field.setFocus()
    desk.keys(text, FINGERS)
    desk.settle()
    assert desk.window.field.text() == text and desk.heard.scans == desk.heard.digits == []


def test_typing_arrives_by_the_window_systems_way_once(desk: Desk) -> None:
    desk.window.field.setFocus()
    QTest.keyClick(desk.window.windowHandle(), Key.Key_7)
    desk.settle()
    assert desk.window.field.text() == "7"


def test_editing_keys_work(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.keys("abc\b", FINGERS)
    desk.key(Key.Key_Left)
    desk.keys("X", FINGERS)
    desk.key(Key.Key_Home)
    desk.key(Key.Key_Delete, "\x7f")
    desk.settle()
    assert desk.window.field.text() == "Xb"


def test_copying_and_pasting_work(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.keys("abc", FINGERS)
    desk.key(Key.Key_A, "\x01", modifiers=Modifier.ControlModifier)
    desk.key(Key.Key_C, "\x03", modifiers=Modifier.ControlModifier)
    desk.window.other.setFocus()
    desk.key(Key.Key_V, "\x16", modifiers=Modifier.ControlModifier)
    assert desk.window.other.text() == "abc"


def test_what_was_typed_goes_where_it_was_typed(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.keys("a", FINGERS)
    desk.window.other.setFocus()
    desk.settle()
    assert (desk.window.field.text(), desk.window.other.text()) == ("a", "")


def test_what_was_typed_into_a_field_that_is_gone_is_dropped(desk: Desk) -> None:
    fleeting = QLineEdit(desk.window)
    fleeting.show()
    fleeting.setFocus()
    desk.keys("a", FINGERS)
    fleeting.setParent(None)
    fleeting.deleteLater()
    del fleeting
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.settle()
    assert desk.window.field.text() == ""


def test_a_button_is_pressed_by_the_keyboard(desk: Desk) -> None:
    desk.window.button.setFocus()
    desk.keys(" ", FINGERS)
    desk.settle()
    assert desk.window.presses == 1


def test_tab_moves_the_focus(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.keys("\t", FINGERS)
    desk.settle()
    assert QApplication.focusWidget() is desk.window.other
    desk.key(Key.Key_Backtab, modifiers=Modifier.ShiftModifier)
    assert QApplication.focusWidget() is desk.window.field


def test_enter_is_told_by_the_field(desk: Desk) -> None:
    desk.window.field.setFocus()
    with desk.qtbot.waitSignal(desk.window.field.returnPressed):
        desk.keys("12\r", FINGERS)


@pytest.mark.requirement("C1")
def test_digits_outside_any_field_are_told(desk: Desk) -> None:
    desk.window.button.setFocus()
    desk.keys("48٣", FINGERS)
    desk.settle()
    assert "".join(desk.heard.digits) == "483" and desk.window.presses == 0


def test_digits_in_a_number_field_are_its_own(desk: Desk) -> None:
    desk.window.spin.setFocus()
    desk.window.spin.selectAll()
    desk.keys("42", FINGERS)
    desk.settle()
    assert desk.window.spin.value() == 42 and desk.heard.digits == []


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("place", ["field", "button"])
@pytest.mark.parametrize("key", FUNCTION_KEYS)
def test_a_function_key_acts(desk: Desk, key: int, place: str) -> None:
    getattr(desk.window, place).setFocus()
    desk.key(key)
    desk.settle()
    assert desk.heard.acts == [FUNCTION_KEYS[key]] and desk.window.shortcuts == 0


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("key", KEYPAD_KEYS)
def test_a_key_of_the_number_pad_acts(desk: Desk, key: int) -> None:
    desk.window.field.setFocus()
    desk.key(key, chr(key), modifiers=Modifier.KeypadModifier)
    desk.settle()
    assert desk.heard.acts == [KEYPAD_KEYS[key]] and desk.window.field.text() == ""


def test_in_a_dialogue_the_number_pad_types(desk: Desk) -> None:
    dialogue = QDialog(desk.window)
    field = QLineEdit(dialogue)
    dialogue.setModal(True)
    dialogue.show()
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialogue)
    field.setFocus()
    desk.key(Key.Key_Minus, "-", modifiers=Modifier.KeypadModifier)
    desk.settle()
    assert desk.heard.acts == [] and field.text() == "-"
    dialogue.close()


def test_where_no_officer_s_keys_are_the_number_pad_types(desk: Desk, qapp: QApplication) -> None:
    qapp.removeEventFilter(desk.watch)
    plain = KeyWatch(qapp, acts=False)
    desk.window.field.setFocus()
    desk.key(Key.Key_Slash, "/", modifiers=Modifier.KeypadModifier)
    desk.qtbot.waitUntil(lambda: plain.idle)
    assert desk.window.field.text() == "/"
    plain.close()


@pytest.mark.requirement("C1")
def test_a_key_that_may_act_is_told_of_when_it_goes_down(desk: Desk) -> None:
    struck: list[bool] = []
    desk.watch.struck.connect(lambda: struck.append(bool(desk.heard.acts)))
    desk.key(Key.Key_F2)
    assert struck == [False]
    desk.key(Key.Key_F2, gap=20)  # a worn contact
    assert struck == [False]
    desk.settle()
    desk.keys("4", FINGERS)
    desk.settle()
    assert struck == [False]
    desk.key(Key.Key_F3)
    assert struck == [False, True]


def test_the_same_sign_above_the_letters_is_typing(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.key(Key.Key_Minus, "-")
    desk.settle()
    assert desk.heard.acts == [] and desk.window.field.text() == "-"


@pytest.mark.parametrize(
    "modifiers", [Modifier.AltModifier, Modifier.ControlModifier, Modifier.ShiftModifier]
)
def test_a_function_key_with_another_does_not_act(
    desk: Desk, modifiers: Qt.KeyboardModifier
) -> None:
    desk.key(Key.Key_F2, modifiers=modifiers)
    desk.settle()
    assert desk.heard.acts == []


def test_a_function_key_held_down_acts_once(desk: Desk) -> None:
    desk.key(Key.Key_F8)
    desk.settle()
    for _ in range(10):
        desk.key(Key.Key_F8, gap=30, auto_repeat=True)
    desk.settle()
    assert desk.heard.acts == [Action.UNDO]


@pytest.mark.parametrize("gap", [0, 20, 55])
def test_a_function_key_beside_another_key_does_not_act(desk: Desk, gap: int) -> None:
    desk.window.field.setFocus()
    desk.keys("a", FINGERS)
    desk.key(Key.Key_F2, gap=gap)
    desk.settle()
    desk.key(Key.Key_F2)
    desk.keys("b", gap)
    desk.settle()
    assert desk.heard.acts == [] and desk.window.field.text() == "ab"


def test_a_letter_held_down_fills_the_field(desk: Desk) -> None:
    desk.window.field.setFocus()
    desk.keys("a", FINGERS)
    desk.settle()
    for _ in range(9):
        desk.key(Key.Key_A, "a", gap=30, auto_repeat=True)
    desk.settle()
    assert desk.window.field.text() == "a" * 10


def test_what_an_input_method_composes_is_left_alone(desk: Desk) -> None:
    desk.window.field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("سلام")
    QCoreApplication.sendEvent(desk.window.field, event)
    assert desk.window.field.text() == "سلام"


def test_keys_reach_an_open_menu(desk: Desk) -> None:
    menu = QMenu(desk.window)
    menu.addAction("one").triggered.connect(desk.window.count)
    menu.popup(desk.window.mapToGlobal(QPoint(0, 0)))
    handle = desk.window.windowHandle()
    QTest.keyClick(handle, Key.Key_Down)
    QTest.keyClick(handle, Key.Key_Return)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.window.presses == 1)


def test_a_window_opened_by_a_key_hears_keys_too(desk: Desk) -> None:
    """Keys are told apart also while a window runs that a key has opened."""
    desk.window.button.setFocus()
    late: list[str] = []

    class Opener(QObject):
        @Slot()
        def scan_inside(self) -> None:
            desk.keys("4839201755662\r", SCANNER)
            late.append(desk.heard.scans[-1])

    opener = Opener()
    desk.window.button.clicked.connect(opener.scan_inside)
    desk.keys(" ", FINGERS)
    desk.settle()
    assert late == ["4839201755662"] and desk.window.presses == 1


def test_a_day_of_typing_that_waited_behind_a_busy_window_is_typing(desk: Desk) -> None:
    """All in one go, by their own times far apart."""
    desk.window.field.setFocus()
    desk.keys("483920175566", 90)
    desk.settle()
    assert desk.window.field.text() == "483920175566" and desk.heard.scans == []


def test_other_events_pass(desk: Desk) -> None:
    QTest.mouseClick(desk.window.button, Qt.MouseButton.LeftButton)
    assert desk.window.presses == 1


def test_a_watch_that_was_closed_lets_keys_through(desk: Desk, qapp: QApplication) -> None:
    extra = KeyWatch(qapp)
    extra.close()
    desk.watch.close()
    desk.window.field.setFocus()
    desk.keys("4839201755662", SCANNER)
    assert desk.window.field.text() == "4839201755662"
