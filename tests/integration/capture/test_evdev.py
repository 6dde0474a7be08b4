"""Scanners in keyboard mode, read by themselves: evdev events, replayed through named pipes."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checkpoint_app.capture import evdev
from checkpoint_app.capture.evdev import EvdevPort, EvdevPorts, serial_setting
from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.scanner_names import ChosenPort
from checkpoint_app.capture.serial_port import PortError, ScannerState, SerialScanners
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message
from tests.simulators.evdev_stream import InputDevice, event, key, typed

assert sys.platform != "win32", "named pipes are of POSIX"
NUMBER = str(permit_number_from_serial(483920175566))
TOKEN = token_text.to_digits(int(NUMBER), bytes(range(170)))
PASSPORT = (
    "P<EGYELSHERBINY<<FATIMA<AHMED<<<<<<<<<<<<<<<",
    "A000000697EGY8501017F3012318<<<<<<<<<<<<<<04",
)
# `cat /sys/class/input/event*/device/capabilities/key`: a keyboard, a power button, a mouse.
KEYBOARD = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
BUTTON, MOUSE = "10000000000000 0", "1f0000 0 0 0 0"
SOON = 20.0


@dataclass
class Office:
    """Hears what scanners tell."""

    folder: Path
    readings: list[Reading] = field(default_factory=list)
    states: list[ScannerState] = field(default_factory=list)
    grabbed: list[int] = field(default_factory=list)
    told: threading.Condition = field(default_factory=threading.Condition)
    scanners: SerialScanners | None = None

    def open(self, setting: str) -> None:
        self.scanners = SerialScanners(
            serial_setting(setting), self.hear, self.stand, SystemClock(), self.ports(), again=0.05
        )
        self.scanners.start()

    def ports(self) -> EvdevPorts:
        return EvdevPorts(self.folder, self.folder / "sys", self.grabbed.append)

    def hear(self, reading: Reading) -> None:
        with self.told:
            self.readings.append(reading)
            self.told.notify_all()

    def stand(self, state: ScannerState) -> None:
        with self.told:
            self.states.append(state)
            self.told.notify_all()

    def wait_for(self, *texts: str) -> None:
        with self.told:
            assert self.told.wait_for(lambda: len(self.readings) >= len(texts), SOON)
            assert [reading.text for reading in self.readings] == list(texts)

    def wait_until(self, presence: Presence) -> None:
        with self.told:
            assert self.told.wait_for(
                lambda: bool(self.states) and self.states[-1].presence is presence, SOON
            )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    if office.scanners is not None:
        assert office.scanners.close(5)


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[InputDevice]:
    InputDevice(tmp_path, 0, "Power Button", BUTTON).unplug()
    device = InputDevice(tmp_path, 5, "Honeywell Imaging & Mobility 1900", KEYBOARD, "0c2e:0b61")
    yield device
    device.unplug()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("setting", ["evdev:honeywell", "evdev:0C2E:0B61", "evdev:{path}"])
def test_a_scanner_by_its_name_its_numbers_and_its_path(
    office: Office, scanner: InputDevice, setting: str
) -> None:
    office.open(setting.format(path=office.folder / "event5"))
    office.wait_until(Presence.OPENED)
    scanner.send(typed(TOKEN + "\r"))
    office.wait_for(TOKEN)
    assert len(office.grabbed) == 1
    assert "Honeywell" in office.states[-1].name


@pytest.mark.requirement("C1")
def test_codes_and_a_passport_one_after_the_other(office: Office, scanner: InputDevice) -> None:
    office.open("evdev:1900")
    scanner.send(typed(NUMBER + "\r"))
    office.wait_for(NUMBER)
    scanner.send(typed("\r".join(PASSPORT) + "\r"))
    office.wait_for(NUMBER, "\n".join(PASSPORT))
    scanner.send(typed("a  B'`^~ 12"))
    office.wait_for(NUMBER, "\n".join(PASSPORT), "a  B'`^~ 12")


@pytest.mark.requirement("C1")
def test_unplugged_and_plugged_in_again(office: Office, scanner: InputDevice) -> None:
    office.open("evdev:honeywell")
    office.wait_until(Presence.OPENED)
    scanner.send(typed("48392"))
    scanner.unplug()
    office.wait_until(Presence.ABSENT)
    scanner.plug()
    office.wait_until(Presence.OPENED)
    scanner.send(typed(NUMBER + "\r"))
    office.wait_for(NUMBER)


def test_keys_that_the_kernel_lost_make_no_code(office: Office, scanner: InputDevice) -> None:
    office.open("evdev:honeywell")
    office.wait_until(Presence.OPENED)
    scanner.send(typed("4839201") + event(0, 3, 0))
    office.wait_until(Presence.ABSENT)
    office.wait_until(Presence.OPENED)
    scanner.send(typed(NUMBER + "\r"))
    office.wait_for(NUMBER)


@pytest.mark.requirement("C1")
def test_keys_without_an_end_a_stuck_key_and_then_a_good_code(
    office: Office, scanner: InputDevice
) -> None:
    office.open("evdev:honeywell")
    scanner.send(typed("x" * 5000))
    with office.told:
        assert office.told.wait_for(lambda: len(office.readings) == 1, SOON)
        assert len(office.readings.pop().data) == 4097
    stuck = key(45, 1) + key(45, 2) * 5000 + key(45, 0)
    scanner.send(stuck)
    threading.Event().wait(0.5)
    scanner.send(typed(NUMBER + "\r"))
    office.wait_for(NUMBER)


def test_what_has_no_keys_of_a_scanner_is_left_alone(office: Office) -> None:
    devices = [
        InputDevice(office.folder, 1, "Scanner Power Button", BUTTON),
        InputDevice(office.folder, 2, "Scanner Mouse", MOUSE),
        InputDevice(office.folder, 3, "Scanner Keyboard", KEYBOARD, "0C2E:0b61"),
        InputDevice(office.folder, 4, "Scanner of nothing", ""),
    ]
    (found,) = office.ports().plugged()
    assert (found.name, found.vendor, found.product) == ("Scanner Keyboard", 0x0C2E, 0x0B61)
    for device in devices:
        device.unplug()
    assert office.ports().plugged() == []


@pytest.mark.parametrize(
    "setting", ["evdev:", "evdev:auto", "evdev:x, AUTO", "serial:x", "evdev:,"]
)
def test_a_device_must_be_named(setting: str) -> None:
    with pytest.raises(ConfigError) as raised:
        serial_setting(setting)
    assert raised.value.key == "capture.evdev_setting"


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (errno.EBUSY, "capture.scanner_busy"),
        (errno.EPERM, "capture.keys_denied"),
        (errno.EAGAIN, "capture.scanner_absent"),
    ],
)
def test_a_device_that_cannot_be_taken_is_let_go_of(
    scanner: InputDevice, office: Office, number: int, wanted: str
) -> None:
    opened: list[int] = []

    def refuse(descriptor: int) -> None:
        opened.append(descriptor)
        raise OSError(number, os.strerror(number))

    port = EvdevPort(ChosenPort(str(office.folder / "event5"), "Xenon"), refuse)
    with pytest.raises(PortError) as raised:
        port.open()
    assert raised.value.key == wanted
    assert message(wanted, "ar") != message(wanted, "en")
    with pytest.raises(OSError):
        os.fstat(opened[0])
    with pytest.raises(PortError):
        port.read(0)
    port.close()


def test_what_is_no_device_cannot_be_taken(tmp_path: Path) -> None:
    """The real ioctl, on a file."""
    file = tmp_path / "file"
    file.write_bytes(b"")
    with file.open("rb") as opened, pytest.raises(OSError):
        evdev.take(opened.fileno())
