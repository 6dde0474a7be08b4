"""What a scanner in keyboard mode would have sent as bytes, from the events of Linux's evdev.

`linux/input.h`: struct input_event; `linux/input-event-codes.h`: EV_KEY and SYN_DROPPED. A scanner
set to a US keyboard is meant, or to Alt and the number pad ("ALT mode"), which no layout changes.
"""

from __future__ import annotations

import struct

from checkpoint_app.capture.scan_codes import (
    ALTS,
    CAPS_LOCK,
    CONTROLS,
    MODIFIERS,
    SHIFTS,
    TAB,
    TERMINATORS,
    with_capitals_turned,
    written,
)

EVENT = struct.Struct("@llHHi")
"""Seconds and microseconds, kind, code, value."""

EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3
UP, DOWN = 0, 1  # 2: held down, which repeats nothing here

_LONGEST_NUMBER = 4  # digits of a character with Alt held


class KeysLostError(Exception):
    """The kernel had no room for keys: what is arriving is not whole."""


class KeyBytes:
    """One device. Holds its modifiers and less than one event."""

    def __init__(self) -> None:
        self._rest = b""
        self._down: set[int] = set()
        self._turned = False  # by the device's own Caps Lock
        self._number = ""

    def feed(self, events: bytes) -> bytes:
        """Events as they were read, in any pieces; what they write, as far as it is known. Raises
        KeysLostError."""
        events = self._rest + events
        whole = len(events) // EVENT.size * EVENT.size
        self._rest = events[whole:]
        wrote = bytearray()
        for _, _, kind, code, value in EVENT.iter_unpack(events[:whole]):
            if (kind, code) == (EV_SYN, SYN_DROPPED):
                raise KeysLostError
            if kind == EV_KEY and value == DOWN:
                wrote += self._press(code).encode()
            elif kind == EV_KEY and value == UP:
                wrote += self._release(code).encode()
        return bytes(wrote)

    def _press(self, code: int) -> str:
        if code in MODIFIERS:
            self._down.add(code)
        if code == CAPS_LOCK:
            self._turned = not self._turned
        if code in TERMINATORS:
            return "\t" if code == TAB else "\r"
        sign = written(code, bool(self._down & SHIFTS))
        if self._down & ALTS:
            self._number = (self._number + sign)[: _LONGEST_NUMBER + 1]
            return ""
        if self._down & CONTROLS:
            return _control(sign)
        return with_capitals_turned(sign) if self._turned else sign

    def _release(self, code: int) -> str:
        self._down.discard(code)
        if code not in ALTS or not self._number:
            return ""
        number, self._number = self._number, ""
        sound = len(number) <= _LONGEST_NUMBER and number.isascii() and number.isdigit()
        return chr(int(number)) if sound and int(number) < 256 else ""


def _control(sign: str) -> str:
    """What a key writes with Control: GS and the like, which codes may hold."""
    upper = sign.upper()
    return chr(ord(upper) & 0x1F) if upper and "@" <= upper <= "_" else ""
