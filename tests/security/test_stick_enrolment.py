"""Attacks on an enrolment by stick: each refused, and the lane is no lane of anybody's."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import Done, good, run

PORT = "CAI-AIR"


@dataclass(frozen=True)
class World:
    """A registry that has admitted a lane, the stick with its bundle, and the lane as it asked."""

    registry: Path
    stick: Path
    lane: Path

    def complete(self, lane: Path, stick: Path) -> Done:
        return run("enrol", "--from", stick, "--data", lane)

    def fresh(self, folder: Path) -> tuple[Path, Path]:
        """Copies of the lane and of the stick."""
        lane, stick = folder / "lane", folder / "stick"
        shutil.copytree(self.lane, lane)
        shutil.copytree(self.stick, stick)
        return lane, stick


def ask(registry: Path, stick: Path, lane: Path, name: str, port: str = PORT) -> None:
    root = RegistryPaths(registry).root_metadata
    words = ("--port", port, "--lane", name, "--root", root, "--demo-root")
    good("enrol", "--request-to", stick, *words, "--data", lane)


def requests(registry: Path, stick: Path) -> dict[str, str]:
    """The fingerprint of each lane that asks."""
    told = good("registry", "admit", stick, "--json", "--data", registry).splitlines()
    return {row["lane"]: row["fingerprint"] for row in map(json.loads, told)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    made = World(folder / "registry", folder / "stick", folder / "lane")
    made.stick.mkdir()
    good("registry", "init", "--demo", "--data", made.registry)
    good("registry", "sample", "--permits", "40", "--seed", "7", "--data", made.registry)
    ask(made.registry, made.stick, made.lane, "1")
    shown = requests(made.registry, made.stick)["1"]
    admit = ("admit", made.stick, "--fingerprint", shown)
    good("registry", *admit, "--data", made.registry)
    bundle = ("bundle", "--port", PORT, "--to", made.stick)
    good("registry", *bundle, "--data", made.registry)
    return made


@pytest.mark.requirement("C3")
def test_the_bundle_as_it_was_made_is_taken(world: World, tmp_path: Path) -> None:
    lane, stick = world.fresh(tmp_path)
    done = world.complete(lane, stick)
    assert (done.returncode, done.stderr) == (0, "")
    assert world.complete(lane, stick).returncode == 1  # once


def devices_of(stick: Path) -> Path:
    (found,) = (stick / "repository" / "targets" / PORT).glob("*.devices")
    return found


def a_device_added(world: World, lane: Path, stick: Path) -> None:
    """Whoever has the stick lists keys of their own."""
    file = devices_of(stick)
    listed = json.loads(file.read_bytes())
    listed["devices"].append({**listed["devices"][0], "device_id": "lane-0"})
    file.write_text(json.dumps(listed))


def the_list_taken_away(world: World, lane: Path, stick: Path) -> None:
    devices_of(stick).unlink()


def another_root_at_the_lane(world: World, lane: Path, stick: Path) -> None:
    """Whoever writes to the lane's folder puts another registry's root there, and its bundle."""
    other = lane.with_name("other")
    good("registry", "init", "--demo", "--data", other)
    good("registry", "publish", "--port", PORT, "--data", other)
    shutil.copy(RegistryPaths(other).root_metadata, lane / "root.json")
    shutil.rmtree(stick / "repository")
    shutil.copytree(other / "repo", stick / "repository")


def another_registrys_bundle(world: World, lane: Path, stick: Path) -> None:
    other = lane.with_name("other")
    good("registry", "init", "--demo", "--data", other)
    shutil.rmtree(stick / "repository")
    shutil.copytree(other / "repo", stick / "repository")


def another_port_asked_for(world: World, lane: Path, stick: Path) -> None:
    asked = lane / "asked.json"
    asked.write_text(json.dumps({**json.loads(asked.read_bytes()), "port_id": "SGA-SEA"}))


def other_keys_than_those_admitted(world: World, lane: Path, stick: Path) -> None:
    """A lane that was not admitted comes with the stick of one that was."""
    shutil.rmtree(lane)
    ask(world.registry, stick, lane, "1")


@pytest.mark.requirement("C3", "A14")
@pytest.mark.parametrize(
    "attack",
    [
        a_device_added,
        the_list_taken_away,
        another_root_at_the_lane,
        another_registrys_bundle,
        another_port_asked_for,
        other_keys_than_those_admitted,
    ],
)
def test_what_is_refused(world: World, tmp_path: Path, attack: object) -> None:
    lane, stick = world.fresh(tmp_path)
    assert callable(attack)
    attack(world, lane, stick)
    done = world.complete(lane, stick)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert not (lane / "device.json").exists()


@pytest.mark.requirement("C3")
def test_a_fingerprint_that_was_ground_in_part_admits_nobody(world: World, tmp_path: Path) -> None:
    """An attacker's keys may share a group or two with the lane's: all six are compared."""
    _, stick = world.fresh(tmp_path)
    ask(world.registry, stick, tmp_path / "attacker", "9")
    shown = requests(world.registry, stick)
    groups, own = shown["1"].split(), shown["9"].split()
    for mixed in (own[:5] + groups[5:], groups[:1] + own[1:], own[:5], groups[:2]):
        words = ("admit", stick, "--fingerprint", " ".join(mixed), "--data", world.registry)
        assert run("registry", *words).returncode == 1
    told = good("registry", "devices", "--json", "--data", world.registry).splitlines()
    assert [json.loads(row)["lane"] for row in told] == ["1"]
