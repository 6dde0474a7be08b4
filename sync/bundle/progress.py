"""How far the import of a stick has come, and how long it will still take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Of an import's time, what reading the packs takes; verifying and writing the records is the rest.
_READING = 0.2
# Seconds after which the pace so far says something.
_TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes read and records written, of those that the signed lengths and counts announce;
    ``seconds_left`` is an estimate, None before there is one."""

    bytes_done: int
    bytes_total: int
    records_done: int
    records_total: int
    seconds_left: float | None = None

    @property
    def fraction(self) -> float:
        """The part that is done, from 0 to 1."""
        read = _part(self.bytes_done, self.bytes_total)
        if not self.records_total:
            return read
        return _READING * read + (1 - _READING) * _part(self.records_done, self.records_total)


class ProgressMeter:
    """`sync.trust.watch.Watching` that tells a Progress after each step. ``monotonic`` gives
    seconds."""

    def __init__(
        self, monotonic: Callable[[], float], on_progress: Callable[[Progress], None]
    ) -> None:
        self._monotonic, self._on_progress = monotonic, on_progress
        self._started = monotonic()
        self._bytes = self._bytes_total = self._records = self._records_total = 0

    def planned(self, size: int, records: int) -> None:
        """See `Watching`. A plan made anew begins anew."""
        self._started = self._monotonic()
        self._bytes = self._records = 0
        self._bytes_total, self._records_total = size, records
        self._tell()

    def fetched(self, size: int) -> None:
        """See `Watching`."""
        self._bytes += size
        self._tell()

    def written(self, records: int) -> None:
        """See `Watching`."""
        self._records += records
        self._tell()

    def _tell(self) -> None:
        counts = (self._bytes, self._bytes_total, self._records, self._records_total)
        done, spent = Progress(*counts).fraction, self._monotonic() - self._started
        known = done > 0 and spent >= _TELLING
        self._on_progress(Progress(*counts, spent * (1 - done) / done if known else None))


def _part(done: int, total: int) -> float:
    return min(1.0, done / total) if total else 1.0
