"""A scanner listened to as it is: every sign that it sends, nothing put right. For its check."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Callable, Iterator
from typing import TextIO

from checkpoint_app.capture import evdev
from checkpoint_app.capture.scanner_check import Link, Parting, Sent
from checkpoint_app.capture.scanner_names import choose, parse_ports
from checkpoint_app.capture.serial_port import Port, PortError, Ports
from checkpoint_app.capture.system_ports import SystemPorts
from checkpoint_app.capture.terminal_keys import TITLE, terminal_of
from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError

# Seconds.
_LOOK = 0.1  # for a sign while none comes
_AGAIN = 1.0  # until a scanner that is not there is looked for again


class Ear:
    """Hears one scanner as long as it is asked. ``opened`` is told its name each time it is there,
    ``lost`` why it is not, once for each reason."""

    def __init__(
        self,
        find: Callable[[], tuple[str, Port]],
        link: Link,
        clock: Clock,
        opened: Callable[[str], None],
        lost: Callable[[CheckpointError], None],
        *,
        stays: bool = True,
    ) -> None:
        """``find`` raises PortError where there is none now. Without ``stays`` the end of a port is
        the end of all."""
        self._find, self._clock, self._stays = find, clock, stays
        self._opened, self._lost = opened, lost
        self._parting = Parting(link)
        # Serial bytes are shown one by one; keys are characters.
        encoding = "latin-1" if link is Link.SERIAL else "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._port: Port | None = None
        self._told = ""
        self._pause = threading.Event()

    def scans(self) -> Iterator[Sent | None]:
        """Each scan, when a silence has ended it; None each time that nothing was ended."""
        try:
            while self._port is not None or self._open() or self._stays:
                signs = self._read()
                now = self._clock.monotonic()
                ended = self._parting.feed(now, signs) if signs else self._parting.tick(now)
                yield from ended
                if not ended:
                    yield None
        finally:
            self.close()

    def rest(self) -> list[Sent]:
        """What had begun to arrive."""
        return self._parting.end()

    def close(self) -> None:
        """Let go of it."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _open(self) -> bool:
        try:
            title, port = self._find()
            port.open()
        except PortError as error:
            self._tell(error)
            self._pause.wait(_AGAIN)
            return False
        self._port, self._told = port, ""
        self._opened(title)
        return True

    def _read(self) -> str:
        if self._port is None:
            return ""
        try:
            return self._decoder.decode(self._port.read(_LOOK))
        except PortError as error:
            self.close()
            if self._stays:
                self._tell(error)
            return ""

    def _tell(self, error: CheckpointError) -> None:
        if error.key != self._told:
            self._told = error.key
            self._lost(error)


def finder(setting: str, ports: Ports | None = None) -> tuple[Callable[[], tuple[str, Port]], Link]:
    """How to find the scanner of a setting, ``serial:…`` or ``evdev:…``; of several the first.

    Raises ConfigError ``capture.serial_setting``, ``capture.evdev_setting``.
    """
    keys = setting.startswith(evdev.PREFIX)
    wanted = parse_ports(evdev.serial_setting(setting) if keys else setting)
    name = setting.partition(":")[2]
    system: Ports = ports or (evdev.EvdevPorts() if keys else SystemPorts())

    def find() -> tuple[str, Port]:
        chosen = choose(wanted, system.plugged())
        if not chosen:
            raise PortError("no scanner", key="capture.scanner_absent", name=name)
        return chosen[0].title, system.port(chosen[0])

    return find, Link.KEYS if keys else Link.SERIAL


def terminal_finder(stream: TextIO) -> Callable[[], tuple[str, Port]] | None:
    """The same of a scanner that types into this terminal; None where that cannot be heard."""
    port = terminal_of(stream)
    return None if port is None else lambda: (TITLE, port)
