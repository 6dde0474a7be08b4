"""Somebody with the key edits records.db: it is noticed, told, and never clear."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from datetime import timedelta

import cbor2
import pytest

from checkpoint_app.credential.record import encode_record
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.stores import CACHE_ALARM
from tests.integration.services.world import pilgrim, row, token_of

pytestmark = pytest.mark.requirement("C2")


@pytest.fixture
def record(lane):
    made = pilgrim()
    lane.registry.add(made, *(pilgrim(serial) for serial in range(2, 6)))
    lane.publish()
    assert lane.service().scan(token_of(made), record=False).verdict.kind is VerdictKind.CLEAR
    return made


def assert_noticed(lane, record):
    answer = lane.service().scan(token_of(record))
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.RECORD_ALTERED in answer.verdict.codes
    assert answer.record is None
    assert lane.records.notes()[CACHE_ALARM]
    by_number = lane.service().scan(str(record.number), record=False)
    assert Code.RECORD_ALTERED in by_number.verdict.codes


def body_of(record, **changes):
    """The record's bytes with other fields, as somebody without a key would write them."""
    return encode_record(replace(record, **changes))


def test_another_body(lane, record):
    forged = body_of(record, valid_until=record.valid_until + timedelta(days=90))
    lane.edit("UPDATE record SET body = ? WHERE permit = ?", forged, record.number)
    assert_noticed(lane, record)


def test_another_body_with_its_digest(lane, record):
    forged = body_of(record, ports=0xFFFF)
    digests = lane.records._rows("SELECT digests FROM block WHERE number = 1")[0][0]
    lane.edit("UPDATE record SET body = ? WHERE permit = ?", forged, record.number)
    lane.edit("UPDATE block SET digests = ?", hashlib.sha256(forged).digest() + digests[32:])
    assert_noticed(lane, record)


def test_another_pilgrims_record_under_this_number(lane, record):
    other = pilgrim(2)
    lane.edit("DELETE FROM record WHERE permit = ?", record.number)
    lane.edit("UPDATE record SET permit = ? WHERE permit = ?", record.number, other.number)
    assert_noticed(lane, record)


def test_another_type_in_a_column(lane, record):
    lane.edit("UPDATE record SET body = 'text' WHERE permit = ?", record.number)
    assert_noticed(lane, record)


def test_two_rows_for_one_permit(lane, record):
    body = body_of(record, version=2)
    lane.edit(
        "INSERT INTO record (permit, version, passport, national_id, slot, body, programme)"
        " VALUES (?1, ?2, ?3, ?4, ?5 * 256 + ?6, ?7, ?8)",
        *row(1, 200, body),
    )
    assert_noticed(lane, record)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE block SET digests = x''",
        "UPDATE block SET envelope = x'd28440'",
        "DELETE FROM block",
        "UPDATE page SET body = x'80'",
        "DELETE FROM page",
        "UPDATE page SET first_block = 2",
        "UPDATE manifest SET envelope = x''",
        "DELETE FROM manifest",
        "UPDATE status_list SET envelope = x'00'",
        "DELETE FROM status_list",
        "UPDATE state SET envelope = x'00'",
        "DELETE FROM state",
    ],
)
def test_anything_of_the_proof(lane, record, sql):
    lane.edit(sql)
    assert_noticed(lane, record)


def test_a_deleted_row_is_not_on_file(lane, record):
    lane.edit("DELETE FROM record WHERE permit = ?", record.number)
    answer = lane.service().scan(token_of(record))
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.NOT_ON_FILE in answer.verdict.codes


def test_an_older_status_list_put_back(lane, record):
    older = lane.records._rows("SELECT envelope FROM status_list")[0][0]
    lane.registry.statuses[record.status_index] = PermitStatus.REVOKED
    lane.publish()
    assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.REFUSE
    lane.edit("UPDATE status_list SET envelope = ?", older)
    assert_noticed(lane, record)


def test_an_older_state_put_back(lane, record):
    older = lane.records._rows("SELECT envelope FROM state")[0][0]
    lane.registry.companies[record.company] = EntityState.CANCELLED
    lane.publish()
    lane.edit("UPDATE state SET envelope = ?", older)
    assert_noticed(lane, record)


def test_an_older_page_and_record_put_back(lane, record):
    page = lane.records._rows("SELECT body FROM page")[0][0]
    held = lane.records._rows(f"SELECT * FROM record WHERE permit = {record.number}")[0]
    lane.registry.add(pilgrim(1, version=2, ports=0b1))
    lane.publish()
    lane.edit("DELETE FROM record WHERE permit = ?", record.number)
    lane.edit("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", *held)
    assert_noticed(lane, record)
    lane.edit("UPDATE page SET body = ?", page)
    assert_noticed(lane, record)


