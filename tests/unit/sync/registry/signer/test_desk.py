"""What the signer signs, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from checkpoint_app.credential.block import check_block, check_records
from checkpoint_app.credential.manifest import (
    Segment,
    build_pages,
    check_manifest,
    encode_segments,
)
from checkpoint_app.credential.record import decode_record, encode_record
from checkpoint_app.credential.refresh import MOST_MOVEMENTS, check_refresh
from checkpoint_app.credential.state import check_state
from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.credential.token import check_token
from checkpoint_app.domain.facts import TokenState
from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.domain.permit import (
    PermitRecord,
    PermitStatus,
    permit_number_from_serial,
)
from checkpoint_app.domain.programme import EntityState
from sync.registry.db import changes, schema
from sync.registry.signer.permit_rows import record_bytes, rows_by_id
from sync.registry.signer.port import BlockOrder
from sync.registry.signer.refusal import SigningRefusedError
from tests.unit.sync.registry.memory import NOW
from tests.unit.sync.registry.signer.desks import Desk

ISSUED = int(NOW.timestamp())
CAIRO = 0


@pytest.fixture
def office() -> Desk:
    return Desk()


def cairo_permits(office: Desk) -> list[tuple[int, int]]:
    """id and number of permits of Cairo, nothing against them."""
    permit = schema.permit.c
    wanted = select(permit.id, permit.number).where(
        permit.ports.bitwise_and(1) != 0, permit.status == 0
    )
    with office.engine.connect() as connection:
        return [(row.id, row.number) for row in connection.execute(wanted)]


def test_records_are_the_bytes_that_the_credential_layer_makes(office: Desk) -> None:
    with office.engine.connect() as connection:
        for row in rows_by_id(connection, range(1, 61)).values():
            data = record_bytes(row)
            record = decode_record(data)
            assert isinstance(record, PermitRecord)
            assert encode_record(record) == data
            assert (record.number, record.visa_number) == (row.number, row.visa_number)


def test_a_block_holds_the_records_of_its_permits(office: Desk) -> None:
    permits = cairo_permits(office)
    order = BlockOrder(7, [permit for permit, _ in permits])
    (signed,) = office.desk.blocks(CAIRO, ISSUED, [order])
    block = check_block(signed.envelope, office.keyring)
    check_records(block, signed.records)
    assert (block.season, block.scope, block.number) == (1448, CAIRO, 7)
    assert block.issued == NOW
    numbers = [decode_record(record).number for record in signed.records]
    assert numbers == [number for _, number in permits]
    assert not signed.tombstones


def test_a_permit_without_both_approvals_becomes_a_tombstone(office: Desk) -> None:
    (first, number), (second, _), *_ = cairo_permits(office)
    with office.engine.begin() as connection:
        changes.withdraw_approval(connection, number)
    (signed,) = office.desk.blocks(CAIRO, ISSUED, [BlockOrder(1, [first, second])])
    assert signed.tombstones == {0}
    assert signed.versions[0] == decode_record(signed.records[0]).version
    with office.engine.begin() as connection:
        changes.approve_permit(connection, number, NOW, company="one", ministry="one")
    (signed,) = office.desk.blocks(CAIRO, ISSUED, [BlockOrder(1, [first])])
    assert signed.tombstones == {0}


def test_a_permit_of_another_port_becomes_a_tombstone(office: Desk) -> None:
    permit = cairo_permits(office)[0][0]
    (signed,) = office.desk.blocks(16, ISSUED, [BlockOrder(1, [permit])])
    assert signed.tombstones == {0}


@pytest.mark.parametrize("permits", [[1, 1], [10**9], [1, 10**9]])
def test_unknown_and_repeated_permits_are_refused(office: Desk, permits: list[int]) -> None:
    with pytest.raises(SigningRefusedError):
        list(office.desk.blocks(CAIRO, ISSUED, [BlockOrder(1, permits)]))


def test_an_issue_time_ahead_of_the_clock_is_refused(office: Desk) -> None:
    with pytest.raises(SigningRefusedError) as caught:
        office.desk.state(ISSUED + 3600)
    assert caught.value.key == "registry.clock"


def test_a_token_is_issued_for_an_approved_permit_only(office: Desk) -> None:
    number = cairo_permits(office)[0][1]
    check = check_token(office.desk.token(number), office.keyring, number=number)
    assert check.state is TokenState.GENUINE
    assert check.claims is not None
    assert check.claims.not_before < check.claims.expires
    with office.engine.begin() as connection:
        changes.withdraw_approval(connection, number)
    with pytest.raises(SigningRefusedError):
        office.desk.token(number)


def test_no_token_for_a_revoked_or_unknown_permit(office: Desk) -> None:
    number = cairo_permits(office)[0][1]
    with office.engine.begin() as connection:
        changes.revoke_permit(connection, number)
    with pytest.raises(SigningRefusedError):
        office.desk.token(number)
    with pytest.raises(SigningRefusedError):
        office.desk.token(1)


def test_a_refresh_answers_record_status_and_states(office: Desk) -> None:
    _, number = cairo_permits(office)[0]
    with office.engine.begin() as connection:
        changes.suspend_permit(connection, number)
        company = changes.permit_row(connection, number)["company"]
        changes.set_company_state(connection, company, EntityState.SUSPENDED)
    envelope = office.desk.refresh(number, bytes(16), "lane-1")
    answer = check_refresh(
        envelope, office.keyring, nonce=bytes(16), device="lane-1", permit=number
    )
    assert answer.record is not None
    assert answer.status is PermitStatus.SUSPENDED
    assert answer.company_state is EntityState.SUSPENDED
    assert answer.agent_state is EntityState.ACTIVE


def test_a_refresh_of_an_unknown_permit_has_no_record(office: Desk) -> None:
    number = permit_number_from_serial(123456789012)
    envelope = office.desk.refresh(number, bytes(16), "lane-1")
    answer = check_refresh(
        envelope, office.keyring, nonce=bytes(16), device="lane-1", permit=number
    )
    assert (answer.record, answer.status, answer.programme_state) == (None, None, None)


def moved(office: Desk, permit: int, count: int, **values: object) -> None:
    """Movements of a permit, a second apart."""
    with office.engine.begin() as connection:
        for _ in range(count):
            stored = connection.execute(select(func.count()).select_from(schema.movement)).scalar()
            row = {
                **dict.fromkeys(("device_id", "passport", "service", "lane"), "lane-2"),
                **dict.fromkeys(("epoch", "movement_id", "chain_hash", "body"), bytes(16)),
                **dict.fromkeys(("kind", "direction", "port", "cairo_day", "cairo_hour"), 0),
                "automatic": False,
                "received_at": 0,
                "sequence": stored,
                "permit": permit,
                "at_ms": ISSUED * 1000 + (stored or 0) * 1000 + 1,
                **values,
            }
            connection.execute(schema.movement.insert().values(row))


def told(office: Desk, number: int) -> tuple[PastMovement, ...]:
    envelope = office.desk.refresh(number, bytes(16), "lane-1", movements=True)
    return check_refresh(
        envelope, office.keyring, nonce=bytes(16), device="lane-1", permit=number
    ).movements


def test_a_refresh_tells_of_what_other_devices_recorded_and_did_not_take_back(
    office: Desk,
) -> None:
    (_, number), (_, other), *_ = cairo_permits(office)
    assert told(office, number) == ()
    moved(office, number, 1, port=16)
    moved(office, number, 1, annulled=True)
    moved(office, number, 1, device_id="lane-1")
    moved(office, number, 1, kind=int(MovementKind.REFERRED))
    moved(office, other, 1)
    moved(office, number, 1, kind=int(MovementKind.RETURNED))
    first = NOW.replace(microsecond=1000)
    assert told(office, number) == (
        PastMovement(MovementKind.DEPARTED, 16, "", first),
        PastMovement(MovementKind.RETURNED, 0, "", first + timedelta(seconds=5)),
    )
    unasked = office.desk.refresh(number, bytes(16), "lane-1")
    answer = check_refresh(unasked, office.keyring, nonce=bytes(16), device="lane-1", permit=number)
    assert answer.movements == ()


def test_a_refresh_tells_of_the_newest_movements_though_the_permit_is_unknown(
    office: Desk,
) -> None:
    number = permit_number_from_serial(123456789012)
    moved(office, number, MOST_MOVEMENTS + 3)
    times = [past.at for past in told(office, number)]
    assert len(times) == MOST_MOVEMENTS
    assert times == sorted(times)
    assert times[-1] == NOW.replace(microsecond=1000) + timedelta(seconds=MOST_MOVEMENTS + 2)


def test_status_lists_say_what_the_table_says(office: Desk) -> None:
    _, number = cairo_permits(office)[0]
    with office.engine.begin() as connection:
        changes.revoke_permit(connection, number)
        row = changes.permit_row(connection, number)
    (signed,) = office.desk.status_lists(ISSUED, 0, 16)
    found = check_status_list(signed.envelope, office.keyring)
    assert (found.list_id, found.version) == (0, signed.version) == (0, 1)
    assert found.status(row["status_index"]) is PermitStatus.REVOKED
    assert office.desk.status_lists(ISSUED, 1, 16) == []


def test_the_state_table_lists_the_exceptions(office: Desk) -> None:
    with office.engine.begin() as connection:
        changes.set_company_state(connection, 2, EntityState.CANCELLED)
    version, envelope = office.desk.state(ISSUED)
    state = check_state(envelope, office.keyring)
    assert version == state.version == 1
    assert state.company(2) is EntityState.CANCELLED
    assert state.company(1) is EntityState.ACTIVE
    assert state.company(10**6) is None


def test_a_manifest_waits_for_status_and_state(office: Desk) -> None:
    with pytest.raises(SigningRefusedError):
        office.desk.manifest(CAIRO, 1, ISSUED, [], encode_segments([]))


def test_a_manifest_counts_what_is_live_and_never_goes_back(office: Desk) -> None:
    (signed,) = office.desk.status_lists(ISSUED, 0, 16)
    version, state = office.desk.state(ISSUED)
    with office.engine.begin() as connection:
        lists = schema.status_list
        connection.execute(lists.update().values(version=1, envelope=signed.envelope))
        connection.execute(
            schema.state_table.insert().values(id=1, version=1, issued=ISSUED, envelope=state)
        )
    from checkpoint_app.credential.manifest import PageEntry

    pages = [data for _, data in build_pages([PageEntry(1, bytes(32), 9, b"\x03\x00")])]
    listed = encode_segments([Segment("CAI-AIR/x", 1, 1, 100, 9)])
    envelope = office.desk.manifest(CAIRO, 4, ISSUED, pages, listed)
    manifest = check_manifest(envelope, office.keyring)
    assert (manifest.generation, manifest.live_count, manifest.state_version) == (4, 7, version)
    with office.engine.begin() as connection:
        connection.execute(
            schema.publication.insert().values(
                scope=CAIRO,
                generation=4,
                issued=ISSUED,
                change=1,
                live_count=7,
                manifest=envelope,
                movement=0,
            )
        )
    with pytest.raises(SigningRefusedError):
        office.desk.manifest(CAIRO, 4, ISSUED, pages, listed)
