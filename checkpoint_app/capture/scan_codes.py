"""Physical keys and what a scanner means by them: one set to a US keyboard, as they are delivered.

Keys are told by Linux's evdev numbers (`linux/input-event-codes.h`). They are the same in every
layout, and up to 88 they are also the codes of a PC keyboard's set 1, which Windows gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

ENTER, TAB, KEYPAD_ENTER, CAPS_LOCK = 28, 15, 96, 58
TERMINATORS = frozenset({ENTER, TAB, KEYPAD_ENTER})
SHIFTS = frozenset({42, 54})
CONTROLS = frozenset({29, 97})
ALTS = frozenset({56, 100})
MODIFIERS = SHIFTS | CONTROLS | ALTS | {125, 126, CAPS_LOCK}  # and Meta

# Rows of keys: the number of the first, and what they write without and with Shift.
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (86, "\\", "|"),  # beside the left Shift of keyboards with 105 keys
)
# The number pad, whatever its lock and Shift say: scanners that send by it mean digits.
_PAD = dict(zip((55, *range(71, 84), 98), "*789-456+1230./", strict=True))

_PLAIN: dict[int, str] = {
    first + i: sign for first, row, _ in _ROWS for i, sign in enumerate(row)
} | _PAD
_SHIFTED: dict[int, str] = {
    first + i: sign for first, _, row in _ROWS for i, sign in enumerate(row)
} | _PAD

# X11 and Wayland count from eight.
_X_OFFSET = 8
# The two keys of a scanner that have set-1 codes with a prefix (Qt: the ninth bit).
_EXTENDED = {0x11C: KEYPAD_ENTER, 0x135: 98}
_LAST_COMMON = 88


def written(code: int, shifted: bool = False) -> str:
    """What an evdev key writes on a US keyboard; empty for one that writes nothing."""
    return (_SHIFTED if shifted else _PLAIN).get(code, "")


def with_capitals_turned(sign: str) -> str:
    """The same key with Caps Lock: letters change their case."""
    return sign.swapcase()


def _from_x(native: int) -> int:
    return max(0, native - _X_OFFSET)


def _from_set_1(native: int) -> int:
    return native if native <= _LAST_COMMON else _EXTENDED.get(native, 0)


EVDEV_CODES: Mapping[str, Callable[[int], int]] = MappingProxyType(
    {"xcb": _from_x, "wayland": _from_x, "windows": _from_set_1}
)
"""By the name of Qt's platform: its native scan code as evdev's number; 0 for no known key."""
