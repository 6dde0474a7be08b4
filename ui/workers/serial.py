"""Scanners on serial ports beside the window: what they read, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from checkpoint_app.capture.presence import Presence
from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.errors import CheckpointError

if TYPE_CHECKING:  # loaded when they are started: the first paint does not wait for pyserial
    from checkpoint_app.capture.reading import Reading
    from checkpoint_app.capture.serial_port import Ports, ScannerState, SerialScanners


@dataclass(frozen=True, slots=True)
class ScannerRead:
    """A scan by a serial scanner: what `LaneOffice.read` takes. ``symbology`` is empty where the
    scanner does not say, and for a passport that was swiped; ``at`` in monotonic seconds."""

    content: str | bytes
    symbology: str
    at: float


@dataclass(frozen=True, slots=True)
class ScannersState:
    """How the scanners stand: OPENED while one is read, ABSENT otherwise. ``error`` tells why, or
    what is wrong with one that is read."""

    presence: Presence
    name: str
    error: CheckpointError | None = None


class SerialWatch(QObject):
    """The serial scanners that a setting means, read in threads of their own. Its signals come in
    this object's thread."""

    read = Signal(object)  # ScannerRead
    state = Signal(object)  # ScannersState

    _heard = Signal(int, object)
    _stood = Signal(int, object)

    def __init__(
        self,
        setting: str,
        parent: QObject | None = None,
        *,
        clock: Clock | None = None,
        ports: Ports | None = None,
    ) -> None:
        """``setting`` as in `checkpoint_app.capture.scanner_names.parse_ports`: ``serial:auto``,
        ``serial:COM5``. ``ports`` are others than the computer's."""
        super().__init__(parent)
        self._setting = setting
        self._clock = clock or SystemClock()
        self._ports = ports
        self._scanners: SerialScanners | None = None
        self._turn = 0  # of starts and stops: what comes late from an earlier one is not told
        queued = Qt.ConnectionType.QueuedConnection
        self._heard.connect(self._hand_on, queued)
        self._stood.connect(self._tell, queued)

    @property
    def running(self) -> bool:
        """Whether they are looked for and read."""
        return self._scanners is not None

    @Slot()
    def start(self) -> None:
        """Look for them and read them; returns at once. What is wrong comes as a state."""
        if self._scanners is not None:
            return
        from checkpoint_app.capture.serial_port import SerialScanners
        from checkpoint_app.capture.system_ports import SystemPorts

        self._turn += 1
        turn = self._turn
        try:
            self._scanners = SerialScanners(
                self._setting,
                lambda reading: self._heard.emit(turn, reading),
                lambda state: self._stood.emit(turn, state),
                self._clock,
                self._ports or SystemPorts(),
            )
        except CheckpointError as error:
            self.state.emit(ScannersState(Presence.ABSENT, self._setting, error))
            return
        self._scanners.start()

    @Slot()
    def stop(self) -> None:
        """Let go of them; returns within a second, also while one hangs. Nothing is told of them
        afterwards."""
        scanners, self._scanners = self._scanners, None
        self._turn += 1
        if scanners is not None:
            scanners.close()

    @Slot(int, object)
    def _hand_on(self, turn: int, reading: Reading) -> None:
        if turn == self._turn:
            self.read.emit(ScannerRead(_content(reading.data), reading.symbology.value, reading.at))

    @Slot(int, object)
    def _tell(self, turn: int, state: ScannerState) -> None:
        if turn == self._turn:
            self.state.emit(ScannersState(state.presence, state.name, state.error))


def _content(data: bytes) -> str | bytes:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data
