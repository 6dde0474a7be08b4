"""A scanner in keyboard mode taken for itself, on Linux: no other program sees its keys.

It is read below layouts, focus and input methods, as a `Port` like those on serial cables, so that
`SerialScanners` finds it, reads it and finds it again. What its user needs is the right to read
``/dev/input`` (Debian's group ``input``).
"""

from __future__ import annotations

import errno
import os
import select
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from checkpoint_app.capture.key_bytes import EVENT, KeyBytes, KeysLostError
from checkpoint_app.capture.scan_codes import ENTER
from checkpoint_app.capture.scanner_names import AUTO, ChosenPort, PluggedPort
from checkpoint_app.capture.scanner_names import PREFIX as SERIAL_PREFIX
from checkpoint_app.capture.serial_port import Port, PortError
from checkpoint_app.errors import ConfigError

PREFIX = "evdev:"
DEVICES, DESCRIBED = Path("/dev/input"), Path("/sys/class/input")

# linux/input.h: EVIOCGRAB is _IOW('E', 0x90, int), EVIOCGKEY(n) is _IOC(_IOC_READ, 'E', 0x18, n).
_GRAB = 0x40044590
_DOWN_BYTES = 96  # a bit for each of 768 keys
_ASK_DOWN = 0x80004518 | _DOWN_BYTES << 16
_MOST_EVENTS = 512  # taken at once

_ABSENT = "capture.scanner_absent"
_REASONS = {
    errno.EACCES: "capture.keys_denied",
    errno.EPERM: "capture.keys_denied",
    errno.EBUSY: "capture.scanner_busy",
}
# A device with these has a scanner's keys: the digits and Enter.
_NEEDED = sum(1 << code for code in (*range(2, 12), ENTER))
_WORD_BITS = struct.calcsize("@L") * 8


def serial_setting(setting: str) -> str:
    """``evdev:NAME`` in the words of `parse_ports`. A device must be named (its path, its USB
    numbers, part of its name): who takes any keyboard takes the officer's.

    Raises ConfigError ``capture.evdev_setting``.
    """
    name = setting.removeprefix(PREFIX)
    entries = [entry.strip().casefold() for entry in name.split(",")]
    if not setting.startswith(PREFIX) or AUTO in entries or "" in entries:
        raise ConfigError("not an input device", key="capture.evdev_setting", name=setting[:40])
    return SERIAL_PREFIX + name


def take(descriptor: int) -> None:
    """Let no other program have the device's keys from now on. Raises OSError; EAGAIN while a key
    is down: whoever saw it go down would never see it come up."""
    if sys.platform == "win32":
        raise OSError(errno.ENODEV, "evdev is Linux's")
    import fcntl

    down = bytearray(_DOWN_BYTES)
    fcntl.ioctl(descriptor, _ASK_DOWN, down)
    if any(down):
        raise OSError(errno.EAGAIN, "a key is down")
    fcntl.ioctl(descriptor, _GRAB, 1)


class EvdevPorts:
    """The input devices with the keys of a scanner."""

    def __init__(
        self,
        devices: Path = DEVICES,
        described: Path = DESCRIBED,
        taking: Callable[[int], None] = take,
    ) -> None:
        """``devices`` and ``described`` are folders such as the kernel's."""
        self._devices, self._described, self._taking = devices, described, taking

    def plugged(self) -> Sequence[PluggedPort]:
        try:
            found = sorted(self._described.glob("event*"), key=lambda path: path.name)
        except OSError:
            return []
        return [port for place in found if (port := self._described_at(place)) is not None]

    def port(self, chosen: ChosenPort) -> Port:
        return EvdevPort(chosen, self._taking)

    def _described_at(self, place: Path) -> PluggedPort | None:
        """None for what has no such keys, or was unplugged while it was looked at."""
        device = place / "device"
        if _keys(_said(device / "capabilities" / "key")) & _NEEDED != _NEEDED:
            return None
        return PluggedPort(
            str(self._devices / place.name),
            _number(_said(device / "id" / "vendor")),
            _number(_said(device / "id" / "product")),
            name=_said(device / "name"),
        )


class EvdevPort:
    """One input device."""

    def __init__(self, chosen: ChosenPort, taking: Callable[[int], None] = take) -> None:
        self._device, self._title, self._taking = chosen.device, chosen.title, taking
        self._descriptor: int | None = None
        self._keys = KeyBytes()

    def open(self) -> None:
        self._keys = KeyBytes()
        try:
            self._descriptor = os.open(self._device, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            self._taking(self._descriptor)
        except OSError as error:
            self.close()
            raise self._error(_REASONS.get(error.errno or 0, _ABSENT)) from error

    def read(self, patience: float) -> bytes:
        if self._descriptor is None:
            raise self._error(_ABSENT)
        try:
            ready, _, _ = select.select([self._descriptor], [], [], patience)
            events = os.read(self._descriptor, EVENT.size * _MOST_EVENTS) if ready else b""
        except (OSError, ValueError) as error:
            raise self._error(_ABSENT) from error
        if ready and not events:
            raise self._error(_ABSENT)
        try:
            return self._keys.feed(events)
        except KeysLostError as error:
            raise self._error("capture.scanner_noise") from error

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _error(self, key: str) -> PortError:
        return PortError("input device", key=key, name=self._title)


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _number(text: str) -> int | None:
    try:
        return int(text, 16)
    except ValueError:
        return None


def _keys(text: str) -> int:
    """The keys of a device as bits, from the kernel's words, the highest first."""
    keys = 0
    for word in text.split():
        keys = keys << _WORD_BITS | (_number(word) or 0)
    return keys
