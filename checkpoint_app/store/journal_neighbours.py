"""What other devices of the port recorded, in journal.db: kept as signed, and entry by entry."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint_app.credential.entry_bytes import decode_entry
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.domain.cases import CaseEvent
from checkpoint_app.domain.movement import Movement
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds
from checkpoint_app.services.stores import NeighbourBatch, NeighbourHead, NeighbourReach
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase, Row
from checkpoint_app.store.journal_audit import add_audit
from checkpoint_app.store.journal_cases import ADD_CASE_EVENT
from checkpoint_app.store.journal_history import CLOCK
from checkpoint_app.store.journal_rows import CASE_KIND, UNREAD_KIND, case_event_row, place_of

# A batch is passed on in pieces of this many.
MOST_BATCHES = 64
# A device says every few seconds that it is there: on disk it comes when its journal has grown, or
# after this long.
_HEAD_KEPT = timedelta(minutes=10)
_OWN_EPOCH = "SELECT number FROM epoch WHERE epoch = ?"
_OWN_HASH = "SELECT hash FROM movement WHERE place = ?"
_HERE = "SELECT hash FROM neighbour WHERE device = ? AND epoch = ? AND sequence = ?"
_ADD = (
    "INSERT INTO neighbour (device, epoch, sequence, hash, movement_id, kind, permit, at, port,"
    " lane, company, annuls, body, taken_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_ADD_BATCH = (
    "INSERT INTO neighbour_batch (device, epoch, first, last, envelope) VALUES (?, ?, ?, ?, ?)"
)
_BATCHES = (
    "SELECT envelope FROM neighbour_batch"
    " WHERE device = ? AND epoch = ? AND last >= ? AND first <= ?"
    " ORDER BY last, first, number LIMIT ?"
)
_KEPT = (
    "SELECT number, first, last, envelope FROM neighbour_batch"
    " WHERE device = ? AND epoch = ? AND (last, number) > (?, ?) ORDER BY last, number LIMIT ?"
)
# A number beyond those of all rows.
_EVERY = (1 << 63) - 1
_COUNTS = "SELECT kind = ?, count(*) FROM neighbour WHERE device = ? GROUP BY 1"
_SEQUENCES = "SELECT number, device, epoch, sequence FROM neighbour WHERE number > ?"
_ADD_HEAD = "INSERT INTO neighbour_head (device, epoch, last, at, heard_at) VALUES (?, ?, ?, ?, ?)"
_HEADS = (
    "SELECT number, device, epoch, last, at, heard_at FROM neighbour_head WHERE number > ?"
    " ORDER BY number"
)
_Entry = Movement | CaseEvent | None


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """A batch of another device as it was signed; holds sequences ``first`` to ``last`` of its
    journal's ``epoch``."""

    epoch: bytes
    first: int
    last: int
    envelope: bytes


