"""Scanner keystrokes, a person's typing and the officer's keys, told apart before any widget."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from checkpoint_app.capture.strokes import (
    Act,
    Answer,
    Deliver,
    Early,
    Progress,
    Scan,
    Stroke,
    StrokeKind,
)
from checkpoint_app.capture.wedge import KeyStream
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from ui.lane.views import Action
from ui.native_keys import NativeKeys, coded, is_locked

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier

# By Qt's key, which no keyboard layout changes.
FUNCTION_KEYS: dict[int, Action] = {
    _Key.Key_F1: Action.HELP,
    _Key.Key_F2: Action.DEPART,
    _Key.Key_F3: Action.REFER,
    _Key.Key_F4: Action.DEFER,
    _Key.Key_F5: Action.REFRESH,
    _Key.Key_F6: Action.NO_BARCODE,
    _Key.Key_F7: Action.GROUP,
    _Key.Key_F8: Action.UNDO,
    _Key.Key_F9: Action.DAY,
    _Key.Key_F10: Action.DESKS,
    _Key.Key_F11: Action.LANGUAGE,
    _Key.Key_F12: Action.LOCK,
}
KEYPAD_KEYS: dict[int, Action] = {
    _Key.Key_Plus: Action.DEPART,
    _Key.Key_Minus: Action.REFER,
    _Key.Key_Slash: Action.NO_BARCODE,
    _Key.Key_Asterisk: Action.UNDO,
}
_MODIFIER_KEYS = frozenset(
    {
        _Key.Key_Shift,
        _Key.Key_Control,
        _Key.Key_Alt,
        _Key.Key_Meta,
        _Key.Key_AltGr,
        _Key.Key_CapsLock,
        _Key.Key_NumLock,
    }
)
_TERMINATORS = frozenset({_Key.Key_Return, _Key.Key_Enter, _Key.Key_Tab})
# Scanners also send them as Control+M, J and I.
_TERMINATOR_SIGNS = frozenset("\r\n\t")
_CHORDS = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_PLAIN = _Modifier.KeypadModifier
# On Windows the third level of a keyboard (AltGr) comes as both.
_THIRD_LEVEL = _Modifier.ControlModifier | _Modifier.AltModifier

_HARMLESS = (StrokeKind.OTHER, StrokeKind.MODIFIER)  # never the beginning of a code
_WATCHED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod,
    }
)
# What a stroke does when a person struck it: each event with the widget that it was for.
_Effects = tuple[tuple[QObject | None, QEvent], ...]
# A timer later than this (s) met a busy window: keys may be waiting that were struck in time.
_LATE = 0.015
_GRACE_MS = 5


class KeyWatch(QObject):
    """Watches every key of the application: make one, with the application as its parent.

    A scanner's keystrokes reach no widget, button or shortcut. What a person types reaches the
    widget that had the focus then, at most 40 ms after the last key.
    """

    scanned = Signal(str)
    """A whole code of a scanner, or a swiped passport (lines parted by a line feed)."""
    early = Signal(object)
    """An `Early`: the permit number of a token that is still arriving."""
    progress = Signal(int)
    """How many characters of a code have arrived so far."""
    struck = Signal()
    """A key went down that may be the officer's: what is meant is what is on the screen now."""
    acted = Signal(object)
    """An `Action`: the officer's key, told when no other key has followed it."""
    typed_digits = Signal(str)
    """Digits (0 to 9) that a person typed while no text field had the focus."""

    def __init__(
        self, application: QCoreApplication, clock: Clock | None = None, *, acts: bool = True
    ) -> None:
        """Without ``acts`` there are no officer's keys: each is typed, as in any dialogue."""
        super().__init__(application)
        self._clock, self._acts = clock or SystemClock(), acts
        self._stream = KeyStream()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._asked_again = False
        self._delivered: list[QEvent] = []  # on their way to a widget, the innermost last
        self._application = application
        application.installEventFilter(self)
        self._native = NativeKeys()
        application.installNativeEventFilter(self._native)

    @property
    def idle(self) -> bool:
        """Whether no key is held back and no code is arriving."""
        return self._stream.idle

    @Slot()
    def close(self) -> None:
        """Watch no more: keys go their ordinary way, what is held is dropped. There is one watch
        at a time."""
        self._application.removeEventFilter(self)
        self._application.removeNativeEventFilter(self._native)
        self._timer.stop()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Everything but keys, and what an input method writes for keys, passes at once."""
        if event.type() not in _WATCHED or any(event is own for own in self._delivered):
            return False
        if isinstance(event, QInputMethodEvent):
            held = self._native.was_written(watched, event)
            if held:
                QTimer.singleShot(0, self, self._settle)
            return held
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._override(event)
        if not isinstance(watched, (QWidget, QWindow)):
            return False
        self._take(watched, event)
        return True

    def _override(self, event: QKeyEvent) -> bool:
        """A shortcut must not fire from what may be a scanner's: claim the key as ordinary."""
        if self._stream.idle and _kind(event) in _HARMLESS and not self._action(event):
            return False
        event.accept()
        return True

    def _take(self, watched: QObject, event: QKeyEvent) -> None:
        now = self._clock.monotonic()
        for key in self._native.taken_before(event):
            self._strike(key.stroke(), now)
        # Keys that waited behind a busy window still tell when they were struck.
        at = event.timestamp() / 1000 or now
        self._strike(_stroke(event, _receiver(watched), at, self._action(event)), now)

    @Slot()
    def _settle(self) -> None:
        """What an input method wrote need not wait for the key to come up."""
        while (key := self._native.written_first()) is not None:
            self._strike(key.stroke(), self._clock.monotonic())

    def _strike(self, stroke: Stroke, now: float) -> None:
        begins = False
        if stroke.is_release:
            answers = self._stream.release(stroke)
        else:
            waited = self._stream.alone
            answers = self._stream.press(stroke, now)
            begins = self._stream.alone and (bool(answers) or not waited)
        self._asked_again = False
        self._arm(now)
        self._answer(answers)
        if begins:
            self.struck.emit()

    def _action(self, event: QKeyEvent) -> str:
        """What the officer's key does; over a dialogue, and where none acts, nothing."""
        typed = not self._acts or QApplication.activeModalWidget() is not None
        return "" if typed else _action(event)

    def _arm(self, now: float) -> None:
        due = self._stream.due
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, int((due - now) * 1000) + 1))

    @Slot()
    def _tick(self) -> None:
        now = self._clock.monotonic()
        due = self._stream.due
        if due is not None and now - due > _LATE and not self._asked_again:
            self._asked_again = True
            self._timer.start(_GRACE_MS)
            return
        self._asked_again = False
        answers = self._stream.tick(now)
        self._arm(now)
        self._answer(answers)

    def _answer(self, answers: list[Answer]) -> None:
        for answer in answers:
            match answer:
                case Deliver(strokes):
                    self._deliver(strokes)
                case Progress(count):
                    self.progress.emit(count)
                case Early():
                    self.early.emit(answer)
                case Scan(text):
                    QGuiApplication.inputMethod().reset()  # a dead key of it waits for a letter
                    self.scanned.emit(text)
                case Act(action):
                    self.acted.emit(Action(action))

    def _deliver(self, strokes: tuple[Stroke, ...]) -> None:
        """Let keys have their ordinary effect; digits outside any text field are told instead."""
        digits = ""
        for stroke in strokes:
            for receiver, event in _effects(stroke):
                if receiver is None or not _is_there(receiver):
                    continue
                digit = ascii_digits(stroke.text)
                outside = stroke.kind is StrokeKind.TEXT and not _is_text_field(receiver)
                if outside and is_ascii_digits(digit):
                    digits += "" if stroke.is_release else digit
                    continue
                if digits:
                    self.typed_digits.emit(digits)
                    digits = ""
                self._send(receiver, event)
        if digits:
            self.typed_digits.emit(digits)

    def _send(self, receiver: QObject, event: QEvent) -> None:
        self._delivered.append(event)
        try:
            QCoreApplication.sendEvent(receiver, event)
        finally:
            self._delivered.remove(event)


