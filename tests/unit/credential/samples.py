"""One believable value of each signed format, and keys made for these tests alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.batch import check_batch, sign_batch
from checkpoint_app.credential.block import check_block, sign_block
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKey, IssuerKeyring, encode_issuer_keys
from checkpoint_app.credential.manifest import (
    Manifest,
    PageEntry,
    Segment,
    StatusListEntry,
    build_pages,
    check_manifest,
    encode_segments,
    sign_manifest,
    superseded_bitmap,
)
from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.credential.notice import (
    Change,
    Notice,
    NoticeKind,
    check_notice,
    sign_notice,
)
from checkpoint_app.credential.receipt import Receipt, check_receipt, sign_receipt
from checkpoint_app.credential.record import Tombstone, encode_record, encode_tombstone
from checkpoint_app.credential.refresh import Refresh, check_refresh, sign_refresh
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.credential.state import EntityStates, StateTable, check_state, sign_state
from checkpoint_app.credential.status_list import check_status_list, sign_status_list
from checkpoint_app.credential.token import check_token, issue_token
from checkpoint_app.domain.facts import TokenState
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.permit import (
    PermitClaims,
    PermitRecord,
    PermitStatus,
    Sex,
    permit_number_from_serial,
)
from checkpoint_app.domain.programme import EntityState

SEASON = 1448
SCOPE = 3
NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
KEYS_FROM = NOW - timedelta(days=30)
KEYS_UNTIL = NOW + timedelta(days=300)
DEVICE = "CAI-AIR-07"
EPOCH = bytes(range(16))
NONCE = bytes(range(100, 116))


def key_for(kind: EnvelopeType, label: str = "tests") -> SigningKey:
    """A key that anybody can make again from its label: good for nothing but tests."""
    seed = hashlib.sha256(f"umrah {label} {kind.value}".encode()).digest()
    return SigningKey.from_private_bytes(seed, kind)


def ring_of(keys: dict[EnvelopeType, SigningKey]) -> IssuerKeyring:
    """All these keys, valid around NOW."""
    return IssuerKeyring(
        IssuerKey(key.purpose, key.public_bytes, KEYS_FROM, KEYS_UNTIL) for key in keys.values()
    )


KEYS = {kind: key_for(kind) for kind in EnvelopeType}
RING = ring_of(KEYS)


def permit_number(serial: int) -> int:
    """The permit number of the n-th sample pilgrim."""
    return permit_number_from_serial(100_000_000_000 + serial * 7_919)


def record(serial: int = 1, version: int = 1) -> PermitRecord:
    """The record of the n-th sample pilgrim."""
    return PermitRecord(
        number=permit_number(serial),
        version=version,
        issue=1,
        issued=NOW - timedelta(hours=2),
        name_latin="FATMA MAHMOUD ABDELRAHMAN ELSAYED",
        name_arabic="فاطمة محمود عبد الرحمن السيد",
        passport=f"A{serial:08d}",
        passport_expiry=date(2031, 5, 20),
        national_id=26504150100000 + serial,
        birth=date(1965, 4, 15),
        sex=Sex.FEMALE,
        programme=412,
        company=1077,
        agent=88,
        ports=0b1001,
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
        status_index=31_337,
    )


def claims(serial: int = 1) -> PermitClaims:
    """The token's claims that go with a record."""
    source = record(serial)
    return PermitClaims(
        number=source.number,
        issue=source.issue,
        name_latin=source.name_latin,
        passport=source.passport,
        birth=source.birth,
        sex=source.sex,
        programme=source.programme,
        company=source.company,
        ports=source.ports,
        status_list=source.status_list,
        status_index=source.status_index,
        not_before=NOW - timedelta(days=2),
        expires=NOW + timedelta(days=12),
        issued=NOW - timedelta(days=2),
    )


def records() -> list[bytes]:
    """The five records of the sample block, the last of them a tombstone."""
    tombstone = encode_tombstone(Tombstone(permit_number(9), 2))
    return [*(encode_record(record(serial)) for serial in range(1, 5)), tombstone]


def entries(envelope: bytes) -> list[PageEntry]:
    """Three live blocks: numbers 5, 7 (the sample block, position 2 superseded) and 8."""
    digest = hashlib.sha256(envelope).digest()
    return [
        PageEntry(5, hashlib.sha256(b"five").digest(), 256, b""),
        PageEntry(7, digest, 5, superseded_bitmap(5, [2])),
        PageEntry(8, hashlib.sha256(b"eight").digest(), 1, b""),
    ]


SEGMENTS = (Segment("CAI-AIR/" + "0a" * 16, 5, 8, 61_440, 262),)
ENTRIES = bytes([0, 1, 2, 0]) * 8


def manifest(block: bytes, status: bytes, state: bytes) -> tuple[Manifest, list[bytes]]:
    """The manifest over the sample block and lists, and its pages."""
    live = entries(block)
    built = build_pages(live)
    made = Manifest(
        season=SEASON,
        scope=SCOPE,
        generation=12,
        issued=NOW,
        live_count=sum(entry.live for entry in live),
        pages=tuple(row for row, _ in built),
        status_lists=(StatusListEntry(4, 9, hashlib.sha256(status).digest()),),
        state_version=6,
        state_digest=hashlib.sha256(state).digest(),
        segments_digest=hashlib.sha256(encode_segments(SEGMENTS)).digest(),
    )
    return made, [data for _, data in built]


