"""What a ceremony does not take: each refused in its own words, and nothing changed by it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.reference import error_message
from sync.registry.ceremony.begin import Order
from sync.registry.ceremony.folder import read_ceremony
from sync.registry.ceremony.key_file import OpenedKey
from sync.registry.port_settings import SettingsChange
from sync.registry.publish import roles
from sync.registry.publish.tuf_repository import TufRepository
from tests.integration.registry_ceremony.room import GENESIS, Room, opened_room

RENEW = Order("renew")
ROTATE = Order("rotate", keys=("root-2", "snapshot"))


def refused(act: Callable[[], object], key: str) -> CheckpointError:
    """The error of an act, said in both languages."""
    with pytest.raises(CheckpointError) as caught:
        act()
    assert caught.value.key == key
    english, arabic = (error_message(caught.value, lang) for lang in ("en", "ar"))
    assert english != arabic
    assert "…" not in english + arabic
    return caught.value


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file of a ceremony's folder."""
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content))


def test_half_signed(room: Room) -> None:
    folder = room.begin(RENEW)
    room.sign(folder, "root-1", "targets-1", "targets-2")
    before = room.everything()
    error = refused(lambda: room.finish(folder), "ceremony.half_signed")
    assert error.params["seats"] == "root-2, root-3"
    assert room.everything() == before
    room.sign(folder, "root-3")
    assert room.finish(folder).root_version == 2


def test_a_root_needs_the_keys_before_it_as_well(room: Room) -> None:
    folder = room.begin(Order("rotate", keys=("root-1", "root-2")))
    old = dict(room.keys)
    room.make_keys(folder)
    room.sign(folder, "root-1", "root-2")
    error = refused(lambda: room.finish(folder), "ceremony.half_signed")
    assert "root-3" in str(error.params["seats"])
    room.keys = old
    room.sign(folder, "root-1", "root-2")
    assert room.finish(folder).root_version == 2


def test_keys_still_to_be_made(room: Room) -> None:
    folder = room.begin(ROTATE)
    refused(lambda: room.sign(folder, "root-1"), "ceremony.keys_missing")
    refused(lambda: room.finish(folder), "ceremony.keys_missing")
    refused(lambda: room.make_key(folder, "root-1"), "ceremony.no_seat")


def test_a_key_without_a_say(room: Room) -> None:
    folder = room.begin(Order("renew", documents=(roles.TARGETS,)))
    refused(lambda: room.sign(folder, "root-1"), "ceremony.wrong_key")
    room.keys["targets-1"] = OpenedKey("targets-1", Ed25519PrivateKey.generate())
    refused(lambda: room.sign(folder, "targets-1"), "ceremony.wrong_key")


def test_the_same_key_twice(room: Room) -> None:
    folder = room.begin(RENEW)
    room.sign(folder, "root-1")
    refused(lambda: room.sign(folder, "root-1"), "ceremony.signed_already")


def test_one_key_in_two_seats(new_room: Room) -> None:
    folder = new_room.begin(GENESIS)
    new_room.make_key(folder, "root-1")
    copy = folder / "keys" / "root-2.pub.json"
    shutil.copyfile(folder / "keys" / "root-1.pub.json", copy)
    edit(copy, lambda half: half.update(seat="root-2"))
    refused(lambda: read_ceremony(folder), "ceremony.same_key")


def test_a_ceremony_on_keys_that_are_no_longer_current(room: Room) -> None:
    first = room.begin(RENEW)
    room.clock.pass_time(timedelta(minutes=5))
    second = room.begin(RENEW)
    for folder in (first, second):
        room.sign(folder, "root-1", "root-2", "targets-1", "targets-2")
    room.finish(first)
    before = room.everything()
    refused(lambda: room.finish(second), "ceremony.outdated")
    assert room.everything() == before


def test_a_ceremony_that_took_too_long(room: Room) -> None:
    folder = room.begin(RENEW)
    room.sign(folder, "root-1", "root-2", "targets-1", "targets-2")
    room.clock.pass_time(timedelta(days=91))
    before = room.everything()
    refused(lambda: room.finish(folder), "ceremony.expired")
    assert room.everything() == before


def test_another_registry_s_ceremony(room: Room, tmp_path: Path) -> None:
    other = opened_room(tmp_path / "other")
    folder = other.begin(GENESIS)
    other.make_keys(folder)
    other.sign(folder, "root-1", "root-2", "targets-1", "targets-2")
    before = room.everything()
    refused(lambda: room.finish(folder), "ceremony.other_registry")
    assert room.everything() == before


def test_a_finished_ceremony(room: Room) -> None:
    folder = room.folder / "ceremony-1"
    refused(lambda: room.sign(folder, "root-3"), "ceremony.done")
    refused(lambda: room.finish(folder), "ceremony.done")
    (folder / "done.json").unlink()
    refused(lambda: room.finish(folder), "ceremony.done")