def _effects(stroke: Stroke) -> _Effects:
    effects: _Effects = stroke.event  # type: ignore[assignment]  # by `_stroke`, `NativeKey`
    return effects


def _stroke(event: QKeyEvent, receiver: QObject | None, at: float, action: str) -> Stroke:
    """``event`` becomes a copy, to be sent later: Qt's own lives no longer than its delivery."""
    return Stroke(
        at=at,
        key=event.nativeScanCode() or event.key(),
        kind=_kind(event),
        text=event.text(),
        action=action,
        auto_repeat=event.isAutoRepeat(),
        is_release=event.type() is QEvent.Type.KeyRelease,
        event=((receiver, event.clone()),),
        coded=_coded(event),
        locked=is_locked(event),
    )


def _kind(event: QKeyEvent) -> StrokeKind:
    key, text = event.key(), event.text()
    if key in _MODIFIER_KEYS:
        return StrokeKind.MODIFIER
    if key in _TERMINATORS or (text and text in _TERMINATOR_SIGNS):
        return StrokeKind.TERMINATOR
    chord = event.modifiers() & _CHORDS
    if chord and chord != _THIRD_LEVEL:
        return StrokeKind.OTHER
    writes = (text and text.isprintable()) or _coded(event)
    return StrokeKind.TEXT if writes else StrokeKind.OTHER


def _coded(event: QKeyEvent) -> str:
    return coded(event, bool(event.modifiers() & _CHORDS))


def _action(event: QKeyEvent) -> str:
    modifiers = event.modifiers()
    if modifiers & ~_PLAIN:
        return ""
    if modifiers & _PLAIN:
        return KEYPAD_KEYS.get(event.key(), "")
    return FUNCTION_KEYS.get(event.key(), "")


def _receiver(watched: QObject) -> QObject | None:
    """The widget that a key is for; Qt first shows it to the window around it."""
    if isinstance(watched, QWidget):
        return watched
    grabber = QWidget.keyboardGrabber()
    if grabber is not None:
        return grabber
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow() or watched


def _is_text_field(receiver: QObject) -> bool:
    if isinstance(receiver, (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)):
        return not receiver.isReadOnly()
    return isinstance(receiver, QComboBox) and receiver.isEditable()


def _is_there(receiver: QObject) -> bool:
    """Whether it still exists. Asked of Qt, not of Python: what Qt made Qt also destroys."""
    if not shiboken6.isValid(receiver):
        return False
    if receiver is QApplication.focusWidget():
        return True
    return receiver in QApplication.allWidgets() or receiver in QApplication.allWindows()
