"""A scanner that types, on a real X server, under the keyboard layouts of the world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Queue
from typing import Any

import pytest

from checkpoint_app.capture.wedge import PACE
from checkpoint_app.credential import token_text
from checkpoint_app.domain.permit import permit_number_from_serial
from tests.e2e.screen import x_screen
from tests.simulators.x_keyboard import CAPS_LOCK, PLACES, SHIFT, XKeyboard

NUMBER = permit_number_from_serial(483920175566)
TOKEN = token_text.to_digits(NUMBER, bytes(range(170)))
# Every key of a US keyboard, plain and shifted; all that are dead somewhere, or write two letters
# in Arabic (b, B, G, T); spaces doubled.
EVERYTHING = (
    "b B G T'e`a^o~n\"u  ]C1 0123456789  !@#$%^&*()-_=+[]{}\\|;:,.<>/?"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZbbbGGG''``^^"
)
SIGNS, SHORT = EVERYTHING[:66], EVERYTHING[:22]
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
TRIES = 8
IN_TIME = 0.9 * PACE  # seconds between two keys at most


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

    def stand(self, focus: str = "field") -> list[dict[str, Any]]:
        """All that was heard since, and at last how all stands; then the focus is put there."""
        assert self._process.stdin is not None
        self._process.stdin.write(focus + "\n")
        self._process.stdin.flush()
        heard = [self.hear()]
        while "field" not in heard[-1]:
            heard.append(self.hear())
        return heard

    def after(self, play: Callable[[XKeyboard], float]) -> list[dict[str, Any]]:
        """What is heard of it. Played again when this computer was too busy to be a scanner."""
        for _ in range(TRIES):
            worst = play(self.keyboard)
            heard = self.stand()
            if worst < IN_TIME:
                return heard
            time.sleep(0.3)
        raise AssertionError("no scanner: this computer is too busy")

    def after_scan(self, text: str, gap: float, end: str = "\r") -> list[dict[str, Any]]:
        return self.after(lambda keyboard: keyboard.scan(text, gap, end))


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
    """As new, whatever the test before left, and its last key some time ago."""
    time.sleep(0.15)
    shared.stand()
    return shared


UNTOUCHED = {"field": "", "moved": 0, "digits": ""}


def only(*texts: str) -> list[dict[str, Any]]:
    """These were scanned, and nothing else happened."""
    return [*({"scanned": text} for text in texts), UNTOUCHED]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_a_scanner_arrives_under_any_layout(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    assert watched.after_scan(EVERYTHING, 0.001) == only(EVERYTHING)
    assert watched.after_scan(SIGNS, 0.008) == only(SIGNS)
    assert watched.after_scan(SHORT, 0.020, "\t") == only(SHORT)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_person_types_before_and_after_a_scan(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    keys, text = TYPED[layout]

    def play(keyboard: XKeyboard) -> float:
        keyboard.type(keys)
        time.sleep(0.06)
        worst = keyboard.scan(EVERYTHING, 0.001)
        time.sleep(0.06)
        keyboard.type(keys)
        return worst

    scanned, stands = watched.after(play)
    assert scanned == {"scanned": EVERYTHING}
    assert stands == {"field": text + text, "moved": 0, "digits": ""}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_person_types_around_slower_scans(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    one = {"ara": "ش", "ara(digits)": "ش", "fr": "q"}.get(layout, "a")
    for pace in (0.008, 0.020):

        def play(keyboard: XKeyboard, pace: float = pace) -> float:
            keyboard.type("a")
            time.sleep(0.06)
            worst = keyboard.scan(SHORT, pace)
            time.sleep(0.06)
            keyboard.type("a")
            return worst

        scanned, stands = watched.after(play)
        assert scanned == {"scanned": SHORT}
        assert stands == {"field": one + one, "moved": 0, "digits": ""}


def test_a_key_that_is_held_writes_before_it_comes_up(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    place, _ = PLACES["b"]
    watched.keyboard.press(place)
    try:
        assert watched.stand() == [{"field": "لا", "moved": 0, "digits": ""}]
        time.sleep(1.2)  # it repeats itself from 0.66 s on, every 40 ms
    finally:
        watched.keyboard.release(place)
    (stands,) = watched.stand()
    assert len(stands["field"]) > 8 and stands["field"].replace("لا", "") == ""


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("layout", ["ara(digits)", "fr"])
def test_a_permit_and_a_passport_with_a_button_in_focus(watched: Watched, layout: str) -> None:
    watched.keyboard.layout(*LAYOUTS[layout])
    for text, said in ((TOKEN, TOKEN), ("\r".join(PASSPORT), "\n".join(PASSPORT))):
        watched.stand("button")
        assert watched.after_scan(text, 0.001) == only(said)


@pytest.mark.requirement("C1")
def test_one_scan_after_the_other(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    codes = [f"bGT {number:06d} b" for number in range(20)]

    def play(keyboard: XKeyboard) -> float:
        return max(keyboard.scan(code, 0.001) for code in codes)

    assert watched.after(play) == only(*codes)


@pytest.mark.requirement("C1")
def test_without_a_suffix(watched: Watched) -> None:
    watched.keyboard.layout("us", "intl")
    assert watched.after_scan("ABC 123 '", 0.002, "") == only("ABC 123 '")
    watched.keyboard.type("eb")
    assert watched.stand()[-1]["field"] == "eb"


@pytest.mark.requirement("C1")
def test_caps_lock_on_the_computer(watched: Watched) -> None:
    watched.keyboard.layout("us")
    watched.keyboard.strike(CAPS_LOCK)
    time.sleep(0.25)  # a person's hand; a scanner's own comes within the code
    try:
        assert watched.after_scan("Abc<DEF 12", 0.004) == only("Abc<DEF 12")
    finally:
        watched.keyboard.strike(CAPS_LOCK)


def test_a_scanner_that_presses_caps_lock_for_capitals(watched: Watched) -> None:
    watched.keyboard.layout("ara")

    def play(keyboard: XKeyboard) -> float:
        time.sleep(0.25)  # since a person last pressed it
        began = time.monotonic()
        keyboard.strike(CAPS_LOCK)
        first = keyboard.scan("abc 12", 0.002, "")
        between = time.monotonic()
        keyboard.strike(CAPS_LOCK)
        second = keyboard.scan("def", 0.002)
        return IN_TIME if between - began > 0.1 else max(first, second)

    assert watched.after(play) == only("ABC 12def")


def test_a_shift_that_a_person_holds_changes_nothing_afterwards(watched: Watched) -> None:
    watched.keyboard.layout("ara")
    watched.keyboard.press(SHIFT)
    time.sleep(0.2)
    watched.keyboard.release(SHIFT)
    assert watched.after_scan("b12 b34 b56", 0.004) == only("b12 b34 b56")


@pytest.mark.requirement("C1")
def test_a_scanner_set_to_the_computers_layout(watched: Watched) -> None:
    """French keys, French layout: digits come shifted, and still are the permit's number."""
    watched.keyboard.layout("fr")
    shifted = dict(zip("1234567890", "!@#$%^&*()", strict=True))
    code = "".join(shifted[digit] for digit in str(NUMBER))
    assert watched.after_scan(code, 0.004) == only(str(NUMBER))
