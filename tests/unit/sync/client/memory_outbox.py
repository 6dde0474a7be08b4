"""An outbox in memory: keeps to `sync.client.up.Outbox`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt

EPOCH = b"e" * 16


@dataclass(frozen=True)
class Sealed:
    epoch: bytes
    first: int
    last: int
    envelope: bytes


@dataclass
class Epoch:
    epoch: bytes
    movements: list[bytes] = field(default_factory=list)
    acknowledged: int = 0
    receipted: datetime | None = None

    @property
    def last(self) -> int:
        return len(self.movements)


@dataclass
class MemoryOutbox:
    """Movements by journal epoch; ``per_batch`` is small, so that tests have several."""

    books: dict[bytes, Epoch] = field(default_factory=lambda: {EPOCH: Epoch(EPOCH)})
    per_batch: int = 3

    def record(self, movement: bytes, epoch: bytes = EPOCH) -> None:
        self.books.setdefault(epoch, Epoch(epoch)).movements.append(movement)

    def pending(self) -> int:
        return sum(book.last - book.acknowledged for book in self.books.values())

    def epochs(self) -> Sequence[Epoch]:
        return [book for book in self.books.values() if book.last]

    def seal_batches(self, limit: int, key: SigningKey, device: str) -> Sequence[Sealed]:
        found = []
        for book in self.books.values():
            for start in range(book.acknowledged, book.last, self.per_batch):
                part = book.movements[start : start + self.per_batch]
                envelope = sign_batch(key, device, book.epoch, start + 1, part)
                found.append(Sealed(book.epoch, start + 1, start + len(part), envelope))
        return found[:limit]

    def acknowledge(self, receipt: Receipt) -> bool:
        book = self.books[receipt.epoch]
        if receipt.sequence > book.last:
            return False
        if receipt.sequence and (
            chain_hash(book.movements[receipt.sequence - 1]) != receipt.chain_hash
        ):
            return False
        book.acknowledged = max(book.acknowledged, receipt.sequence)
        book.receipted = max(book.receipted or receipt.issued, receipt.issued)
        return True

    def unacknowledge(self, epoch: bytes, sequence: int) -> None:
        book = self.books[epoch]
        book.acknowledged = min(book.acknowledged, sequence)
