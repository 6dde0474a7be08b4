"""Who may sign in cannot be chosen by whoever holds a lane's folder, its stick or its network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint_app.domain.roles import Role
from checkpoint_app.errors import CheckpointError, StorageError
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.staff import StaffFile
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from sync.trust.packing import seal
from sync.trust.staff_pack import staff_frames
from tests.integration.bundle.lanes import Lane, copied, stick_at
from tests.integration.bundle.test_staff import inward, publish, staff_of, staff_pack
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import BIT
from tests.unit.sync.trust.test_staff_pack import NOW, OMAR, STAFF

ENEMY = replace(OMAR, number=66, login="enemy", roles=frozenset(Role))
HOSTILE = replace(STAFF, version=99, members=(ENEMY,))


@pytest.fixture
def stick(tmp_path: Path) -> Publication:
    made = stick_at(tmp_path / "stick")
    publish(made, staff_pack(made, STAFF))
    return made


@pytest.fixture
def lane(tmp_path: Path, stick: Publication) -> Iterator[Lane]:
    made = Lane(tmp_path / "lane", stick.root, str(stick.season.device))
    inward(made).take(stick.folder.parent)
    yield made
    made.close()


@pytest.mark.requirement("C1")
def test_a_list_that_is_not_the_one_signed_is_not_taken(lane: Lane, stick: Publication) -> None:
    stick.publish({f"{PORT}/officers": staff_pack(stick, replace(STAFF, version=4))})
    forged = copied(stick.folder.parent, "forged")
    hostile = staff_pack(stick, HOSTILE)  # anybody can seal to a port's public key
    (sound,) = (
        path
        for path in (forged / stick.folder.name / "targets" / PORT).glob("*.officers")
        if path.read_bytes() not in _held(lane)
    )
    sound.write_bytes(hostile)
    with pytest.raises(CheckpointError):
        inward(lane).take(forged)
    assert staff_of(lane).staff() == STAFF


def _held(lane: Lane) -> list[bytes]:
    """The packs that the lane took in already."""
    return [path.read_bytes() for path in (lane.folder / "trust").rglob("*") if path.is_file()]


@pytest.mark.requirement("C1")
def test_a_list_sealed_with_another_key_does_not_open(lane: Lane, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    StaffFile(elsewhere / "s", FileKeyStore(elsewhere / "keys"), lane.journal).take_staff(
        HOSTILE, NOW
    )
    shutil.copy(elsewhere / "s", lane.folder / "staff.sealed")
    with pytest.raises(StorageError) as caught:
        staff_of(lane).staff()
    assert caught.value.key == "staff.damaged"


@pytest.mark.requirement("C1")
def test_taking_list_and_journal_away_opens_no_lane(lane: Lane) -> None:
    lane.close()
    for path in (lane.folder / "staff.sealed", *lane.folder.glob("journal.db*")):
        path.unlink(missing_ok=True)
    again = Lane.__new__(Lane)
    shutil.move(lane.folder, lane.folder.with_name("kept"))
    Lane.__init__(again, lane.folder, lane.root, lane.device_identity)
    shutil.move(lane.folder.with_name("kept") / "keys", lane.folder / "keys")
    assert staff_of(again).staff_ever()
    assert staff_of(again).staff() is None
    again.close()


def test_a_pack_of_a_thousand_frames_is_bounded(lane: Lane, stick: Publication) -> None:
    head, *people = staff_frames(STAFF)
    header = encode_header(PackHeader(PackKind.STAFF, BIT, STAFF.version))
    rows = b"".join(encode_frame(row) for row in (head, *(people * 200_000)))
    publish(stick, stick.season.sealed(header + rows))
    with pytest.raises(CheckpointError):
        inward(lane).take(stick.folder.parent)
    publish(stick, seal(b"no zstd", [str(stick.season.identity.to_public())]))
    with pytest.raises(CheckpointError):
        inward(lane).take(stick.folder.parent)
    assert staff_of(lane).staff() == STAFF
