from __future__ import annotations

import pytest

from checkpoint_app.capture.scan_codes import EVDEV_CODES, TERMINATORS, written
from tests.simulators.x_keyboard import PLACES

# `linux/input-event-codes.h`: some keys by their names there.
KEYS = {"1": 2, "0": 11, "=": 13, "q": 16, "]": 27, "a": 30, "'": 40, "`": 41, "\\": 43, "/": 53}


@pytest.mark.parametrize(("sign", "code"), KEYS.items())
def test_keys_by_their_numbers(sign: str, code: int) -> None:
    assert written(code) == sign


@pytest.mark.parametrize("sign", [sign for sign in PLACES if sign.isprintable()])
def test_every_printable_sign_of_ascii_has_its_key(sign: str) -> None:
    """Against the X keycodes of a US keyboard, which are counted from eight."""
    native, shifted = PLACES[sign]
    assert written(EVDEV_CODES["xcb"](native), bool(shifted)) == sign


def test_all_of_printable_ascii_is_there() -> None:
    signs = {written(code, shifted) for code in range(128) for shifted in (False, True)}
    assert signs >= {chr(code) for code in range(0x20, 0x7F)}


def test_the_number_pad_means_digits_whatever_shift_says() -> None:
    pad = "".join(written(code) for code in (*range(71, 84), 98, 55))
    assert pad == "789-456+1230./*"
    assert "".join(written(code, True) for code in (*range(71, 84), 98, 55)) == pad


@pytest.mark.parametrize(
    ("native", "sign"),
    [(0x10, "q"), (0x35, "/"), (0x135, "/"), (0x52, "0"), (0x148, ""), (200, "")],
)
def test_set_1_codes_of_windows(native: int, sign: str) -> None:
    """0x48 with the prefix is the arrow key, without it the 8 of the number pad."""
    assert written(EVDEV_CODES["windows"](native)) == sign


def test_enter_on_both_systems() -> None:
    assert EVDEV_CODES["windows"](0x1C) in TERMINATORS
    assert EVDEV_CODES["windows"](0x11C) in TERMINATORS
    assert EVDEV_CODES["xcb"](36) in TERMINATORS and EVDEV_CODES["xcb"](104) in TERMINATORS


@pytest.mark.parametrize("native", [0, 1, 7, 8, 255, 65536])
def test_what_is_no_key_writes_nothing(native: int) -> None:
    assert written(EVDEV_CODES["xcb"](native)) == ""
