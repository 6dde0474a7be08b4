"""Upward: what lanes gave to the hub goes to the registry, as far as it is not there already.

A lane may send the same to the registry itself, and a stick may bring it a third time: the registry
counts each entry once. The hub opens nothing; it knows an item by its name alone.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeAlias

from checkpoint_app.clock import Clock
from checkpoint_app.errors import CheckpointError, ProtocolError, StorageError
from sync.protocol.hub import ItemName, Stream
from sync.protocol.problems import NEEDS_A_PERSON, ProblemKind
from sync.protocol.relay import JournalName, ReachedJournal

_LOG = logging.getLogger(__name__)
ROUND_SECONDS = 15.0
# What the registry could not use (sealed for others, of a later program) is offered again so late.
AGAIN_SECONDS = 3600.0
# These are of the registry or of this device, not of an item: nothing more is sent this round.
_OF_THE_WHOLE = NEEDS_A_PERSON | {ProblemKind.NO_INBOX, ProblemKind.NOT_FOUND}


Item: TypeAlias = tuple[int, ItemName, Callable[[], bytes]]
# Nothing proves a name: another device may have brought rubbish under the same one, which must not
# stand for the true item. The number tells them apart.
_Key: TypeAlias = tuple[ItemName, int]


class Upstream(Protocol):
    """The registry (`sync.client.relaying.RelayCalls`). Each raises CheckpointError; what the
    registry itself refused is a ProtocolError whose ``kind`` is the problem's, None for a later
    one."""

    def have(self, journals: Sequence[JournalName]) -> Iterable[ReachedJournal]:
        """How far it has these journals."""
        ...

    def send(self, item: bytes) -> Iterable[ReachedJournal]:
        """Give it an item; how far it has the journals in it of which it took something."""
        ...


class ItemsToPass(Protocol):
    """What the hub holds of the journals' chains, and the newest head of each device."""

    def chain_items(self, after: int = 0) -> Iterable[Item]:
        """Numbers above ``after``, ascending, each with its name and what reads its content; of
        ``chain`` and of ``head``. Raises StorageError, from here or while a content is read."""
        ...


class UpwardRelay:
    """For one thread. It remembers in memory what was sent: after a start something may be sent
    once more, which changes nothing at the registry."""

    def __init__(self, upstream: Upstream, items: ItemsToPass, clock: Clock) -> None:
        self._upstream, self._items, self._clock = upstream, items, clock
        self._reached: dict[JournalName, int] = {}
        # When an item that was sent may be sent again, in seconds of the monotonic clock.
        self._again: dict[_Key, float] = {}
        self._ask_all = -math.inf
        # What may have to be sent before all is looked at again, and the number up to which the
        # items have been looked at.
        self._open: dict[_Key, Callable[[], bytes]] = {}
        self._read = 0
        # All is open, until the registry has said how far it is.
        self._whole = False
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
            self._look()
            for key, content in self._open.items():
                if self._lacks(key):
                    taken += self._send(key, content)
        except CheckpointError as error:
            if error.key != self._trouble:  # once, not at every round of a long night
                _LOG.warning("not passed on to the registry: %s", error)
            self._trouble = error.key
            if isinstance(error, StorageError):
                self._read = 0  # dropped since, or the disk: all is looked at again
        if not self._whole:
            self._close()
        return taken

    def _close(self) -> None:
        """Of what is not to be sent before all is looked at again nothing is remembered here."""
        soon = {key: it for key, it in self._open.items() if self._lacks(key, self._ask_all)}
        self._open = soon

    def _look(self) -> None:
        """Find what is new, and ask the registry how far it is. Of all journals it is asked now
        and then, since it may have been restored."""
        now = self._clock.monotonic()
        everything = now >= self._ask_all
        if everything and not self._whole:
            self._read, self._whole = 0, True
        self._list()
        asked = {
            _journal(key[0])
            for key in self._open
            if key[0].stream is Stream.CHAIN and (everything or self._lacks(key))
        }
        if asked:
            self._ask(asked)
        if everything:
            self._ask_all, self._whole = now + AGAIN_SECONDS, False
        if not self._read:
            self._list()

    def _list(self) -> None:
        """Open what was not looked at yet; a round costs what is new."""
        anew, read = not self._read, self._read
        found: dict[_Key, Callable[[], bytes]] = {}
        for number, name, content in self._items.chain_items(self._read):
            found[name, number] = content
            read = number
        if anew:
            self._open = {}
            self._again = {key: again for key, again in self._again.items() if key in found}
        # A newer head took the older one's place.
        heads = {name for name, _ in found if name.stream is Stream.HEAD}
        kept = {key: content for key, content in self._open.items() if key[0] not in heads}
        self._open = kept | found
        self._read = read

    def _lacks(self, key: _Key, at: float | None = None) -> bool:
        """Whether an item is to be sent, now or at a time of the monotonic clock."""
        name, _ = key
        if name.stream is Stream.CHAIN and name.last <= self._reached.get(_journal(name), 0):
            return False
        when = self._clock.monotonic() if at is None else at
        return when > self._again.get(key, -math.inf)

    def _ask(self, journals: set[JournalName]) -> None:
        for each in self._upstream.have(sorted(journals)):
            if each.journal in journals:
                self._learn(each)

    def _learn(self, each: ReachedJournal) -> None:
        """Less than before: the registry was restored, and all that it lost is sent again."""
        if each.sequence < self._reached.get(each.journal, 0):
            _LOG.warning("the registry has less of %s than before", each.journal.device)
            self._again = {
                key: again
                for key, again in self._again.items()
                if key[0].stream is Stream.CHAIN and _journal(key[0]) != each.journal
            }
            self._read = 0
        self._reached[each.journal] = each.sequence

    def _send(self, key: _Key, content: Callable[[], bytes]) -> bool:
        """Whether the registry took the item. What is wrong with one stops no other: the round ends
        when the registry is out of reach, and the next one begins with another item."""
        name, _ = key
        self._again[key] = self._clock.monotonic() + 2 * ROUND_SECONDS
        item = content()
        taken = name.stream is Stream.HEAD
        for each in self._offered(name, item):
            if name.stream is Stream.CHAIN:
                self._learn(each)
                taken |= each.journal == _journal(name)
        self._again[key] = math.inf if taken else self._clock.monotonic() + AGAIN_SECONDS
        return taken

    def _offered(self, name: ItemName, item: bytes) -> tuple[ReachedJournal, ...]:
        try:
            reached = tuple(self._upstream.send(item))
        except ProtocolError as error:
            if getattr(error, "kind", ProblemKind.NOT_FOUND) in _OF_THE_WHOLE:
                raise
            _LOG.warning("an item of %s is refused: %s", name.device, error)
            return ()
        self._trouble = ""
        return reached


def _journal(name: ItemName) -> JournalName:
    return JournalName(name.device, name.epoch)