def state_table() -> StateTable:
    """A table with a few exceptions."""
    return StateTable(
        SEASON,
        6,
        NOW,
        EntityStates(1880, {17: EntityState.SUSPENDED, 1500: EntityState.CANCELLED}),
        EntityStates(2000, {}),
        EntityStates(9000, {412: EntityState.CANCELLED}),
    )


def movement() -> Movement:
    """A departure."""
    return Movement(
        movement_id=UUID("0192f000-0000-7000-8000-0000000000aa"),
        epoch=EPOCH,
        sequence=1,
        previous=bytes(32),
        kind=MovementKind.DEPARTED,
        direction=Direction.DEPARTING,
        permit=permit_number(1),
        issue=1,
        passport="A00000001",
        company=1077,
        service="MS671",
        port=SCOPE,
        lane="7",
        officer="o-114",
        at=NOW + timedelta(milliseconds=250),
        findings=("DATA_AGEING",),
        annuls=None,
        automatic=True,
    )


def refresh() -> Refresh:
    """The registry's answer on the first sample pilgrim."""
    return Refresh(
        NONCE,
        DEVICE,
        permit_number(1),
        NOW,
        encode_record(record(1, version=2)),
        PermitStatus.VALID,
        EntityState.ACTIVE,
        EntityState.ACTIVE,
        None,
    )


def notice() -> Notice:
    """A company suspended, and a key no longer trusted."""
    return Notice(
        SEASON,
        NOW,
        (
            Change(NoticeKind.COMPANY, 17, int(EntityState.SUSPENDED)),
            Change(NoticeKind.ISSUER_KEY, 2**63 + 5, 2),
        ),
    )


def receipt() -> Receipt:
    """The receipt for the sample movement."""
    return Receipt(DEVICE, EPOCH, 1, chain_hash(encode_movement(movement())), NONCE, NOW)


PATH = "/api/v1/movements?x=1"
AUDIENCE = "https://registry.example"
BODY = b"body"


def envelopes(keys: dict[EnvelopeType, SigningKey] = KEYS) -> dict[EnvelopeType, bytes]:
    """One signed envelope of each type."""
    block = sign_block(keys[EnvelopeType.BLOCK], SEASON, SCOPE, 7, NOW, records())
    status = sign_status_list(keys[EnvelopeType.STATUS], 4, 9, NOW, ENTRIES)
    state = sign_state(keys[EnvelopeType.STATE], state_table())
    request = device_request(NONCE, "POST", PATH, BODY, AUDIENCE, DEVICE)
    return {
        EnvelopeType.TOKEN: issue_token(claims(), keys[EnvelopeType.TOKEN]),
        EnvelopeType.BLOCK: block,
        EnvelopeType.MANIFEST: sign_manifest(
            keys[EnvelopeType.MANIFEST], manifest(block, status, state)[0]
        ),
        EnvelopeType.STATUS: status,
        EnvelopeType.STATE: state,
        EnvelopeType.NOTICE: sign_notice(keys[EnvelopeType.NOTICE], notice()),
        EnvelopeType.BATCH: sign_batch(
            keys[EnvelopeType.BATCH], DEVICE, EPOCH, 1, [encode_movement(movement())]
        ),
        EnvelopeType.RECEIPT: sign_receipt(keys[EnvelopeType.RECEIPT], receipt()),
        EnvelopeType.REFRESH: sign_refresh(keys[EnvelopeType.REFRESH], refresh()),
        EnvelopeType.AUTH: sign_auth(keys[EnvelopeType.AUTH], request),
    }


def read_token(data: bytes, keys: IssuerKeyring) -> PermitClaims:
    """`check_token`, its refusals raised as the other readers do."""
    check = check_token(data, keys)
    if check.state is not TokenState.GENUINE:
        assert check.reason is not None
        raise CredentialError(check.reason)
    assert check.claims is not None
    return check.claims


READERS = {
    EnvelopeType.TOKEN: read_token,
    EnvelopeType.BLOCK: check_block,
    EnvelopeType.MANIFEST: check_manifest,
    EnvelopeType.STATUS: check_status_list,
    EnvelopeType.STATE: check_state,
    EnvelopeType.NOTICE: check_notice,
    EnvelopeType.BATCH: check_batch,
    EnvelopeType.RECEIPT: check_receipt,
    EnvelopeType.REFRESH: lambda data, keys: check_refresh(
        data, keys, nonce=NONCE, device=DEVICE, permit=permit_number(1)
    ),
    EnvelopeType.AUTH: lambda data, keys: check_auth(
        data, keys, method="POST", path=PATH, body=BODY, audience=AUDIENCE
    ),
}


def issuer_keys_json() -> bytes:
    """The sample keys as the target `issuer-keys.json`."""
    return encode_issuer_keys(RING)
