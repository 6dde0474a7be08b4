"""journal.db: the port's own scans, movements and audit. Only added to, never lost."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from checkpoint_app.clock import Clock
from checkpoint_app.credential.entry_bytes import encode_case_event
from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.domain.cases import CaseDraft, CaseEvent
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Movement
from checkpoint_app.services.identifiers import (
    from_milliseconds,
    milliseconds,
    uuid7,
)
from checkpoint_app.services.stores import (
    CountedMovement,
    CountedScan,
    History,
    MovementDraft,
    RecordedMovement,
    ScanEntry,
)
from checkpoint_app.store import journal_queries as queries
from checkpoint_app.store import keys
from checkpoint_app.store.encrypted import (
    BUSY_MS,
    Connection,
    EncryptedDatabase,
    exists,
    move_aside,
)
from checkpoint_app.store.failure import DatabaseDamagedError, file_errors
from checkpoint_app.store.journal_audit import add_audit, first_broken, newest_audit
from checkpoint_app.store.journal_cases import ADD_CASE_EVENT, CaseTables, chained_case
from checkpoint_app.store.journal_copies import CopyTables
from checkpoint_app.store.journal_desks import DeskTables
from checkpoint_app.store.journal_history import CLOCK, check_unmoved, history
from checkpoint_app.store.journal_mark import JournalMark, read_mark, write_mark
from checkpoint_app.store.journal_neighbours import NeighbourTables
from checkpoint_app.store.journal_notices import NoticeTables
from checkpoint_app.store.journal_orders import OrderTables, is_annulled
from checkpoint_app.store.journal_reports import ReportTables
from checkpoint_app.store.journal_rows import (
    SCAN_COLUMNS,
    case_event_row,
    case_row,
    chained,
    movement_row,
    place_of,
    places_of,
    scan_row,
    sequence_of,
)
from checkpoint_app.store.journal_schema import MIGRATIONS
from checkpoint_app.store.journal_staff import StaffTables
from checkpoint_app.store.journal_watch import Watchers
from checkpoint_app.store.outbox import Outbox

_LOG = logging.getLogger(__name__)
EPOCH_BYTES = 16
_FIRST_PREVIOUS = bytes(32)
_ADD_SCAN = (
    f"INSERT INTO scan ({SCAN_COLUMNS}, place, clock_high) VALUES"  # noqa: S608  journal_rows' columns
    " (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,"
    " max(?2, coalesce((SELECT high FROM clock), 0)))"
)
_LAST_MOVEMENT = (
    "SELECT place, hash FROM movement WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1"
)
_NEWEST_EPOCH = "SELECT number, epoch FROM epoch ORDER BY number DESC LIMIT 1"
_ADD_MOVEMENT = "INSERT INTO movement VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_ADD_EPOCH = "INSERT INTO epoch (number, epoch, begun, reason) VALUES (?, ?, ?, ?)"
_AUDITED = "SELECT at, detail FROM audit WHERE action = ? ORDER BY entry"
_ADD_SECOND_LINE = (
    "INSERT INTO second_line (at, permit, covers, until, lifts_refusal, officer)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_ACCEPT_CLOCK = (
    "INSERT INTO clock_accepted (entry, clock_high, at, actor)"
    " SELECT max(entry), ?1, ?1, ?2 FROM scan HAVING max(entry) IS NOT NULL"
)


class JournalStore(
    NeighbourTables,
    CaseTables,
    OrderTables,
    CopyTables,
    DeskTables,
    NoticeTables,
    StaffTables,
    ReportTables,
):
    """`services.stores.Journal`, `NeighbourShelf`, `CaseShelf`, and `services.orders.OrderShelf`,
    over one file. ``outbox`` is what has yet to reach the registry.

    ``opening_note`` is the text key of what a person has to be told of the opening, or empty.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        *,
        busy_ms: int = BUSY_MS,
        port: int | None = None,
    ) -> None:
        """Open or make the file. A damaged one is moved aside under a name with the time, and a
        new one begun; one that lies behind what it has sent begins a new epoch. StorageError."""
        self._path, self._key, self._clock, self._busy_ms = path, key, clock, busy_ms
        self._mark_path = path.with_name(path.name + ".mark")
        self._doubt_path = path.with_name(path.name + ".doubt")
        self.opening_note = ""
        self.moved_to: Path | None = None
        self._database = self._open_whole()
        super().__init__(port)
        self._watchers = Watchers()
        self._epoch_number, self._epoch = self._begin_epoch()
        self.outbox = Outbox(self._database, self._seal_mark)

    def history(self, permit: int | None) -> History:
        """See `Journal`."""
        with self._reading() as conn:
            return history(conn, permit, self._known_orders)

    def last_at(self) -> datetime | None:
        """The latest time ever journalled, unless a person has since put the clock right."""
        return self.history(None).last_at

    def record_scan(
        self,
        entry: ScanEntry,
        outcome: MovementDraft | None,
        *,
        seen: int | None = None,
        case: CaseDraft | None = None,
    ) -> Movement | None:
        """See `Journal`."""
        with self._writing() as conn:
            place = movement = None
            if outcome is not None:
                check_unmoved(conn, outcome.permit, seen)
                place, movement = self._append(conn, outcome, entry.scan_id)
            conn.execute(_ADD_SCAN, (*scan_row(entry), place))
            if case is not None:
                self._append_case(conn, case, movement)
        if movement is not None or case is not None:
            self._watchers.tell()
        return movement

    def record_outcomes(
        self,
        drafts: Sequence[MovementDraft],
        *,
        seen: int | None = None,
        case: CaseDraft | None = None,
    ) -> tuple[Movement, ...]:
        """See `Journal`."""
        with self._writing() as conn:
            for permit in {draft.permit for draft in drafts}:
                check_unmoved(conn, permit, seen)
            made = tuple(self._append(conn, draft, uuid7(draft.at))[1] for draft in drafts)
            if case is not None:
                self._append_case(conn, case, made[-1] if made else None)
        self._watchers.tell()
        return made

    def annul_own(self, drafts: Sequence[MovementDraft]) -> int:
        """See `OrderShelf`."""
        with self._writing() as conn:
            made = [
                self._append(conn, draft, uuid7(draft.at))
                for draft in drafts
                if not is_annulled(conn, draft.annuls)
            ]
        if made:
            self._watchers.tell()
        return len(made)

    def record_case(self, draft: CaseDraft) -> CaseEvent:
        """See `CaseShelf`."""
        with self._writing() as conn:
            event = self._append_case(conn, draft, None)
        self._watchers.tell()
        return event

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """Have ``told`` called after each commit that added to the chain, in the thread that
        committed: it must only wake somebody up. Calling the answer ends it."""
        return self._watchers.watch(told)

    def scan(self, scan_id: UUID) -> ScanEntry | None:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.scan(conn, scan_id)

    def movements_of_scan(self, scan_id: UUID) -> tuple[Movement, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.movements_of_scan(conn, scan_id)

    def movements_of_permit(self, permit: int) -> tuple[RecordedMovement, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.movements_of_permit(conn, permit)

    def last_scans(self, lane: str, limit: int) -> tuple[ScanEntry, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.last_scans(conn, lane, limit)

    def last_movements(self, lane: str, limit: int) -> tuple[RecordedMovement, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.last_movements(conn, lane, limit)

    def record_second_line(self, outcome: SecondLineOutcome, at: datetime, officer: str) -> None:
        """Keep a second line's decision."""
        covers = json.dumps(sorted(outcome.covers))
        row = (
            milliseconds(at),
            outcome.permit,
            covers,
            milliseconds(outcome.until),
            int(outcome.may_lift_refusal),
            officer,
        )
        with self._writing() as conn:
            conn.execute(_ADD_SECOND_LINE, row)

    def accept_clock(self, at: datetime, actor: str) -> None:
        """A person has put the clock right: later entries than ``at`` no longer make it suspect."""
        with self._writing() as conn:
            conn.execute(_ACCEPT_CLOCK, (milliseconds(at), actor))
            add_audit(conn, at, actor, "clock.accepted", "")

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """See `Journal`."""
        with self._writing() as conn:
            add_audit(conn, at, actor, action, detail)

    def audited(self, action: str) -> tuple[tuple[datetime, str], ...]:
        """When and with what detail an action was audited, oldest first."""
        with self._reading() as conn:
            rows = conn.execute(_AUDITED, (action,)).fetchall()
        return tuple((from_milliseconds(at), detail) for at, detail in rows)

    def first_broken_audit(self) -> int | None:
        """Number of the first audit entry that does not continue the chain; None when all do."""
        with self._reading() as conn:
            return first_broken(conn)

    def newest_audit(self) -> tuple[int, bytes] | None:
        """Number and SHA-256 of the newest entry of the audit; None before any."""
        with self._reading() as conn:
            return newest_audit(conn)

    def pending(self) -> int:
        """See `Journal`."""
        return self.outbox.pending()

    def movements_between(self, start: datetime, end: datetime) -> tuple[CountedMovement, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            known = self._known_orders.taken_back(conn)
            return queries.counted_movements(conn, start, end, known)

    def scans_between(self, start: datetime, end: datetime) -> tuple[CountedScan, ...]:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.counted_scans(conn, start, end)

    def scans_with(self, code: FindingCode, start: datetime, end: datetime) -> int:
        """See `Journal`."""
        with self._reading() as conn:
            return queries.scans_with(conn, code, start, end)

    @property
    def epoch(self) -> bytes:
        """The epoch that new movements belong to."""
        return self._epoch

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._database.reading()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._database.writing()

    def _doubt(self) -> None:
        """Damage met in use makes the next opening look at every page."""
        with file_errors(self._doubt_path.name):
            self._doubt_path.touch()

    def _append(
        self, conn: Connection, draft: MovementDraft, movement_id: UUID
    ) -> tuple[int, Movement]:
        sequence, previous = self._chain_end(conn)
        movement = chained(draft, movement_id, self._epoch, sequence, previous)
        body = encode_movement(movement)
        place = place_of(self._epoch_number, sequence)
        row = movement_row(place, draft.scan_id, movement, body, chain_hash(body))
        conn.execute(_ADD_MOVEMENT, row)
        return place, movement

    def _append_case(
        self, conn: Connection, draft: CaseDraft, referral: Movement | None
    ) -> CaseEvent:
        case_id = draft.case_id
        if case_id is None and referral is not None:
            case_id = referral.movement_id
        if case_id is None:
            raise ValueError("an entry of no case")
        sequence, previous = self._chain_end(conn)
        event = chained_case(draft, case_id, self._epoch, sequence, previous)
        body = encode_case_event(event)
        place = place_of(self._epoch_number, sequence)
        conn.execute(_ADD_MOVEMENT, case_row(place, event, body, chain_hash(body)))
        conn.execute(ADD_CASE_EVENT, case_event_row(event, body))
        return event

    def _chain_end(self, conn: Connection) -> tuple[int, bytes]:
        """The next sequence, and the hash of the entry before it."""
        last = conn.execute(_LAST_MOVEMENT, places_of(self._epoch_number)).fetchone()
        return (sequence_of(last[0]) + 1, last[1]) if last else (1, _FIRST_PREVIOUS)

    def _seal_mark(self, epoch: bytes, sequence: int) -> None:
        mark = read_mark(self._mark_path)
        if mark is None or mark.epoch != epoch or mark.sequence < sequence:
            write_mark(self._mark_path, JournalMark(epoch, sequence))

    def _open_whole(self) -> EncryptedDatabase:
        try:
            database = self._open()
            if self._doubt_path.exists():
                self._look_closely(database)
            return database
        except DatabaseDamagedError:
            stamp = self._clock.now().strftime("damaged-%Y%m%dT%H%M%SZ")
            with file_errors(self._path.name):
                self.moved_to = move_aside(self._path, stamp)
                self._doubt_path.unlink(missing_ok=True)
            _LOG.error("%s is damaged; kept as %s", self._path.name, self.moved_to.name)
            self.opening_note = "store.journal_moved"
            return self._open()

    def _open(self) -> EncryptedDatabase:
        with file_errors(self._path.name):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = EncryptedDatabase(
            self._path, self._key, MIGRATIONS, busy_ms=self._busy_ms, on_damage=self._doubt
        )
        with database.reading() as conn:
            conn.execute(_LAST_MOVEMENT, places_of(1)).fetchone()
            conn.execute(CLOCK).fetchone()
        return database

    def _look_closely(self, database: EncryptedDatabase) -> None:
        with database.reading() as conn:
            answer = conn.execute("PRAGMA quick_check(1)").fetchone()
        if answer is None or answer[0] != "ok":
            database.close()
            raise DatabaseDamagedError(f"{self._path.name}: {answer}", name=self._path.name)
        with file_errors(self._doubt_path.name):
            self._doubt_path.unlink(missing_ok=True)

    def _begin_epoch(self) -> tuple[int, bytes]:
        """The epoch to go on with: a new one unless this is the journal that the mark knows."""
        mark = read_mark(self._mark_path)
        with self._database.reading() as conn:
            known = _known_epoch(conn, mark)
        if known is not None:
            return known
        with self._database.writing() as conn:
            newest = conn.execute(_NEWEST_EPOCH).fetchone()
            reason = "created" if newest is None and mark is None else "restored"
            number, epoch = (newest[0] if newest else 0) + 1, secrets.token_bytes(EPOCH_BYTES)
            now = self._clock.now()
            conn.execute(_ADD_EPOCH, (number, epoch, milliseconds(now), reason))
            add_audit(conn, now, "", f"epoch.{reason}", epoch.hex())
            write_mark(self._mark_path, JournalMark(epoch, 0))
        if reason == "restored" and not self.opening_note:
            self.opening_note = "store.journal_restored"
        return number, epoch


def open_journal(
    path: Path,
    key_store: keys.KeyStore,
    clock: Clock,
    *,
    busy_ms: int = BUSY_MS,
    port: int | None = None,
) -> JournalStore:
    """Open a lane's journal.db with its key. ``port`` is the bit of the lane's port: what devices
    record of another one says nothing here. Raises StorageError."""
    key = keys.database_key(key_store, keys.JOURNAL, database_exists=exists(path))
    return JournalStore(path, key, clock, busy_ms=busy_ms, port=port)


def _known_epoch(conn: Connection, mark: JournalMark | None) -> tuple[int, bytes] | None:
    """The newest epoch, when the mark is of it and knows of nothing that is not here."""
    newest = conn.execute(_NEWEST_EPOCH).fetchone()
    if newest is None or mark is None or mark.epoch != newest[1]:
        return None
    last = conn.execute(_LAST_MOVEMENT, places_of(newest[0])).fetchone()
    if mark.sequence > (sequence_of(last[0]) if last else 0):
        return None
    return newest[0], newest[1]
