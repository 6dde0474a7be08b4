"""Rows of journal.db to values and back."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from operator import itemgetter
from uuid import UUID

from checkpoint_app.credential.movement_bytes import decode_movement, service_and_hand
from checkpoint_app.domain.cases import KIND_OF, CaseEvent
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from checkpoint_app.services.identifiers import from_milliseconds, milliseconds
from checkpoint_app.services.stores import (
    CountedMovement,
    MovementDraft,
    RecordedMovement,
    ScanEntry,
)
from checkpoint_app.store.encrypted import Row

SCAN_COLUMNS = (
    "scan_id, at, reading, symbology, permit, direction, verdict, findings, officer, lane, port,"
    " generation, note"
)
# place = epoch number << 40 | sequence
SEQUENCE_BITS = 40
_SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1
# What stands for a kind of movement in the rows of the chain that are none: an entry of a case, and
# one of a neighbour that could not be read.
CASE_KIND, UNREAD_KIND = 6, -1


def place_of(epoch: int, sequence: int) -> int:
    """The key of a movement's row."""
    return epoch << SEQUENCE_BITS | sequence


def sequence_of(place: int) -> int:
    """The sequence within its epoch."""
    return place & _SEQUENCE_MASK


def places_of(epoch: int) -> tuple[int, int]:
    """The lowest and highest key that movements of an epoch may have."""
    return epoch << SEQUENCE_BITS, epoch << SEQUENCE_BITS | _SEQUENCE_MASK


def scan_row(entry: ScanEntry) -> Row:
    """The values of `SCAN_COLUMNS`."""
    findings = [[finding.code.value, finding.detail] for finding in entry.findings]
    return (
        entry.scan_id.bytes,
        milliseconds(entry.at),
        entry.reading,
        entry.symbology,
        entry.permit,
        int(entry.direction),
        entry.verdict,
        json.dumps(findings),
        entry.officer,
        entry.lane,
        entry.port,
        entry.generation,
        entry.note,
    )


def scan_of(row: Row) -> ScanEntry:
    """The scan of a row of `SCAN_COLUMNS`."""
    findings = tuple(Finding(FindingCode(code), detail) for code, detail in json.loads(row[7]))
    return ScanEntry(
        scan_id=UUID(bytes=row[0]),
        at=from_milliseconds(row[1]),
        reading=row[2],
        symbology=row[3],
        permit=row[4],
        direction=Direction(row[5]),
        verdict=row[6],
        findings=findings,
        officer=row[8],
        lane=row[9],
        port=row[10],
        generation=row[11],
        note=row[12],
    )


def chained(
    draft: MovementDraft, movement_id: UUID, epoch: bytes, sequence: int, previous: bytes
) -> Movement:
    """A draft with its id and its place in the chain, its time cut to the millisecond."""
    return Movement(
        movement_id=movement_id,
        epoch=epoch,
        sequence=sequence,
        previous=previous,
        kind=draft.kind,
        direction=draft.direction,
        permit=draft.permit,
        issue=draft.issue,
        passport=draft.passport,
        company=draft.company,
        service=draft.service,
        port=draft.port,
        lane=draft.lane,
        officer=draft.officer,
        at=from_milliseconds(milliseconds(draft.at)),
        findings=draft.findings,
        annuls=draft.annuls,
        automatic=draft.automatic,
    )


def movement_row(place: int, scan_id: UUID, movement: Movement, body: bytes, digest: bytes) -> Row:
    """The columns of ``movement``, in order."""
    return (
        place,
        movement.movement_id.bytes,
        scan_id.bytes,
        movement.permit,
        int(movement.kind),
        milliseconds(movement.at),
        movement.port,
        movement.lane,
        movement.company,
        None if movement.annuls is None else movement.annuls.bytes,
        digest,
        body,
    )


def case_row(place: int, event: CaseEvent, body: bytes, digest: bytes) -> Row:
    """The columns of ``movement`` for an entry of a case: its place in the chain."""
    name = event.event_id.bytes
    at, lane = milliseconds(event.at), event.lane
    return place, name, name, None, CASE_KIND, at, event.port, lane, None, None, digest, body


def case_event_row(event: CaseEvent, body: bytes) -> Row:
    """The columns of ``case_event`` after its number."""
    return (
        event.event_id.bytes,
        event.case_id.bytes,
        event.device,
        event.epoch,
        event.sequence,
        int(KIND_OF[type(event.content)]),
        event.permit,
        milliseconds(event.at),
        body,
    )


def recorded_of(row: Row) -> RecordedMovement:
    """The movement of a row (scan_id, body, annulled)."""
    return RecordedMovement(UUID(bytes=row[0]), decode_movement(row[1]), bool(row[2]))


def counted_of(row: Row) -> CountedMovement:
    """A movement for the day's counts from a row (kind, at, permit, company, body, annulled,
    lane, …)."""
    kind, at, permit, company, body, annulled, lane = row[:7]
    service, automatic = service_and_hand(body)
    return CountedMovement(
        MovementKind(kind),
        from_milliseconds(at),
        permit,
        company,
        bool(annulled),
        service,
        automatic,
        lane,
    )


def movement_of(row: Row) -> Movement:
    """The movement of a row (body,)."""
    return decode_movement(row[0])


def past_movements_of(rows: Iterable[tuple[Hashable, Row]]) -> tuple[PastMovement, ...]:
    """The movements of (journal, (kind, port, lane, at, came)), each journal's in the order in
    which they were recorded, merged by time; of the same time, those that came first here.

    In a journal that order counts, and its clock may have been put back since: a movement is never
    told as earlier than the one before it. Nor is one of another device told as later than when it
    ``came``: a return that a fast clock dates ahead would hide the departures after it.
    """
    found: list[tuple[int, int, PastMovement]] = []
    earliest: dict[Hashable, int] = {}
    for journal, (kind, port, lane, at, came) in rows:
        told = max(at if came is None else min(at, came), earliest.get(journal, 0))
        earliest[journal] = told + 1
        past = PastMovement(MovementKind(kind), port, lane, from_milliseconds(told))
        found.append((told, at, past))
    if len(earliest) > 1:
        found.sort(key=itemgetter(0, 1))
    return tuple(past for _, _, past in found)


def outcome_of(row: Row) -> SecondLineOutcome:
    """The second line's outcome of a row (permit, covers, until, lifts_refusal, at, …). A code that
    only a later program knows covers nothing here."""
    said = frozenset(json.loads(row[1]))
    covers = frozenset(code for code in FindingCode if code in said)
    until, taken = from_milliseconds(row[2]), from_milliseconds(row[4])
    return SecondLineOutcome(row[0], covers, until, bool(row[3]), taken)
