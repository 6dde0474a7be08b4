"""The serial ports of this computer, by pyserial."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

import serial
from serial.tools import list_ports

from checkpoint_app.capture.scanner_names import ChosenPort, PluggedPort
from checkpoint_app.capture.serial_port import IDLE, Port, PortError

_MOST_BYTES = 4096  # taken from a port at once
_BUSY = 0.02  # seconds for the next byte while a code is on its way

# pyserial's own error is an OSError. While a device goes away it lets through what its driver says,
# and a TypeError for what it has just closed; termios has an error that is none of these.
_FAULTS: tuple[type[Exception], ...] = (OSError, ValueError, TypeError)
if sys.platform != "win32":
    import termios

    _FAULTS = (*_FAULTS, termios.error)

_REASONS = {
    errno.EACCES: "capture.scanner_denied",
    errno.EPERM: "capture.scanner_denied",
    errno.EBUSY: "capture.scanner_busy",
    errno.EAGAIN: "capture.scanner_busy",  # locked by another program
}


class SystemPorts:
    """All ports of the computer."""

    def plugged(self) -> Sequence[PluggedPort]:
        try:
            found = sorted(list_ports.comports(), key=lambda port: str(port.device))
        except _FAULTS as error:  # one was unplugged while it was looked at
            raise PortError("ports not listed", key="capture.scanner_absent", name="") from error
        return [
            PluggedPort(
                port.device, port.vid, port.pid, port.manufacturer or "", port.product or ""
            )
            for port in found
        ]

    def port(self, chosen: ChosenPort) -> Port:
        return SystemPort(chosen)


class SystemPort:
    """One of them: 8 data bits, no parity, one stop bit, no handshake."""

    def __init__(self, chosen: ChosenPort) -> None:
        self._title = chosen.title
        self._serial = serial.Serial()
        self._serial.port = chosen.device
        self._serial.baudrate = chosen.speed
        self._serial.timeout = IDLE
        if sys.platform != "win32":  # there it always is
            # Nobody else reads along: half of a code would go there.
            self._serial.exclusive = True

    def open(self) -> None:
        try:
            self._serial.open()
        except _FAULTS as error:
            self.close()
            raise PortError("port not opened", key=_reason(error), name=self._title) from error

    def read(self, patience: float) -> bytes:
        try:
            waiting = self._serial.in_waiting
            if waiting:
                return bytes(self._serial.read(min(waiting, _MOST_BYTES)))
            self._wait_at_most(_BUSY if patience < IDLE else IDLE)
            return bytes(self._serial.read(1))
        except _FAULTS as error:
            raise PortError("port gone", key="capture.scanner_absent", name=self._title) from error

    def close(self) -> None:
        try:
            self._serial.close()
        except _FAULTS:
            self._serial.is_open = False

    def _wait_at_most(self, seconds: float) -> None:
        if self._serial.timeout != seconds:
            self._serial.timeout = seconds


def _reason(error: Exception) -> str:
    if sys.platform == "win32":  # pyserial keeps the system's words only
        return "capture.scanner_busy" if "PermissionError" in str(error) else _ABSENT
    return _REASONS.get(getattr(error, "errno", None) or 0, _ABSENT)


_ABSENT = "capture.scanner_absent"
