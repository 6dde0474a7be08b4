"""What the services ask of the stores: the registry's data, the port's journal, the trust held.

A store never decides. What it answers from the registry's data is bytes that a signature covers;
the columns beside them only find the row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.domain.cases import CaseDraft, CaseEvent
from checkpoint_app.domain.facts import CompiledRule, DataKind, Grades, SecondLineOutcome
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from checkpoint_app.domain.orders import Order
from checkpoint_app.domain.shift import Shift, ShiftCounts
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import StorageError

# The note that a lane leaves when a record did not verify: what was edited is fetched anew at the
# next import, which takes the note away.
CACHE_ALARM = "alarm.record_altered"
# A note that locks the lane: the registry's signed list says that this device was recalled.
RECALL_ALARM = "alarm.recalled"


@dataclass(frozen=True, slots=True)
class CachedRecord:
    """One row of the cache with the bytes that prove it. ``page`` is None when none covers it."""

    block: int
    position: int
    body: bytes
    envelope: bytes
    digests: bytes
    page: bytes | None


@dataclass(frozen=True, slots=True)
class CachedRefresh:
    """The kept answer to a refresh of one permit: signed envelope, and the nonce it must carry."""

    envelope: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True)
class ManifestMark:
    """A manifest by generation, SHA-256 of its envelope and issue time. Generation 0 stands for
    none yet."""

    generation: int
    sha256: bytes
    issued: datetime | None = None

    def matches(self, envelope: bytes) -> bool:
        """Whether this is the manifest's envelope."""
        return hashlib.sha256(envelope).digest() == self.sha256


class RecordsSnapshot(Protocol):
    """The registry's data as it stood at one instant; an import meanwhile does not show."""

    def manifest(self) -> bytes | None:
        """The manifest's envelope, or None before the first import."""
        ...

    def by_permit(self, number: int) -> tuple[CachedRecord, ...]:
        """Rows filed under this permit number, at most 16; more than one is damage."""
        ...

    def permits_of_passport(self, number: str) -> tuple[int, ...]:
        """Permit numbers filed under this passport number, kept refreshes included; at most 32."""
        ...

    def permits_of_national_id(self, number: int) -> tuple[int, ...]:
        """Permit numbers filed under this national ID, at most 16."""
        ...

    def permits_of_programme(self, programme: int, limit: int) -> tuple[int, ...]:
        """Permit numbers filed under this programme, at most ``limit``."""
        ...

    def status_list(self, list_id: int) -> bytes | None:
        """The envelope of this status list."""
        ...

    def state(self) -> bytes | None:
        """The envelope of the table of companies, agents and programmes."""
        ...

    def refresh(self, permit: int) -> CachedRefresh | None:
        """The kept refresh of this permit."""
        ...

    def elsewhere(self, permit: int) -> tuple[PastMovement, ...]:
        """Movements of this permit at other ports, oldest first; their ``lane`` is empty."""
        ...


class RecordsCache(Protocol):
    """The registry's data at this port. Rebuildable, so a look-up may fail without harm."""

    def snapshot(self) -> AbstractContextManager[RecordsSnapshot]:
        """One read transaction. Raises StorageError."""
        ...

    def keep_refresh(
        self,
        permit: int,
        refresh: CachedRefresh,
        *,
        issued: datetime,
        version: int | None,
        passport: str | None,
    ) -> None:
        """Keep a verified refresh over older data. ``version`` is None when the registry does not
        know the permit. Raises StorageError."""
        ...

    def lock(self, at: datetime) -> None:
        """This device was recalled: forget all of the registry's data, and leave RECALL_ALARM for
        good. Raises StorageError."""
        ...

    def issue_times(self) -> tuple[tuple[DataKind, datetime | None], ...]:
        """Issue time of each data set as filed at import (oldest list for STATUS). For people to
        read, not to decide on. Raises StorageError."""
        ...

    def note(self, key: str, value: str | None) -> None:
        """Keep, or with None forget, a short remark (``error.down``). Raises StorageError."""
        ...

    def notes(self) -> dict[str, str]:
        """The remarks kept. Raises StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class ScanEntry:
    """One scan as it goes into the journal. ``reading`` is a ReadingKind's name; ``verdict`` is
    ``clear``, ``refer``, ``refuse`` or None; ``note`` a text key or empty."""

    scan_id: UUID
    at: datetime
    reading: str
    symbology: str
    permit: int | None
    direction: Direction
    verdict: str | None
    findings: tuple[Finding, ...]
    officer: str
    lane: str
    port: int
    generation: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MovementDraft:
    """A movement before the journal gives it its id and its place in the chain.

    Fields as in `domain.movement.Movement`.
    """

    scan_id: UUID
    kind: MovementKind
    direction: Direction
    permit: int | None
    issue: int | None
    passport: str
    company: int | None
    service: str
    port: int
    lane: str
    officer: str
    at: datetime
    findings: tuple[str, ...]
    automatic: bool
    annuls: UUID | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the journal holds for one scan. ``last_at`` is the newest entry of any kind.

    ``movements`` are those of the permit at any device of the port, without annulled ones, by time;
    none is told as earlier than the one before it in its journal. ``seen`` changes with every
    further movement of the permit and every further outcome of a case of it. ``orders`` are those
    of the port, ended ones too; a departure that one has taken back is none of the movements.
    """

    last_at: datetime | None
    movements: tuple[PastMovement, ...]
    outcomes: tuple[SecondLineOutcome, ...]
    seen: int = 0
    orders: tuple[Order, ...] = ()


