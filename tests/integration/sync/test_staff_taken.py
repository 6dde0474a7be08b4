"""A port's people over a real line, and by a stick: from the registry's register to the lane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import StorageError, TrustError
from checkpoint_app.main import LaneStores, open_inward, open_stores, open_sync
from checkpoint_app.reference import ports
from checkpoint_app.services.passwords import is_password
from sync.bundle.stick_files import DurableFolder
from sync.registry.bundling import Bundling
from sync.registry.db.open import open_database
from sync.registry.staff import PersonState, Staff
from sync.trust.intake import TakenIn
from tests.integration.sync.test_real_registry import CLOCK, PORT, Centre, centre

__all__ = ["centre"]  # the registry that serves on this computer
OTHER = "SGA-SEA"
OFFICER, SUPERVISOR = frozenset({Role.OFFICER}), frozenset({Role.SUPERVISOR})


@pytest.fixture
def staff(centre: Centre) -> Iterator[Staff]:
    engine = open_database(centre.paths.database)
    yield Staff(engine, CLOCK, ports())
    engine.dispose()


@pytest.fixture
def lane(centre: Centre, tmp_path: Path) -> Iterator[LaneStores]:
    with open_stores(centre.enrol(tmp_path / "lane"), CLOCK) as stores:
        yield stores


def synced(lane: LaneStores) -> TakenIn:
    with open_sync(lane, CLOCK) as client:
        report = client.once()
    assert report.ok
    assert report.down is not None
    return report.down


def logins(held: StaffList | None) -> list[str]:
    assert held is not None
    return [member.login for member in held.members]


def stick(centre: Centre, folder: Path) -> Path:
    folder.mkdir()
    engine = open_database(centre.paths.database)
    try:
        port = ports().by_id(PORT)
        Bundling(centre.paths, engine, CLOCK).write(
            port, DurableFolder(folder), lambda _done, _total: None
        )
    finally:
        engine.dispose()
    return folder


@pytest.mark.requirement("C1")
def test_people_come_to_a_lane_by_line_and_by_stick_and_go(
    centre: Centre,
    staff: Staff,
    lane: LaneStores,
    tmp_path: Path,
) -> None:
    assert synced(lane).staff is False
    assert (lane.staff.staff(), lane.staff.staff_ever()) == (None, False)

    port, other = ports().by_id(PORT), ports().by_id(OTHER)
    mona = staff.add(port, "mona", ("منى", "Mona"), SUPERVISOR)
    staff.add(port, "omar", ("عمر", "Omar"), OFFICER)
    staff.add(other, "huda", ("هدى", "Huda"), OFFICER)
    centre.publisher.publish([PORT, OTHER])
    assert synced(lane).staff
    assert logins(lane.staff.staff()) == ["mona", "omar"]
    held = lane.staff.staff()
    assert held is not None
    found = held.by_login("Mona")
    assert found is not None
    assert is_password(found.password, mona.password)
    assert (found.totp, found.number) == (mona.secret, mona.person.number)
    assert synced(lane).staff is False

    staff.set_state("omar", PersonState.LOCKED)
    centre.publisher.publish([PORT])
    folder = stick(centre, tmp_path / "stick")
    assert open_inward(lane, CLOCK).take(folder).taken.staff
    assert logins(lane.staff.staff()) == ["mona"]

    held = lane.staff.staff()
    assert held is not None
    with pytest.raises(TrustError) as older:
        lane.staff.take_staff(replace(held, version=held.version - 1), CLOCK.now())
    assert older.value.key == "trust.rolled_back"

    lane.paths.staff.write_bytes(b"edited")
    with pytest.raises(StorageError) as caught:
        lane.staff.staff()
    assert caught.value.key == "staff.damaged"
    assert synced(lane).staff
    assert logins(lane.staff.staff()) == ["mona"]