class NeighbourTables:
    """`services.stores.NeighbourShelf` over the tables of an open journal. ``port`` is the port's
    bit, where it is known: an entry of another port says nothing here."""

    _database: EncryptedDatabase

    def __init__(self, port: int | None) -> None:
        super().__init__()
        self._port = port
        self._reached, self._heads = _Reached(), _Heads()

    def take_neighbour(self, batch: NeighbourBatch, at: datetime) -> int:
        """See `NeighbourShelf`."""
        if not batch.device or not batch.bodies or batch.first < 1:
            raise ValueError("a batch of nobody, or of nothing")
        entries = [
            (batch.first + place, body, self._read(batch, batch.first + place, body))
            for place, body in enumerate(batch.bodies)
        ]
        with self._database.writing() as conn:
            return _Taking(conn, batch, at).take(entries)

    def neighbours_reached(self) -> tuple[NeighbourReach, ...]:
        """See `NeighbourShelf`."""
        with self._database.reading() as conn:
            return self._reached.brought_up(conn)

    def neighbour_batches(
        self, device: str, epoch: bytes, first: int, last: int
    ) -> tuple[bytes, ...]:
        """See `NeighbourShelf`."""
        with self._database.reading() as conn:
            rows = conn.execute(_BATCHES, (device, epoch, first, last, MOST_BATCHES)).fetchall()
        return tuple(row[0] for row in rows)

    def kept_batches(self, device: str, epoch: bytes, first: int = 1) -> Iterator[KeptBatch]:
        """All batches that are here and hold sequences from ``first`` on, in the order of their
        ends, read as they are asked for. Raises StorageError."""
        beyond = (first - 1, _EVERY)
        while True:
            with self._database.reading() as conn:
                rows = conn.execute(_KEPT, (device, epoch, *beyond, MOST_BATCHES)).fetchall()
            for _, start, last, envelope in rows:
                yield KeptBatch(epoch, start, last, envelope)
            if len(rows) < MOST_BATCHES:
                return
            beyond = rows[-1][2], rows[-1][0]

    def neighbour_counts(self, device: str) -> tuple[int, int]:
        """How many movements of a device are here, and how many entries of cases. An entry that
        cannot be read is told as a movement: it may be one."""
        with self._database.reading() as conn:
            rows = conn.execute(_COUNTS, (CASE_KIND, device)).fetchall()
        found = {bool(is_case): int(count) for is_case, count in rows}
        return found.get(False, 0), found.get(True, 0)

    def take_head(self, head: NeighbourHead) -> None:
        """See `NeighbourShelf`."""
        with self._database.reading() as conn:
            keep = self._heads.take(conn, head)
        if keep:
            row = (head.device, head.epoch, head.last, milliseconds(head.at))
            with self._database.writing() as conn:
                conn.execute(_ADD_HEAD, (*row, milliseconds(head.heard_at)))

    def neighbour_heads(self) -> tuple[NeighbourHead, ...]:
        """See `NeighbourShelf`."""
        with self._database.reading() as conn:
            return self._heads.newest(conn)

    def _read(self, batch: NeighbourBatch, sequence: int, body: bytes) -> _Entry:
        """The entry, or None when it cannot be read or is not what its place says."""
        try:
            entry = decode_entry(body, batch.device)
        except CredentialError:
            return None
        placed = (entry.epoch, entry.sequence) == (batch.epoch, sequence)
        return entry if placed and self._port in (None, entry.port) else None


class _Taking:
    """One batch into the tables, within a transaction."""

    def __init__(self, conn: Connection, batch: NeighbourBatch, at: datetime) -> None:
        self._conn, self._batch, self._at = conn, batch, at
        self._taken_at = max(milliseconds(at), _latest(conn))
        row = conn.execute(_OWN_EPOCH, (batch.epoch,)).fetchone()
        self._own = None if row is None else int(row[0])

    def take(self, entries: Sequence[tuple[int, bytes, _Entry]]) -> int:
        forked: list[int] = []
        new = 0
        for sequence, body, entry in entries:
            digest = chain_hash(body)
            here = self._here(sequence)
            if digest in here:
                continue
            new += 1
            self._add(sequence, digest, body, entry)
            if here:
                forked.append(sequence)
        if new:
            self._add_batch(len(entries))
        if forked:
            self._tell(forked)
        return new

    def _here(self, sequence: int) -> set[bytes]:
        """Hashes of the entries with this place. Of a journal of our own, of which the hub may know
        more than a restored copy does, our own too."""
        place = (self._batch.device, self._batch.epoch, sequence)
        found = {row[0] for row in self._conn.execute(_HERE, place)}
        if self._own is not None:
            own = self._conn.execute(_OWN_HASH, (place_of(self._own, sequence),)).fetchone()
            found |= set() if own is None else {own[0]}
        return found

    def _add(self, sequence: int, digest: bytes, body: bytes, entry: _Entry) -> None:
        placed = (self._batch.device, self._batch.epoch, sequence, digest)
        row = (*placed, *_columns(entry), body, self._taken_at)
        self._conn.execute(_ADD, row)
        if isinstance(entry, CaseEvent):
            self._conn.execute(ADD_CASE_EVENT, case_event_row(entry, body))

    def _add_batch(self, count: int) -> None:
        batch = self._batch
        last = batch.first + count - 1
        row = (batch.device, batch.epoch, batch.first, last, batch.envelope)
        self._conn.execute(_ADD_BATCH, row)

    def _tell(self, forked: Sequence[int]) -> None:
        detail = f"{self._batch.device} {self._batch.epoch.hex()} {forked[0]} ({len(forked)})"
        add_audit(self._conn, self._at, "", "neighbour.fork", detail)


