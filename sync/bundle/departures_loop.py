"""The loop of departures as a port sees it: recorded, exported, acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.bundle.departures_note import ExportNote, known_files
from sync.engine.receipts import ReceivedEpoch


@dataclass(frozen=True, slots=True)
class EpochLoop:
    """How far one journal epoch has come, in sequences: recorded, exported to any stick, and
    acknowledged by the registry, the newest receipt issued at ``receipted``."""

    epoch: bytes
    recorded: int
    exported: int
    acknowledged: int
    receipted: datetime | None


@dataclass(frozen=True, slots=True)
class Loop:
    """Where departures stand. ``exported_at`` and ``exported`` are the last export's time and
    movements. Of those ``pending``, ``underway`` were exported to some stick."""

    epochs: tuple[EpochLoop, ...]
    exported_at: datetime | None
    exported: int

    @property
    def pending(self) -> int:
        """Movements not acknowledged."""
        return sum(each.recorded - each.acknowledged for each in self.epochs)

    @property
    def underway(self) -> int:
        """Those of them that were exported."""
        return sum(max(0, each.exported - each.acknowledged) for each in self.epochs)

    @property
    def receipted(self) -> datetime | None:
        """When the newest receipt was issued; None before any."""
        return max((each.receipted for each in self.epochs if each.receipted), default=None)


def loop_of(notes: Sequence[ExportNote], epochs: Iterable[ReceivedEpoch]) -> Loop:
    """What the exports so far (oldest first) and the outbox say together."""
    reached: dict[bytes, int] = {}
    for file in known_files(notes):
        reached[file.epoch] = max(file.last, reached.get(file.epoch, 0))
    stands = tuple(
        EpochLoop(
            each.epoch,
            each.last,
            min(each.last, reached.get(each.epoch, 0)),
            each.acknowledged,
            each.receipted,
        )
        for each in epochs
    )
    last = notes[-1] if notes else None
    return Loop(stands, last.at if last else None, last.movements if last else 0)
