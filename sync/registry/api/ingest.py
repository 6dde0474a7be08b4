"""Taking in movements: each once, none lost, nothing that stops the rest.

A batch is one transaction behind one lock. What is already held is ignored, what contradicts it is
kept aside (a fork), what cannot be read is kept aside too and holds its place in the sequence. The
answer acknowledges as far as there is no gap.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from sqlite3 import Connection

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.credential.batch import Batch, check_batch
from checkpoint_app.credential.entry_bytes import decode_entry
from checkpoint_app.credential.envelope import CredentialError, Rejection, SigningKey
from checkpoint_app.credential.movement_bytes import chain_hash, decode_movement
from checkpoint_app.domain.cases import KIND_OF, CaseEvent
from checkpoint_app.domain.days import CAIRO, day_number
from checkpoint_app.domain.movement import Movement, MovementKind
from sync.protocol.problems import ProblemKind
from sync.registry.api import ingest_sql as sql
from sync.registry.api.devices import Device
from sync.registry.api.hot_path import driver_connection, writing_driver
from sync.registry.api.ingest_orders import AnnulledServices, Entry, Sender
from sync.registry.api.refusals import Refusal
from sync.registry.receipts import Reached, ReceiptSigner

_log = logging.getLogger(__name__)

BEFORE_THE_FIRST = bytes(32)
# Why a movement is set aside.
UNREADABLE = "unreadable"
MISPLACED = "misplaced"  # its own epoch or sequence is not the one the batch gives it
OTHER_PORT = "other-port"
NO_SUCH_TIME = "no-such-time"
ID_TAKEN = "movement-id-taken"
# Flags on movements that are stored and counted all the same.
CHAIN_BROKEN = "chain-broken"
ANNULS_UNKNOWN = "annuls-unknown"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# The last day that Python's calendar has anywhere on Earth begins here.
_NO_CALENDAR = datetime(9999, 12, 30, tzinfo=UTC)
_PAGE = 512


@dataclass(frozen=True, slots=True)
class Arrival:
    """One entry of a batch at its sequence. ``reason`` says why ``entry`` is None."""

    sequence: int
    body: bytes
    chain_hash: bytes
    entry: Entry | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Sender:
    """A device whose keys are not asked for: its batch was checked when it came."""

    device_id: str
    port: int


@dataclass(frozen=True, slots=True)
class Journal:
    """Whose movements they are. ``received_at`` in seconds since 1970 UTC."""

    device: Sender
    epoch: bytes
    received_at: int

    @property
    def key(self) -> tuple[str, bytes]:
        """What names the journal in the database."""
        return self.device.device_id, self.epoch


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a batch's entries: stored for the first time, held already, contradicting
    what is held, set aside. Their sum is the batch's length."""

    new: int = 0
    known: int = 0
    forks: int = 0
    aside: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.new + other.new,
            self.known + other.known,
            self.forks + other.forks,
            self.aside + other.aside,
        )


