"""Spoils sound inputs: bits, lengths, pieces, and what is inside CBOR, JSON and lists of them.

From one seed always the same inputs, whatever the machine.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import cbor2

LONGEST = 1024 * 1024
_HOSTILE_NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 23, 24, 255, 256, 2**31 - 1, 2**31, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1),
    *(-(2**31), -(2**63), -(2**64), 2**64, 10**30, 253_402_300_800, 1e308, -0.5),
)
_HOSTILE_TEXTS = (
    *(
        "",
        "\x00",
        "A" * 300,
        "٠١٢٣",
        "\u202e",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "../../etc/passwd",
        "9" * 400,
        "NaN",
        "1e999",
        "ß",
        "\n",
    ),
)
_HOSTILE_BYTES = (
    b"\xff" * 64,
    b"\x00" * 64,
    b"\x9f" * 2000,  # CBOR: arrays without end
    b"\x81" * 2000,  # arrays in arrays
    b"\xbf",
    b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",  # a string of 2**64 - 1 bytes
    b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff",
    b"\xd9\xd9\xf7",
    b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00",  # NaN
    b"[" * 20_000,
    b'{"a":' * 5_000,
    b"1" * 5_000,
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"AGE-SECRET-KEY-1",
    b"\r\n\r\n",
)

Change = Callable[["Mutator", bytes], bytes]


class Mutator:
    """One seed's inputs."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def spoilt(self, seeds: Sequence[bytes]) -> bytes:
        """One of the sound inputs, spoilt by one change or a few. Now and then left sound."""
        chance = self.chance
        data = chance.choice(seeds)
        for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))):
            change = chance.choice(_CHANGES)
            data = _spliced(self, data, seeds) if change is None else change(self, data)
        return data[:LONGEST]

    def place(self, data: bytes) -> int:
        return self.chance.randrange(len(data) + 1)


def _flipped(mutator: Mutator, data: bytes) -> bytes:
    spoilt = bytearray(data or b"\x00")
    for _ in range(mutator.chance.choice((1, 1, 2, 8))):
        spoilt[mutator.chance.randrange(len(spoilt))] ^= 1 << mutator.chance.randrange(8)
    return bytes(spoilt)


def _overwritten(mutator: Mutator, data: bytes) -> bytes:
    start = mutator.place(data)
    piece = mutator.chance.randbytes(mutator.chance.choice((1, 1, 2, 4, 8, 64)))
    return data[:start] + piece + data[start + len(piece) :]


def _cut(mutator: Mutator, data: bytes) -> bytes:
    return data[: mutator.place(data)]


def _without_piece(mutator: Mutator, data: bytes) -> bytes:
    start, end = sorted((mutator.place(data), mutator.place(data)))
    return data[:start] + data[end:]


def _repeated(mutator: Mutator, data: bytes) -> bytes:
    start, end = sorted((mutator.place(data), mutator.place(data)))
    return data[:end] + data[start:end] * mutator.chance.choice((1, 2, 20)) + data[end:]


def _with_hostile(mutator: Mutator, data: bytes) -> bytes:
    start = mutator.place(data)
    after = mutator.chance.choice((start, len(data)))
    return data[:start] + mutator.chance.choice(_HOSTILE_BYTES) + data[after:]


def _other_length(mutator: Mutator, data: bytes) -> bytes:
    """Two, four or eight bytes somewhere say another length."""
    width = mutator.chance.choice((1, 2, 4, 8))
    start = mutator.place(data)
    value = mutator.chance.choice((0, 1, 2 ** (8 * width) - 1, 2 ** (8 * width - 1), len(data)))
    piece = int(value % 256**width).to_bytes(width)
    if mutator.chance.random() < 0.5:
        piece = piece[::-1]
    return data[:start] + piece + data[start + width :]


def _other_digits(mutator: Mutator, data: bytes) -> bytes:
    """One sign of a text is another; for digits and zones."""
    if not data:
        return b"7"
    start = mutator.chance.randrange(len(data))
    sign = mutator.chance.choice(b"0123456789<ABCXYZ \r\n\x1d\xd9\xa0")
    return data[:start] + bytes([sign]) + data[start + 1 :]


def _other_values(mutator: Mutator, data: bytes) -> bytes:
    """Values within CBOR or JSON are others, or elsewhere; the coding stays sound."""
    try:
        if data[:1] in b"{[" and data:
            changed = _changed(mutator, json.loads(data), json_only=True)
            return json.dumps(changed, ensure_ascii=False).encode("utf-8", "replace")
        return cbor2.dumps(_changed(mutator, cbor2.loads(data), json_only=False))
    except Exception:
        return _flipped(mutator, data)


def _changed(mutator: Mutator, value: Any, *, json_only: bool) -> Any:
    """The value with one of its parts changed."""
    chance = mutator.chance
    if isinstance(value, list) and value and chance.random() < 0.85:
        place = chance.randrange(len(value))
        kind = chance.random()
        if kind < 0.1:
            return value[:place] + value[place + 1 :]
        if kind < 0.2:
            return [*value, value[place]]
        if kind < 0.25:
            return value * chance.choice((2, 50))
        part = _changed(mutator, value[place], json_only=json_only)
        return [*value[:place], part, *value[place + 1 :]]
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        if chance.random() < 0.1:
            return {key: each for key, each in value.items() if key != name}
        return {**value, name: _changed(mutator, value[name], json_only=json_only)}
    return _hostile(mutator, value, json_only=json_only)


def _hostile(mutator: Mutator, value: Any, *, json_only: bool) -> Any:
    chance = mutator.chance
    if isinstance(value, bytes) and not json_only and chance.random() < 0.6:
        return chance.choice((_cut, _flipped, _repeated))(mutator, value)
    if isinstance(value, str) and chance.random() < 0.5:
        return chance.choice((value + "X", value[:-1], value * 3, value.upper()))
    if isinstance(value, int) and chance.random() < 0.4:
        return value + chance.choice((-1, 1, 2**16, -(2**33)))
    choices: list[Any] = [None, True, [], {}, _nested(chance.choice((3, 9, 40)))]
    choices += [chance.choice(_HOSTILE_NUMBERS), chance.choice(_HOSTILE_TEXTS)]
    if not json_only:
        choices += [b"", bytes(32), b"\xff" * 40]
    return chance.choice(choices)


def _nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def _spliced(mutator: Mutator, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = mutator.chance.choice(seeds)
    return data[: mutator.place(data)] + other[mutator.place(other) :]


# None is a splice, which needs the other inputs.
_CHANGES: tuple[Change | None, ...] = (
    _flipped,
    _flipped,
    _overwritten,
    _cut,
    _without_piece,
    _repeated,
    _with_hostile,
    _other_length,
    _other_digits,
    _other_values,
    _other_values,
    _other_values,
    _other_values,
    None,
)
