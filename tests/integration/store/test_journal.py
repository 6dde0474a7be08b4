"""journal.db: only added to, chained, sealed, acknowledged."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlcipher3 import dbapi2

from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.movement_bytes import chain_hash, decode_movement, encode_movement
from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.domain.facts import SecondLineOutcome
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import MovementDraft, ScanEntry
from checkpoint_app.store.journal_schema import APPEND_ONLY
from tests.unit.credential.samples import DEVICE, KEYS, NOW, RING, SCOPE, permit_number

KEY = KEYS[EnvelopeType.BATCH]


def entry(at=NOW, permit=None, verdict="clear", findings=()):
    return ScanEntry(
        uuid7(at),
        at,
        "TOKEN",
        "QR Code",
        permit,
        Direction.DEPARTING,
        verdict,
        findings,
        "o-114",
        "7",
        SCOPE,
        12,
        "",
    )


def draft(scan, kind=MovementKind.DEPARTED, **changes):
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


def depart(journal, serial=1, at=NOW):
    scan = entry(at, permit_number(serial))
    return journal.record_scan(scan, draft(scan))


def receipt(movement, *, registry=b"r" * 16, issued=NOW, **changes):
    fields = {
        "device": DEVICE,
        "epoch": movement.epoch,
        "sequence": movement.sequence,
        "chain_hash": chain_hash(encode_movement(movement)),
        "registry_epoch": registry,
        "issued": issued,
    }
    return Receipt(**(fields | changes))


def test_a_scan_comes_back_as_it_was(lane):
    findings = (Finding(FindingCode.WRONG_PORT), Finding(FindingCode.DATA_AGEING, "records"))
    scan = entry(permit=permit_number(1), verdict=None, findings=findings)
    assert lane.journal.record_scan(scan, None) is None
    assert lane.journal.scan(scan.scan_id) == scan
    assert lane.journal.scan(uuid7(NOW)) is None
    assert lane.journal.scans_with(FindingCode.WRONG_PORT, NOW, NOW + timedelta(hours=1)) == 1
    assert lane.journal.scans_with(FindingCode.REVOKED, NOW, NOW + timedelta(hours=1)) == 0


def test_movements_are_a_chain(lane):
    made = [depart(lane.journal, serial) for serial in range(1, 5)]
    assert [each.sequence for each in made] == [1, 2, 3, 4]
    assert made[0].previous == bytes(32)
    for before, after in pairwise(made):
        assert after.previous == chain_hash(encode_movement(before))
    assert len({each.epoch for each in made}) == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_is_edited_or_taken_out(lane, table):
    scan = entry(permit=permit_number(1))
    movement = lane.journal.record_scan(scan, draft(scan))
    lane.journal.outbox.acknowledge(receipt(movement))
    lane.journal.accept_clock(NOW, "it-1")
    decision = SecondLineOutcome(permit_number(1), frozenset(), NOW, False)
    lane.journal.record_second_line(decision, NOW, "s-1")
    conn = lane.journal._database.connection()
    column = conn.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        with pytest.raises(dbapi2.IntegrityError, match="only added to"):
            conn.execute(sql)


def test_scan_and_movement_are_one(lane):
    scan = entry(permit=permit_number(1))
    impossible = draft(scan, findings=("X" * 2000,))
    with pytest.raises(Exception, match="too_large"):
        lane.journal.record_scan(scan, impossible)
    assert lane.journal.scan(scan.scan_id) is None
    assert depart(lane.journal).sequence == 1


def test_history_leaves_out_what_was_taken_back(lane):
    scan = entry(permit=permit_number(1))
    departed = lane.journal.record_scan(scan, draft(scan))
    deferred = draft(scan, MovementKind.DEFERRED)
    annulled = draft(scan, MovementKind.ANNULLED, annuls=departed.movement_id)
    lane.journal.record_outcomes([annulled, deferred])
    history = lane.journal.history(permit_number(1))
    assert [past.kind for past in history.movements] == [MovementKind.DEFERRED]
    kinds = [each.kind.name for each in lane.journal.movements_of_scan(scan.scan_id)]
    assert kinds == ["DEPARTED", "ANNULLED", "DEFERRED"]
    counted = lane.journal.movements_between(NOW, NOW + timedelta(seconds=1))
    assert {(each.kind.name, each.annulled) for each in counted} == {
        ("DEPARTED", True),
        ("ANNULLED", False),
        ("DEFERRED", False),
    }


def test_second_line_outcomes_are_remembered(lane):
    decision = SecondLineOutcome(
        permit_number(1),
        frozenset({FindingCode.WRONG_PORT, FindingCode.EXPIRED}),
        NOW + timedelta(hours=2),
        True,
    )
    lane.journal.record_second_line(decision, NOW, "s-1")
    (found,) = lane.journal.history(permit_number(1)).outcomes
    assert (found.covers, found.until, found.may_lift_refusal, found.taken) == (
        decision.covers,
        decision.until,
        True,
        NOW,
    )
    assert lane.journal.history(permit_number(2)).outcomes == ()


def test_the_latest_time_is_kept_until_a_person_puts_the_clock_right(lane):
    assert lane.journal.last_at() is None
    lane.journal.accept_clock(NOW, "it-1")
    assert lane.journal.last_at() is None
    depart(lane.journal, 1, NOW + timedelta(days=1))
    depart(lane.journal, 2, NOW)
    assert lane.journal.last_at() == NOW + timedelta(days=1)
    lane.journal.accept_clock(NOW, "it-1")
    assert lane.journal.last_at() == NOW
    depart(lane.journal, 3, NOW + timedelta(minutes=1))
    assert lane.journal.last_at() == NOW + timedelta(minutes=1)


def test_the_audit_is_a_chain(lane):
    for number in range(3):
        lane.journal.audit(NOW, "it-1", "key.made", str(number))
    assert lane.journal.first_broken_audit() is None
    conn = lane.journal._database.connection()
    conn.execute("DROP TRIGGER audit_no_update")
    conn.execute("UPDATE audit SET detail = 'other' WHERE entry = 2")
    assert lane.journal.first_broken_audit() == 2


def test_lanes_of_one_journal_write_from_several_threads(lane):
    def work(start):
        for serial in range(start, start + 20):
            depart(lane.journal, serial)

    threads = [threading.Thread(target=work, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = lane.journal.outbox.seal_batches(9, KEY, DEVICE)
    assert [(each.first, each.last) for each in made] == [(1, 60)]


@pytest.mark.requirement("C3")
class TestOutbox:
    def test_batches_are_sealed_once_and_signed(self, lane):
        made = [depart(lane.journal, serial) for serial in range(1, 300)]
        first, second = lane.journal.outbox.seal_batches(9, KEY, DEVICE)
        assert (first.first, first.last, second.first, second.last) == (1, 256, 257, 299)
        batch = check_batch(first.envelope, RING)
        assert (batch.device, batch.epoch, batch.first_sequence) == (DEVICE, made[0].epoch, 1)
        assert [decode_movement(body) for body in batch.movements] == made[:256]
        depart(lane.journal, 300)
        again = lane.journal.outbox.seal_batches(9, KEY, DEVICE)
        assert again[:2] == [first, second]
        assert (again[2].first, again[2].last) == (300, 300)
        assert lane.journal.outbox.seal_batches(1, KEY, DEVICE) == [first]

    def test_only_a_receipt_with_our_hash_counts(self, lane):
        made = [depart(lane.journal, serial) for serial in range(1, 6)]
        outbox = lane.journal.outbox
        outbox.seal_batches(9, KEY, DEVICE)
        assert not outbox.acknowledge(receipt(made[2], chain_hash=bytes(32)))
        assert not outbox.acknowledge(receipt(made[2], epoch=bytes(16)))
        assert not outbox.acknowledge(receipt(made[2], sequence=77))
        assert outbox.pending() == 5
        assert outbox.acknowledge(receipt(made[2]))
        assert outbox.pending() == 2
        assert outbox.acknowledge(receipt(made[1], issued=NOW - timedelta(minutes=1)))
        assert outbox.pending() == 2, "an older receipt that comes late"
        assert outbox.acknowledge(receipt(made[4]))
        assert outbox.seal_batches(9, KEY, DEVICE) == []
        assert lane.journal.history(permit_number(1)).movements != (), "the journal keeps"

    def test_a_registry_restored_to_an_earlier_state_is_sent_it_again(self, lane):
        made = [depart(lane.journal, serial) for serial in range(1, 6)]
        outbox = lane.journal.outbox
        first = outbox.seal_batches(9, KEY, DEVICE)
        outbox.acknowledge(receipt(made[4]))
        restored = receipt(made[1], registry=b"s" * 16, issued=NOW + timedelta(minutes=5))
        assert outbox.acknowledge(restored)
        assert outbox.pending() == 3
        (batch,) = outbox.seal_batches(9, KEY, DEVICE)
        assert (batch.first, batch.last) == (3, 5)
        assert batch.envelope != first[0].envelope
        late = receipt(made[4], issued=NOW + timedelta(minutes=1))
        outbox.acknowledge(late)
        assert outbox.pending() == 3, "of the registry as it was before"
        outbox.acknowledge(receipt(made[4], registry=b"s" * 16, issued=NOW + timedelta(minutes=6)))
        assert outbox.pending() == 0

    def test_a_registry_that_holds_nothing_of_us(self, lane):
        made = [depart(lane.journal, serial) for serial in range(1, 4)]
        outbox = lane.journal.outbox
        outbox.acknowledge(receipt(made[2]))
        outbox.unacknowledge(made[0].epoch, 0)
        outbox.unacknowledge(bytes(16), 0)
        assert outbox.pending() == 3
        outbox.acknowledge(receipt(made[2]))
        assert outbox.pending() == 0


class TestEpochs:
    def test_the_same_journal_goes_on(self, lane):
        first = depart(lane.journal)
        lane.close()
        lane.open()
        second = depart(lane.journal, 2)
        assert (second.epoch, second.sequence) == (first.epoch, 2)
        assert lane.journal.opening_note == ""

    def test_an_older_copy_put_back_begins_a_new_epoch(self, lane):
        depart(lane.journal)
        lane.close()
        copy = lane.folder / "copy.db"
        shutil.copy(lane.folder / "journal.db", copy)
        lane.open()
        lost = depart(lane.journal, 2)
        lane.journal.outbox.seal_batches(9, KEY, DEVICE)
        lane.close()
        shutil.copy(copy, lane.folder / "journal.db")
        lane.open()
        assert lane.journal.opening_note == "store.journal_restored"
        after = depart(lane.journal, 3)
        assert after.epoch != lost.epoch
        assert after.sequence == 1
        sealed = lane.journal.outbox.seal_batches(9, KEY, DEVICE)
        assert [(each.epoch, each.first, each.last) for each in sealed] == [
            (lost.epoch, 1, 1),
            (after.epoch, 1, 1),
        ]

    def test_a_journal_in_another_folder_begins_a_new_epoch(self, lane):
        first = depart(lane.journal)
        (lane.folder / "journal.db.mark").unlink()
        lane.close()
        lane.open()
        assert depart(lane.journal, 2).epoch != first.epoch
