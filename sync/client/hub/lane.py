"""What the link is given: who this lane is, and the stores that it reads and writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.services.stores import NeighbourShelf
from sync.engine.receipts import SealedBatch
from sync.protocol.holdings import Holding
from sync.trust.view import TrustView

COPIED_TABLES = ("scan", "audit")


class JournalEpoch(Protocol):
    """One epoch of the own journal: sequences 1 to ``last`` exist."""

    @property
    def epoch(self) -> bytes: ...
    @property
    def last(self) -> int: ...


class RelayOutbox(Protocol):
    """The own chain, whatever of it the registry has acknowledged. Raises StorageError."""

    def epochs(self) -> Sequence[JournalEpoch]:
        """All epochs that have movements, oldest first."""
        ...

    def relay_batches(
        self, epoch: bytes, first: int, last: int, key: SigningKey, device: str, *, limit: int
    ) -> Sequence[SealedBatch]:
        """Up to ``limit`` batches, in order, which hold the sequences from ``first`` on up to
        ``last``; the first and the last may reach beyond."""
        ...


class JournalRows(Protocol):
    """The own journal's tables as they are stored. Raises StorageError."""

    def rows_after(self, table: str, after: int, limit: int) -> Sequence[tuple[object, ...]]:
        """Up to ``limit`` rows that follow row ``after``, without a gap; the first row is 1."""
        ...


class CopyShelf(Protocol):
    """Second copies of other devices' journals. Raises StorageError."""

    def keep_copy(
        self, device: str, table: str, first: int, rows: tuple[tuple[object, ...], ...]
    ) -> int:
        """Keep rows of a device's table, ``first`` the number of the first; how many were new.
        They prove nothing, and what is here is not replaced by them."""
        ...


class CursorShelf(Protocol):
    """How far each hub's stream was read, by the hub's instance. Raises StorageError."""

    def cursors(self) -> Mapping[bytes, int]:
        """The numbers of the last items taken."""
        ...

    def keep_cursor(self, instance: bytes, number: int) -> None:
        """Keep one."""
        ...


@dataclass(frozen=True, slots=True)
class HubLane:
    """This lane. ``port_bit`` is the scope of its items, ``identity`` its age identity
    (``AGE-SECRET-KEY-1…``). ``holding`` says what it holds under a view. ``random`` gives so many
    random bytes, ``jitter`` a float from 0 up to, not including, 1. Without ``rows`` no second copy
    goes out, without ``copies`` none is kept; without ``cursors`` a hub's stream is read from its
    beginning after each start."""

    device_id: str
    port_id: str
    port_bit: int
    audience: str
    auth_key: SigningKey
    batch_key: SigningKey
    identity: str
    trust: Callable[[], TrustView | None]
    shelf: NeighbourShelf
    outbox: RelayOutbox
    holding: Callable[[TrustView], Holding]
    clock: Clock
    random: Callable[[int], bytes]
    jitter: Callable[[], float]
    rows: JournalRows | None = None
    copies: CopyShelf | None = None
    cursors: CursorShelf | None = None


def copy_epoch(table: str) -> bytes:
    """What stands as the epoch of an item of copied rows: the table's name, padded with zeros to
    16 bytes. Raises ValueError for a longer name."""
    name = table.encode()
    if len(name) > 16:
        raise ValueError(table)
    return name.ljust(16, b"\0")


def content_mark(content: bytes) -> bytes:
    """By which an item that was seen already is known again."""
    return hashlib.sha256(content).digest()