def test_an_older_database_file_put_back(lane, record):
    lane.close()
    copy = lane.folder / "copy.db"
    shutil.copy(lane.folder / "records.db", copy)
    lane.open()
    lane.registry.add(pilgrim(1, version=2, ports=0b1))
    lane.publish()
    lane.close()
    shutil.copy(copy, lane.folder / "records.db")
    lane.open()
    assert_noticed(lane, record)


def test_the_anchor_deleted(lane, record):
    (lane.folder / "anchor.json").unlink()
    assert_noticed(lane, record)


def test_the_anchor_deleted_with_an_older_database_and_a_restart(lane, record):
    """Opening must not make a new anchor out of whatever database is found."""
    lane.close()
    copy = lane.folder / "copy.db"
    shutil.copy(lane.folder / "records.db", copy)
    lane.open()
    lane.publish()
    lane.close()
    shutil.copy(copy, lane.folder / "records.db")
    (lane.folder / "anchor.json").unlink()
    lane.open()
    assert_noticed(lane, record)


def test_a_kept_refresh_of_another_permit(lane, record):
    lane.registry.issued += timedelta(minutes=1)
    service = lane.service()
    service.refresh(pilgrim(2).number)
    lane.edit("UPDATE overlay SET permit = ?", record.number)
    assert_noticed(lane, record)


def test_an_overtaken_refresh_put_back_does_not_speak(lane, record):
    lane.registry.issued += timedelta(minutes=1)
    lane.service().refresh(record.number)
    kept = lane.records._rows("SELECT * FROM overlay")[0]
    lane.registry.issued += timedelta(minutes=1)
    lane.registry.add(pilgrim(1, version=2, ports=0b1))
    lane.publish()
    assert lane.records._rows("SELECT * FROM overlay") == []
    lane.edit("INSERT INTO overlay VALUES (?, ?, ?, ?, ?, ?)", *kept)
    lane.edit("DELETE FROM record WHERE permit = ?", record.number)
    answer = lane.service().scan(token_of(record))
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.NOT_ON_FILE in answer.verdict.codes


def test_a_refresh_heals_the_permit_at_once(lane, record):
    forged = body_of(record, ports=0xFFFF)
    lane.edit("UPDATE record SET body = ? WHERE permit = ?", forged, record.number)
    assert_noticed(lane, record)
    lane.registry.issued += timedelta(minutes=1)
    lane.service().refresh(record.number)
    answer = lane.service().scan(token_of(record), record=False)
    assert Code.RECORD_ALTERED not in answer.verdict.codes
    assert answer.record == record


def test_the_passport_column_edited(lane, record):
    lane.edit("UPDATE record SET passport = 'A99999999' WHERE permit = ?", record.number)
    answer = lane.service().scan("A99999999")
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.RECORD_ALTERED in answer.verdict.codes
    assert answer.record is None


def test_every_byte_of_a_record_counts(lane, record):
    held = lane.records._rows(f"SELECT body FROM record WHERE permit = {record.number}")[0][0]
    assert isinstance(cbor2.loads(held), list)
    service = lane.service()
    for place in range(0, len(held), 7):
        changed = held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :]
        lane.edit("UPDATE record SET body = ? WHERE permit = ?", changed, record.number)
        answer = service.scan(token_of(record), record=False)
        assert answer.verdict.kind is VerdictKind.REFER
        assert Code.RECORD_ALTERED in answer.verdict.codes


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record SET body = x'00' WHERE slot = 256",
        "UPDATE block SET digests = x'00'",
        "UPDATE block SET envelope = x'd284'",
        "UPDATE page SET body = x'80'",
        "UPDATE status_list SET envelope = x'00'",
    ],
)
def test_the_next_import_mends_what_was_edited(lane, record, sql):
    lane.edit(sql)
    lane.service().scan(str(record.number), record=True)
    lane.service().scan(str(pilgrim(2).number), record=True)
    lane.publish()
    assert CACHE_ALARM not in lane.records.notes()
    assert lane.service().scan(token_of(record)).record == record


@pytest.mark.parametrize(
    "sql",
    ["UPDATE record SET permit = 1 WHERE slot = 256", "DELETE FROM record WHERE slot = 256"],
)
def test_a_refresh_shows_that_a_row_was_taken_out(lane, record, sql):
    lane.edit(sql)
    service = lane.service()
    assert Code.NOT_ON_FILE in service.scan(token_of(record), record=False).verdict.codes
    lane.registry.issued += timedelta(minutes=1)
    service.refresh(record.number)
    assert lane.records.notes()[CACHE_ALARM]
    lane.publish()
    assert service.scan(token_of(record)).record == record
    assert lane.records._rows("SELECT count(*) FROM record")[0] == (5,)
