"""Version 1 of every format, as committed in `tests/fixtures/v1`: to be read for ever.

The files hold public keys and signed bytes. Their private keys are made from a label by
`samples.key_for`, so anybody can make them, and they are worth nothing. Never write these files
again: a format that changes gets a new version and new files beside these. How they were made:
`python -m tests.unit.credential.test_frozen_formats`, which refuses to overwrite.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from checkpoint_app.credential.auth import DeviceAuth, check_auth
from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.block import check_block, check_records
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import (
    DeviceKeyring,
    IssuerKeyring,
    encode_issuer_keys,
    parse_issuer_keys,
)
from checkpoint_app.credential.manifest import (
    Page,
    PageEntry,
    Segment,
    StatusListEntry,
    check_manifest,
    check_pages,
    check_segments,
    encode_segments,
)
from checkpoint_app.credential.movement_bytes import chain_hash, decode_movement, encode_movement
from checkpoint_app.credential.notice import Change, Notice, NoticeKind, check_notice
from checkpoint_app.credential.proof import RecordProof, prove_record
from checkpoint_app.credential.receipt import Receipt, check_receipt
from checkpoint_app.credential.record import (
    Tombstone,
    decode_record,
    encode_record,
    encode_tombstone,
)
from checkpoint_app.credential.refresh import check_refresh
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.credential.state import check_state
from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.credential.token import check_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.facts import ReadingKind, TokenState
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, PermitStatus, Sex
from checkpoint_app.domain.programme import EntityState
from tests.unit.credential import samples

FOLDER = Path(__file__).parents[2] / "fixtures" / "v1"
LABEL = "fixtures v1"
ISSUED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
DEVICE_KINDS = (EnvelopeType.BATCH, EnvelopeType.AUTH)
NUMBER = 1000000079197


def frozen(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def issuer_ring() -> IssuerKeyring:
    return parse_issuer_keys(frozen("issuer-keys.json"))


def device_ring() -> DeviceKeyring:
    keys = bytes.fromhex(frozen("device-keys.hex").decode())
    return DeviceKeyring(zip(DEVICE_KINDS, (keys[:32], keys[32:]), strict=True))


RECORD = PermitRecord(
    number=NUMBER,
    version=1,
    issue=1,
    issued=datetime(2026, 11, 1, 7, 30, tzinfo=UTC),
    name_latin="FATMA MAHMOUD ABDELRAHMAN ELSAYED",
    name_arabic="فاطمة محمود عبد الرحمن السيد",
    passport="A00000001",
    passport_expiry=date(2031, 5, 20),
    national_id=26504150100001,
    birth=date(1965, 4, 15),
    sex=Sex.FEMALE,
    programme=412,
    company=1077,
    agent=88,
    ports=9,
    valid_from=date(2026, 10, 30),
    valid_until=date(2026, 11, 13),
    travel_out=date(2026, 11, 1),
    travel_back=date(2026, 11, 15),
    service="MS671",
    visa_kind="umrah",
    visa_number="6012345678",
    visa_expiry=date(2027, 1, 29),
    vaccinated=date(2025, 9, 9),
    status_list=4,
    status_index=31337,
)
CLAIMS = PermitClaims(
    number=NUMBER,
    issue=1,
    name_latin="FATMA MAHMOUD ABDELRAHMAN ELSAYED",
    passport="A00000001",
    birth=date(1965, 4, 15),
    sex=Sex.FEMALE,
    programme=412,
    company=1077,
    ports=9,
    status_list=4,
    status_index=31337,
    not_before=datetime(2026, 10, 30, 9, 30, tzinfo=UTC),
    expires=datetime(2026, 11, 13, 9, 30, tzinfo=UTC),
    issued=datetime(2026, 10, 30, 9, 30, tzinfo=UTC),
)
MOVEMENT = Movement(
    movement_id=UUID("0192f000-0000-7000-8000-0000000000aa"),
    epoch=bytes.fromhex("000102030405060708090a0b0c0d0e0f"),
    sequence=1,
    previous=bytes(32),
    kind=MovementKind.DEPARTED,
    direction=Direction.DEPARTING,
    permit=NUMBER,
    issue=1,
    passport="A00000001",
    company=1077,
    service="MS671",
    port=3,
    lane="7",
    officer="o-114",
    at=datetime(2026, 11, 1, 9, 30, 0, 250_000, tzinfo=UTC),
    findings=("DATA_AGEING",),
    annuls=None,
    automatic=True,
)


def test_issuer_keys():
    ring = issuer_ring()
    assert {key.purpose for key in ring} == set(EnvelopeType) - set(DEVICE_KINDS)
    for key in ring:
        assert key.valid_from == datetime(2026, 10, 2, 9, 30, tzinfo=UTC)
        assert key.valid_until == datetime(2027, 8, 28, 9, 30, tzinfo=UTC)
        assert key.revoked_at is None
    assert ring.find(frozen("token.cbor")[8:16], EnvelopeType.TOKEN) is not None


def test_token_and_its_digits():
    read = interpret(frozen("token.txt").decode())
    assert (read.kind, read.number) == (ReadingKind.TOKEN, NUMBER)
    assert read.token == frozen("token.cbor")
    check = check_token(read.token, issuer_ring(), number=read.number)
    assert (check.state, check.claims, check.schema) == (TokenState.GENUINE, CLAIMS, 1)


def test_record_and_tombstone():
    assert decode_record(frozen("record.cbor")) == RECORD
    assert encode_record(RECORD) == frozen("record.cbor")
    assert decode_record(frozen("tombstone.cbor")) == Tombstone(1000000712713, 2)


def test_block():
    block = check_block(frozen("block.cbor"), issuer_ring())
    assert (block.season, block.scope, block.number, block.count) == (1448, 3, 7, 5)
    assert block.issued == ISSUED
    digests = check_records(block, block_records())
    assert digests[:32] == hashlib.sha256(frozen("record.cbor")).digest()


def block_records() -> list[bytes]:
    """The five records of the block, one a line in hex."""
    return [bytes.fromhex(line) for line in frozen("block-records.hex").decode().split()]


def test_manifest_page_and_segments():
    manifest = check_manifest(frozen("manifest.cbor"), issuer_ring())
    page = frozen("page.cbor")
    assert (manifest.season, manifest.scope, manifest.generation) == (1448, 3, 12)
    assert (manifest.issued, manifest.live_count, manifest.state_version) == (ISSUED, 261, 6)
    assert manifest.pages == (Page(5, 8, hashlib.sha256(page).digest()),)
    listed = hashlib.sha256(frozen("status.cbor")).digest()
    assert manifest.status_lists == (StatusListEntry(4, 9, listed),)
    assert manifest.state_digest == hashlib.sha256(frozen("state.cbor")).digest()
    block = hashlib.sha256(frozen("block.cbor")).digest()
    assert check_pages(manifest, [page]) == (
        PageEntry(5, hashlib.sha256(b"five").digest(), 256, b""),
        PageEntry(7, block, 5, b"\x04"),
        PageEntry(8, hashlib.sha256(b"eight").digest(), 1, b""),
    )
    segment = Segment("CAI-AIR/0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", 5, 8, 61440, 262)
    assert check_segments(manifest, frozen("segments.cbor")) == (segment,)


def test_proof_of_a_record():
    records = block_records()
    digests = b"".join(hashlib.sha256(record).digest() for record in records)
    proof = RecordProof(
        records[0], 7, 0, frozen("block.cbor"), digests, frozen("page.cbor"),
        frozen("manifest.cbor"),
    )  # fmt: skip
    assert prove_record(proof, issuer_ring(), 3).record == RECORD


def test_status_list():
    listed = check_status_list(frozen("status.cbor"), issuer_ring())
    assert (listed.list_id, listed.version, listed.issued) == (4, 9, ISSUED)
    valid, revoked, suspended = PermitStatus
    expected = [valid, revoked, suspended, valid] * 8 + [None]
    assert [listed.status(index) for index in range(33)] == expected
    assert listed.status(65_535) is None


def test_state():
    table = check_state(frozen("state.cbor"), issuer_ring())
    assert (table.season, table.version, table.issued) == (1448, 6, ISSUED)
    suspended, cancelled = EntityState.SUSPENDED, EntityState.CANCELLED
    assert astuple(table.companies) == (1880, {17: suspended, 1500: cancelled})
    assert astuple(table.agents) == (2000, {})
    assert astuple(table.programmes) == (9000, {412: cancelled})


def test_notice():
    changes = (
        Change(NoticeKind.COMPANY, 17, 1),
        Change(NoticeKind.ISSUER_KEY, 9223372036854775813, 2),
    )
    assert check_notice(frozen("notice.cbor"), issuer_ring()) == Notice(1448, ISSUED, changes)


def test_refresh():
    nonce = bytes.fromhex("6465666768696a6b6c6d6e6f70717273")
    answer = check_refresh(
        frozen("refresh.cbor"), issuer_ring(), nonce=nonce, device="CAI-AIR-07", permit=NUMBER
    )
    record = answer.decoded()
    assert (record.version, record.name_arabic) == (2, RECORD.name_arabic)
    assert (answer.status, answer.issued) == (PermitStatus.VALID, ISSUED)
    active = EntityState.ACTIVE
    states = (answer.company_state, answer.agent_state, answer.programme_state)
    assert states == (active, active, None)


def test_movement_and_batch():
    data = frozen("movement.cbor")
    assert decode_movement(data) == MOVEMENT
    assert encode_movement(MOVEMENT) == data
    batch = check_batch(frozen("batch.cbor"), device_ring())
    assert (batch.device, batch.epoch, batch.first_sequence) == ("CAI-AIR-07", MOVEMENT.epoch, 1)
    assert batch.movements == (data,)


def test_receipt():
    nonce = bytes.fromhex("6465666768696a6b6c6d6e6f70717273")
    assert check_receipt(frozen("receipt.cbor"), issuer_ring()) == Receipt(
        "CAI-AIR-07", MOVEMENT.epoch, 1, chain_hash(frozen("movement.cbor")), nonce, ISSUED
    )


def test_device_request():
    auth = check_auth(
        frozen("auth.cbor"),
        device_ring(),
        method="POST",
        path="/api/v1/movements?x=1",
        body=b"body",
        audience="https://registry.example",
    )
    kid = frozen("auth.cbor")[8:16]
    nonce = bytes.fromhex("6465666768696a6b6c6d6e6f70717273")
    assert auth == DeviceAuth("CAI-AIR-07", nonce, kid)


def made() -> dict[str, bytes]:
    """The content of every file, made anew."""
    keys = {kind: samples.key_for(kind, LABEL) for kind in EnvelopeType}
    envelopes = samples.envelopes(keys)
    records = samples.records()
    _, (page,) = samples.manifest(
        *(envelopes[kind] for kind in (EnvelopeType.BLOCK, EnvelopeType.STATUS, EnvelopeType.STATE))
    )
    issuers = samples.ring_of({kind: key for kind, key in keys.items() if kind not in DEVICE_KINDS})
    token = envelopes[EnvelopeType.TOKEN]
    files = {f"{kind.value}.cbor": data for kind, data in envelopes.items()}
    return files | {
        "issuer-keys.json": encode_issuer_keys(issuers),
        "device-keys.hex": b"".join(keys[kind].public_bytes for kind in DEVICE_KINDS)
        .hex()
        .encode(),
        "token.txt": to_digits(samples.permit_number(1), token).encode(),
        "record.cbor": encode_record(samples.record()),
        "tombstone.cbor": encode_tombstone(Tombstone(samples.permit_number(9), 2)),
        "block-records.hex": "\n".join(record.hex() for record in records).encode(),
        "page.cbor": page,
        "segments.cbor": encode_segments(samples.SEGMENTS),
        "movement.cbor": encode_movement(samples.movement()),
    }


# zlib's output may differ from build to build: these files are read, and not compared.
HOLDING_ZLIB = {"status.cbor", "manifest.cbor"}


@pytest.mark.parametrize("name", sorted(set(made()) - HOLDING_ZLIB))
def test_what_is_written_today_is_byte_for_byte_what_was_frozen(name):
    assert made()[name] == frozen(name)


def test_every_file_there_is_of_a_known_format():
    documents = {"README.md", ".gitattributes"}
    carried = {"carried"}  # see tests.integration.versions
    assert {path.name for path in FOLDER.iterdir()} == set(made()) | documents | carried


if __name__ == "__main__":
    for name, content in made().items():
        with (FOLDER / name).open("xb") as file:
            file.write(content)
