"""A terminal as a `Port`: what a scanner types into it, key by key. Not on Windows."""

from __future__ import annotations

import os
import select
import sys
from typing import Any, TextIO

from checkpoint_app.capture.serial_port import Port, PortError

TITLE = "stdin"
_MOST_BYTES = 4096  # taken at once


def terminal_of(stream: TextIO) -> Port | None:
    """The terminal that a stream reads from; None where it is none, or its keys cannot be had."""
    try:
        return None if sys.platform == "win32" or not stream.isatty() else _Terminal(stream)
    except (OSError, ValueError):
        return None


class _Terminal:
    """Gives keys as they are struck, shows none of them, and leaves Enter as it was sent."""

    def __init__(self, stream: TextIO) -> None:
        self._descriptor = stream.fileno()
        self._before: list[Any] | None = None

    def open(self) -> None:
        if sys.platform == "win32":
            raise _gone()
        import termios

        try:
            self._before = termios.tcgetattr(self._descriptor)
            wanted = termios.tcgetattr(self._descriptor)
            wanted[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
            wanted[3] &= ~(termios.ICANON | termios.ECHO)  # Control and C still ends it
            termios.tcsetattr(self._descriptor, termios.TCSANOW, wanted)
        except termios.error as error:
            raise _gone() from error

    def read(self, patience: float) -> bytes:
        try:
            ready, _, _ = select.select([self._descriptor], [], [], patience)
            keys = os.read(self._descriptor, _MOST_BYTES) if ready else b""
        except OSError as error:
            raise _gone() from error
        if ready and not keys:
            raise _gone()
        return keys

    def close(self) -> None:
        before, self._before = self._before, None
        if before is None or sys.platform == "win32":
            return
        import termios

        try:
            termios.tcsetattr(self._descriptor, termios.TCSANOW, before)
        except termios.error:
            return  # the terminal is gone, and its settings with it


def _gone() -> PortError:
    return PortError("terminal gone", key="capture.scanner_absent", name=TITLE)
