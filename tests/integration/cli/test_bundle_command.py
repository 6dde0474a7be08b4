"""`checkpoint bundle import` and `status` as IT types them, against a real registry's stick."""

from __future__ import annotations

import json
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkpoint_app.commands.bundle import interrupted
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import PORT, good, run, serving


@dataclass(frozen=True)
class Sticks:
    """An enrolled lane that never synced, and a stick of its registry's."""

    registry: Path
    lane: Path
    stick: Path


@pytest.fixture
def sticks(made: Path, tmp_path: Path) -> Sticks:
    for name in ("lane", "stick"):
        shutil.copytree(made / name, tmp_path / name)
    return Sticks(made / "registry", tmp_path / "lane", tmp_path / "stick")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sticks")
    registry, lane, stick = (folder / name for name in ("registry", "lane", "stick"))
    good("registry", "init", "--demo", "--data", registry)
    good("registry", "sample", "--permits", "120", "--seed", "7", "--data", registry)
    good("registry", "publish", "--port", PORT, "--data", registry)
    given = good(
        "registry", "enrol-code", "--port", PORT, "--lane", "7", "--json", "--data", registry
    )
    with serving(registry) as address:
        root = RegistryPaths(registry).root_metadata
        code = json.loads(given)["code"]
        enrol = ("enrol", "--registry", address, "--code", code, "--root", root, "--data", lane)
        good(*enrol, "--demo-root")
    good("registry", "bundle", "--port", PORT, "--to", stick, "--data", registry)
    return folder


@pytest.mark.requirement("C2")
def test_a_stick_is_looked_at_declined_taken_in_and_taken_in_again(sticks: Sticks) -> None:
    lane, stick = ("--data", sticks.lane), sticks.stick
    assert "No stick" in good("bundle", "status", *lane)
    assert json.loads(good("bundle", "status", "--json", *lane))["imported"] is None
    told = json.loads(good("bundle", "import", stick, "--json", *lane))
    assert (told["ok"], told["imported"], told["stick"]["relation"]) == (True, None, "newer")
    assert (told["stick"]["port"], told["stick"]["label_differs"]) == (PORT, [])

    declined = run("bundle", "import", stick, *lane, said="no\n")
    assert (declined.returncode, "Not taken in" in declined.stdout) == (1, True)
    assert not (stick / "holdings").exists()

    taken = run("bundle", "import", stick, *lane, said="yes\n")
    assert taken.returncode == 0, taken.stderr
    assert "This stick is for Cairo" in taken.stdout
    assert f"{told['stick']['permits']:,} records" in taken.stdout
    assert len(list((stick / "holdings").iterdir())) == 1

    again = json.loads(good("bundle", "import", stick, "--json", "--yes", *lane))
    assert (again["stick"]["relation"], again["imported"]["changed"]) == ("same", False)
    assert "here already" in good("bundle", "import", stick, "--yes", *lane)
    last = json.loads(good("bundle", "status", "--json", *lane))["imported"]
    assert (last["permits"], last["number"]) == (told["stick"]["permits"], 1)
    assert "Last stick" in good("bundle", "status", *lane)
    assert "آخر وحدة" in good("bundle", "status", *lane, "--lang", "ar")


def test_what_cannot_be_taken_in_is_said_and_the_exit_code_tells(sticks: Sticks) -> None:
    lane = ("--data", sticks.lane)
    nowhere = run("bundle", "import", sticks.stick / "no", "--yes", *lane)
    assert (nowhere.returncode, "no such folder" in nowhere.stderr) == (1, True)
    other = json.loads(run("bundle", "import", sticks.registry, "--json", *lane).stdout)
    assert (other["ok"], other["error"]["key"]) == (False, "bundle.not_a_bundle")
    assert other["error"]["ar"] != other["error"]["en"]
    (sticks.stick / "repository" / "metadata" / "timestamp.json").unlink()
    torn = run("bundle", "import", sticks.stick, "--yes", "--lang", "ar", *lane)
    assert (torn.returncode, "انقطعت" in torn.stderr) == (1, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_wish_to_stop_is_asked_for_and_not_thrown(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with interrupted() as stopping:
        assert not stopping()
        os.kill(os.getpid(), number)
        assert stopping()
    assert signal.getsignal(number) == before
