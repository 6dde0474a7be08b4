"""Scanners on serial ports: found, opened, read in threads of their own, and found again.

`SerialScanners` looks every second which ports there are and reads each that is meant. Nothing
escapes from its threads: a port that fails is closed and tried again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.scanner_names import (
    PREFIX,
    ChosenPort,
    PluggedPort,
    choose,
    parse_ports,
)
from checkpoint_app.capture.serial_lines import SerialLines
from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError, ConfigError

# Seconds.
AGAIN = 1.0  # between two looks at what is plugged in
IDLE = 0.2  # for a byte while none is expected; a port is let go of within this
_REST = 0.01  # between two handfuls of noise: what it says is not wanted
_OPENING = 2.0  # a port that has not opened by then hangs
_JOIN = 0.5


class PortError(ConfigError):
    """A port cannot be opened, or is gone. Its key says why: ``capture.scanner_busy``, …"""


class Port(Protocol):
    """One serial port. It is opened, read and closed in one thread."""

    def open(self) -> None:
        """Raises PortError. A closed port can be opened again."""
        ...

    def read(self, patience: float) -> bytes:
        """What has come, at once; else what comes within ``patience`` seconds; empty when nothing
        does. Raises PortError when the port is gone."""
        ...

    def close(self) -> None:
        """Let go of it; also one that is not open. Raises nothing."""
        ...


class Ports(Protocol):
    """The serial ports of a computer."""

    def plugged(self) -> Sequence[PluggedPort]:
        """Those that are there now. Raises PortError when the system does not say."""
        ...

    def port(self, chosen: ChosenPort) -> Port:
        """One of them, not opened yet."""
        ...


@dataclass(frozen=True, slots=True)
class ScannerState:
    """How the scanners stand. OPENED while at least one is read, ``name`` names those; ABSENT
    otherwise. ``error`` says why, or that what is read makes no sense."""

    presence: Presence
    name: str
    error: CheckpointError | None = None


class SerialScanners:
    """Reads the scanners that a setting means, as long as they are there.

    ``heard`` gets each reading, ``stand`` each new state; both are called in threads of this
    object, ``heard`` from one a port. After `close` nothing is called.
    """

    def __init__(
        self,
        setting: str,
        heard: Callable[[Reading], None],
        stand: Callable[[ScannerState], None],
        clock: Clock,
        ports: Ports,
        *,
        again: float = AGAIN,
    ) -> None:
        """Raises ConfigError ``capture.serial_setting``."""
        self._wanted = parse_ports(setting)
        self._setting = setting.removeprefix(PREFIX)
        self._heard, self._stand, self._clock = heard, stand, clock
        self._ports = ports
        self._again = again
        self._closed = threading.Event()
        self._changed = threading.Event()
        self._lines: dict[ChosenPort, _Line] = {}
        self._told: ScannerState | None = None
        self._thread = threading.Thread(target=self._run, name="scanners", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, patience: float = 1.0) -> bool:
        """End all threads; False when one hangs in its driver and was left behind."""
        self._closed.set()
        self._changed.set()
        if self._thread.ident is not None:
            self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._changed.clear()
            self._look()
            self._changed.wait(self._again)
        for line in self._lines.values():
            line.end()
        for line in self._lines.values():
            line.join()

    def _look(self) -> None:
        """Begin to read what is meant and there, end what is not; tell how all stands."""
        trouble: CheckpointError | None = None
        chosen: Sequence[ChosenPort] = ()
        try:
            chosen = choose(self._wanted, self._ports.plugged())
        except PortError as error:
            chosen, trouble = tuple(self._lines), error
        for port, line in list(self._lines.items()):
            if port not in chosen or not line.is_running:
                self._lines.pop(port).end()
        for port in chosen:
            if port not in self._lines:
                self._lines[port] = _Line(port, self._ports.port(port), self._clock, self._again)
                self._lines[port].start(self._hear, self._changed.set)
        self._tell(trouble)

    def _hear(self, reading: Reading) -> None:
        if not self._closed.is_set():
            self._heard(reading)

    def _tell(self, trouble: CheckpointError | None) -> None:
        lines = list(self._lines.values())
        if any(not line.is_known for line in lines):
            return  # it is about to say
        opened = [line.title for line in lines if line.is_open]
        error = next((line.error for line in lines if line.error is not None), trouble)
        state = ScannerState(Presence.OPENED, ", ".join(sorted(opened)), error)
        if not opened:
            state = ScannerState(Presence.ABSENT, self._setting, error or _absent(self._setting))
        if not _same(state, self._told) and not self._closed.is_set():
            self._told = state
            self._stand(state)


class _Line:
    """One port, read in a thread of its own and opened again when it went away."""

    def __init__(self, chosen: ChosenPort, port: Port, clock: Clock, again: float) -> None:
        self.title = chosen.title
        self.is_open = False
        self.error: CheckpointError | None = None
        self._port, self._clock, self._again = port, clock, again
        self._started = clock.monotonic()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, heard: Callable[[Reading], None], changed: Callable[[], None]) -> None:
        self._thread = threading.Thread(
            target=self._run, args=(heard, changed), name=f"scanner {self.title}", daemon=True
        )
        self._thread.start()

    @property
    def is_known(self) -> bool:
        """Whether it was tried, or hangs while it is."""
        late = self._clock.monotonic() - self._started > _OPENING
        return self.is_open or self.error is not None or late

    @property
    def is_running(self) -> bool:
        """Whether its thread is there."""
        return self._thread is not None and self._thread.is_alive()

    def end(self) -> None:
        """Come to an end soon. Nothing more is heard."""
        self._ended.set()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join(_JOIN)

    def _run(self, heard: Callable[[Reading], None], changed: Callable[[], None]) -> None:
        while not self._ended.is_set():
            try:
                self._port.open()
                self._stand(True, None, changed)
                self._pump(heard, changed)
            except PortError as error:
                self._stand(False, error, changed)
            finally:
                self._port.close()
            self._ended.wait(self._again)

    def _pump(self, heard: Callable[[Reading], None], changed: Callable[[], None]) -> None:
        lines = SerialLines(self.title)
        while not self._ended.is_set():
            now = self._clock.monotonic()
            due = lines.due
            data = self._port.read(IDLE if due is None else max(0.0, due - now))
            now = self._clock.monotonic()
            for reading in lines.feed(data, now) if data else lines.tick(now):
                if not self._ended.is_set():
                    heard(reading)
            self._watch_sense(lines, now, changed)

    def _watch_sense(self, lines: SerialLines, now: float, changed: Callable[[], None]) -> None:
        """Say what is wrong with what comes, and that it is well again."""
        key = ""
        if lines.is_noisy(now):
            self._ended.wait(_REST)
            key = "capture.scanner_noise"
        if lines.is_stuck(now):
            key = "capture.scanner_stuck"
        if key != (self.error.key if self.error is not None else ""):
            self._stand(True, PortError(key, key=key, name=self.title) if key else None, changed)

    def _stand(
        self, is_open: bool, error: CheckpointError | None, changed: Callable[[], None]
    ) -> None:
        keys = [None if each is None else each.key for each in (error, self.error)]
        differs = is_open is not self.is_open or keys[0] != keys[1]
        self.is_open, self.error = is_open, error
        if differs:
            changed()


def _absent(setting: str) -> PortError:
    return PortError("no scanner", key="capture.scanner_absent", name=setting)


def _same(one: ScannerState, other: ScannerState | None) -> bool:
    if other is None or (one.presence, one.name) != (other.presence, other.name):
        return False
    return (one.error and one.error.key) == (other.error and other.error.key)
