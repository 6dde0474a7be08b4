from __future__ import annotations

import random

import pytest

from checkpoint_app.capture.key_bytes import EVENT, KeyBytes, KeysLostError
from tests.simulators.evdev_stream import (
    ALT,
    CAPS_LOCK,
    CONTROL,
    PAD,
    SHIFT,
    by_alt,
    chord,
    event,
    key,
    place,
    strike,
    typed,
)

PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("piece", [1, 7, 24, 1000, 100_000])
def test_every_key_in_any_pieces(piece: int) -> None:
    events, keys = typed(PRINTABLE + "  \r"), KeyBytes()
    pieces = [events[start : start + piece] for start in range(0, len(events), piece)]
    assert b"".join(map(keys.feed, pieces)).decode() == PRINTABLE + "  \r"


def test_enter_of_the_number_pad_and_tab() -> None:
    assert KeyBytes().feed(strike(96) + strike(15)) == b"\r\t"


def test_the_number_pad() -> None:
    assert KeyBytes().feed(b"".join(strike(PAD[digit]) for digit in "4839201755662")) == (
        b"4839201755662"
    )


@pytest.mark.parametrize(("sign", "written"), [("]", b"\x1d"), ("m", b"\r"), ("1", b"")])
def test_control_characters(sign: str, written: bytes) -> None:
    """GS parts the fields of GS1 and AAMVA codes."""
    assert KeyBytes().feed(chord(CONTROL, [place(sign)])) == written


def test_alt_mode() -> None:
    assert KeyBytes().feed(b"".join(by_alt("P<EGY é~"))) == "P<EGY é~".encode()


@pytest.mark.parametrize("digits", ["9999", "123456789" * 100, ""])
def test_alt_with_what_is_no_character(digits: str) -> None:
    assert KeyBytes().feed(chord(ALT, [PAD[digit] for digit in digits])) == b""
    assert KeyBytes().feed(chord(ALT, [place("a")]) + typed("b")) == b"b"


def test_capitals_by_caps_lock() -> None:
    keys = KeyBytes()
    assert keys.feed(strike(CAPS_LOCK) + typed("ab1") + strike(CAPS_LOCK) + typed("ab")) == (
        b"AB1ab"
    )


def test_a_key_held_down_is_one() -> None:
    held = key(place("a"), 1) + key(place("a"), 2) * 500 + key(place("a"), 0)
    assert KeyBytes().feed(held) == b"a"


def test_shift_held_over_several_keys() -> None:
    assert KeyBytes().feed(chord(SHIFT, map(place, "abc")) + typed("d")) == b"ABCd"


def test_lost_keys_are_told() -> None:
    with pytest.raises(KeysLostError):
        KeyBytes().feed(typed("48392") + event(0, 3, 0))


def test_noise() -> None:
    noise, keys = random.Random(4).randbytes(EVENT.size * 20_000), KeyBytes()
    for start in range(0, len(noise), 1000):
        assert len(keys.feed(noise[start : start + 1000])) < 1000
