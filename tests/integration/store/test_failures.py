"""Full disks, locks, damage, keys gone: each a clear error, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta

import pytest

from checkpoint_app import reference
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.store import keys
from checkpoint_app.store.encrypted import EncryptedDatabase, move_aside
from checkpoint_app.store.failure import DatabaseDamagedError
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.unit.credential.samples import DEVICE, KEYS, NOW

PAGE = 4096


def said(error: StorageError) -> str:
    """Both sentences, which must be there."""
    texts = [reference.error_message(error, language) for language in ("en", "ar")]
    assert texts[0] != texts[1]
    assert reference.message(reference.UNEXPECTED, "en") not in texts
    return error.key


@pytest.fixture
def permit(lane):
    record = pilgrim()
    lane.registry.add(record, *(pilgrim(serial) for serial in range(2, 200)))
    lane.publish()
    return token_of(record)


def fill(lane, database):
    """No page may be added any more; the pragma holds for this connection only."""
    conn = database.connection()
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages}")
    return conn


def test_a_full_disk_takes_no_scan_and_loses_none(lane, permit):
    service = lane.service()
    conn = fill(lane, lane.journal._database)
    answered = []
    with pytest.raises(StorageError) as caught:
        while True:
            answered.append(service.scan("no permit at all").scan_id)
    assert said(caught.value) == "store.disk_full"
    assert all(lane.journal.scan(scan_id) for scan_id in answered)
    conn.execute("PRAGMA max_page_count = 100000")
    assert lane.journal.scan(service.scan(permit).scan_id) is not None


def test_a_full_disk_during_an_import(lane, permit):
    before = lane.anchor.newest()
    conn = fill(lane, lane.records._database)
    lane.registry.add(*(pilgrim(serial) for serial in range(300, 500)))
    with pytest.raises(StorageError) as caught:
        lane.publish()
    assert said(caught.value) == "store.disk_full"
    assert lane.anchor.newest() == before
    assert lane.service().scan(permit).verdict.kind is VerdictKind.CLEAR
    conn.execute("PRAGMA max_page_count = 100000")
    lane.registry.generation -= 1
    lane.publish()
    assert lane.service().scan(permit).record is not None


HOLDER = """
import sys
from pathlib import Path
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store import journal_schema, records_schema

