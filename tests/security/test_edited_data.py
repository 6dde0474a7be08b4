"""Whatever somebody does to a lane's files: no false clear, and the lane goes on scanning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.block import NATIONAL, digests_of, sign_block
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.record import encode_record
from checkpoint_app.credential.refresh import Refresh, sign_refresh
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.domain.verdict import VerdictKind
from tests.integration.services.world import LIST, pilgrim, token_of
from tests.unit.credential.samples import DEVICE, KEYS, NONCE, NOW, SEASON

pytestmark = pytest.mark.requirement("C2")


def scanned(lane, record):
    """The verdict on a pilgrim's print, which must not be clear."""
    answer = lane.service().scan(token_of(record))
    assert answer.verdict.kind is VerdictKind.REFER
    assert answer.movement.kind is MovementKind.REFERRED
    return answer.verdict.codes


def test_a_list_of_another_id_under_this_id(lane, record):
    other = sign_status_list(KEYS[EnvelopeType.STATUS], LIST + 1, 900, NOW, bytes(65_536))
    lane.edit("UPDATE status_list SET envelope = ?, version = 900", other)
    assert Code.RECORD_ALTERED in scanned(lane, record)


def test_last_seasons_list_under_this_id_is_older_than_the_record(lane, record):
    """Its version may be higher; a list says nothing of a record issued after it."""
    old = sign_status_list(
        KEYS[EnvelopeType.STATUS], LIST, 900, NOW - timedelta(days=20), bytes(65_536)
    )
    lane.edit("UPDATE status_list SET envelope = ?, version = 900", old)
    assert Code.DATA_STALE in scanned(lane, record)


def test_a_block_of_national_scope(lane, record):
    bodies = [encode_record(replace(record, ports=0xFFFF))]
    block = sign_block(KEYS[EnvelopeType.BLOCK], SEASON, NATIONAL, 1, NOW, bodies)
    lane.edit("UPDATE record SET body = ? WHERE permit = ?", bodies[0], record.number)
    lane.edit("UPDATE block SET envelope = ?, digests = ?", block, digests_of(bodies))
    assert Code.RECORD_ALTERED in scanned(lane, record)


def test_a_refresh_for_another_device(lane, record):
    answer = Refresh(
        NONCE,
        f"{DEVICE}-other",
        record.number,
        NOW,
        encode_record(replace(record, version=9)),
        PermitStatus.VALID,
        *[EntityState.ACTIVE] * 3,
    )
    envelope = sign_refresh(KEYS[EnvelopeType.REFRESH], answer)
    lane.edit(
        "INSERT INTO overlay VALUES (?, ?, ?, ?, 9, ?)",
        record.number,
        envelope,
        NONCE,
        int(NOW.timestamp()),
        record.passport,
    )
    assert Code.RECORD_ALTERED in scanned(lane, record)


@pytest.mark.parametrize(
    "row",
    ["9, 3, 99, 1700000000", "9, 3, 0, 9000000000000000", "9, 3, 'x', 5", "9, 3, 0, 'then'"],
)
def test_movements_elsewhere_that_make_no_sense(lane, record, row):
    lane.edit(f"INSERT INTO elsewhere (permit, port, kind, at) VALUES ({row})")
    lane.edit("UPDATE elsewhere SET permit = ?", record.number)
    assert Code.RECORD_ALTERED in scanned(lane, record)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record SET body = CAST(x'ff' AS TEXT) WHERE slot = 256",
        "UPDATE page SET body = CAST(x'ff' AS TEXT)",
        "UPDATE status_list SET envelope = CAST(x'ff' AS TEXT)",
        "DROP TABLE elsewhere",
        "DROP TABLE overlay",
        "DROP TABLE record",
        "DROP TABLE manifest",
        "ALTER TABLE block RENAME COLUMN envelope TO letter",
    ],
)
def test_what_sqlite_cannot_read(lane, record, sql):
    lane.edit(sql)
    assert Code.RECORD_ALTERED in scanned(lane, record)
    home = lane.service(Direction.RETURNING).scan(token_of(record))
    assert home.movement.kind is MovementKind.RETURNED


@pytest.mark.parametrize("permit", ["5", "'text'", "x'00'", "1.5", "-1", "9223372036854775807"])
def test_a_passport_that_leads_to_no_permit_number(lane, record, permit):
    lane.edit(f"UPDATE record SET permit = {permit} WHERE permit = ?", record.number)
    answer = lane.service().scan(record.passport)
    assert answer.verdict.kind is VerdictKind.REFER
    assert answer.movement.permit is None
    assert lane.journal.movements_of_scan(answer.scan_id) == (answer.movement,)


@pytest.mark.parametrize(
    "content", ['"generation"', '["generation"]', "null", "7", '{"generation": {}}', "[" * 4000]
)
def test_an_anchor_of_garbage(lane, record, content):
    (lane.folder / "anchor.json").write_text(content)
    assert Code.RECORD_ALTERED in scanned(lane, record)


@pytest.mark.parametrize(
    "content", ['{"epoch": "00", "sequence": Infinity}', '["epoch"]', "null", "[" * 1000]
)
def test_a_journal_mark_of_garbage(lane, record, content):
    first = lane.service().scan(token_of(record)).movement
    lane.close()
    (lane.folder / "journal.db.mark").write_text(content)
    lane.open()
    answer = lane.service().scan(token_of(record))
    assert Code.ALREADY_DEPARTED_HERE in answer.verdict.codes
    assert answer.movement.epoch != first.epoch


def test_no_column_chooses_the_anchor(lane, record):
    """Else the lane would take no manifest any more until that generation."""
    lane.edit("UPDATE manifest SET generation = 4611686018427387904")
    lane.close()
    lane.open()
    assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.CLEAR
    lane.publish()
    assert lane.service().scan(token_of(pilgrim(2))).verdict.kind is VerdictKind.CLEAR
