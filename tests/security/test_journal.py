"""The journal against full disks, older copies and receipts that are not the registry's."""

from __future__ import annotations

import logging
import resource
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.receipt import Receipt, sign_receipt
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError, StorageError
from sync.client.up import Upload
from tests.integration.services.world import pilgrim, token_of
from tests.unit.credential.samples import DEVICE, KEYS, NOW, key_for

pytestmark = pytest.mark.requirement("C3")


class Registry:
    """Answers every request with the same receipt."""

    def __init__(self, envelope: bytes) -> None:
        self.envelope = envelope

    def call(self, *_args: object, **_named: object) -> bytes:
        return self.envelope


def upload(lane, envelope):
    return Upload(
        Registry(envelope),
        lane.journal.outbox,
        KEYS[EnvelopeType.BATCH],
        DEVICE,
        lane.trust.issuer_keys,
    )


def receipt_for(lane, movement_hash, sequence=3):
    return Receipt(DEVICE, lane.journal.epoch, sequence, movement_hash, bytes(16), NOW)


@pytest.fixture
def departed(lane, record):
    """Three departures; the chain hash of the last."""
    for serial in (1, 2, 3):
        assert lane.service().scan(token_of(pilgrim(serial))).verdict.kind is VerdictKind.CLEAR
    return (
        lane.journal._database.connection()
        .execute("SELECT hash FROM movement ORDER BY place DESC LIMIT 1")
        .fetchone()[0]
    )


class TestReceipts:
    @pytest.mark.parametrize(
        "change",
        [
            {"device": "CAI-AIR-08"},
            {"epoch": b"e" * 16},
            {"chain_hash": b"h" * 32},
            {"sequence": 2},
            {"sequence": 2**62},
        ],
    )
    def test_of_another_device_journal_or_movement(self, lane, departed, change):
        made = replace(receipt_for(lane, departed), **change)
        envelope = sign_receipt(KEYS[EnvelopeType.RECEIPT], made)
        with pytest.raises(CheckpointError):
            upload(lane, envelope).send(stopping=lambda: False)
        assert lane.journal.pending() == 3
        with suppress(CheckpointError):
            upload(lane, envelope).compare()
        assert lane.journal.pending() == 3

    @pytest.mark.parametrize("label", ["stranger", "bent"])
    def test_forged(self, lane, departed, label):
        key = key_for(EnvelopeType.RECEIPT, label)
        envelope = sign_receipt(
            key if label == "stranger" else KEYS[EnvelopeType.RECEIPT], receipt_for(lane, departed)
        )
        if label == "bent":
            envelope = envelope[:-1] + bytes([envelope[-1] ^ 1])
        with pytest.raises(CheckpointError):
            upload(lane, envelope).send(stopping=lambda: False)
        assert lane.journal.pending() == 3

    def test_ours(self, lane, departed):
        envelope = sign_receipt(KEYS[EnvelopeType.RECEIPT], receipt_for(lane, departed))
        assert upload(lane, envelope).send(stopping=lambda: False).acknowledged == 3
        assert lane.journal.pending() == 0


def test_an_older_copy_gives_out_no_number_twice(lane, record):
    lane.service().scan(token_of(record))
    lane.journal._database.checkpoint()
    lane.close()
    shutil.copy(lane.folder / "journal.db", lane.folder / "copy.db")
    lane.open()
    second = lane.service().scan(token_of(pilgrim(2))).movement
    lane.journal.outbox.seal_batches(9, KEYS[EnvelopeType.BATCH], DEVICE)
    lane.journal._database.checkpoint()
    lane.close()
    shutil.copy(lane.folder / "copy.db", lane.folder / "journal.db")
    lane.open()
    assert lane.journal.opening_note == "store.journal_restored"
    third = lane.service().scan(token_of(pilgrim(3))).movement
    assert third.epoch != second.epoch
    assert Code.ALREADY_DEPARTED_HERE in lane.service().scan(token_of(record)).verdict.codes


def test_a_disk_that_is_full_exactly_at_the_commit(lane, record):
    service = lane.service()
    service.scan(token_of(pilgrim(2)))
    log = lane.folder / "journal.db-wal"
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    failed = 0
    for room in range(0, 40_000, 1_111):
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room, hard))
        try:
            answer = service.scan(token_of(record))
        except StorageError:
            failed += 1
        else:
            assert answer.verdict.kind is VerdictKind.CLEAR
            break
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert lane.journal.history(record.number).movements == ()
    assert failed
    lane.close()
    lane.open()
    assert len(lane.journal.history(record.number).movements) == 1
    assert lane.journal.pending() == 2


def test_nothing_personal_is_logged(lane, record, caplog):
    """As it is written, before the net of the log's own mask."""
    caplog.set_level(logging.DEBUG)
    document = PresentedDocument(record.passport[-4:], record.passport, names="FATMA<MAHMOUD")
    texts = [token_of(record), str(record.number), record.passport, token_of(pilgrim(9))]
    broken = [
        "UPDATE record SET body = CAST('FATMA ' || CAST(body AS TEXT) AS BLOB)",
        "UPDATE record SET body = passport",
        f"INSERT INTO elsewhere (permit, port, kind, at) VALUES ({record.number}, 9, 99, 5)",
        "DROP TABLE page",
    ]
    for sql in ["SELECT 1", *broken]:
        lane.edit(sql)
        for direction in Direction:
            service = lane.service(direction)
            for text in texts:
                answer = service.scan(text, document=document)
                assert answer.scan_id is not None
                service.undo(answer.scan_id)
        lane.registry.issued += timedelta(seconds=1)
        try:
            lane.service().refresh(record.number)
            lane.publish()
        except CheckpointError as error:
            logging.getLogger("checkpoint").warning("%s %s", error, error.params)
    said = caplog.text
    assert said
    personal = [
        *record.name_latin.split(),
        *record.name_arabic.split(),
        record.passport,
        record.passport[1:],
        str(record.number),
        str(record.national_id),
        record.visa_number,
    ]
    assert [each for each in personal if each in said] == []
    assert MovementKind.DEPARTED.name not in said
