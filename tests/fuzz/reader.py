"""One reader of outside bytes, as the fuzzing sees it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Reader:
    """``read`` takes any bytes; only ``errors`` may come out of it. ``seeds`` are sound inputs,
    ``hostile`` are not, and are spoilt along with them. ``covers`` are the functions that it goes
    through, as ``module.function``. ``most`` bounds how often a slow one is tried."""

    name: str
    read: Read
    seeds: Sequence[bytes]
    errors: tuple[type[Exception], ...]
    covers: tuple[str, ...]
    most: int = 10**9
    hostile: Sequence[bytes] = ()


@cache
def scratch() -> Path:
    """A folder for those that read files; gone with the process."""
    made = tempfile.TemporaryDirectory(prefix="fuzz-")
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def from_file(name: str, read: Callable[[Path], object]) -> Read:
    """A reader of files as one of bytes."""

    def read_bytes(data: bytes) -> object:
        path = scratch() / name
        path.write_bytes(data)
        return read(path)

    return read_bytes


def from_text(read: Callable[[str], object]) -> Read:
    """A reader of text as one of bytes: whatever a text may hold, lone surrogates too."""
    return lambda data: read(data.decode("utf-8", "surrogateescape"))
