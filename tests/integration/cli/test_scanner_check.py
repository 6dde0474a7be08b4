"""`checkpoint scanner-check` as the IT desk runs it: a process of its own, a scanner on a
pseudo-terminal."""

from __future__ import annotations

import json
import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from checkpoint_app.capture.sheet_contents import SYMBOLS
from tests.simulators.passport import zone_of
from tests.simulators.serial_cable import PluggedScanner
from tests.unit.domain.cases import RECORD

assert sys.platform != "win32", "pseudo-terminals are of POSIX"
SOON = 30.0
CONTENTS = {symbol.key: symbol.content.encode() for symbol in SYMBOLS}
NEEDED = ("token", "number")


class Running:
    """The command, and what it has said so far."""

    def __init__(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "checkpoint_app", "scanner-check", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.said = ""

    def wait_for(self, words: str) -> None:
        assert self.process.stdout is not None
        end = time.monotonic() + SOON
        while words not in self.said:
            assert time.monotonic() < end, self.said
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                data = os.read(self.process.stdout.fileno(), 65536)
                assert data, self.said
                self.said += data.decode()

    def end(self) -> int:
        assert self.process.stdout is not None
        self.said += self.process.communicate(timeout=SOON)[0].decode()
        return self.process.returncode

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[PluggedScanner]:
    made = PluggedScanner(tmp_path / "scanner")
    yield made
    made.unplug()


@pytest.fixture
def started() -> Iterator[list[Running]]:
    made: list[Running] = []
    yield made
    for running in made:
        running.close()


def scan(running: Running, cable: PluggedScanner, key: str, ends: str = "\r") -> None:
    """One symbol, and what is said of it."""
    number = list(CONTENTS).index(key) + 1
    cable.send(CONTENTS[key] + ends.encode())
    running.wait_for(f"{number}: ")


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(("lang", "word"), [("en", "GOOD"), ("ar", "جيد")])
def test_a_good_serial_scanner(
    cable: PluggedScanner, tmp_path: Path, started: list[Running], lang: str, word: str
) -> None:
    running = Running("--scanner", f"serial:{tmp_path / 'scanner'}", "--lang", lang)
    started.append(running)
    running.wait_for("Ctrl-C")
    scan(running, cable, "lines")
    cable.send(zone_of(RECORD).replace("\n", "\r").encode() + b"\r")
    running.wait_for("TD3")
    for key in NEEDED:
        scan(running, cable, key)
    assert running.end() == 0
    assert word in running.said
    assert "LINE 1 OF 2[CR]LINE 2 OF 2[CR]" in running.said
    assert "Enter (CR)" in running.said
    assert RECORD.passport not in running.said and "<<" not in running.said


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("ends", "code", "word"), [("", 10, "USABLE"), ("#END\r", 20, "MUST BE SET")]
)
def test_the_grade_is_the_exit_code(
    cable: PluggedScanner, tmp_path: Path, started: list[Running], ends: str, code: int, word: str
) -> None:
    running = Running("--scanner", f"serial:{tmp_path / 'scanner'}", "--lang", "en")
    started.append(running)
    running.wait_for("Ctrl-C")
    for key in NEEDED:
        scan(running, cable, key, ends)
    assert running.end() == code
    assert word in running.said
    assert "suffix" in running.said


def test_it_waits_for_a_scanner_and_ends_at_ctrl_c(tmp_path: Path, started: list[Running]) -> None:
    running = Running("--scanner", f"serial:{tmp_path / 'scanner'}", "--lang", "en", "--all")
    started.append(running)
    running.wait_for("is not there")
    cable = PluggedScanner(tmp_path / "scanner")
    running.wait_for("Listening")
    for key in NEEDED:
        scan(running, cable, key)
    cable.unplug()
    running.said = ""
    running.wait_for("is not there")
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert "GOOD" in running.said and "Not read yet: " in running.said