folder, name, schema = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
key = FileKeyStore(folder / "keys").load(name.replace(".", "-"))
migrations = journal_schema.MIGRATIONS if schema == "journal" else records_schema.MIGRATIONS
database = EncryptedDatabase(folder / name, key, migrations)
with database.writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(lane, name):
    """Another program that holds the write lock until its input ends."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lane.folder), name, name.partition(".")[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline() == "held\n"
    return program


def test_a_journal_locked_by_another_program(lane, permit):
    with holder(lane, "journal.db") as other:
        with pytest.raises(StorageError) as caught:
            lane.service().scan(permit)
        assert said(caught.value) == "store.locked"
        assert lane.service().scan(permit, record=False).verdict.kind is VerdictKind.CLEAR
        other.stdin.close()
    answer = lane.service().scan(permit)
    assert answer.verdict.kind is VerdictKind.CLEAR
    assert lane.journal.pending() == 1


def test_records_locked_by_another_program_do_not_stop_the_lane(lane, permit):
    with holder(lane, "records.db") as other:
        assert lane.service().scan(permit).verdict.kind is VerdictKind.CLEAR
        with pytest.raises(StorageError) as caught:
            lane.publish()
        assert said(caught.value) == "store.locked"
        other.stdin.close()


def test_a_locked_journal_can_still_be_opened(lane, permit):
    with holder(lane, "journal.db") as other:
        second = Lane(lane.folder)
        assert second.journal.epoch == lane.journal.epoch
        second.close()
        other.stdin.close()


@pytest.mark.parametrize("length", [1, 100, 5 * PAGE, 9 * PAGE + 77])
def test_a_truncated_cache_is_begun_anew(lane, permit, length):
    lane.close()
    file = lane.folder / "records.db"
    file.write_bytes(file.read_bytes()[:length])
    lane.open()
    assert lane.records.rebuilt
    assert (lane.folder / "records.db.damaged").exists()
    answer = lane.service().scan(permit)
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.NOT_ON_FILE in answer.verdict.codes
    lane.publish()
    assert lane.service().scan(permit).record is not None


def test_a_cache_that_is_gone_is_begun_anew(lane, permit):
    lane.close()
    (lane.folder / "records.db").unlink()
    lane.open()
    assert Code.NOT_ON_FILE in lane.service().scan(permit).verdict.codes


def test_damage_in_the_middle_of_the_cache_is_a_finding(lane, permit):
    lane.records._database.checkpoint()
    lane.close()
    file = lane.folder / "records.db"
    content = bytearray(file.read_bytes())
    for page in range(len(content) // PAGE // 3, len(content) // PAGE):
        content[page * PAGE + 50] ^= 1
    file.write_bytes(content)
    lane.open()
    answer = lane.service().scan(permit)
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.RECORD_ALTERED in answer.verdict.codes
    assert answer.note == "lane.cache_damaged"
    assert lane.journal.scan(answer.scan_id) is not None
    with pytest.raises(DatabaseDamagedError):
        lane.publish()
    lane.registry.generation = 1
    lane.publish()
    assert lane.service().scan(permit).record is not None, "the first import put it aside"


@pytest.mark.parametrize("length", [1, 100, 3 * PAGE, 7 * PAGE + 77])
def test_a_truncated_journal_is_kept_aside_and_told(lane, permit, length):
    first = lane.service().scan(permit).movement
    lane.close()
    file = lane.folder / "journal.db"
    truncated = file.read_bytes()[:length]
    file.write_bytes(truncated)
    lane.open()
    assert lane.journal.opening_note == "store.journal_moved"
    assert lane.journal.moved_to.read_bytes() == truncated
    assert "damaged-" in lane.journal.moved_to.name
    movement = lane.service().scan(permit).movement
    assert (movement.sequence, movement.epoch == first.epoch) == (1, False)


def test_an_emptied_journal_begins_a_new_epoch_and_is_told(lane, permit):
    first = lane.service().scan(permit).movement
    lane.close()
    (lane.folder / "journal.db").write_bytes(b"")
    lane.open()
    assert lane.journal.opening_note == "store.journal_restored"
    assert lane.service().scan(permit).movement.epoch != first.epoch


def test_damage_met_in_use_is_looked_into_at_the_next_opening(lane, permit):
    service = lane.service()
    for _ in range(60):
        service.scan(permit)
    lane.journal._database.checkpoint()
    lane.close()
    file = lane.folder / "journal.db"
    content = bytearray(file.read_bytes())
    for page in range(6, len(content) // PAGE):
        content[page * PAGE + 50] ^= 1
    file.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        for _ in range(3):
            lane.open()
            lane.service().scan(permit)
            assert lane.journal.opening_note == "store.journal_moved"
            raise DatabaseDamagedError("told and moved", key="store.damaged", name="journal.db")
    assert said(caught.value) == "store.damaged"
    lane.close()
    lane.open()
    assert lane.service().scan(permit).movement.sequence >= 1
    kept = [path for path in lane.folder.iterdir() if "journal.db.damaged-" in path.name]
    assert len(kept) == 1


@pytest.mark.parametrize("name", [keys.RECORDS, keys.JOURNAL])
def test_a_missing_key_is_told_and_nothing_is_touched(lane, permit, name):
    lane.close()
    kept = {path.name: path.read_bytes() for path in lane.folder.glob("*.db")}
    secret = (lane.folder / "keys" / name).read_bytes()
    (lane.folder / "keys" / name).unlink()
    with pytest.raises(StorageError) as caught:
        lane.open()
    assert said(caught.value) == "store.key_missing"
    lane.records.close()
    assert {path.name: path.read_bytes() for path in lane.folder.glob("*.db")} == kept
    assert not (lane.folder / "keys" / name).exists()
    lane.keys.add(name, secret)
    lane.open()
    assert lane.service().scan(permit).verdict.kind is VerdictKind.CLEAR


def test_another_key_does_not_delete_the_journal(lane, permit):
    scan_id = lane.service().scan(permit).scan_id
    lane.close()
    secret = (lane.folder / "keys" / keys.JOURNAL).read_bytes()
    (lane.folder / "keys" / keys.JOURNAL).write_bytes(bytes(32))
    lane.open()
    moved = lane.journal.moved_to
    lane.close()
    for tail in ("", "-wal", "-shm"):
        (lane.folder / f"journal.db{tail}").unlink(missing_ok=True)
    (lane.folder / "keys" / keys.JOURNAL).write_bytes(secret)
    shutil.move(moved, lane.folder / "journal.db")
    lane.open()
    assert lane.journal.scan(scan_id) is not None


def test_a_database_of_a_newer_program_is_left_alone(tmp_path):
    key = bytes(32)
    steps = [
        lambda db: db.table("a").create({"id": int}),
        lambda db: db.table("b").create({"id": int}),
    ]
    EncryptedDatabase(tmp_path / "x.db", key, steps).close()
    with pytest.raises(StorageError) as caught:
        EncryptedDatabase(tmp_path / "x.db", key, steps[:1])
    assert said(caught.value) == "store.newer_schema"


def test_migrations_run_once_and_in_order(tmp_path):
    key, done = bytes(32), []

    def step(name):
        def run(db):
            done.append(name)
            db.table(name).create({"id": int})

        return run

    EncryptedDatabase(tmp_path / "x.db", key, [step("a")]).close()
    EncryptedDatabase(tmp_path / "x.db", key, [step("a"), step("b")]).close()
    EncryptedDatabase(tmp_path / "x.db", key, [step("a"), step("b")]).close()
    assert done == ["a", "b"]


def test_a_migration_that_fails_leaves_the_version_before(tmp_path):
    def fails(db):
        db.table("half").create({"id": int})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        EncryptedDatabase(tmp_path / "x.db", bytes(32), [fails])
    database = EncryptedDatabase(tmp_path / "x.db", bytes(32), [])
    assert database.tables().table_names() == []
    database.close()


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError) as caught:
        EncryptedDatabase(tmp_path / "file" / "x.db", bytes(32), [])
    assert said(caught.value) == "store.cannot_open"
    with pytest.raises(StorageError) as caught:
        EncryptedDatabase(tmp_path / "x.db", b"short", [])
    assert said(caught.value) == "store.key_unfit"


def test_nothing_is_moved_over_something_else(tmp_path):
    (tmp_path / "x.db").write_bytes(b"one")
    (tmp_path / "x.db.damaged").write_bytes(b"two")
    with pytest.raises(FileExistsError):
        move_aside(tmp_path / "x.db", "damaged")


def test_killed_between_sealing_and_sending_the_same_bytes_go_out(lane, permit):
    lane.service().scan(permit)
    first = lane.journal.outbox.seal_batches(4, KEYS[EnvelopeType.BATCH], DEVICE)
    lane.close()
    lane.clock.at = NOW + timedelta(hours=1)
    lane.open()
    assert lane.journal.outbox.seal_batches(4, KEYS[EnvelopeType.BATCH], DEVICE) == first
