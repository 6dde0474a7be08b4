"""A scanner listened to: found, lost and found again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from checkpoint_app.capture import scanner_ear
from checkpoint_app.capture.scanner_check import Link
from checkpoint_app.capture.scanner_ear import Ear, finder
from checkpoint_app.capture.serial_port import Port, PortError
from checkpoint_app.errors import CheckpointError, ConfigError


@dataclass
class Cable:
    """Gives what it has, a second a read; then it is unplugged."""

    pieces: list[bytes]
    now: float = 0.0
    opened: int = 0
    closed: int = 0

    def monotonic(self) -> float:
        return self.now

    def open(self) -> None:
        self.opened += 1

    def read(self, patience: float) -> bytes:
        self.now += 1.0
        if not self.pieces:
            raise PortError("gone", key="capture.scanner_absent", name="x")
        return self.pieces.pop(0)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Told:
    names: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def lost(self, error: CheckpointError) -> None:
        self.keys.append(error.key)


def test_scans_are_parted_and_the_end_of_the_port_is_the_end() -> None:
    cable, told = Cable([b"123\r", b"", "٤٥\r".encode()]), Told()
    find = lambda: ("scanner", cable)  # noqa: E731 - what finds it has no other name
    ear = Ear(find, Link.KEYS, cable, told.names.append, told.lost, stays=False)  # type: ignore[arg-type]  # of a clock only its seconds
    scans = []
    for sent in ear.scans():
        scans += [] if sent is None else [sent.text]
        if not cable.pieces and cable.closed:
            break
    assert [*scans, *(sent.text for sent in ear.rest())] == ["123\r", "٤٥\r"]
    assert told.names == ["scanner"] and told.keys == [] and cable.closed >= 1


@pytest.mark.parametrize("setting", ["serial:", "evdev:auto", "COM5", "evdev:"])
def test_a_setting_that_names_none(setting: str) -> None:
    with pytest.raises(ConfigError):
        finder(setting)


def test_none_plugged_in_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner_ear, "_AGAIN", 0.0)
    tries, told = list[int](), Told()

    def find() -> tuple[str, Port]:
        tries.append(1)
        raise PortError("none", key="capture.scanner_absent", name="auto")

    cable = Cable([])
    ear = Ear(find, Link.SERIAL, cable, told.names.append, told.lost)  # type: ignore[arg-type]
    for _ in ear.scans():
        if len(tries) > 3:
            break
    assert told.keys == ["capture.scanner_absent"]
