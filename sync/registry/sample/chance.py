"""Chance for the synthetic season: the same seed, the same season."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
_MASK = (1 << 64) - 1
_MULTIPLIER = 0x9E3779B97F4A7C15  # 2^64 / golden ratio, odd: Knuth's multiplicative hashing
_ROUNDS = 4
_TABLE_BITS = 16


def stream(seed: int, purpose: str) -> random.Random:
    """Random numbers of a purpose, independent of every other purpose's."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - a made-up season, no secret


class Shuffled:
    """A random order of the numbers 0 to ``rows * columns - 1`` that takes no memory.

    An unbalanced Feistel network over Z_rows x Z_columns (Black and Rogaway, "Ciphers with
    arbitrary finite domains", 2002, method 3), so no number comes twice.
    """

    def __init__(self, rows: int, columns: int, chance: random.Random) -> None:
        self._rows, self._columns = rows, columns
        self._keys = [(chance.getrandbits(64), chance.getrandbits(64)) for _ in range(_ROUNDS)]

    def __getitem__(self, place: int) -> int:
        """The number at this place. Places repeat beyond the last one."""
        rows, columns = self._rows, self._columns
        left, right = divmod(place % (rows * columns), columns)
        for first, second in self._keys:
            left = (left + (((right ^ first) * _MULTIPLIER & _MASK) >> 24)) % rows
            right = (right + (((left ^ second) * _MULTIPLIER & _MASK) >> 24)) % columns
        return left * columns + right


class Weighted(Generic[Item]):
    """Items drawn as often as their weights say, each draw one look-up.

    Weights are rounded to 1/65,536 and never to nothing.
    """

    def __init__(self, items: Sequence[Item], weights: Sequence[float]) -> None:
        total = sum(weights)
        size = 1 << _TABLE_BITS
        self._table: list[Item] = []
        for item, weight in zip(items, weights, strict=True):
            self._table += [item] * max(1, round(weight * size / total))
        self._size = len(self._table)

    def draw(self, chance: random.Random) -> Item:
        """One item."""
        return self._table[int(chance.random() * self._size)]