class HistoryMovedOnError(StorageError):
    """A permit has moved since its history was read, by another lane: nothing was recorded, and
    the verdict must be found anew."""

    key = "store.locked"


@dataclass(frozen=True, slots=True)
class CountedMovement:
    """A movement for the day's counts. ``annulled`` when a later one took it back; ``service`` is
    the flight or sailing, or empty; ``automatic`` when no officer's key gave it; ``lane`` whose."""

    kind: MovementKind
    at: datetime
    permit: int | None
    company: int | None
    annulled: bool
    service: str = ""
    automatic: bool = False
    lane: str = ""


@dataclass(frozen=True, slots=True)
class RecordedMovement:
    """A movement, the scan that it belongs to, and whether a later one took it back."""

    scan_id: UUID
    movement: Movement
    annulled: bool

    @property
    def stands(self) -> bool:
        """Neither taken back nor itself the taking back of another."""
        return not self.annulled and self.movement.kind is not MovementKind.ANNULLED


@dataclass(frozen=True, slots=True)
class CountedScan:
    """A scan for the day's counts."""

    at: datetime
    direction: Direction
    verdict: str | None


class NoticeShelf(Protocol):
    """Keeps notices, as they were signed, for as long as the journal. Raises StorageError."""

    def keep_notice(
        self, envelope: bytes, digest: bytes, issued: datetime, at: datetime, officer: str
    ) -> bool:
        """Keep a verified notice, and audit that; False when it was here already. ``digest`` is
        the SHA-256 of its envelope."""
        ...

    def notices(self) -> tuple[bytes, ...]:
        """The envelopes kept, newest first."""
        ...


class Journal(NoticeShelf, Protocol):
    """The port's own scans and movements. Everything raises StorageError when it cannot."""

    def history(self, permit: int | None) -> History:
        """What is known here of this permit; with None only ``last_at``."""
        ...

    def record_scan(
        self,
        entry: ScanEntry,
        outcome: MovementDraft | None,
        *,
        seen: int | None = None,
        case: CaseDraft | None = None,
    ) -> Movement | None:
        """Scan, outcome and case entry in one transaction, on disk when this answers.

        Raises HistoryMovedOnError when the outcome's permit has moved since ``seen``, which is that
        of a `History`; None asks for no such check. A ``case`` without a case_id is of the outcome.
        """
        ...

    def record_outcomes(
        self,
        drafts: Sequence[MovementDraft],
        *,
        seen: int | None = None,
        case: CaseDraft | None = None,
    ) -> tuple[Movement, ...]:
        """Further movements of earlier scans, all on disk when this answers, or none. ``seen`` as
        in `record_scan`; a ``case`` without a case_id is of the last draft."""
        ...

    def scan(self, scan_id: UUID) -> ScanEntry | None:
        """The scan as it was recorded."""
        ...

    def movements_of_scan(self, scan_id: UUID) -> tuple[Movement, ...]:
        """Every movement recorded for this scan, annulled and annulling ones too, in order."""
        ...

    def movements_of_permit(self, permit: int) -> tuple[RecordedMovement, ...]:
        """Every movement of this permit, annulled and annulling ones too, in order."""
        ...

    def last_scans(self, lane: str, limit: int) -> tuple[ScanEntry, ...]:
        """The newest scans of this lane, newest first."""
        ...

    def last_movements(self, lane: str, limit: int) -> tuple[RecordedMovement, ...]:
        """The newest movements of this lane, newest first."""
        ...

    def scans_with(self, code: FindingCode, start: datetime, end: datetime) -> int:
        """How many scans from ``start`` up to, not including, ``end`` had this finding."""
        ...

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """Add to the hash-chained list of things done. ``detail`` holds nothing personal."""
        ...

    def pending(self) -> int:
        """How many movements the registry has not acknowledged."""
        ...

    def movements_between(self, start: datetime, end: datetime) -> tuple[CountedMovement, ...]:
        """Movements from ``start`` up to, not including, ``end``, each once: those of this journal
        and what is here of the port's other devices."""
        ...

    def scans_between(self, start: datetime, end: datetime) -> tuple[CountedScan, ...]:
        """Scans from ``start`` up to, not including, ``end``."""
        ...


