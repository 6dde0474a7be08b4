from __future__ import annotations

import re

from sync.protocol.fingerprint import device_fingerprint

AGE = "age1" + "q" * 58


def test_a_fingerprint_is_six_groups_of_digits() -> None:
    assert re.fullmatch(r"\d{5}( \d{5}){5}", device_fingerprint(bytes(32), bytes(32), AGE))


def test_each_key_is_in_it() -> None:
    first, second = bytes(32), b"\1" * 32
    prints = {
        device_fingerprint(first, first, AGE),
        device_fingerprint(second, first, AGE),
        device_fingerprint(first, second, AGE),
        device_fingerprint(first, first, AGE[:-1] + "p"),
    }
    assert len(prints) == 4


def test_it_never_changes_with_the_program() -> None:
    shown = device_fingerprint(bytes(range(32)), bytes(range(32, 64)), AGE)
    assert shown == "50083 00053 47082 54979 56800 77960"
