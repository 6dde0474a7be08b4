"""A port without a line, as its IT staff type it: request, admission, bundle, enrolment, scans, and
the day when one of its lanes is recalled. Every command at a lane is a program of its own; only the
stick's folder goes from one machine to the other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkpoint_app.domain.permit import parse_permit_number
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import good as in_here
from tests.integration.cli.test_lane_commands import permit_of_today
from tests.integration.cli.test_lane_commands import run as run_here

PORT = "CAI-AIR"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checkpoint_app", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def good(*words: str | Path) -> str:
    done = run(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Machines:
    """The registry's computer, two lanes' computers, and the stick between them."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.stick = folder / "registry", folder / "stick"
        self.lanes = {"1": folder / "lane-1", "2": folder / "lane-2"}
        self.stick.mkdir()

    def at_registry(self, *words: str | Path) -> str:
        return in_here("registry", *words, "--data", self.registry)

    def at_lane(self, lane: str, *words: str | Path) -> str:
        return good(*words, "--data", self.lanes[lane])

    def ask(self, lane: str) -> str:
        """The fingerprint that the lane shows."""
        root = RegistryPaths(self.registry).root_metadata
        words = ("enrol", "--request-to", self.stick, "--port", PORT, "--lane", lane)
        shown = self.at_lane(lane, "--lang", "en", *words, "--root", root, "--demo-root")
        (line,) = [line for line in shown.splitlines() if line.startswith("Fingerprint")]
        return " ".join(part for part in line.split() if part.isdigit())

    def requests(self) -> list[dict[str, str]]:
        told = self.at_registry("admit", self.stick, "--json").splitlines()
        return [json.loads(line) for line in told]

    def status(self, lane: str) -> dict[str, object]:
        return dict(json.loads(self.at_lane(lane, "status", "--json")))


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Machines:
    made = Machines(tmp_path_factory.mktemp("machines"))
    made.at_registry("init", "--demo")
    made.at_registry("sample", "--permits", "120", "--seed", "7")
    return made


@pytest.mark.requirement("C2", "C3", "A15")
def test_lanes_are_enrolled_by_stick_scan_and_one_is_recalled(machines: Machines) -> None:
    shown = {lane: machines.ask(lane) for lane in machines.lanes}
    asked = {row["lane"]: row for row in machines.requests()}
    assert {lane: row["fingerprint"] for lane, row in asked.items()} == shown
    admit = ("registry", "admit", machines.stick, "--data", machines.registry)
    wrong = run_here(*admit, "--fingerprint", shown["1"][:-1] + "x", "--lang", "en")
    assert wrong.returncode == 1
    assert run_here(*admit, "--port", "SGA-SEA", "--fingerprint", shown["1"]).returncode == 1
    early = run("enrol", "--from", machines.stick, "--data", machines.lanes["1"])
    assert early.returncode == 1

    device = {}
    for lane, fingerprint in shown.items():
        words = ("admit", machines.stick, "--fingerprint", fingerprint, "--json")
        device[lane] = json.loads(machines.at_registry(*words))["device"]
    assert {row["standing"] for row in machines.requests()} == {"enrolled"}
    bundle = ("bundle", "--port", PORT, "--to", machines.stick)
    machines.at_registry(*bundle)
    number, passport = permit_of_today(machines.registry)
    assert parse_permit_number(str(number)) == number
    scan = ("scan", "--json", "--passport", passport[-4:], str(number))
    for lane in machines.lanes:
        assert shown[lane] in machines.at_lane(lane, "enrol", "--from", machines.stick)
        machines.at_lane(lane, "bundle", "import", machines.stick, "--yes")
        assert machines.status(lane)["device"] == device[lane]
    assert run("sync", "--once", "--data", machines.lanes["1"]).returncode == 1  # there is no line
    first = json.loads(run(*scan, "--data", machines.lanes["1"]).stdout)
    assert first["verdict"] == "clear"

    older = machines.stick.with_name("older")
    shutil.copytree(machines.stick, older)
    machines.at_registry("recall", device["2"], "--reason", "stolen from the counter")
    machines.at_registry(*bundle)
    records = (machines.lanes["2"] / "records.db").stat().st_size
    taking = ("bundle", "import", machines.stick, "--yes", "--data", machines.lanes["2"])
    locked = run("--lang", "en", *taking)
    assert locked.returncode == 1
    assert "recalled" in locked.stdout + locked.stderr
    status = machines.status("2")
    assert status["recalled"] is True
    refused = run("--lang", "en", *scan, "--data", machines.lanes["2"])
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "recalled" in refused.stderr
    assert (machines.lanes["2"] / "records.db").stat().st_size < records
    assert (machines.lanes["2"] / "journal.db").exists()
    unsaid = run("bundle", "import", older, "--yes", "--data", machines.lanes["2"])
    assert unsaid.returncode == 1
    assert machines.status("2")["recalled"] is True

    machines.at_lane("1", "bundle", "import", machines.stick, "--yes")
    assert machines.status("1")["recalled"] is False
    again = json.loads(run(*scan, "--data", machines.lanes["1"]).stdout)
    assert again["findings"] == ["ALREADY_DEPARTED_HERE"]
    told = machines.at_registry("devices", "--port", PORT, "--json").splitlines()
    assert [json.loads(row)["standing"] for row in told] == ["enrolled", "recalled"]
