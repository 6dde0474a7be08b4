"""A scanner that types, on a real X server, under the keyboard layouts of the world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from queue import Queue
from typing import Any

import pytest

from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial
from tests.e2e.screen import x_screen
from tests.simulators.x_keyboard import CAPS_LOCK, SHIFT, XKeyboard

NUMBER = permit_number_from_serial(483920175566)
TOKEN = token_text.to_digits(NUMBER, bytes(range(170)))
# Every key of a US keyboard, plain and shifted; all that are dead somewhere, or write two letters
# in Arabic (b, B, G, T); spaces doubled.
EVERYTHING = (
    "b B G T'e`a^o~n\"u  ]C1 0123456789  !@#$%^&*()-_=+[]{}\\|;:,.<>/?"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZbbbGGG''``^^"
)
PASSPORT = (
    "P<EGYELSHERBINY<<FATIMA<AHMED<<<<<<<<<<<<<<<",
    "A000000697EGY8501017F3012318<<<<<<<<<<<<<<04",
)
LAYOUTS = {
    "us": ("us", ""),
    "ara": ("ara", ""),
    "ara(digits)": ("ara", "digits"),
    "fr": ("fr", ""),
    "us(intl)": ("us", "intl"),
    "de": ("de", ""),
}
# What a person's keys, by their places on a US keyboard, write with each layout.
TYPED = {
    "us": ("ab1;b", "ab1;b"),
    "ara": ("abB7hgb", "شلالآ7اللا"),
    "ara(digits)": ("abB7hgb", "شلالآ٧اللا"),
    "fr": ("aq[e;", "qaêm"),
    "us(intl)": ("a'e`ab", "aéàb"),
    "de": ("zy[=a", "yzüá"),
}
SECONDS = 15


class Watched:
    """The window of `wedge_window`, in a process of its own, and the keyboard before it."""

    def __init__(self, keyboard: XKeyboard, process: subprocess.Popen[str]) -> None:
        self.keyboard = keyboard
        self._process = process
        self._said: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(ValueError):  # closed while it was read
            for line in self._process.stdout:
                self._said.put(json.loads(line))

    def hear(self) -> dict[str, Any]:
        return self._said.get(timeout=SECONDS)

    def stand(self, focus: str = "field") -> dict[str, Any]:
        """How all stands, with the keys that were struck just now."""
        time.sleep(0.05)  # keys and orders come by different ways
        assert self._process.stdin is not None
        self._process.stdin.write(focus + "\n")
        self._process.stdin.flush()
        return self.hear()


@pytest.fixture(scope="module")
def shared() -> Iterator[Watched]:
    with x_screen("640x480x24") as variables, XKeyboard(variables["DISPLAY"]) as keyboard:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.wedge_window"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables, "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "compose"},
        )
        with process:
            assert process.stdin is not None
            watched = Watched(keyboard, process)
            assert watched.hear() == {"ready": True}
            yield watched
            process.stdin.close()
            assert process.wait(SECONDS) == 0


@pytest.fixture
def watched(shared: Watched) -> Watched:
    """As new, whatever the test before left."""
    while shared.stand().get("digits") is None:
        pass
    return shared


UNTOUCHED = {"field": "", "moved": 0, "digits": ""}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_a_scanner_arrives_under_any_layout(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    for milliseconds in (1, 8):
        watched.keyboard.scan(EVERYTHING, milliseconds / 1000)
        assert watched.hear() == {"scanned": EVERYTHING}
        assert watched.stand() == UNTOUCHED
    short = EVERYTHING[:22]
    watched.keyboard.scan(short, 0.020, "\t")
    assert watched.hear() == {"scanned": short}
    assert watched.stand() == UNTOUCHED


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_person_types_before_and_after_a_scan(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    keys, text = TYPED[layout]
    watched.keyboard.type(keys)
    time.sleep(0.06)
    watched.keyboard.scan(EVERYTHING, 0.001)
    assert watched.hear() == {"scanned": EVERYTHING}
    watched.keyboard.type(keys)
    assert watched.stand() == {"field": text + text, "moved": 0, "digits": ""}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", ["ara(digits)", "fr"])
def test_a_permit_and_a_passport_with_a_button_in_focus(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    watched.stand("button")
    watched.keyboard.scan(TOKEN, 0.001)
    assert watched.hear() == {"scanned": TOKEN}
    watched.keyboard.scan("\r".join(PASSPORT), 0.001)
    assert watched.hear() == {"scanned": "\n".join(PASSPORT)}
    assert watched.stand("field") == UNTOUCHED


@pytest.mark.requirement("C1")
def test_one_scan_after_the_other(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    codes = [f"bGT {number:06d} b" for number in range(20)]
    for code in codes:
        watched.keyboard.scan(code, 0.001)
    assert [watched.hear() for _ in codes] == [{"scanned": code} for code in codes]
    assert watched.stand() == UNTOUCHED


@pytest.mark.requirement("C1")
def test_without_a_suffix(watched: Watched) -> None:
    watched.keyboard.layout("us", "intl")
    watched.keyboard.scan("ABC 123 '", 0.002, "")
    assert watched.hear() == {"scanned": "ABC 123 '"}
    watched.keyboard.type("eb")
    assert watched.stand()["field"] == "eb"


@pytest.mark.requirement("C1")
def test_caps_lock_on_the_computer(watched: Watched) -> None:
    watched.keyboard.layout("us")
    watched.keyboard.strike(CAPS_LOCK)
    time.sleep(0.25)  # a person's hand; a scanner's own comes within the code
    try:
        watched.keyboard.scan("Abc<DEF 12", 0.004)
        assert watched.hear() == {"scanned": "Abc<DEF 12"}
    finally:
        watched.keyboard.strike(CAPS_LOCK)
    assert watched.stand() == UNTOUCHED


def test_a_scanner_that_presses_caps_lock_for_capitals(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    watched.keyboard.strike(CAPS_LOCK)
    watched.keyboard.scan("abc 12", 0.002, "")
    watched.keyboard.strike(CAPS_LOCK)
    watched.keyboard.scan("def", 0.002)
    assert watched.hear() == {"scanned": "ABC 12def"}


def test_a_shift_that_a_person_holds_changes_nothing_afterwards(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    watched.keyboard.press(SHIFT)
    time.sleep(0.2)
    watched.keyboard.release(SHIFT)
    watched.keyboard.scan("b12 b34 b56", 0.004)
    assert watched.hear() == {"scanned": "b12 b34 b56"}


@pytest.mark.requirement("C1")
def test_a_scanner_set_to_the_computers_layout(watched: Watched) -> None:
    """French keys, French layout: digits come shifted, and still are the permit's number."""
    watched.keyboard.layout("fr")
    shifted = dict(zip("1234567890", "!@#$%^&*()", strict=True))
    watched.keyboard.scan("".join(shifted[digit] for digit in str(NUMBER)), 0.004)
    assert watched.hear() == {"scanned": str(NUMBER)}
