"""Scanners over pseudo-terminals: the system's serial layer and pyserial are the real ones."""

from __future__ import annotations

import random
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.scanner_names import ChosenPort, PluggedPort
from checkpoint_app.capture.serial_port import Port, PortError, Ports, ScannerState, SerialScanners
from checkpoint_app.capture.stream import Sense, Stream
from checkpoint_app.capture.system_ports import SystemPorts
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind
from tests.simulators.serial_cable import ListedPorts, PluggedScanner
from tests.unit.capture.test_serial_frames import NUMBER, OTHER, TD3, TOKEN, plain

assert sys.platform != "win32", "pseudo-terminals are of POSIX"
SOON = 20.0  # seconds at most
HONEYWELL = (0x0C2E, 0x0B6A, "Honeywell", "Xenon 1900")


@dataclass
class Office:
    """Hears what scanners tell."""

    folder: Path
    readings: list[Reading] = field(default_factory=list)
    states: list[ScannerState] = field(default_factory=list)
    scanners: list[SerialScanners] = field(default_factory=list)
    plugged: list[PluggedScanner] = field(default_factory=list)

    def plug(self, name: str = "scanner") -> PluggedScanner:
        self.plugged.append(PluggedScanner(self.folder / name))
        return self.plugged[-1]

    def path(self, name: str = "scanner") -> str:
        return str(self.folder / name)

    def open(self, setting: str, ports: Ports | None = None, again: float = 0.05) -> SerialScanners:
        scanners = SerialScanners(
            setting,
            self.readings.append,
            self.states.append,
            SystemClock(),
            ports or ListedPorts(),
            again=again,
        )
        self.scanners.append(scanners)
        scanners.start()
        return scanners

    def wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + SOON
        while not done():
            assert time.monotonic() < end, (self.codes, self.states)
            time.sleep(0.005)

    def wait_for(self, presence: Presence) -> ScannerState:
        self.wait(lambda: bool(self.states) and self.states[-1].presence is presence)
        return self.states[-1]

    def wait_for_codes(self, *codes: bytes) -> None:
        self.wait(lambda: len(self.readings) >= len(codes))
        assert self.codes == list(codes)

    @property
    def codes(self) -> list[bytes]:
        return [reading.data for reading in self.readings]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    assert all(scanners.close(SOON) for scanners in made.scanners)
    for scanner in made.plugged:
        scanner.unplug()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("suffix", [b"", b"\r", b"\n", b"\r\n", b"\t", b"\x03"])
@pytest.mark.parametrize("piece", [1, 10_000])
def test_a_scan_is_read_whatever_its_suffix(office: Office, suffix: bytes, piece: int) -> None:
    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    assert office.wait_for(Presence.OPENED).error is None
    scanner.send(TOKEN + suffix, piece)
    office.wait_for_codes(TOKEN)
    scanner.send(plain(TD3), piece)
    office.wait_for_codes(TOKEN, b"\n".join(TD3))
    first = office.readings[0]
    assert interpret(first.data).kind is ReadingKind.TOKEN and first.at > 0


@pytest.mark.parametrize(
    "code",
    [
        "تصريح عمرة ٤٨٣٩".encode(),
        "Château".encode("latin-1"),
        b"\x89PNG\r\n\x1a\n\x00\x11\x13\x1a\x7f\x04 x\ry\xff",
        bytes(range(32, 256)) + b"!",
    ],
)
def test_every_byte_comes_through(office: Office, code: bytes) -> None:
    """Also those by which terminals pause, resume, end and interrupt."""
    scanner = office.plug()
    office.open(f"serial:{office.path()}@115200")
    office.wait_for(Presence.OPENED)
    scanner.send(code + b"\r", piece=3)
    office.wait_for_codes(code)


@pytest.mark.requirement("C1")
def test_a_scanner_unplugged_in_a_code_is_back_when_it_is_plugged_in(office: Office) -> None:
    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    for _ in range(3):
        office.wait_for(Presence.OPENED)
        scanner.send(TOKEN[:200])
        scanner.unplug()
        state = office.wait_for(Presence.ABSENT)
        assert state.error is not None and state.error.key == "capture.scanner_absent"
        scanner = office.plug()
    office.wait_for(Presence.OPENED)
    scanner.send(NUMBER + b"\r")
    office.wait_for_codes(NUMBER)