class Ingest:
    """Takes batches and answers with receipts."""

    def __init__(
        self, engine: Engine, clock: Clock, receipt_key: SigningKey, registry_epoch: bytes
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._signer = ReceiptSigner(receipt_key, registry_epoch)
        self._write_lock = threading.Lock()
        self._annulled = AnnulledServices()

    def take(self, device: Device, envelope: bytes) -> bytes:
        """Store a batch of this device; the receipt's envelope. Raises StorageError, and Refusal:
        BATCH_REFUSED for one that is not this device's or not of the form, NEWER_FORMAT for one of
        a later program, which stays in the lane's outbox until this one is updated."""
        epoch, reached, _ = self._store(device, envelope)
        return self._receipt(device.device_id, epoch, reached)

    def count(self, device: Device, envelope: bytes) -> Tally:
        """As `take`, for a device that waits for no answer: what became of the entries. The receipt
        comes with the next publication."""
        return self._store(device, envelope)[2]

    def bring(self, device: Device, envelope: bytes) -> tuple[bytes, Tally]:
        """As `count`, with the epoch of the device's journal before it."""
        epoch, _, tally = self._store(device, envelope)
        return epoch, tally

    def reached(self, journals: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """The last sequence without a gap of each journal (device id and epoch), 0 for one of which
        there is none. Raises StorageError."""
        with driver_connection(self._engine) as db:
            rows = {key: db.execute(sql.ACK, key).fetchone() for key in journals}
        return {key: 0 if row is None else row[0] for key, row in rows.items()}

    def _store(self, device: Device, envelope: bytes) -> tuple[bytes, Reached, Tally]:
        try:
            batch = check_batch(envelope, device)
        except CredentialError as error:
            newer = error.reason is Rejection.NEWER_FORMAT
            kind = ProblemKind.NEWER_FORMAT if newer else ProblemKind.BATCH_REFUSED
            raise Refusal(kind) from None
        if batch.device != device.device_id:
            raise Refusal(ProblemKind.BATCH_REFUSED)
        arrivals = _read(batch, device)
        journal = Journal(device, batch.epoch, int(self._clock.now().timestamp()))
        with self._write_lock, writing_driver(self._engine) as db:
            self._annulled.bring_up(db)
            reached, tally = _store(db, journal, arrivals, self._annulled)
        return batch.epoch, reached, tally

    def reread(self) -> int:
        """Read again what no program before could: movements that were set aside unreadable, those
        of a later lane's format above all. What this program reads is counted now, once; the rest
        stays as it is. How many are read now. Raises StorageError."""
        last = found = 0
        while True:
            with self._write_lock, writing_driver(self._engine) as db:
                self._annulled.bring_up(db)
                rows = db.execute(sql.UNREAD, (UNREADABLE, last, _PAGE)).fetchall()
                found += sum(_reread(db, self._annulled, *row) for row in rows)
            if len(rows) < _PAGE:
                return found
            last = rows[-1][0]

    def receipt(self, device: Device, epoch: bytes) -> bytes:
        """The receipt of a journal as it stands. Raises Refusal (NO_RECEIPT), StorageError."""
        with driver_connection(self._engine) as db:
            row = db.execute(sql.ACK, (device.device_id, epoch)).fetchone()
        if row is None:
            raise Refusal(ProblemKind.NO_RECEIPT)
        return self._receipt(device.device_id, epoch, Reached(row[0], row[1]))

    def _receipt(self, device_id: str, epoch: bytes, reached: Reached) -> bytes:
        return self._signer.receipt(device_id, epoch, reached, self._clock.now())


def _read(batch: Batch, device: Device) -> list[Arrival]:
    return [
        _arrival(body, batch.first_sequence + place, batch.epoch, device)
        for place, body in enumerate(batch.movements)
    ]


def _arrival(body: bytes, sequence: int, epoch: bytes, device: Sender) -> Arrival:
    digest = chain_hash(body)
    try:
        entry = decode_entry(body, device.device_id)
    except CredentialError:
        return Arrival(sequence, body, digest, None, UNREADABLE)
    if entry.epoch != epoch or entry.sequence != sequence:
        return Arrival(sequence, body, digest, None, MISPLACED)
    if entry.port != device.port:
        return Arrival(sequence, body, digest, None, OTHER_PORT)
    if entry.at >= _NO_CALENDAR:
        return Arrival(sequence, body, digest, None, NO_SUCH_TIME)
    return Arrival(sequence, body, digest, entry)


def _store(
    db: Connection, journal: Journal, arrivals: Sequence[Arrival], annulled: AnnulledServices
) -> tuple[Reached, Tally]:
    held = _held(db, journal, arrivals[0].sequence, arrivals[-1].sequence)
    forks = [a for a in arrivals if a.sequence in held and a.chain_hash not in held[a.sequence]]
    fresh = [a for a in arrivals if a.sequence not in held]
    if forks:
        _keep_forks(db, journal, forks)
    good, aside = _keep(db, journal, fresh, annulled)
    known = len(arrivals) - len(fresh) - len(forks)
    return _advance(db, journal, fresh), Tally(good, known, len(forks), aside)


def _keep(
    db: Connection, journal: Journal, fresh: Sequence[Arrival], annulled: AnnulledServices
) -> tuple[int, int]:
    """Store what can be read and set aside the rest; how many of each."""
    good, aside = _sorted_out(db, journal, fresh)
    if aside:
        _set_aside(db, journal, aside)
    moved = [(arrival, entry) for arrival, entry in good if isinstance(entry, Movement)]
    if moved:
        rows = [_row(journal, arrival, movement) for arrival, movement in moved]
        db.executemany(sql.INSERT_MOVEMENT, rows)
        _annul(db, journal, moved)
    events = [_case_row(journal, *each) for each in good if isinstance(each[1], CaseEvent)]
    if events:
        db.executemany(sql.INSERT_CASE_EVENT, events)
    annulled.apply(db, journal.device, journal.received_at, [entry for _, entry in good])
    return len(good), len(aside)


def _reread(
    db: Connection,
    annulled: AnnulledServices,
    row_id: int,
    device_id: str,
    port: int,
    epoch: bytes,
    sequence: int,
    received_at: int,
    body: bytes,
) -> bool:
    """Whether a movement that was set aside can be read now. Its place in the sequence it had
    already, so that nothing is acknowledged anew; of its chain, its own link is looked at."""
    journal = Journal(_Sender(device_id, port), epoch, received_at)
    arrival = _arrival(body, sequence, epoch, journal.device)
    if arrival.reason == UNREADABLE:
        return False
    db.execute(sql.DROP_ASIDE, (row_id,))
    good, _ = _keep(db, journal, [arrival], annulled)
    before = _held(db, journal, sequence - 1, sequence - 1).get(sequence - 1, {BEFORE_THE_FIRST})
    if good and arrival.entry is not None and arrival.entry.previous not in before:
        _set_aside(db, journal, [_flagged(arrival, CHAIN_BROKEN)])
    return bool(good)


def _held(db: Connection, journal: Journal, first: int, last: int) -> dict[int, set[bytes]]:
    """Chain hashes already held at these sequences: movements, case entries, what is set aside."""
    held: dict[int, set[bytes]] = {}
    for sequence, digest in db.execute(sql.HELD, (*journal.key, first, last)):
        held.setdefault(sequence, set()).add(digest)
    return held


def _sorted_out(
    db: Connection, journal: Journal, fresh: Sequence[Arrival]
) -> tuple[list[tuple[Arrival, Entry]], list[Arrival]]:
    """The entries to store, and those to set aside."""
    read = [(arrival, arrival.entry) for arrival in fresh if arrival.entry is not None]
    aside = [arrival for arrival in fresh if arrival.entry is None]
    taken = _ids_taken(db, journal, [_id(entry) for _, entry in read])
    good: list[tuple[Arrival, Entry]] = []
    for arrival, entry in read:
        name = _id(entry)
        if name in taken:
            aside.append(
                Arrival(arrival.sequence, arrival.body, arrival.chain_hash, None, ID_TAKEN)
            )
        else:
            taken.add(name)
            good.append((arrival, entry))
    return good, aside


def _id(entry: Entry) -> bytes:
    return (entry.movement_id if isinstance(entry, Movement) else entry.event_id).bytes


def _ids_taken(db: Connection, journal: Journal, names: Sequence[bytes]) -> set[bytes]:
    if not names:
        return set()
    rows = db.execute(sql.ids_taken(len(names)), names)
    return {name for name, device_id in rows if device_id == journal.device.device_id}


def _row(journal: Journal, arrival: Arrival, movement: Movement) -> tuple[object, ...]:
    local = movement.at.astimezone(CAIRO)
    return (
        *(journal.device.device_id, journal.epoch, arrival.sequence, movement.movement_id.bytes),
        *(arrival.chain_hash, int(movement.kind), int(movement.direction), movement.permit),
        *(movement.passport, movement.company, movement.service, movement.port, movement.lane),
        (movement.at - _EPOCH) // _MILLISECOND,
        *(day_number(local.date()), local.hour),
        None if movement.annuls is None else movement.annuls.bytes,
        *(movement.automatic, journal.received_at, arrival.body),
    )


def _case_row(journal: Journal, arrival: Arrival, entry: Entry) -> tuple[object, ...]:
    assert isinstance(entry, CaseEvent)
    return (
        *(journal.device.device_id, journal.epoch, arrival.sequence, entry.event_id.bytes),
        *(entry.case_id.bytes, int(KIND_OF[type(entry.content)]), entry.permit, entry.port),
        (entry.at - _EPOCH) // _MILLISECOND,
        *(arrival.chain_hash, journal.received_at, arrival.body),
    )


def _annul(db: Connection, journal: Journal, good: Sequence[tuple[Arrival, Movement]]) -> None:
    """Take back what the new movements annul, and new ones whose annulment came before them."""
    device_id = journal.device.device_id
    waiting = db.execute(sql.WAITING_ANNULMENTS, (device_id, ANNULS_UNKNOWN)).fetchall()
    names = {movement.movement_id.bytes for _, movement in good}
    for row_id, body in waiting:
        target = decode_movement(body).annuls
        if target is not None and target.bytes in names:
            db.execute(sql.SET_ANNULLED, (device_id, target.bytes))
            db.execute(sql.DROP_ASIDE, (row_id,))
    for arrival, movement in good:
        if movement.kind is MovementKind.ANNULLED and movement.annuls is not None:
            done = db.execute(sql.SET_ANNULLED, (device_id, movement.annuls.bytes))
            if done.rowcount == 0:
                _set_aside(db, journal, [_flagged(arrival, ANNULS_UNKNOWN)])


def _advance(db: Connection, journal: Journal, fresh: Sequence[Arrival]) -> Reached:
    """Acknowledge as far as there is no gap, looking at each link of the chain once."""
    row = db.execute(sql.ACK, journal.key).fetchone()
    start = Reached(0, BEFORE_THE_FIRST) if row is None else Reached(row[0], row[1])
    reached, broken = start, []
    for arrival in _after(db, journal, start, fresh):
        if arrival.sequence != reached.sequence + 1:
            break
        entry = arrival.entry
        if entry is not None and entry.previous != reached.chain_hash:
            broken.append(_flagged(arrival, CHAIN_BROKEN))
        reached = Reached(arrival.sequence, arrival.chain_hash)
    if broken:
        _set_aside(db, journal, broken)
    if reached != start:
        values = (*journal.key, reached.sequence, reached.chain_hash, journal.received_at)
        db.execute(sql.UPSERT_ACK, values)
    return reached


def _after(
    db: Connection, journal: Journal, start: Reached, fresh: Sequence[Arrival]
) -> Iterator[Arrival]:
    """What is held beyond the acknowledged, in order: this batch's own first when it follows on."""
    last = start.sequence
    for arrival in fresh:
        if arrival.sequence == last + 1:
            yield arrival
            last = arrival.sequence
    # Mostly there is nothing, or nothing that follows on: one row tells.
    for page in chain((1,), repeat(_PAGE)):
        rows = db.execute(sql.BEYOND, (*journal.key, last, page)).fetchall()
        if not rows:
            return
        for sequence, _, body in rows:
            if sequence != last:
                yield _arrival(body, sequence, journal.epoch, journal.device)
                last = sequence


def _keep_forks(db: Connection, journal: Journal, forks: Sequence[Arrival]) -> None:
    rows = [
        (*journal.key, fork.sequence, fork.chain_hash, journal.received_at, fork.body)
        for fork in forks
    ]
    kept = db.executemany(sql.INSERT_FORK, rows).rowcount
    if kept > 0:
        device_id, sequences = journal.device.device_id, [fork.sequence for fork in forks]
        detail = f"epoch {journal.epoch.hex()}, sequences {min(sequences)} to {max(sequences)}"
        _log.error("FORK: device %s, %s", device_id, detail)
        values = (journal.received_at, device_id, "movement.fork", device_id, detail)
        db.execute(sql.INSERT_AUDIT, values)


def _set_aside(db: Connection, journal: Journal, aside: Sequence[Arrival]) -> None:
    rows = [
        (*journal.key, a.sequence, a.chain_hash, journal.received_at, a.reason, a.body)
        for a in aside
    ]
    db.executemany(sql.INSERT_ASIDE, rows)


def _flagged(arrival: Arrival, reason: str) -> Arrival:
    return Arrival(arrival.sequence, arrival.body, arrival.chain_hash, arrival.entry, reason)
