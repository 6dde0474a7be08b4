"""Receipts among a port's packs: what a port sent is acknowledged by the next publication."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.receipt import Receipt, check_receipt
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading, writing
from sync.registry.publish.port_keys import current_key, identity_file
from sync.registry.publish.roles import port_role
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.keys import read_private, receipt_key
from sync.trust.names import PortTargets
from sync.trust.pack import RECEIPTS_PLAIN, PackKind, decrypt, expect, read_pack
from tests.integration.registry_publish.centre import BIT, PORT, Centre

EPOCHS = [bytes([number]) * 16 for number in range(40)]


def acknowledge(centre: Centre, device: str, epoch: bytes, sequence: int, at: int = 0) -> None:
    """As the ingest enters it."""
    with writing(centre.engine) as connection:
        connection.execute(
            schema.ack.insert()
            .prefix_with("OR REPLACE")
            .values(
                device_id=device,
                epoch=epoch,
                sequence=sequence,
                chain_hash=bytes([sequence]) * 32,
                updated_at=at,
            )
        )


def listed(centre: Centre) -> str | None:
    """The digest of the receipts that are listed."""
    role = TufRepository(centre.paths).role(port_role(PORT))
    found = role.targets.get(PortTargets(PORT).receipts)
    return None if found is None else str(found.hashes["sha256"])


def published(centre: Centre) -> list[Receipt]:
    """The receipts, opened as the port does."""
    digest = listed(centre)
    with reading(centre.engine) as connection:
        number = current_key(connection, PORT).number
    identity = read_private(identity_file(centre.paths, PORT, number))
    sealed = (centre.paths.targets / PORT / f"{digest}.receipts").read_bytes()
    header, frames = read_pack(decrypt(sealed, identity), cap=RECEIPTS_PLAIN)
    expect(header, PackKind.RECEIPTS, BIT)
    key = receipt_key(centre.paths)
    keys = DeviceKeyring([(EnvelopeType.RECEIPT, key.public_bytes)])
    receipts = []
    for frame in frames:
        assert isinstance(frame, bytes)
        receipts.append(check_receipt(frame, keys))
    return receipts


def test_without_acknowledgements_there_is_no_pack(centre: Centre) -> None:
    centre.enrol("lane-1")
    centre.publisher.publish([PORT])
    assert listed(centre) is None


@pytest.mark.requirement("C3")
def test_every_journal_of_the_port_gets_its_receipt(centre: Centre) -> None:
    centre.enrol("lane-1")
    centre.enrol("lane-2")
    centre.enrol("elsewhere", ports().by_id("SGA-SEA").bit)
    acknowledge(centre, "lane-1", EPOCHS[0], 7)
    acknowledge(centre, "lane-1", EPOCHS[1], 2)
    acknowledge(centre, "lane-2", EPOCHS[2], 9)
    acknowledge(centre, "elsewhere", EPOCHS[3], 4)
    with writing(centre.engine) as connection:
        connection.execute(
            update(schema.device).where(schema.device.c.device_id == "lane-2").values(state=1)
        )
    centre.publisher.publish([PORT])
    receipts = published(centre)
    assert {(each.device, each.epoch, each.sequence) for each in receipts} == {
        ("lane-1", EPOCHS[0], 7),
        ("lane-1", EPOCHS[1], 2),
        ("lane-2", EPOCHS[2], 9),
    }
    with reading(centre.engine) as connection:
        epoch = meta_value(connection, "registry_epoch")
    assert {each.registry_epoch.hex() for each in receipts} == {epoch}
    assert {each.issued for each in receipts} == {centre.clock.now()}
    assert all(each.chain_hash == bytes([each.sequence]) * 32 for each in receipts)


def test_receipts_are_signed_anew_only_when_an_acknowledgement_changed(centre: Centre) -> None:
    centre.enrol("lane-1")
    acknowledge(centre, "lane-1", EPOCHS[0], 7)
    centre.publisher.publish([PORT])
    first = listed(centre)
    centre.publisher.publish([PORT])
    assert listed(centre) == first
    acknowledge(centre, "lane-1", EPOCHS[0], 8)
    centre.publisher.publish([PORT])
    assert listed(centre) != first
    assert [each.sequence for each in published(centre)] == [8]


def test_no_device_crowds_out_another(centre: Centre) -> None:
    centre.enrol("lane-1")
    centre.enrol("restless")
    acknowledge(centre, "lane-1", EPOCHS[0], 7)
    for number, epoch in enumerate(EPOCHS):
        acknowledge(centre, "restless", epoch, 1, at=100 + number)
    centre.publisher.publish([PORT])
    receipts = published(centre)
    assert ("lane-1", EPOCHS[0]) in {(each.device, each.epoch) for each in receipts}
    restless = {each.epoch for each in receipts if each.device == "restless"}
    assert restless == set(EPOCHS[-16:])


def test_receipts_move_to_the_port_s_new_key(centre: Centre) -> None:
    centre.enrol("lane-1")
    centre.enrol("stolen")
    acknowledge(centre, "lane-1", EPOCHS[0], 7)
    centre.publisher.publish([PORT])
    first = listed(centre)
    with writing(centre.engine) as connection:
        connection.execute(
            update(schema.device)
            .where(schema.device.c.device_id == "stolen")
            .values(state=1, recalled_at=1)
        )
    centre.publisher.publish([PORT])
    assert listed(centre) != first
    assert [each.sequence for each in published(centre)] == [7]