@pytest.mark.requirement("C1")
def test_auto_finds_scanners_as_they_come_and_go_and_reads_all_at_once(office: Office) -> None:
    ports = ListedPorts(PluggedPort("/dev/ttyS0"))
    office.open("serial:auto", ports)
    state = office.wait_for(Presence.ABSENT)
    assert state.error is not None and state.error.params == {"name": "auto"}
    one, two = office.plug("one"), office.plug("two")
    ports.listed = [
        PluggedPort(office.path("one"), *HONEYWELL),
        PluggedPort(office.path("two"), 0x0DB5, 1, "Access IS", "OCR reader"),
    ]
    office.wait(lambda: bool(office.states) and office.states[-1].name.count(",") == 1)
    assert office.states[-1].name == "OCR reader, Xenon 1900"
    threads = [
        threading.Thread(target=one.send, args=(NUMBER + b"\r",)),
        threading.Thread(target=two.send, args=(plain(TD3),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.wait(lambda: len(office.readings) >= 2)
    found = {(reading.source, reading.data) for reading in office.readings}
    assert found == {("Xenon 1900", NUMBER), ("OCR reader", b"\n".join(TD3))}
    one.unplug()
    ports.listed = ports.listed[1:]
    office.wait(lambda: office.states[-1] == ScannerState(Presence.OPENED, "OCR reader"))


def test_a_system_that_does_not_list_its_ports_for_a_while(office: Office) -> None:
    scanner = office.plug()
    ports = ListedPorts(PluggedPort(office.path(), *HONEYWELL))
    office.open("serial:auto", ports)
    office.wait_for(Presence.OPENED)
    ports.fails = True
    looks = ports.looks
    office.wait(lambda: ports.looks > looks + 2)
    scanner.send(NUMBER + b"\r")
    office.wait_for_codes(NUMBER)
    assert office.states[-1].presence is Presence.OPENED


@pytest.mark.requirement("C1")
def test_a_megabyte_of_noise_and_then_a_good_scan(office: Office) -> None:
    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    office.wait_for(Presence.OPENED)
    scanner.send(random.Random(4).randbytes(1_000_000), piece=4096)
    office.wait(lambda: office.states[-1].error is not None)
    assert office.states[-1].error is not None
    assert office.states[-1].error.key == "capture.scanner_noise"
    office.wait(lambda: office.states[-1].error is None)
    assert {state.presence for state in office.states} == {Presence.OPENED}
    noise = len(office.readings)
    assert noise <= 2
    scanner.send(TOKEN + b"\r")
    office.wait(lambda: len(office.readings) > noise)
    assert office.codes[noise:] == [TOKEN]


@pytest.mark.requirement("C1")
def test_a_megabyte_without_an_end_and_then_a_good_scan(office: Office) -> None:
    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    office.wait_for(Presence.OPENED)
    scanner.send(b"7" * 1_000_000, piece=4096)
    office.wait(lambda: bool(office.readings) and office.states[-1].error is None)
    assert [interpret(code).hint for code in office.codes] == ["scan.too_long"]
    scanner.send(OTHER + b"\r")
    office.wait(lambda: len(office.readings) == 2)
    assert office.codes[1] == OTHER


BAD: dict[str, tuple[bytes, str, set[bytes]]] = {
    "noise": (random.Random(4).randbytes(1_000_000), "capture.scanner_noise", set()),
    "no suffix": (b"X" * 1_000_000, "capture.scanner_noise", set()),
    "stuck": ((NUMBER + b"\r\n") * 70_000, "capture.scanner_stuck", {NUMBER}),
}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_megabyte_reaches_the_lane_as_little_and_the_next_scan_is_read(
    office: Office, kind: str
) -> None:
    """From the port through the one stream; memory as for a few codes."""
    sent, key, known = BAD[kind]
    stream, told = Stream(), list[bytes]()

    def take() -> None:
        while office.readings:
            reading = office.readings.pop(0)
            if stream.takes(reading.data, Sense.SCANNER, reading.at):
                told.append(reading.data)

    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    office.wait_for(Presence.OPENED)
    tracemalloc.start()
    try:
        scanner.send(sent, piece=4096)
        office.wait(lambda: any(state.error is not None for state in office.states))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
    assert key in {state.error.key for state in office.states if state.error is not None}
    office.wait(lambda: office.states[-1].error is None)
    take()
    assert len(told) <= 2 and {code for code in told if interpret(code).number} == known
    scanner.send(OTHER + b"\r")
    office.wait(lambda: bool(office.readings))
    take()
    assert told[-1] == OTHER


@pytest.mark.requirement("C1")
def test_a_scanner_stuck_with_pauses_is_one_reading_and_is_told(office: Office) -> None:
    scanner = office.plug()
    office.open(f"serial:{office.path()}")
    office.wait_for(Presence.OPENED)
    for _ in range(14):
        scanner.send(NUMBER + b"\r")
        time.sleep(0.08)
    office.wait(lambda: office.states[-1].error is not None)
    error = office.states[-1].error
    assert error is not None and error.key == "capture.scanner_stuck"
    stream = Stream()
    told = [one.data for one in office.readings if stream.takes(one.data, Sense.SCANNER, one.at)]
    assert told == [NUMBER]


def test_a_port_that_another_program_reads_is_told_and_taken_when_it_is_free(
    office: Office,
) -> None:
    scanner = office.plug()
    other = SystemPorts().port(ChosenPort(scanner.device, "other"))
    other.open()
    office.open(f"serial:{office.path()}")
    state = office.wait_for(Presence.ABSENT)
    assert state.error is not None and state.error.key == "capture.scanner_busy"
    other.close()
    office.wait_for(Presence.OPENED)
    scanner.send(NUMBER + b"\r")
    office.wait_for_codes(NUMBER)


@pytest.mark.parametrize("kind", ["file", "folder", "nothing"])
def test_what_is_no_port_is_absent(office: Office, kind: str) -> None:
    path = office.folder / "scanner"
    if kind == "file":
        path.write_bytes(NUMBER + b"\r")
    elif kind == "folder":
        path.mkdir()
    office.open(f"serial:{path}")
    assert office.wait_for(Presence.ABSENT).error is not None
    assert office.readings == []


def test_nothing_is_told_after_it_was_closed(office: Office) -> None:
    scanner = office.plug()
    scanners = office.open(f"serial:{office.path()}")
    office.wait_for(Presence.OPENED)
    started = time.monotonic()
    assert scanners.close(1.0) and time.monotonic() - started < SOON
    told = len(office.states)
    scanner.send(NUMBER + b"\r")
    scanner.unplug()
    assert scanners.close(1.0)
    assert office.readings == [] and len(office.states) == told


def test_the_systems_own_list_is_read() -> None:
    assert all(port.device for port in SystemPorts().plugged())


@dataclass
class HangingPort:
    """A driver that does not come back, from reading or already from opening."""

    opens: bool = True
    hanging: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def plugged(self) -> list[PluggedPort]:
        return []

    def port(self, chosen: ChosenPort) -> Port:
        return self

    def open(self) -> None:
        if not self.opens:
            self.read(0)

    def read(self, patience: float) -> bytes:
        self.hanging.set()
        self.go_on.wait()
        raise PortError("gone", key="capture.scanner_absent", name="x")

    def close(self) -> None:
        pass


def test_a_driver_that_hangs_while_it_opens_is_absent(office: Office) -> None:
    driver = HangingPort(opens=False)
    office.open("serial:COM5", driver)
    assert office.wait_for(Presence.ABSENT).error is not None
    driver.go_on.set()


@dataclass
class BrokenPort(HangingPort):
    """A driver that raises what it must not, once."""

    faults: int = 1

    def read(self, patience: float) -> bytes:
        if self.faults:
            self.faults -= 1
            raise ZeroDivisionError
        self.go_on.wait(patience)
        return b""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_a_bug_ended_is_begun_again(office: Office) -> None:
    driver = BrokenPort()
    office.open("serial:COM5", driver)
    office.wait(lambda: driver.faults == 0)
    office.wait_for(Presence.OPENED)


def test_a_driver_that_hangs_is_left_behind(office: Office) -> None:
    driver = HangingPort()
    scanners = office.open("serial:COM5", driver)
    assert driver.hanging.wait(SOON)
    scanners.close(0.01)
    assert scanners.close(SOON)
    driver.go_on.set()
    assert office.readings == []