def _latest(conn: Connection) -> int:
    """The latest time of what was scanned here, ms: what comes now is no earlier, whatever a clock
    that was put back says."""
    row = conn.execute(CLOCK).fetchone()
    return 0 if row is None else int(row[0])


class _Reached:
    """The sequences that are here, kept in memory: only rows that came since are read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_to = 0
        self._ranges: dict[tuple[str, bytes], list[tuple[int, int]]] = {}

    def brought_up(self, conn: Connection) -> tuple[NeighbourReach, ...]:
        with self._lock:
            fresh: dict[tuple[str, bytes], list[int]] = {}
            for number, device, epoch, sequence in conn.execute(_SEQUENCES, (self._read_to,)):
                fresh.setdefault((device, epoch), []).append(sequence)
                self._read_to = max(self._read_to, number)
            for journal, sequences in fresh.items():
                known = self._ranges.get(journal, [])
                self._ranges[journal] = _joined([*known, *((each, each) for each in sequences)])
            return tuple(
                NeighbourReach(device, epoch, tuple(ranges))
                for (device, epoch), ranges in sorted(self._ranges.items())
            )


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same sequences in ranges ascending and apart from one another."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


class _Heads:
    """The newest statement of each device: what is on disk, and what was heard since."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_to = 0
        self._heads: dict[str, NeighbourHead] = {}
        self._kept: dict[str, NeighbourHead] = {}

    def take(self, conn: Connection, head: NeighbourHead) -> bool:
        """Whether it has to be written down. An older statement, or the same again, is passed
        over: it is no sign that its device is still there."""
        with self._lock:
            self._bring_up(conn)
            if not _is_newer(head, self._heads.get(head.device)):
                return False
            self._heads[head.device] = head
            kept = self._kept.get(head.device)
            grown = kept is None or (kept.epoch, kept.last) != (head.epoch, head.last)
            return grown or (kept is not None and head.heard_at - kept.heard_at >= _HEAD_KEPT)

    def newest(self, conn: Connection) -> tuple[NeighbourHead, ...]:
        with self._lock:
            self._bring_up(conn)
            return tuple(head for _, head in sorted(self._heads.items()))

    def _bring_up(self, conn: Connection) -> None:
        for row in conn.execute(_HEADS, (self._read_to,)):
            self._read_to = row[0]
            head = _head_of(row)
            self._kept[head.device] = head
            if _is_newer(head, self._heads.get(head.device)):
                self._heads[head.device] = head


def _is_newer(head: NeighbourHead, known: NeighbourHead | None) -> bool:
    """By its own clock, or by its journal where that clock was put back."""
    if known is None or head.at > known.at:
        return True
    return head.epoch == known.epoch and head.last > known.last


def _head_of(row: Row) -> NeighbourHead:
    _, device, epoch, last, at, heard_at = row
    return NeighbourHead(device, epoch, last, from_milliseconds(at), from_milliseconds(heard_at))


def _columns(entry: _Entry) -> Row:
    """movement_id, kind, permit, at, port, lane, company, annuls of an entry."""
    match entry:
        case None:
            return None, UNREAD_KIND, None, None, None, None, None, None
        case CaseEvent():
            at = milliseconds(entry.at)
            return entry.event_id.bytes, CASE_KIND, None, at, entry.port, entry.lane, None, None
        case Movement():
            return (
                entry.movement_id.bytes,
                int(entry.kind),
                entry.permit,
                milliseconds(entry.at),
                entry.port,
                entry.lane,
                entry.company,
                None if entry.annuls is None else entry.annuls.bytes,
            )
