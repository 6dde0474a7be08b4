"""A device that is recalled, and what it can still read: nothing that is published from then on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.errors import TrustError
from sync.protocol.device_list import decode_device_list, decode_recalled
from sync.registry.api.devices import DeviceRegister
from sync.registry.db import changes, schema
from sync.registry.db.open import reading, writing
from sync.registry.publish import port_keys
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.port import Signer
from sync.trust.pack import decrypt
from tests.integration.registry_publish.centre import BIT, PORT, Centre, PortEnd


def publish(centre: Centre) -> None:
    centre.clock.pass_time(timedelta(minutes=5))
    centre.publisher.publish([PORT])


def recall(centre: Centre, device: str) -> None:
    assert DeviceRegister(centre.engine, centre.clock).recall(device)


def targets(centre: Centre, role: str = f"port-{PORT}") -> dict[str, Path]:
    """The files that a role lists now, by target name."""
    listed = TufRepository(centre.paths).role(role).targets
    return {
        name: centre.paths.targets / described.get_prefixed_paths()[0]
        for name, described in listed.items()
    }


def sealed(centre: Centre) -> list[Path]:
    return [path for name, path in targets(centre).items() if not name.endswith("/devices")]


def opens(path: Path, identities: list[str]) -> bool:
    for identity in identities:
        try:
            decrypt(path.read_bytes(), identity)
        except TrustError:
            continue
        return True
    return False


@pytest.fixture
def second(centre: Centre, tmp_path: Path) -> Iterator[PortEnd]:
    folder = tmp_path / "second"
    folder.mkdir()
    yield PortEnd(centre, folder, centre.enrol("lane-2"))


def test_the_devices_of_a_port_are_published(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    before = targets(centre)[f"{PORT}/devices"]
    listed = decode_device_list(before.read_bytes(), PORT)
    assert [(each.device_id, each.lane) for each in listed.devices] == [("lane-1", "A1")]
    publish(centre)
    assert targets(centre)[f"{PORT}/devices"] == before
    centre.enrol("lane-2")
    centre.publisher.rewrap_port_key(PORT)
    listed = decode_device_list(targets(centre)[f"{PORT}/devices"].read_bytes(), PORT)
    assert {each.device_id for each in listed.devices} == {"lane-1", "lane-2"}
    recalled = decode_recalled(targets(centre, "status")["status/recalled"].read_bytes())
    assert recalled.recalled == ()


@pytest.mark.requirement("C3", "A15")
def test_a_recalled_device_reads_nothing_published_afterwards(
    centre: Centre, port: PortEnd, second: PortEnd
) -> None:
    publish(centre)
    port.sync()
    second.sync()
    stolen = [second.identity, *port_keys.identities(centre.paths, PORT)]
    assert all(opens(path, stolen) for path in sealed(centre))
    old = set(sealed(centre))
    recall(centre, "lane-2")
    publish(centre)
    assert sealed(centre)
    assert not any(opens(path, stolen) for path in sealed(centre))
    assert not old & set(sealed(centre))
    recalled = decode_recalled(targets(centre, "status")["status/recalled"].read_bytes())
    assert [each.device_id for each in recalled.recalled] == ["lane-2"]
    listed = decode_device_list(targets(centre)[f"{PORT}/devices"].read_bytes(), PORT)
    assert [each.device_id for each in listed.devices] == ["lane-1"]
    port.sync()
    assert port.records() == centre.records()
    with pytest.raises(TrustError):
        second.sync()
    with writing(centre.engine) as connection:
        number = connection.execute(
            select(schema.permit.c.number).where(schema.permit.c.ports == 1 << BIT).limit(1)
        ).scalar_one()
        changes.change_permit(connection, number, service="MS999")
    publish(centre)
    assert not any(opens(path, stolen) for path in sealed(centre))
    port.sync()
    assert port.records() == centre.records()


def test_the_next_wrapping_after_a_recall_is_a_new_key(centre: Centre, port: PortEnd) -> None:
    centre.enrol("lane-2")
    publish(centre)
    recall(centre, "lane-2")
    centre.publisher.rewrap_port_key(PORT)
    with reading(centre.engine) as connection:
        assert port_keys.current_key(connection, PORT).number == 2
    centre.publisher.rewrap_port_key(PORT)
    publish(centre)
    with reading(centre.engine) as connection:
        assert port_keys.current_key(connection, PORT).number == 2
    port.sync()
    assert port.records() == centre.records()


def test_what_was_sealed_to_the_older_key_is_taken_away_within_two_hours(
    centre: Centre, port: PortEnd
) -> None:
    publish(centre)
    old = sealed(centre)
    centre.publisher.rotate_port_key(PORT)
    assert all(path.exists() for path in old)
    made = port_keys.identity_file(centre.paths, PORT, 2)
    moment = centre.clock.now().timestamp()
    for path in old:  # files are dated by the system's clock
        os.utime(path, (moment - 60, moment - 60))
    os.utime(made, (moment, moment))
    centre.clock.pass_time(timedelta(minutes=59))
    centre.publisher.publish_status()
    assert all(path.exists() for path in old)
    centre.clock.pass_time(timedelta(minutes=1))
    centre.publisher.publish_status()
    assert not any(path.exists() for path in old)
    port.sync()
    assert port.records() == centre.records()


def test_a_rotation_that_broke_off_is_completed(centre: Centre, port: PortEnd) -> None:
    publish(centre)
    stolen = list(port_keys.identities(centre.paths, PORT))
    sound = centre.signer
    centre.signer = _NoBlocks(sound)  # type: ignore[assignment]  # the rest is forwarded
    with pytest.raises(TrustError):
        centre.publisher.rotate_port_key(PORT)
    centre.signer = sound
    port.sync()
    publish(centre)
    assert len(port_keys.identities(centre.paths, PORT)) == 2
    assert not any(opens(path, stolen) for path in sealed(centre))
    port.sync()
    assert port.records() == centre.records()


class _NoBlocks:
    """A signer that is gone once blocks are asked for."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def __getattr__(self, name: str) -> object:
        if name == "blocks":
            raise TrustError("gone")
        return getattr(self._signer, name)


def test_the_database_says_which_file_is_the_key(centre: Centre) -> None:
    first = port_keys.identity_file(centre.paths, PORT, 1)
    assert first.name == f"age-{PORT}.key"
    assert port_keys.identity_file(centre.paths, PORT, 3).name == f"age-{PORT}.3.key"
    centre.publisher.rotate_port_key(PORT)
    assert port_keys.newest_file(centre.paths, PORT) == 2
    assert port_keys.newest_file(centre.paths, "SGA-SEA") == 1
    assert len(set(port_keys.identities(centre.paths, PORT))) == 2
    assert json.loads(targets(centre)[f"{PORT}/devices"].read_bytes())["devices"] == []