def test_nothing_scanned_is_no_verdict(
    cable: PluggedScanner, tmp_path: Path, started: list[Running]
) -> None:
    running = Running("--scanner", f"serial:{tmp_path / 'scanner'}", "--lang", "en")
    started.append(running)
    running.wait_for("Ctrl-C")
    cable.send(b"4006381333931\r\n")
    running.wait_for("not on the test sheet")
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 30


def test_a_scanner_that_types_into_the_terminal(started: list[Running]) -> None:
    """Its pace is measured key by key; nothing of it is echoed; Enter is told as it was sent."""
    far, near = os.openpty()
    running = Running("--lang", "en", "--json", stdin=near)
    started.append(running)
    os.close(near)
    running.wait_for("into this window")
    for key in NEEDED:
        for byte in CONTENTS[key] + b"\r":
            os.write(far, bytes([byte]))
            time.sleep(0.002)
        running.wait_for(f'"symbol":"{key}"')
    running.end()
    told = [json.loads(line) for line in running.said.splitlines() if line.startswith("{")]
    assert [one.get("symbol") for one in told] == ["token", "number", None]
    verdict = told[-1]
    assert (verdict["layout"], verdict["suffix"], verdict["prefix"]) == ("us", "\r", "")
    assert verdict["pace_ms"] > 0
    busy = verdict["pace_ms"] > 9 or verdict["worst_gap_ms"] > 150  # this computer was, not it
    assert busy or (verdict["grade"], running.process.returncode) == ("good", 0)
    with suppress(OSError):  # the terminal has no other end any more
        assert os.read(far, 10) == b"", "nothing was echoed"
    os.close(far)


def test_lines_of_a_pipe_say_what_they_can() -> None:
    text = CONTENTS["lines"].replace(b"\r", b"\n") + b"\n" + zone_of(RECORD).encode() + b"\n"
    text += b"".join(CONTENTS[key] + b"\n" for key in NEEDED)
    done = subprocess.run(
        [sys.executable, "-m", "checkpoint_app", "scanner-check", "--lang", "en"],
        input=text,
        capture_output=True,
        timeout=SOON,
        check=False,
    )
    said = done.stdout.decode()
    assert done.returncode == 0, said
    assert "of speed nothing can be said" in done.stderr.decode()
    assert re.findall(r"Symbol (\d)", said) == ["5", "1", "2"]
    assert "Passport: TD3, lines: 2" in said and RECORD.passport not in said


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (b"".join(one + b"\r\n" for one in CONTENTS.values()), 0),
        (b"".join(b"\x02" + one + b"\x03" for one in CONTENTS.values()), 0),
        (CONTENTS["token"][1:] + b"\r" + CONTENTS["number"][1:] + b"\r", 10),
        (b"X" + CONTENTS["token"] + b"\r" + b"X" + CONTENTS["number"] + b"\r", 20),
        (b"", 30),
        (random.Random(5).randbytes(20_000), 30),
    ],
)
def test_a_kept_capture(tmp_path: Path, kept: bytes, code: int) -> None:
    path = tmp_path / "capture"
    path.write_bytes(kept)
    running = Running("--file", str(path), "--lang", "en")
    assert running.end() == code, running.said
    running.close()


@pytest.mark.parametrize(
    "arguments",
    [("--file", "/no/such/file"), ("--scanner", "serial:"), ("--scanner", "evdev:auto")],
)
def test_what_is_no_scanner_is_one_sentence(arguments: tuple[str, str]) -> None:
    running = Running(*arguments)
    assert running.end() == 1
    assert len(running.said.splitlines()) == 1
    running.close()


def test_noise_without_an_end_is_bounded_and_the_next_scans_are_judged(
    cable: PluggedScanner, tmp_path: Path, started: list[Running]
) -> None:
    running = Running("--scanner", f"serial:{tmp_path / 'scanner'}", "--lang", "en")
    started.append(running)
    running.wait_for("Ctrl-C")
    cable.send(b"7" * 1_000_000, piece=4096)
    running.wait_for("(4097)")
    for key in NEEDED:
        scan(running, cable, key)
    assert running.end() == 0
    assert len(running.said) < 4000