@dataclass(frozen=True, slots=True)
class NeighbourBatch:
    """A batch of another device of this port, its signature checked by the signed device list.
    ``bodies[i]`` is the entry of sequence ``first + i``; ``envelope`` the batch as signed."""

    device: str
    epoch: bytes
    first: int
    bodies: tuple[bytes, ...]
    envelope: bytes


@dataclass(frozen=True, slots=True)
class NeighbourReach:
    """What is here of a journal of another device: the sequences, as ranges from ``first`` to
    ``last``, ascending and apart from one another."""

    device: str
    epoch: bytes
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NeighbourHead:
    """What another device said of itself last, in a statement that it signed: its newest sequence
    of its newest epoch, at its time ``at``; ``heard_at`` by the clock here."""

    device: str
    epoch: bytes
    last: int
    at: datetime
    heard_at: datetime


class NeighbourShelf(Protocol):
    """The part of the journal that holds what other devices of the port recorded. It counts in
    `Journal.history`, in the outcomes of cases and in the counts. Raises StorageError."""

    def take_neighbour(self, batch: NeighbourBatch, at: datetime) -> int:
        """Keep what is new of a batch, in one transaction; how many entries were new. An entry
        that contradicts one that is here (another hash at its sequence) is kept too, and audited
        as ``neighbour.fork``. One that cannot be read holds its place and says nothing."""
        ...

    def neighbours_reached(self) -> tuple[NeighbourReach, ...]:
        """What is here of every other device's journals."""
        ...

    def neighbour_batches(
        self, device: str, epoch: bytes, first: int, last: int
    ) -> tuple[bytes, ...]:
        """Envelopes that are here and hold any of these sequences, in order: as they were signed,
        to be passed on. At most 64."""
        ...

    def take_head(self, head: NeighbourHead) -> None:
        """Keep the newest statement of a device."""
        ...

    def neighbour_heads(self) -> tuple[NeighbourHead, ...]:
        """The newest statement of each other device that was ever heard."""
        ...


@dataclass(frozen=True, slots=True)
class PortMovement:
    """A movement at any device of this port. ``device`` is whose journal it is of, "" for this
    device's own; ``annulled`` when a later one of the same journal, or an order, took it back."""

    device: str
    movement: Movement
    annulled: bool

    @property
    def stands(self) -> bool:
        """Neither taken back nor itself the taking back of another."""
        return not self.annulled and self.movement.kind is not MovementKind.ANNULLED


