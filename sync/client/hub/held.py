"""What one hub says to have. It may lie: then another hub, or the line to the registry, brings what
it keeps back."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from sync.client.hub.ranges import Range, joined
from sync.protocol.hub import MOST_JOURNALS, MOST_RANGES, HeldRange, ItemName, Stream

_Journal = tuple[Stream, str, bytes]


class HeldByHub:
    """Ranges by journal, those that the journal's own device brought apart. For several threads.
    What a hub says without end is remembered no further than honest hubs go."""

    def __init__(self, held: Iterable[HeldRange] = ()) -> None:
        self._lock = threading.Lock()
        self._own: dict[_Journal, tuple[Range, ...]] = {}
        self._any: dict[_Journal, tuple[Range, ...]] = {}
        self.say(held)

    def say(self, held: Iterable[HeldRange]) -> None:
        """It answered anew: what it said before is forgotten."""
        own: dict[_Journal, list[Range]] = {}
        every: dict[_Journal, list[Range]] = {}
        for each in held:
            journal, piece = _split(each.name)
            every.setdefault(journal, []).append(piece)
            if each.own:
                own.setdefault(journal, []).append(piece)
        with self._lock:
            self._own = {journal: joined(pieces) for journal, pieces in own.items()}
            self._any = {journal: joined(pieces) for journal, pieces in every.items()}

    def add(self, name: ItemName, *, own: bool) -> None:
        """It has this item now."""
        journal, piece = _split(name)
        with self._lock:
            for table in (self._own, self._any) if own else (self._any,):
                known = table.get(journal)
                if known is None and len(table) >= MOST_JOURNALS:
                    continue
                found = joined([*(known or ()), piece])
                if len(found) <= MOST_RANGES:
                    table[journal] = found

    def own(self, stream: Stream, device: str, epoch: bytes) -> tuple[Range, ...]:
        """What the journal's own device brought of it."""
        with self._lock:
            return self._own.get((stream, device, epoch), ())

    def any(self, stream: Stream, device: str, epoch: bytes) -> tuple[Range, ...]:
        """What is there of it, whoever brought it."""
        with self._lock:
            return self._any.get((stream, device, epoch), ())


def _split(name: ItemName) -> tuple[_Journal, Range]:
    return (name.stream, name.device, name.epoch), (name.first, name.last)
