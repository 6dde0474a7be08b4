"""Measuring beside a floor: the least work that the same machine could do for the same answer."""

from __future__ import annotations

import cProfile
import gc
import io
import pstats
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import psutil

MEGABYTE = 1_000_000
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Ratio:
    """Medians of the work and of its floor, in seconds, over ``rounds`` rounds each."""

    work: float
    floor: float
    rounds: int

    @property
    def value(self) -> float:
        """Median of the work over median of the floor."""
        return self.work / self.floor


def interleaved(
    rounds: Iterable[tuple[Callable[[], object], Callable[[], object]]],
) -> Ratio:
    """Time pairs of (work, floor), in turns: whichever goes first warms the caches for the other,
    so the order changes every round. Garbage is collected between rounds, not within."""
    works: list[float] = []
    floors: list[float] = []
    with _no_collection():
        for number, (work, floor) in enumerate(rounds):
            gc.collect(0)
            if number % 2:
                floors.append(seconds(floor))
                works.append(seconds(work))
            else:
                works.append(seconds(work))
                floors.append(seconds(floor))
    return Ratio(median(works), median(floors), len(works))


def seconds(call: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - start) / 1e9


@contextmanager
def _no_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class PeakMemory:
    """The most resident memory that this process and its children held together, sampled.

    Pages that they share count once for each: an upper bound.
    """

    def __init__(self) -> None:
        self._me = psutil.Process()
        self._peak = 0
        self._done = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    @property
    def peak_mb(self) -> float:
        """The peak so far, in megabytes of 1,000,000 bytes."""
        return self._peak / MEGABYTE

    def __enter__(self) -> PeakMemory:
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._sampler.join()
        self._look()

    def _sample(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        total = 0
        for process in (self._me, *self._me.children(recursive=True)):
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        self._peak = max(self._peak, total)


def resident_mb() -> float:
    """What this process holds now, in megabytes of 1,000,000 bytes."""
    return float(psutil.Process().memory_info().rss) / MEGABYTE


def profile_of(call: Callable[[], object], lines: int = 15) -> list[str]:
    """The functions in which one call spends most, for a goal that was missed."""
    profile = cProfile.Profile()
    profile.runcall(call)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(lines)
    rows = (row.strip() for row in text.getvalue().splitlines())
    return [row for row in rows if row and row[0].isdigit()]
