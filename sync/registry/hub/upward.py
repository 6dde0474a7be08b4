"""Upward: what lanes gave to the hub goes to the registry, as far as it is not there already.

A lane may send the same to the registry itself, and a stick may bring it a third time: the registry
counts each entry once. The hub opens nothing; it knows an item by its name alone.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError
from sync.client.calls import RefusedError
from sync.protocol.hub import ItemName, Stream
from sync.protocol.problems import NEEDS_A_PERSON, ProblemKind
from sync.protocol.relay import JournalName, ReachedJournal

_LOG = logging.getLogger(__name__)
ROUND_SECONDS = 15.0
# What the registry could not use (sealed for others, of a later program) is offered again so late.
AGAIN_SECONDS = 3600.0
# These are of the registry or of this device, not of an item: nothing more is sent this round.
_OF_THE_WHOLE = NEEDS_A_PERSON | {ProblemKind.NO_INBOX, ProblemKind.NOT_FOUND}


Item: TypeAlias = tuple[ItemName, Callable[[], bytes]]


class Upstream(Protocol):
    """The registry (`sync.client.relaying.RelayCalls`). Each raises CheckpointError."""

    def have(self, journals: Sequence[JournalName]) -> Iterable[ReachedJournal]:
        """How far it has these journals."""
        ...

    def send(self, item: bytes) -> Iterable[ReachedJournal]:
        """Give it an item; how far it has the journals in it of which it took something."""
        ...


class ItemsToPass(Protocol):
    """What the hub holds of the journals' chains, and the newest head of each device."""

    def chain_items(self) -> Iterable[Item]:
        """Names, the oldest first, each with what reads its content; of ``chain``, and of ``head``
        if there are any (others are left alone). Raises StorageError, from here or while a content
        is read."""
        ...


class UpwardRelay:
    """For one thread. It remembers in memory what was sent: after a start something may be sent
    once more, which changes nothing at the registry."""

    def __init__(self, upstream: Upstream, items: ItemsToPass, clock: Clock) -> None:
        self._upstream, self._items, self._clock = upstream, items, clock
        self._reached: dict[JournalName, int] = {}
        self._sent: dict[ItemName, float | None] = {}
        self._heads: dict[ItemName, bytes] = {}
        self._ask_all = -math.inf
        self._trouble = ""

    def run(self, stopping: threading.Event) -> None:
        """A round every `ROUND_SECONDS` until stopped."""
        while not stopping.is_set():
            self.round()
            stopping.wait(ROUND_SECONDS)

    def round(self) -> int:
        """Send what the registry lacks, the oldest first; how many items it took. A failure is
        logged, and the next round goes on from there. Raises nothing of its own."""
        taken = 0
        try:
            for name, content in self._waiting():
                if self._lacks(name):
                    taken += self._send(name, content)
            self._trouble = ""
        except CheckpointError as error:
            if error.key != self._trouble:  # once, not at every round of a long night
                _LOG.warning("not passed on to the registry: %s", error)
            self._trouble = error.key
        return taken

    def _waiting(self) -> list[Item]:
        """What there may be to send, once the registry was asked how far it is. Of all journals it
        is asked now and then, since it may have been restored."""
        found = list(self._items.chain_items())
        held = {name for name, _ in found}
        for gone in self._sent.keys() - held:
            del self._sent[gone]
        now = self._clock.monotonic()
        everything = now >= self._ask_all
        asked = {
            _journal(name)
            for name in held
            if name.stream is Stream.CHAIN and (everything or self._lacks(name))
        }
        if asked:
            self._ask(asked)
        if everything:
            self._ask_all = now + AGAIN_SECONDS
        return found

    def _lacks(self, name: ItemName) -> bool:
        if name.stream is Stream.HEAD:
            return self._is_due(name)
        known = name.last <= self._reached.get(_journal(name), 0)
        return name.stream is Stream.CHAIN and not known and self._is_due(name)

    def _is_due(self, name: ItemName) -> bool:
        again = self._sent.get(name, -math.inf)
        return again is not None and self._clock.monotonic() >= again

    def _ask(self, journals: set[JournalName]) -> None:
        for each in self._upstream.have(sorted(journals)):
            if each.journal in journals:
                self._learn(each)

    def _learn(self, each: ReachedJournal) -> None:
        """Less than before: the registry was restored, and all that it lost is sent again."""
        if each.sequence < self._reached.get(each.journal, 0):
            _LOG.warning("the registry has less of %s than before", each.journal.device)
            for name in [name for name in self._sent if _journal(name) == each.journal]:
                del self._sent[name]
            self._heads.clear()
        self._reached[each.journal] = each.sequence

    def _send(self, name: ItemName, content: Callable[[], bytes]) -> bool:
        """Whether the registry took the item. What is wrong with one stops no other: the round ends
        when the registry is out of reach, and the next one begins with another item."""
        self._sent[name] = self._clock.monotonic() + 2 * ROUND_SECONDS
        item = content()
        if name.stream is Stream.HEAD:
            return self._send_head(name, item)
        again: float | None = self._clock.monotonic() + AGAIN_SECONDS
        for each in self._offered(name, item):
            self._learn(each)
            if each.journal == _journal(name):
                again = None
        self._sent[name] = again
        return again is None

    def _send_head(self, name: ItemName, item: bytes) -> bool:
        """The name of a head stays the same: its content tells whether it is a newer one."""
        digest = hashlib.sha256(item).digest()
        news = self._heads.get(name) != digest
        if news:
            self._offered(name, item)
            self._heads[name] = digest
        self._sent[name] = -math.inf
        return news

    def _offered(self, name: ItemName, item: bytes) -> tuple[ReachedJournal, ...]:
        try:
            return tuple(self._upstream.send(item))
        except RefusedError as error:
            if error.kind in _OF_THE_WHOLE:
                raise
            _LOG.warning("an item of %s is refused: %s", name.device, error)
            return ()


def _journal(name: ItemName) -> JournalName:
    return JournalName(name.device, name.epoch)
