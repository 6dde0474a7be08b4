from __future__ import annotations

import ctypes
import struct

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from checkpoint_app.capture.strokes import StrokeKind
from ui.native_keys import NativeKey, NativeKeys

DOWN, UP = 2, 3
SHIFT, LOCK, CONTROL = 1, 2, 4
A, B, RETURN, LEFT_SHIFT = 38, 56, 36, 50


def tell(keys: NativeKeys, kind: int, code: int, time: int, state: int = 0) -> None:
    """As xcb lays it out (xproto.h, xcb_key_press_event_t)."""
    event = ctypes.create_string_buffer(
        struct.pack("=BBHIIIIhhhhHBx", kind, code, 7, time, 1, 2, 3, 10, 20, 30, 40, state, 1)
    )
    assert keys.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(event)) == (False, 0)


def told(kind: QEvent.Type, code: int, time: int) -> QKeyEvent:
    """Qt's own event of a key."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(kind, Qt.Key.Key_A, none, code, 0, 0, "a")
    event.setTimestamp(time)
    return event


def taken(keys: NativeKeys, code: int, time: int, up: bool = False) -> list[NativeKey]:
    kind = QEvent.Type.KeyRelease if up else QEvent.Type.KeyPress
    return keys.taken_before(told(kind, code, time))


def test_what_qt_tells_of_is_done_with() -> None:
    keys = NativeKeys()
    for time in (1, 2):
        tell(keys, DOWN, A, time)
        tell(keys, UP, A, time)
    for time in (1, 2):
        assert taken(keys, A, time) == taken(keys, A, time, up=True) == []


def test_keys_that_were_taken_come_in_their_order(qapp: QApplication) -> None:
    """In one millisecond, as with a scanner that waits for nothing."""
    keys, field = NativeKeys(), QLineEdit()
    for code in (B, B, A):
        tell(keys, DOWN, code, 5)
        if code == B:
            keys.was_written(field, written("لا"))
        tell(keys, UP, code, 5)
    before = taken(keys, B, 5, up=True)
    assert [key.stroke().coded for key in before] == ["b"]
    before = taken(keys, A, 5)
    assert [(key.stroke().coded, key.code) for key in before] == [("b", B)]


def written(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_what_is_of_no_key_passes(qapp: QApplication) -> None:
    keys, field = NativeKeys(), QLineEdit()
    assert not keys.was_written(field, written("لا"))
    tell(keys, DOWN, A, 1)
    assert not keys.was_written(field, QInputMethodEvent())
    assert taken(keys, B, 9) == []  # a key that X11 never told of
    assert taken(keys, A, 1) == []


def test_what_an_input_method_wrote_is_the_strokes_text(qapp: QApplication) -> None:
    keys, field = NativeKeys(), QLineEdit()
    tell(keys, DOWN, B, 40_000, SHIFT | LOCK)
    assert keys.was_written(field, written("لآ"))
    key = keys.written_first()
    assert key is not None and keys.written_first() is None
    stroke = key.stroke()
    assert (stroke.text, stroke.coded, stroke.at, stroke.key) == ("لآ", "B", 40.0, B)
    assert stroke.locked and not stroke.auto_repeat and stroke.kind is StrokeKind.TEXT
    tell(keys, UP, B, 40_010)
    assert taken(keys, B, 40_010, up=True) == []


def test_what_was_written_and_told_of_is_not_lost(qapp: QApplication) -> None:
    keys, field = NativeKeys(), QLineEdit()
    tell(keys, DOWN, A, 1)
    keys.was_written(field, written("é"))
    (key,) = taken(keys, A, 1)
    assert key.stroke().text == "é" and key.stroke().coded == ""


def test_a_key_that_is_held_repeats_itself() -> None:
    """Either way that X servers tell it."""
    keys = NativeKeys()
    for kind, time in ((DOWN, 1), (DOWN, 500), (UP, 530), (DOWN, 530), (UP, 560), (DOWN, 561)):
        tell(keys, kind, B, time)
    tell(keys, UP, B, 600)
    presses = taken(keys, B, 600, up=True)
    assert [key.stroke().auto_repeat for key in presses] == [False, True, True, False]


def test_kinds_of_keys() -> None:
    keys = NativeKeys()
    for code, state in ((RETURN, 0), (LEFT_SHIFT, 0), (A, CONTROL), (9, 0)):
        tell(keys, DOWN, code, 1, state)
    tell(keys, UP, A, 2)
    assert [key.stroke().kind for key in taken(keys, A, 2, up=True)] == [
        StrokeKind.TERMINATOR,
        StrokeKind.MODIFIER,
        StrokeKind.OTHER,
        StrokeKind.OTHER,
    ]


def test_memory_is_bounded_and_other_events_pass() -> None:
    keys = NativeKeys()
    assert keys.nativeEventFilter(b"windows_generic_MSG", 0) == (False, 0)
    for time in range(5000):
        tell(keys, DOWN, A, time)
    assert len(taken(keys, A, 4999)) < 2000
