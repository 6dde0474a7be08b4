"""Two or three lanes of a port, and what they hand to one another."""

from __future__ import annotations

from datetime import timedelta

from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.cases import CaseDraft, CaseOutcome, Decided, Opened, SeenFinding, Taken
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import MovementDraft, NeighbourBatch, ScanEntry
from tests.unit.credential.samples import KEYS, NOW, RING, SCOPE, permit_number

KEY = KEYS[EnvelopeType.BATCH]
HOUR = timedelta(hours=1)
DAY = (NOW - timedelta(hours=12), NOW + timedelta(hours=12))


def scan_of(serial=1, at=NOW):
    """A scan of a permit."""
    return ScanEntry(
        uuid7(at),
        at,
        "TOKEN",
        "QR Code",
        permit_number(serial),
        Direction.DEPARTING,
        "clear",
        (),
        "o-114",
        "7",
        SCOPE,
        12,
        "",
    )


def draft(scan, kind=MovementKind.DEPARTED, **changes):
    """The outcome of a scan."""
    fields = {
        "scan_id": scan.scan_id,
        "kind": kind,
        "direction": scan.direction,
        "permit": scan.permit,
        "issue": 1,
        "passport": "A00000001",
        "company": 1077,
        "service": "MS671",
        "port": SCOPE,
        "lane": "7",
        "officer": "o-114",
        "at": scan.at,
        "findings": (),
        "automatic": True,
    }
    return MovementDraft(**(fields | changes))


def move(journal, serial=1, kind=MovementKind.DEPARTED, at=NOW, **changes):
    """A movement in this journal."""
    scan = scan_of(serial, at)
    return journal.record_scan(scan, draft(scan, kind, **changes))


def annul(journal, movement, at=NOW):
    """Take a movement back, which this journal need not be the one of."""
    scan = scan_of(1, at)
    taken_back = draft(
        scan, MovementKind.ANNULLED, annuls=movement.movement_id, permit=movement.permit
    )
    return journal.record_outcomes([taken_back])[0]


def opening(serial=1, at=NOW):
    """The entry that opens a case with the referral of the same transaction."""
    seen = (SeenFinding("WRONG_PORT", "records"),)
    said = Opened(uuid7(at), "refer", "TOKEN", "A00000001", 1077, "MS671", seen)
    return CaseDraft(None, permit_number(serial), SCOPE, "7", "o-114", at, said)


def taking(case_id, serial=1, at=NOW):
    """A desk takes a case."""
    said = Taken(at + timedelta(minutes=15))
    return CaseDraft(case_id, permit_number(serial), SCOPE, "2L", "s-1", at, said)


def deciding(case_id, serial=1, at=NOW, outcome=CaseOutcome.CLEAR, supersedes=()):
    """A desk decides a case."""
    covers = frozenset({"WRONG_PORT"})
    said = Decided(outcome, covers, at + HOUR, False, "documents_seen", supersedes)
    return CaseDraft(case_id, permit_number(serial), SCOPE, "2L", "s-1", at, said)


def batches_of(journal, device, first=1, last=1 << 30):
    """What this journal, of this device, has for the others."""
    sealed = [
        batch
        for each in journal.outbox.epochs()
        for batch in journal.outbox.relay_batches(each.epoch, first, last, KEY, device)
    ]
    return [batch_of(each.envelope) for each in sealed]


def batch_of(envelope):
    """A batch as the link hands it to the journal."""
    read = check_batch(envelope, RING)
    return NeighbourBatch(read.device, read.epoch, read.first_sequence, read.movements, envelope)


def hand_over(source, device, *journals, at=NOW):
    """All that this journal holds, to the others; how many entries were new."""
    return sum(
        journal.take_neighbour(batch, at)
        for journal in journals
        for batch in batches_of(source, device)
    )
