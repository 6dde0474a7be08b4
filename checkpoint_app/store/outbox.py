"""The outbox: movements on their way to the registry, sealed once, kept until acknowledged."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.batch import MOST_MOVEMENTS, sign_batch
from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase
from checkpoint_app.store.journal_rows import place_of, places_of, sequence_of

_EPOCHS = "SELECT number, epoch FROM epoch ORDER BY number"
_LAST_PLACE = "SELECT max(place) FROM movement WHERE place BETWEEN ? AND ?"
# Up to where the registry holds an epoch: the highest sequence of its receipts since it was last
# restored. The latest issued receipt tells which registry epoch that is.
_ACKNOWLEDGED = (
    "SELECT max(sequence) FROM receipt WHERE epoch = ?1 AND registry_epoch ="
    " (SELECT registry_epoch FROM receipt WHERE epoch = ?1 ORDER BY issued DESC, id DESC LIMIT 1)"
)
_NEXT_SEALED = (
    "SELECT first_place, last_place, envelope FROM batch"
    " WHERE last_place >= ? AND first_place <= ? ORDER BY first_place LIMIT 1"
)
_BODIES = "SELECT body FROM movement WHERE place BETWEEN ? AND ? ORDER BY place"
_ADD_BATCH = "INSERT INTO batch (first_place, last_place, envelope) VALUES (?, ?, ?)"
_HASH = "SELECT hash FROM movement WHERE place = ?"
_ADD_RECEIPT = "INSERT INTO receipt (epoch, sequence, registry_epoch, issued) VALUES (?, ?, ?, ?)"
_DROP_BATCHES = "DELETE FROM batch WHERE first_place >= ? AND last_place <= ?"
_LAST_ISSUED = "SELECT max(issued) FROM receipt WHERE epoch = ?"


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A signed batch as it goes out, the same bytes each time. ``first`` and ``last`` are
    sequences within ``epoch``."""

    epoch: bytes
    first: int
    last: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class OutboxEpoch:
    """How far one journal epoch has come: sequences 1 to ``last`` exist, the registry has
    acknowledged those up to ``acknowledged``. ``receipted`` is the issue time of the newest receipt
    taken, None before any."""

    epoch: bytes
    last: int
    acknowledged: int
    receipted: datetime | None = None


class Outbox:
    """What of the journal the registry has not acknowledged. Raises StorageError throughout.

    ``mark`` is told the newest epoch and its highest sealed sequence before the bytes go out.
    """

    def __init__(self, database: EncryptedDatabase, mark: Callable[[bytes, int], None]) -> None:
        self._database, self._mark = database, mark

    def pending(self) -> int:
        """How many movements the registry has not acknowledged."""
        return sum(each.last - each.acknowledged for each in self.epochs())

    def epochs(self) -> tuple[OutboxEpoch, ...]:
        """All epochs that have movements, oldest first."""
        with self._database.reading() as conn:
            rows = conn.execute(_EPOCHS).fetchall()
            states = tuple(_state(conn, number, epoch) for number, epoch in rows)
        return tuple(state for state in states if state.last)

    def seal_batches(
        self, limit: int, key: SigningKey, device: str, *, beyond: tuple[bytes, int] | None = None
    ) -> list[SealedBatch]:
        """Up to ``limit`` batches of what is not acknowledged, oldest first; with ``beyond``, an
        epoch and a sequence, only those after it.

        Those sealed before come again as they were; what no batch holds is sealed now, 256
        movements a batch.
        """
        batches: list[SealedBatch] = []
        with self._database.writing() as conn:
            epochs = conn.execute(_EPOCHS).fetchall()
            for number, epoch in _from(epochs, beyond):
                state = _state(conn, number, epoch)
                sealer = _Sealer(conn, number, epoch, key, device)
                passed = beyond[1] if beyond is not None and beyond[0] == epoch else 0
                after = max(state.acknowledged, passed)
                batches += sealer.batches(after, state.last, limit - len(batches))
        newest = epochs[-1][1]
        self._mark(newest, max((each.last for each in batches if each.epoch == newest), default=0))
        return batches

    def relay_batches(
        self, epoch: bytes, first: int, last: int, key: SigningKey, device: str, *, limit: int = 8
    ) -> list[SealedBatch]:
        """Up to ``limit`` batches of at most 256 entries over the sequences from ``first`` to
        ``last``, whatever the registry has acknowledged, for the other devices of the port. Signed
        anew, not kept; empty where there are no such entries."""
        with self._database.reading() as conn:
            number = _number_of(conn, epoch)
            if number is None:
                return []
            newest = conn.execute(_EPOCHS).fetchall()[-1][1]
            until = min(last, _state(conn, number, epoch).last)
            starts = range(max(first, 1), until + 1, MOST_MOVEMENTS)[: max(limit, 0)]
            spans = [(start, min(until, start + MOST_MOVEMENTS - 1)) for start in starts]
            bodies = [_bodies(conn, number, *span) for span in spans]
        if spans and epoch == newest:
            self._mark(epoch, spans[-1][1])
        return [
            SealedBatch(epoch, *span, sign_batch(key, device, epoch, span[0], held))
            for span, held in zip(spans, bodies, strict=True)
        ]

    def acknowledge(self, receipt: Receipt) -> bool:
        """Take a verified receipt of this device: what it covers is no longer sent.

        False, and nothing changed, when its hash is not this journal's at that sequence: then the
        registry holds other movements under our numbers (FORK).
        """
        with self._database.writing() as conn:
            number = _number_of(conn, receipt.epoch)
            if number is None:
                return False
            row = conn.execute(_HASH, (place_of(number, receipt.sequence),)).fetchone()
            if receipt.sequence and (row is None or row[0] != receipt.chain_hash):
                return False
            issued = milliseconds(receipt.issued)
            values = (number, receipt.sequence, receipt.registry_epoch, issued)
            conn.execute(_ADD_RECEIPT, values)
            acknowledged = _acknowledged(conn, number)
            conn.execute(_DROP_BATCHES, (place_of(number, 1), place_of(number, acknowledged)))
        return True

    def unacknowledge(self, epoch: bytes, sequence: int) -> None:
        """The registry says, unsigned, that it holds this epoch only up to ``sequence``: send what
        follows again. Sending again is harmless; the next receipt corrects it."""
        with self._database.writing() as conn:
            number = _number_of(conn, epoch)
            if number is None or _acknowledged(conn, number) <= sequence:
                return
            issued = conn.execute(_LAST_ISSUED, (number,)).fetchone()
            values = (number, sequence, secrets.token_bytes(16), issued[0] if issued else 0)
            conn.execute(_ADD_RECEIPT, values)