@pytest.mark.parametrize(
    "file, key",
    [
        ("unsigned/2.root.json", "ceremony.altered"),
        ("base.root.json", "ceremony.altered"),
        ("base.targets.json", "ceremony.altered"),
        ("contents/season-rules.json", "ceremony.altered"),
        ("signatures/root-*.json", "ceremony.altered"),
        ("keys/root-2.pub.json", "ceremony.malformed"),
        ("ceremony.json", "ceremony.malformed"),
    ],
)
def test_a_flipped_sign_in_any_file(room: Room, file: str, key: str) -> None:
    folder = room.begin(Order("rotate", keys=("root-2", "targets-1")))
    room.make_keys(folder)
    room.sign(folder, "root-1", "root-3", "targets-1", "targets-2")
    (path,) = list(folder.glob(file))[:1]
    content = path.read_bytes()
    marks = {"signatures/root-*.json": b'"signature": "', "keys/root-2.pub.json": b'"public": "'}
    mark = marks.get(file, content[: len(content) // 2])
    at = content.index(mark) + len(mark) + 8
    path.write_bytes(
        content[:at] + (b"0" if content[at : at + 1] != b"0" else b"1") + content[at + 1 :]
    )
    before = room.everything()
    refused(lambda: room.finish(folder), key)
    assert room.everything() == before


@pytest.mark.requirement("C5")
def test_a_plan_changed_on_the_stick_is_caught_at_the_registry_even_when_signed(room: Room) -> None:
    folder = room.begin(RENEW)
    edit(folder / "ceremony.json", lambda plan: plan["root"].update(expires="2036-01-01T00:00:00Z"))
    (folder / "unsigned" / "2.root.json").unlink()
    room.sign(folder, "root-1", "root-2", "targets-1", "targets-2")
    before = room.everything()
    refused(lambda: room.finish(folder), "ceremony.altered")
    assert room.everything() == before


def test_a_signature_of_another_ceremony(room: Room) -> None:
    first, second = room.begin(RENEW), room.begin(RENEW)
    room.sign(first, "root-1")
    shutil.copytree(first / "signatures", second / "signatures")
    refused(lambda: read_ceremony(second), "ceremony.mixed")


def test_another_root_before_is_caught_at_the_registry(room: Room, tmp_path: Path) -> None:
    """Whoever holds the stick could name keys of their own as those of the root before."""
    other = opened_room(tmp_path / "other")
    other.hold(GENESIS, "root-1", "root-2", "targets-1", "targets-2")
    folder = room.begin(Order("rotate", keys=("root-1", "root-2", "root-3")))
    for role in ("root", "targets"):
        shutil.copyfile(other.paths.metadata / f"1.{role}.json", folder / f"base.{role}.json")
    room.make_keys(folder)
    other.sign(folder, "root-1", "root-2")
    room.sign(folder, "root-1", "root-2")
    before = room.everything()
    refused(lambda: room.finish(folder), "ceremony.altered")
    assert room.everything() == before


def test_a_link_or_an_endless_file_on_the_stick(room: Room) -> None:
    folder = room.begin(RENEW)
    plan = folder / "ceremony.json"
    content = plan.read_bytes()
    plan.rename(folder / "elsewhere.json")
    plan.symlink_to(folder / "elsewhere.json")
    refused(lambda: read_ceremony(folder), "ceremony.no_file")
    plan.unlink()
    with plan.open("wb") as file:
        file.truncate(10 * 1024**3)
    refused(lambda: read_ceremony(folder), "ceremony.malformed")
    plan.write_bytes(content)
    read_ceremony(folder)
    refused(lambda: read_ceremony(room.folder / "nowhere"), "ceremony.no_file")


@pytest.mark.parametrize(
    "order, key",
    [
        (GENESIS, "ceremony.not_first"),
        (Order("rotate"), "ceremony.nothing"),
        (Order("targets"), "ceremony.nothing"),
        (Order("rotate", keys=("snapshot", "root-4")), "ceremony.unknown_key"),
        (Order("rotate", keys=("kid:00",)), "ceremony.unknown_key"),
        (Order("rotate", keys=("issuer:auth",)), "ceremony.unknown_key"),
        (Order("revoke", keys=("kid:00",)), "ceremony.unknown_key"),
        (Order("revoke", keys=("kid:x",)), "ceremony.unknown_key"),
        (Order("targets", settings=b"{"), "ceremony.malformed"),
        (Order("targets", settings=b'{"version":9,"season":1448}'), "trust.newer_format"),
        (Order("targets", change=SettingsChange(scopes={"X": "port"})), "api.unknown-port"),
    ],
)
def test_a_ceremony_that_cannot_be_begun_leaves_nothing(room: Room, order: Order, key: str) -> None:
    before = room.everything()
    refused(lambda: room.begin(order), key)
    assert room.everything() == before
    assert not (room.folder / f"ceremony-{room.held}").exists()


def test_only_the_first_ceremony_comes_first(new_room: Room) -> None:
    refused(lambda: new_room.begin(RENEW), "ceremony.first")
    folder = new_room.begin(GENESIS)
    new_room.held -= 1
    refused(lambda: new_room.begin(GENESIS), "ceremony.folder_taken")
    assert read_ceremony(folder).plan.kind == "genesis"


def test_the_publisher_never_signs_with_keys_that_the_root_does_not_name(room: Room) -> None:
    file = roles.online_key_file(room.paths.online_keys, "timestamp")
    file.unlink()
    roles.make_online_key(room.paths.online_keys, "timestamp")
    before = room.everything()
    repository = TufRepository(room.paths)
    with pytest.raises(ConfigError) as caught:
        repository.commit(room.clock.now())
    assert caught.value.key == "ceremony.foreign_key"
    assert room.everything() == before
