"""Whole ceremonies, followed by a lane that knows the first root only."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.errors import StorageError, TrustError
from sync.registry.ceremony.begin import Order
from sync.registry.ceremony.contents import newest_key
from sync.registry.ceremony.folder import read_ceremony
from sync.registry.ceremony.places import pending_issuer
from sync.registry.ceremony.progress import Stage, stage_of, steps
from sync.registry.db.open import open_database
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import SettingsChange, port_scopes
from sync.registry.publish import roles
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.keys import receipt_key, signer_keys
from sync.trust.names import PORT_SETTINGS
from tests.integration.registry_ceremony.room import GENESIS, SIGNERS, Room

ONLINE = ("snapshot", "timestamp", "status", "CAI-AIR", "SGA-SEA")


def publish(room: Room) -> None:
    """An ordinary publication, without any offline key."""
    engine = open_database(room.paths.database)
    signer = SigningDesk(engine, signer_keys(room.paths), room.clock)
    Publisher(room.paths, engine, signer, room.clock, lock_seconds=0).publish(["CAI-AIR"])
    engine.dispose()


@pytest.mark.requirement("C5")
def test_a_registry_begins_with_keys_that_it_never_sees(new_room: Room) -> None:
    folder = new_room.begin(GENESIS)
    assert stage_of(read_ceremony(folder)) is Stage.KEYS
    new_room.make_keys(folder)
    new_room.sign(folder, *SIGNERS)
    assert not new_room.paths.metadata.exists()
    finished = new_room.finish(folder)
    assert (finished.root_version, finished.targets_version) == (1, 1)
    view = new_room.sync()
    assert (view.root_version, view.demo, view.season) == (1, False, 1448)
    assert view.registry.inbox.startswith("age1")
    assert view.registry.audience == read_ceremony(folder).plan.registry
    assert len(bytes.fromhex(view.registry.epoch)) == 16
    assert not new_room.paths.offline_keys.exists()
    private = [key.private.private_bytes_raw() for key in new_room.keys.values()]
    files = [path for path in new_room.folder.rglob("*") if path.is_file()]
    for content in (path.read_bytes() for path in files):
        assert not any(key in content or key.hex().encode() in content for key in private)
    publish(new_room)
    assert new_room.sync().version > view.version


def test_the_first_ceremony_may_name_hubs(new_room: Room) -> None:
    change = SettingsChange(hubs={"CAI-AIR": ("https://hub",)}, ask_ms={"CAI-AIR": 400})
    folder = new_room.begin(replace(GENESIS, change=change))
    new_room.make_keys(folder)
    new_room.sign(folder, *SIGNERS)
    new_room.finish(folder)
    assert new_room.sync().lane_rules("CAI-AIR") == LaneRules(hubs=("https://hub",), ask_ms=400)


def test_every_step_says_who_did_it_and_when(room: Room) -> None:
    folder = room.folder / "ceremony-1"
    told = steps(read_ceremony(folder))
    assert [(step.kind.value, step.what, step.who) for step in told] == [
        ("begin", "genesis", "IT"),
        *(("make", f"root-{number}", f"keeper of root-{number}") for number in (1, 2, 3)),
        *(("make", f"targets-{number}", f"keeper of targets-{number}") for number in (1, 2, 3)),
        ("sign", "root", "root-1's"),
        ("sign", "root", "root-2's"),
        ("sign", "targets", "targets-1's"),
        ("sign", "targets", "targets-3's"),
        ("finish", "genesis", ""),
    ]
    assert all(step.is_done for step in told)


@pytest.mark.requirement("C5")
def test_a_lane_follows_the_rotation_of_every_key(room: Room) -> None:
    before = room.sync()
    for number, seat in enumerate(("root-1", "root-2", "root-3"), 2):
        others = [each for each in ("root-1", "root-2", "root-3") if each != seat]
        assert room.hold(Order("rotate", keys=(seat,)), *others).root_version == number
    for seat in ("targets-1", "targets-2", "targets-3"):
        room.hold(Order("rotate", keys=(seat,)), "root-1", "root-2", "targets-1", "targets-2")
    assert room.sync().root_version == 7
    room.hold(Order("rotate", keys=ONLINE), "root-2", "root-3", "targets-2", "targets-3")
    issuer = tuple(f"issuer:{purpose}" for purpose in ("token", "block", "receipt"))
    assert room.hold(Order("rotate", keys=issuer), "targets-1", "targets-2").restart
    after = room.sync()
    assert after.root_version == 8
    assert room.sync("a lane that was away").keys.keys == after.keys.keys
    assert len(after.keys.keys) == len(before.keys.keys) + 3
    assert newest_key(after.keys, EnvelopeType.RECEIPT).kid == receipt_key(room.paths).kid
    for purpose, key in signer_keys(room.paths).items():
        assert newest_key(after.keys, purpose).kid == key.kid
    publish(room)
    assert room.sync().version > after.version
    assert sorted(path.name for path in room.paths.metadata.glob("*.root.json")) == [
        f"{number}.root.json" for number in range(1, 9)
    ]
    assert list(room.paths.data.glob("keys/*/pending-*")) == []


def test_while_an_online_key_changes_both_sign_so_that_no_lane_is_shut_out(room: Room) -> None:
    old = json.loads((room.paths.metadata / "timestamp.json").read_bytes())["signatures"]
    room.hold(Order("rotate", keys=("timestamp",)), "root-1", "root-3")
    new = json.loads((room.paths.metadata / "timestamp.json").read_bytes())["signatures"]
    assert len(new) == 2
    assert old[0]["keyid"] in {each["keyid"] for each in new}
    (room.paths.metadata / "2.root.json").unlink()
    assert room.sync().root_version == 1


@pytest.mark.requirement("C5")
def test_a_compromised_key_counts_no_longer(room: Room) -> None:
    was = room.sync()
    room.hold(Order("revoke", keys=("root-2", "timestamp")), "root-1", "root-3")
    timestamp = json.loads((room.paths.metadata / "timestamp.json").read_bytes())
    assert len(timestamp["signatures"]) == 1
    room.clock.pass_time(timedelta(hours=1))
    finished = room.hold(Order("revoke", keys=("issuer:block",)), "targets-1", "targets-2")
    assert (finished.restart, finished.records_anew) == (True, True)
    now = room.sync()
    revoked = newest_key(was.keys, EnvelopeType.BLOCK)
    before, after = room.clock.now() - timedelta(seconds=1), room.clock.now()
    assert was.keys.was_valid(revoked.kid, after)
    assert now.keys.was_valid(revoked.kid, before)
    assert not now.keys.was_valid(revoked.kid, after)
    assert now.keys.was_valid(newest_key(now.keys, EnvelopeType.BLOCK).kid, after)


@pytest.mark.requirement("C5")
def test_a_lane_led_far_ahead_by_stolen_online_keys_comes_back(room: Room) -> None:
    """The fast-forward attack: versions so high that no true one would ever follow."""
    stolen = room.folder / "stolen"
    shutil.copytree(room.paths.data, stolen)
    repository = TufRepository(RegistryPaths(stolen))
    repository.raise_versions(2**30)
    repository.commit(room.clock.now())
    room.sync(registry=RegistryPaths(stolen))
    with pytest.raises(TrustError):
        room.sync()
    room.hold(Order("revoke", keys=("snapshot", "timestamp")), "root-1", "root-3")
    assert room.sync().root_version == 2


def test_an_older_issuer_key_is_revoked_by_its_id_from_a_past_moment(room: Room) -> None:
    kid = newest_key(room.sync().keys, EnvelopeType.TOKEN).kid
    since = room.clock.now() - timedelta(days=3)
    order = Order("revoke", keys=(f"kid:{kid.hex()}",), since=since)
    assert not room.hold(order, "targets-2", "targets-3").restart
    view = room.sync()
    assert not view.keys.was_valid(kid, since)
    assert view.keys.was_valid(kid, since - timedelta(seconds=1))


def test_new_settings_and_rules_are_signed_and_nothing_else_changes(room: Room) -> None:
    change = SettingsChange(address="https://registry", scopes={"SGA-SEA": "national"})
    room.hold(Order("targets", change=change), "targets-1", "targets-2")
    view = room.sync()
    assert (view.root_version, view.registry.address) == (1, "https://registry")
    scopes = port_scopes(TufRepository(room.paths).content(PORT_SETTINGS))
    assert scopes["SGA-SEA"].national
    assert not scopes["CAI-AIR"].national
    assert scopes["CAI-AIR"].window_days.before == 60


def test_a_renewal_moves_the_end_and_never_beyond_the_root(room: Room) -> None:
    first = room.sync().root_expires
    room.clock.pass_time(timedelta(days=80))
    room.hold(Order("renew", documents=(roles.TARGETS,)), "targets-1", "targets-2")
    assert room.sync().root_expires == first
    room.clock.pass_time(timedelta(days=80))
    room.hold(Order("renew"), *SIGNERS)
    view = room.sync()
    assert view.root_expires == room.clock.now() + timedelta(days=365)
    assert view.root_version == 2


def test_online_roles_never_outlive_what_vouches_for_their_keys(room: Room) -> None:
    end = TufRepository(room.paths).role(roles.TARGETS).expires
    room.clock.pass_time(timedelta(days=80))
    publish(room)
    repository = TufRepository(room.paths)
    assert {repository.online(role).expires for role in roles.delegated_roles()} == {end}
    assert repository.online("timestamp").expires == room.clock.now() + timedelta(days=14)
    publish(room)
    assert TufRepository(room.paths).role("port-SGA-SEA").version == 2


def test_lifetimes_are_those_of_the_settings(room: Room) -> None:
    settings = "[lifetimes]\nroot = 100\ntargets = 60\nsnapshot = 20\ntimestamp = 3\n"
    (room.paths.data / "registry.toml").write_text(settings)
    room.hold(Order("renew"), *SIGNERS)
    repository, now = TufRepository(room.paths), room.clock.now()
    found = {role: repository.online(role).expires - now for role in ("snapshot", "timestamp")}
    assert found == {"snapshot": timedelta(days=20), "timestamp": timedelta(days=3)}
    assert repository.root.expires - now == timedelta(days=100)
    assert repository.role(roles.TARGETS).expires - now == timedelta(days=60)


def test_an_interrupted_end_is_completed_by_the_same_again(room: Room) -> None:
    folder = room.begin(Order("rotate", keys=("timestamp", "targets-1", "issuer:block")))
    room.make_keys(folder)
    room.sign(folder, *SIGNERS)
    in_the_way = room.paths.metadata / ".2.root.json.part"
    in_the_way.mkdir()
    with pytest.raises(StorageError):
        room.finish(folder)
    assert (
        json.loads((room.paths.metadata / "timestamp.json").read_bytes())["signed"]["version"] == 2
    )
    in_the_way.rmdir()
    assert room.finish(folder).root_version == 2
    assert room.sync().root_version == 2
    publish(room)
    assert room.sync().root_version == 2


def test_keys_are_taken_up_by_the_same_again_when_only_that_is_left(room: Room) -> None:
    folder = room.begin(Order("rotate", keys=("snapshot", "issuer:token")))
    room.sign(folder, "root-1", "root-2", "targets-1", "targets-2")
    plan = read_ceremony(folder).plan
    kept = pending_issuer(room.paths, plan.id)
    kept.rename(kept.with_name("elsewhere"))
    kept.write_text("not a folder")
    with pytest.raises(StorageError):
        room.finish(folder)
    kept.unlink()
    kept.with_name("elsewhere").rename(kept)
    published = json.loads((room.paths.metadata / "timestamp.json").read_bytes())
    room.finish(folder)
    assert json.loads((room.paths.metadata / "timestamp.json").read_bytes()) == published
    publish(room)
    token = newest_key(room.sync().keys, EnvelopeType.TOKEN)
    assert signer_keys(room.paths)[EnvelopeType.TOKEN].kid == token.kid


def test_two_sticks_are_brought_together_by_copying_their_signatures(room: Room) -> None:
    first = room.begin(Order("renew", documents=(roles.TARGETS,)))
    second = room.folder / "second stick"
    shutil.copytree(first, second)
    room.sign(first, "targets-1")
    room.sign(second, "targets-3")
    shutil.copytree(second / "signatures", first / "signatures", dirs_exist_ok=True)
    assert room.finish(first).targets_version == 2