class CaseShelf(Protocol):
    """The part of the journal that holds the entries of cases, own ones (``device`` "") and those
    of other devices of the port, and what conflicts are found in. Raises StorageError."""

    def record_case(self, draft: CaseDraft) -> CaseEvent:
        """Add an entry to the chain, on disk when this answers. Its case_id must be given, or
        ValueError is raised."""
        ...

    def case_events(self, case_id: UUID) -> tuple[CaseEvent, ...]:
        """Every entry of this case that is here, oldest first."""
        ...

    def cases_between(self, start: datetime, end: datetime) -> tuple[CaseEvent, ...]:
        """Every entry, of any time, of the cases that have one from ``start`` up to, not
        including, ``end``; oldest first."""
        ...

    def port_movements(self, permit: int) -> tuple[PortMovement, ...]:
        """Movements of this permit at every device of the port, annulled and annulling ones too:
        own ones first, each device's in the order of its chain."""
        ...

    def permits_departed_twice(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """Permits whose departures, not taken back, are of more than one device, the newest of them
        from ``start`` up to, not including, ``end``; ascending."""
        ...


class StaffShelf(Protocol):
    """Keeps the newest list of the port's people, as the registry signed it, and remembers in the
    journal which were taken. Raises StorageError."""

    def staff(self) -> StaffList | None:
        """The list held; None before any. Raises StorageError ``staff.damaged`` when it is not the
        one that the journal says was taken last: edited, put back, or gone."""
        ...

    def take_staff(self, staff: StaffList, at: datetime) -> bool:
        """Keep a verified list in place of the one before, on disk when this answers; False when
        this very one is held. Raises TrustError for one older than any taken
        (``trust.rolled_back``), or of a version that was taken with other content
        (``trust.mixed``)."""
        ...

    def staff_ever(self) -> bool:
        """Whether a list was ever taken: from then on somebody must sign in here."""
        ...


@dataclass(frozen=True, slots=True)
class SignInTry:
    """Somebody tried to sign in. ``login`` is what counts against whom: a login, or another name
    for one that is on no list. ``counter`` is the time step (RFC 6238) of a code that was used;
    ``how`` says by what, or why not: ``password``, ``code``, ``telephone``, ``ended``."""

    at: datetime
    login: str
    good: bool
    how: str
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class FailedTries:
    """The tries of a login since it last signed in: how many failed, the last of them when."""

    count: int
    last: datetime | None


class SignInShelf(Protocol):
    """Remembers who tried to sign in, over restarts. Raises StorageError."""

    def record_sign_in(self, tried: SignInTry, action: str, actor: str, detail: str = "") -> bool:
        """Keep a try and audit it, in one transaction. Nothing is kept, and False answered, when
        its ``counter`` is not above every one that this login has used."""
        ...

    def failed_tries(self, login: str) -> FailedTries:
        """See `FailedTries`."""
        ...

    def failures_between(self, start: datetime, end: datetime) -> tuple[datetime, ...]:
        """When tries of all logins together failed, from ``start`` up to ``end``, oldest first."""
        ...

    def audit(self, at: datetime, actor: str, action: str, detail: str = "") -> None:
        """See `Journal`."""
        ...


@dataclass(frozen=True, slots=True)
class ToldShift:
    """A shift as the journal has it. ``counts`` are those told when it ended, None while open."""

    shift: Shift
    counts: ShiftCounts | None


class ShiftShelf(Protocol):
    """Keeps the shifts of this computer's lanes. Raises StorageError."""

    def record_shifts(
        self, ended: tuple[Shift, ShiftCounts] | None, begun: Shift | None, actor: str
    ) -> None:
        """A shift's end, with its counts, then another's beginning; both audited, all in one
        transaction. ``actor`` is whose doing it is."""
        ...

    def open_shift(self, lane: str) -> Shift | None:
        """The newest shift of a lane, if it has not ended."""
        ...

    def shifts_between(self, start: datetime, end: datetime) -> tuple[ToldShift, ...]:
        """The shifts that were open at any time from ``start`` up to ``end``, by beginning."""
        ...

    def worked(
        self, officer: str, lane: str, start: datetime, end: datetime
    ) -> tuple[tuple[RecordedMovement, ...], tuple[CountedScan, ...]]:
        """The movements and scans of an officer at a lane from ``start`` up to, not including,
        ``end``, in order."""
        ...


class Anchor(Protocol):
    """The newest manifest ever imported, kept outside the databases."""

    def newest(self) -> ManifestMark | None:
        """As it is on disk at this moment; None when it is missing or unreadable."""
        ...


class TrustView(Protocol):
    """What the trust path (TUF) holds verified at this moment."""

    def issuer_keys(self) -> IssuerKeyring:
        """The issuer's public keys of every purpose."""
        ...

    def rules(self) -> tuple[CompiledRule, ...] | None:
        """The season's rules ready to ask; None when there are none to be had."""
        ...

    def grades(self) -> tuple[tuple[DataKind, Grades], ...]:
        """This port's ages of data."""
        ...

    def lane_rules(self) -> LaneRules:
        """How the lanes of this port work."""
        ...

    def reference_time(self, now: datetime) -> datetime:
        """The time to decide with: the clock's, but never before what signed data proves."""
        ...

    def clock_is_suspect(self, now: datetime, last_entry: datetime | None) -> bool:
        """True for a clock behind signed data or the journal, or implausibly ahead."""
        ...


class RefreshSource(Protocol):
    """Asks the registry for one permit."""

    def fetch(self, permit: int, nonce: bytes) -> bytes:
        """The refresh envelope, unverified. Raises TransportError or ProtocolError."""
        ...
