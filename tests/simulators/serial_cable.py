"""A scanner on a pseudo-terminal: real bytes through the system's own serial layer."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Sequence
from pathlib import Path

from checkpoint_app.capture.scanner_names import ChosenPort, PluggedPort
from checkpoint_app.capture.serial_port import Port, PortError
from checkpoint_app.capture.system_ports import SystemPort


class PluggedScanner:
    """The far end of a cable. Its near end is the port `device`, also reached by the link given,
    as a device keeps its name when it is plugged in again."""

    def __init__(self, link: Path) -> None:
        self._far, near = os.openpty()
        tty.setraw(near)
        self.device = os.ttyname(near)
        os.close(near)
        link.unlink(missing_ok=True)
        link.symlink_to(self.device)
        self._link = link

    def send(self, data: bytes, piece: int = 64) -> None:
        """All of it; waits while nobody reads."""
        for start in range(0, len(data), piece):
            rest = data[start : start + piece]
            while rest:
                rest = rest[os.write(self._far, rest) :]

    def unplug(self) -> None:
        if self._far >= 0:
            self._link.unlink(missing_ok=True)
            os.close(self._far)
            self._far = -1


class ListedPorts:
    """What the system would list; the ports themselves are its own."""

    def __init__(self, *plugged: PluggedPort) -> None:
        self.listed: Sequence[PluggedPort] = plugged
        self.looks = 0
        self.fails = False
        self.looked = threading.Event()

    def plugged(self) -> Sequence[PluggedPort]:
        self.looks += 1
        self.looked.set()
        if self.fails:
            raise PortError("ports not listed", key="capture.scanner_absent", name="")
        return self.listed

    def port(self, chosen: ChosenPort) -> Port:
        return SystemPort(chosen)
