"""A keyboard on an X server: real key events through its XTEST extension, by the bare protocol.

Keys are given as a scanner's or a person's keyboard has them: by place. What they write is the
layout's affair (`layout`, by setxkbmap). X11 core protocol, Appendix B; XTEST protocol, FakeInput.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import time
from types import TracebackType

KEY_PRESS, KEY_RELEASE = 2, 3
SHIFT, CAPS_LOCK, RETURN, TAB, SPACE, BACKSPACE = 50, 66, 36, 23, 65, 22
# The rows of a US keyboard by the X keycode of their first key (xkb-data, keycodes/evdev: TLDE,
# AE01, AD01, AC01, BKSL, AB01), without and with Shift.
_ROWS = (
    (49, "`", "~"),
    (10, "1234567890-=", "!@#$%^&*()_+"),
    (24, "qwertyuiop[]", "QWERTYUIOP{}"),
    (38, "asdfghjkl;'", 'ASDFGHJKL:"'),
    (51, "\\", "|"),
    (52, "zxcvbnm,./", "ZXCVBNM<>?"),
)
PLACES = {
    sign: (first + i, shifted)
    for first, *rows in _ROWS
    for shifted, row in enumerate(rows)
    for i, sign in enumerate(row)
} | {" ": (SPACE, 0), "\r": (RETURN, 0), "\t": (TAB, 0), "\b": (BACKSPACE, 0)}


class XKeyboard:
    """One connection to an X server on this computer."""

    def __init__(self, display: str) -> None:
        """``display`` as in DISPLAY, of a server that lets this user in without a secret."""
        self._display = display
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        self._socket.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        status, _, _, _, more = struct.unpack("<BBHHH", self._read(8))
        said = self._read(more * 4)
        assert status == 1, said
        self._socket.sendall(struct.pack("<BxHHxx8s", 98, 4, 5, b"XTEST"))
        answer = self._read(32)
        assert answer[8], "no XTEST"
        self._xtest = answer[9]

    def __enter__(self) -> XKeyboard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def layout(self, name: str, variant: str = "") -> None:
        """Give the server another layout, with Caps Lock as its only lock."""
        subprocess.run(
            ["setxkbmap", "-layout", name, "-variant", variant],
            env={**os.environ, "DISPLAY": self._display},
            check=True,
            timeout=20,
        )

    def scan(self, text: str, gap: float, end: str = "\r") -> float:
        """As a scanner in USB keyboard mode sends it, ``gap`` seconds a character: a report with
        the key and its Shift, and an empty one. Of each report a kernel tells Shift first.

        Returns the longest time in seconds that may lie between two keys by the server's clock: a
        busy computer is no scanner."""
        due = before = time.monotonic()
        worst = 0.0
        for sign in text + end:
            code, shifted = PLACES[sign]
            sent = time.monotonic()
            self._keys(KEY_PRESS, code, shifted)
            self._wait_for_server()
            worst, before = max(worst, time.monotonic() - before), sent
            due = _until(due + gap / 2)
            self._keys(KEY_RELEASE, code, shifted)
            due = _until(due + gap / 2)
        return worst

    def type(self, text: str, gap: float = 0.12) -> None:
        """As a person does, the next key going down before the last one is up; ``text`` by the
        places of a US keyboard."""
        down: tuple[int, int] | None = None
        for sign in text:
            code, shifted = PLACES[sign]
            if shifted:
                self.press(SHIFT)
            self.press(code)
            time.sleep(gap / 4)
            if down is not None and down[0] != code:
                self.release(down[0])
            if shifted:
                self.release(SHIFT)
            down = (code, shifted)
            time.sleep(gap / 2)
            if sign in text[text.index(sign) + 1 :] or sign in "\r\t ":
                self.release(code)
                down = None
            time.sleep(gap / 4)
        if down is not None:
            self.release(down[0])

    def press(self, code: int) -> None:
        self._fake(KEY_PRESS, code)

    def release(self, code: int) -> None:
        self._fake(KEY_RELEASE, code)

    def strike(self, code: int) -> None:
        """Down and up."""
        self.press(code)
        self.release(code)

    def _keys(self, kind: int, code: int, shifted: int) -> None:
        for each in (SHIFT, code) if shifted else (code,):
            self._fake(kind, each)

    def _fake(self, kind: int, code: int) -> None:
        self._socket.sendall(
            struct.pack("<BBHBBxxII8xhh7xB", self._xtest, 2, 9, kind, code, 0, 0, 0, 0, 0)
        )

    def _wait_for_server(self) -> None:
        """Until it has done what it was sent (GetInputFocus, which it answers)."""
        self._socket.sendall(struct.pack("<BxH", 43, 1))
        while self._read(32)[0] != 1:
            pass

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            assert more, "the X server closed the line"
            data += more
        return data


def _until(due: float) -> float:
    time.sleep(max(0.0, due - time.monotonic()))
    return due