class _Sealer:
    """Seals one epoch."""

    def __init__(
        self, conn: Connection, number: int, epoch: bytes, key: SigningKey, device: str
    ) -> None:
        self._conn, self._number, self._epoch = conn, number, epoch
        self._key, self._device = key, device

    def batches(self, acknowledged: int, last: int, limit: int) -> list[SealedBatch]:
        """At most ``limit`` batches over the sequences from ``acknowledged`` + 1 to ``last``."""
        found: list[SealedBatch] = []
        following = acknowledged + 1
        while following <= last and len(found) < limit:
            batch = self._next(following, last)
            found.append(batch)
            following = batch.last + 1
        return found

    def _next(self, following: int, last: int) -> SealedBatch:
        start, end = place_of(self._number, following), place_of(self._number, last)
        row = self._conn.execute(_NEXT_SEALED, (start, end)).fetchone()
        if row is not None and row[0] <= start:
            return SealedBatch(self._epoch, sequence_of(row[0]), sequence_of(row[1]), row[2])
        before = end if row is None else row[0] - 1
        return self._seal(start, min(before, start + MOST_MOVEMENTS - 1))

    def _seal(self, start: int, end: int) -> SealedBatch:
        first = sequence_of(start)
        bodies = _bodies(self._conn, self._number, first, sequence_of(end))
        envelope = sign_batch(self._key, self._device, self._epoch, first, bodies)
        self._conn.execute(_ADD_BATCH, (start, end, envelope))
        return SealedBatch(self._epoch, first, sequence_of(end), envelope)


def _from(
    epochs: Sequence[tuple[int, bytes]], beyond: tuple[bytes, int] | None
) -> Sequence[tuple[int, bytes]]:
    """The epochs from that of ``beyond`` on."""
    if beyond is None:
        return epochs
    return epochs[next(place for place, each in enumerate(epochs) if each[1] == beyond[0]) :]


def _bodies(conn: Connection, number: int, first: int, last: int) -> list[bytes]:
    places = (place_of(number, first), place_of(number, last))
    return [row[0] for row in conn.execute(_BODIES, places)]


def _state(conn: Connection, number: int, epoch: bytes) -> OutboxEpoch:
    row = conn.execute(_LAST_PLACE, places_of(number)).fetchone()
    last = 0 if row is None or row[0] is None else sequence_of(row[0])
    issued = conn.execute(_LAST_ISSUED, (number,)).fetchone()
    receipted = from_milliseconds(issued[0]) if issued and issued[0] is not None else None
    return OutboxEpoch(epoch, last, min(last, _acknowledged(conn, number)), receipted)


def _acknowledged(conn: Connection, number: int) -> int:
    row = conn.execute(_ACKNOWLEDGED, (number,)).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def _number_of(conn: Connection, epoch: bytes) -> int | None:
    row = conn.execute("SELECT number FROM epoch WHERE epoch = ?", (epoch,)).fetchone()
    return None if row is None else int(row[0])
