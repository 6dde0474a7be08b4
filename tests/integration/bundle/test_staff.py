"""A port's people on a stick: taken once all else is, and only forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checkpoint_app.domain.staff import StaffList
from checkpoint_app.errors import CheckpointError, TrustError
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.staff import StaffFile, TakenStaff
from sync.bundle.inward import Inward
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from sync.trust.staff_pack import staff_frames
from tests.integration.bundle.lanes import Lane, stick_at
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import BIT
from tests.unit.sync.trust.test_staff_pack import OMAR, STAFF


@pytest.fixture
def stick(tmp_path: Path) -> Publication:
    return stick_at(tmp_path / "stick")


@pytest.fixture
def lane(tmp_path: Path, stick: Publication) -> Iterator[Lane]:
    made = Lane(tmp_path / "lane", stick.root, str(stick.season.device))
    yield made
    made.close()


def staff_of(lane: Lane) -> StaffFile:
    return StaffFile(lane.folder / "staff.sealed", FileKeyStore(lane.folder / "keys"), lane.journal)


def inward(lane: Lane) -> Inward:
    return lane.inward(staff=TakenStaff(staff_of(lane), lane.clock.now))


def staff_pack(
    stick: Publication,
    staff: StaffList,
    *,
    scope: int = BIT,
    generation: int | None = None,
    kind: PackKind = PackKind.STAFF,
    frames: list[list[object]] | None = None,
) -> bytes:
    number = staff.version if generation is None else generation
    header = encode_header(PackHeader(kind, scope, number))
    rows = staff_frames(staff) if frames is None else frames
    return stick.season.sealed(header + b"".join(encode_frame(row) for row in rows))


def publish(stick: Publication, content: bytes) -> None:
    stick.publish({f"{PORT}/officers": content})


@pytest.mark.requirement("C1")
def test_a_stick_brings_the_list_of_people(lane: Lane, stick: Publication) -> None:
    assert inward(lane).take(stick.folder.parent).taken.staff is False
    assert not staff_of(lane).staff_ever()
    publish(stick, staff_pack(stick, STAFF))
    assert inward(lane).take(stick.folder.parent).taken.staff
    assert staff_of(lane).staff() == STAFF
    again = inward(lane).take(stick.folder.parent)
    assert (again.taken.staff, again.changed) == (False, False)
    newer = replace(STAFF, version=4, members=(OMAR,))
    publish(stick, staff_pack(stick, newer))
    assert inward(lane).take(stick.folder.parent).taken.staff
    assert staff_of(lane).staff() == newer


def test_a_list_that_is_published_no_more_stays(lane: Lane, stick: Publication) -> None:
    publish(stick, staff_pack(stick, STAFF))
    inward(lane).take(stick.folder.parent)
    stick.publish()
    assert inward(lane).take(stick.folder.parent).taken.staff is False
    assert staff_of(lane).staff() == STAFF


def test_a_stick_with_an_older_list_changes_nothing(lane: Lane, stick: Publication) -> None:
    publish(stick, staff_pack(stick, STAFF))
    inward(lane).take(stick.folder.parent)
    before = lane.contents()
    publish(stick, staff_pack(stick, replace(STAFF, version=2)))
    with pytest.raises(TrustError) as caught:
        inward(lane).take(stick.folder.parent)
    assert caught.value.key == "bundle.older"
    assert lane.contents() == before
    assert staff_of(lane).staff() == STAFF


def test_an_edited_list_comes_anew_from_the_same_stick(lane: Lane, stick: Publication) -> None:
    publish(stick, staff_pack(stick, STAFF))
    inward(lane).take(stick.folder.parent)
    (lane.folder / "staff.sealed").write_bytes(b"edited")
    assert inward(lane).take(stick.folder.parent).taken.staff
    assert staff_of(lane).staff() == STAFF


def test_a_list_of_a_later_format_is_passed_over(lane: Lane, stick: Publication) -> None:
    later = stick.season.sealed(encode_frame([2, "staff", BIT, 9, "more"]))
    publish(stick, later)
    outcome = inward(lane).take(stick.folder.parent)
    assert (outcome.taken.newer, outcome.taken.staff) == ((f"{PORT}/officers",), False)
    assert lane.records.held_manifest() is not None


@pytest.mark.parametrize(
    "change",
    [
        {"scope": BIT + 1},
        {"generation": 8},
        {"kind": PackKind.RECEIPTS},
        {"frames": []},
        {"frames": [["rubbish"]]},
        {"frames": [*staff_frames(STAFF), [9]]},
    ],
)
def test_a_pack_that_is_none_of_this_port_s_changes_nothing(
    lane: Lane, stick: Publication, change: dict[str, object]
) -> None:
    publish(stick, staff_pack(stick, STAFF, **change))  # type: ignore[arg-type]  # one at a time
    before = lane.contents()
    with pytest.raises(CheckpointError):
        inward(lane).take(stick.folder.parent)
    assert lane.contents() == before
    assert not staff_of(lane).staff_ever()


def test_a_stick_that_fails_brings_nobody(lane: Lane, stick: Publication) -> None:
    publish(stick, staff_pack(stick, STAFF))
    for segment in stick.season.packs:
        for path in stick.files_of(segment):
            path.write_bytes(b"torn")
    with pytest.raises(CheckpointError):
        inward(lane).take(stick.folder.parent)
    assert not staff_of(lane).staff_ever()


def test_a_lane_that_keeps_no_list_is_as_before(lane: Lane, stick: Publication) -> None:
    publish(stick, staff_pack(stick, STAFF))
    assert lane.inward().take(stick.folder.parent).taken.staff is False
