"""What the kernel gives of a scanner in keyboard mode: events as `evtest` shows and records them.

Each key has its scan code (MSC_SCAN), its own event and a SYN_REPORT, as hid-input sends them.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.simulators.x_keyboard import PLACES

SHIFT, CONTROL, ALT, CAPS_LOCK = 42, 29, 56, 58
PAD = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
_EVENT = struct.Struct("@llHHi")


def event(kind: int, code: int, value: int, at: float = 0.0) -> bytes:
    return _EVENT.pack(int(at), int(at % 1 * 1e6), kind, code, value)


def key(code: int, value: int) -> bytes:
    return event(4, 4, 0x70000 + code) + event(1, code, value) + event(0, 0, 0)


def strike(code: int) -> bytes:
    return key(code, 1) + key(code, 0)


def chord(held: int, codes: Iterable[int]) -> bytes:
    return key(held, 1) + b"".join(strike(code) for code in codes) + key(held, 0)


def place(sign: str) -> int:
    return PLACES[sign][0] - 8


def typed(text: str) -> bytes:
    """By US keys. Of a report that ends a key with Shift the kernel tells Shift first."""
    return b"".join(
        key(SHIFT, 1) + key(place(sign), 1) + key(SHIFT, 0) + key(place(sign), 0)
        if PLACES[sign][1]
        else strike(place(sign))
        for sign in text
    )


def by_alt(text: str) -> Iterator[bytes]:
    """In ALT mode."""
    return (chord(ALT, (PAD[digit] for digit in f"{ord(sign):04d}")) for sign in text)


class InputDevice:
    """A device that is a named pipe, described as the kernel describes one."""

    def __init__(self, folder: Path, number: int, name: str, keys: str, usb: str = "") -> None:
        self._place = folder / f"event{number}"
        self._description = folder / "sys" / f"event{number}" / "device"
        self._usb, self._name, self._keys = usb, name, keys
        self._end = -1
        self.plug()

    def plug(self) -> None:
        os.mkfifo(self._place)
        self._end = os.open(self._place, os.O_RDWR)
        vendor, _, product = self._usb.partition(":")
        for file, said in (
            ("name", self._name),
            ("capabilities/key", self._keys),
            ("id/vendor", vendor),
            ("id/product", product),
        ):
            path = self._description / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(said + "\n")

    def send(self, events: bytes, piece: int = 24 * 128) -> None:
        """All of it; waits while nobody reads."""
        for start in range(0, len(events), piece):
            os.write(self._end, events[start : start + piece])

    def unplug(self) -> None:
        """Whoever reads comes to the end."""
        if self._end >= 0:
            for file in sorted(self._description.parent.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            self._description.parent.rmdir()
            self._place.unlink()
            os.close(self._end)
            self._end = -1
