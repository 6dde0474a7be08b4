"""Keys as the window system gives them, before any input method has had them.

An input method takes the keys of dead accents and of lam-alef for itself, and what it writes in
their place comes before the keys that were struck earlier. Under X11 the events that Qt is given
tell which keys these were; elsewhere nothing is known but Qt's own events.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent

from checkpoint_app.capture.scan_codes import EVDEV_CODES, MODIFIERS, TERMINATORS, written
from checkpoint_app.capture.strokes import Stroke, StrokeKind

# xcb_key_press_event_t (xproto.h): type, keycode, time in ms, state of the modifiers.
_EVENT = struct.Struct("=BB2xI20xH2x")
_XCB = b"xcb_generic_event_t"
_PRESS, _RELEASE = 2, 3
_SHIFT, _LOCK, _CONTROL, _ALT, _META = 1, 2, 4, 8, 64
# As Qt says it on Windows (qwindowskeymapper.cpp, CapsLock).
_WINDOWS_LOCK = 0x100
# Seconds until a key that is held goes down once more, at most.
_SLOWEST_REPEAT = 1.5
# A window that is not served for so many keys has other trouble.
_MOST = 1024


@dataclass(slots=True)
class NativeKey:
    """A key that went down or came up, by X11. ``is_repeated`` when it was held down; ``written``
    is what an input method wrote for it, with the widget that it wrote to."""

    code: int
    at: float  # seconds of the X server's clock
    state: int
    is_release: bool
    is_repeated: bool = False
    written: list[tuple[QObject, QInputMethodEvent]] = field(default_factory=list)

    def stroke(self) -> Stroke:
        """The key, which no widget will see: an input method took it."""
        evdev = EVDEV_CODES["xcb"](self.code)
        text = "".join(event.commitString() for _, event in self.written)
        coded = "" if self.state & (_CONTROL | _ALT | _META) else written(evdev, self.is_shifted)
        kind = StrokeKind.TEXT if text or coded else StrokeKind.OTHER
        if evdev in TERMINATORS:
            kind = StrokeKind.TERMINATOR
        if evdev in MODIFIERS:
            kind = StrokeKind.MODIFIER
        return Stroke(
            at=self.at,
            key=self.code,
            kind=kind,
            text=text,
            auto_repeat=self.is_repeated,
            event=tuple(self.written),
            coded=coded,
            locked=bool(self.state & _LOCK),
        )

    @property
    def mark(self) -> tuple[int, float, bool]:
        """By what Qt's own event of it is known."""
        return self.code, self.at, self.is_release

    @property
    def is_shifted(self) -> bool:
        """Whether Shift was down before it."""
        return bool(self.state & _SHIFT)


class NativeKeys(QAbstractNativeEventFilter):
    """The keys that X11 told of and Qt has not delivered yet, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[NativeKey] = deque(maxlen=_MOST)
        self._last: NativeKey | None = None

    def nativeEventFilter(  # type: ignore[override]  # the stubs do not know the pair
        self, kind: QByteArray | bytes, message: int
    ) -> tuple[bool, int]:
        """Notes keys, and lets everything pass."""
        if kind == _XCB:
            event, code, time, state = _EVENT.unpack(ctypes.string_at(int(message), 32))
            if event & 0x7F in (_PRESS, _RELEASE):
                self._note(NativeKey(code, time / 1000, state, event & 0x7F == _RELEASE))
        return False, 0

    def _note(self, key: NativeKey) -> None:
        """A key that is held goes down again and again; some servers let it come up just before,
        within the same millisecond."""
        last, self._last = self._last, key
        if last is not None and last.code == key.code and not key.is_release:
            gap = key.at - last.at
            key.is_repeated = gap == 0 if last.is_release else gap < _SLOWEST_REPEAT
        self._keys.append(key)

    def written_first(self) -> NativeKey | None:
        """The oldest key of all, when an input method has written for it: Qt will tell nothing."""
        first = self._keys[0] if self._keys else None
        if first is None or not first.written or first.is_release:
            return None
        return self._keys.popleft()

    def was_written(self, receiver: QObject, event: QInputMethodEvent) -> bool:
        """An input method writes: it does so while it is shown the last key. False when it writes
        nothing, or for no key."""
        if not self._keys or not event.commitString():
            return False
        copy = event.clone()
        assert isinstance(copy, QInputMethodEvent)
        self._keys[-1].written.append((receiver, copy))
        return True

    def taken_before(self, event: QKeyEvent) -> list[NativeKey]:
        """The keys struck before this event of Qt's that Qt never told of, in their order. What
        it tells of itself is done with."""
        wanted = (
            event.nativeScanCode(),
            event.timestamp() / 1000,
            event.type() is QEvent.Type.KeyRelease,
        )
        if not any(key.mark == wanted for key in self._keys):
            return []
        taken = []
        while (key := self._keys.popleft()).mark != wanted:
            if not key.is_release:
                taken.append(key)
        if key.written:  # it was written, and told of too: that much is of no key
            taken.append(replace(key, code=0))
        return taken


def coded(event: QKeyEvent, chord: bool) -> str:
    """What a scanner means by the key of an event; empty where that is unknown."""
    evdev = _evdev(event)
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return "" if chord else written(evdev, shifted)


def is_locked(event: QKeyEvent) -> bool:
    """Whether Caps Lock was on."""
    windows = QGuiApplication.platformName() == "windows"
    return bool(event.nativeModifiers() & (_WINDOWS_LOCK if windows else _LOCK))


def _evdev(event: QKeyEvent) -> int:
    code_of = EVDEV_CODES.get(QGuiApplication.platformName())
    return code_of(event.nativeScanCode()) if code_of is not None else 0
