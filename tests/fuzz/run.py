"""Feeds a reader spoilt inputs, and tells what came out: its own refusals, or something foreign."""

from __future__ import annotations

import logging
import sys
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from checkpoint_app.errors import CheckpointError
from tests.fuzz.mutator import Mutator
from tests.fuzz.reader import Reader

if sys.platform != "win32":
    import resource

# No reader may need more for what a stranger sends.
MOST_MEMORY = 256 * 1024 * 1024
_MOST_KEPT = 3
# One input in so many is read under Python's own account of memory, which is slow.
_TRACED_EVERY = 50


@dataclass
class Found:
    """What became of one reader's inputs. ``foreign`` are errors that are not its own, each with
    the input; ``memory`` the most bytes that reading one input took, ``slowest`` in seconds."""

    reader: str
    inputs: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    foreign: dict[str, bytes] = field(default_factory=dict)
    memory: int = 0
    slowest: float = 0.0

    @property
    def is_well(self) -> bool:
        """Whether only its own errors came out, within bounds."""
        return not self.foreign and self.memory <= MOST_MEMORY


def fuzz(reader: Reader, inputs: int, seed: str, *, traced: bool = True) -> Found:
    """Read so many inputs. The same reader, number and seed give the same inputs."""
    found = Found(reader.name)
    mutator = Mutator(f"{reader.name} {seed}")
    given = (*reader.seeds, *reader.hostile)
    with _quiet():
        for number in range(min(inputs, reader.most)):
            data = given[number] if number < len(given) else mutator.spoilt(given)
            _feed(reader, data, found, traced=traced and number % _TRACED_EVERY == 0)
    return found


def _feed(reader: Reader, data: bytes, found: Found, *, traced: bool) -> None:
    before, started = peak_bytes(), time.perf_counter()
    if traced:
        tracemalloc.start()
    try:
        reader.read(data)
        found.taken += 1
    except reader.errors as error:
        key = error.key if isinstance(error, CheckpointError) else ""
        found.refused[f"{type(error).__name__} {key}".strip()] += 1
    except Exception as error:
        kind = f"{type(error).__name__}: {str(error)[:80]}"
        if len(found.foreign) < _MOST_KEPT:
            found.foreign.setdefault(kind, data)
    finally:
        grown = peak_bytes() - before
        if traced:
            grown = max(grown, tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    found.inputs += 1
    found.memory = max(found.memory, grown)
    found.slowest = max(found.slowest, time.perf_counter() - started)


def peak_bytes() -> int:
    """The most memory that this process ever had; 0 on Windows, where Python's own account of it
    has to do."""
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@contextmanager
def _quiet() -> Iterator[None]:
    """Refusals are logged by the hundred thousand; nobody reads them here."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
