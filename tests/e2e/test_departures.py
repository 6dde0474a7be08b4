"""A port without a line sends its departures by stick, as its IT staff and the registry's type it,
in both languages: scan, export, bundle-in, the next bundle, import, and the loop at both ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import good as in_here
from tests.integration.cli.test_lane_commands import permit_of_today
from tests.integration.cli.test_lane_commands import run as run_here

PORT = "CAI-AIR"
LANGUAGES = ("en", "ar")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checkpoint_app", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, encoding="utf-8")


class Machines:
    """The registry's computer, a lane's, and the stick between them."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.lane = folder / "registry", folder / "lane"
        self.stick = folder / "stick"
        self.stick.mkdir()

    def at_registry(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return run("registry", *words, "--data", self.registry)

    def at_lane(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return run(*words, "--data", self.lane)

    def loop(self) -> dict[str, object]:
        return dict(self.object_at_lane("bundle", "status")["departures"])

    def object_at_lane(self, *words: str | Path) -> dict[str, Any]:
        return dict(json.loads(run_here(*words, "--json", "--data", self.lane).stdout))

    def object_at_registry(self, *words: str | Path) -> dict[str, Any]:
        done = run_here("registry", *words, "--json", "--data", self.registry)
        return dict(json.loads(done.stdout))

    def sticks(self, kind: str) -> list[dict[str, object]]:
        words = ("registry", "sticks", "--port", PORT, "--json", "--data", self.registry)
        lines = in_here(*words).splitlines()
        return [row for row in map(json.loads, lines) if row["kind"] == kind]

    def enrol(self) -> None:
        """By stick, there and back."""
        root = RegistryPaths(self.registry).root_metadata
        ask = ("enrol", "--request-to", self.stick, "--port", PORT, "--lane", "1", "--root", root)
        in_here(*ask, "--demo-root", "--data", self.lane)
        data = ("--data", self.registry)
        (asked,) = in_here("registry", "admit", self.stick, "--json", *data).splitlines()
        words = ("admit", self.stick, "--fingerprint", json.loads(asked)["fingerprint"])
        in_here("registry", *words, *data)
        in_here("registry", "bundle", "--port", PORT, "--to", self.stick, *data)
        in_here("enrol", "--from", self.stick, "--data", self.lane)
        in_here("bundle", "import", self.stick, "--yes", "--data", self.lane)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Machines:
    made = Machines(tmp_path_factory.mktemp("machines"))
    data = ("--data", made.registry)
    in_here("registry", "init", "--demo", *data)
    in_here("registry", "sample", "--permits", "120", "--seed", "7", *data)
    made.enrol()
    number, passport = permit_of_today(made.registry)
    in_here("scan", "--json", "--passport", passport[-4:], str(number), "--data", made.lane)
    return made


def said(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    for word in words:
        assert word in done.stdout


@pytest.mark.requirement("C2", "C3")
def test_the_loop_is_closed_and_seen_at_both_ends(machines: Machines) -> None:
    stick = machines.stick
    said(
        machines.at_lane("--lang", "en", "bundle", "status"),
        "Departures were never exported",
        "Not acknowledged: 1 movements, of which 0 were exported",
    )
    export = ("bundle", "export", stick)
    first = machines.at_lane("--lang", "en", *export)
    said(first, "1 movements in 1 files", "Take the stick to the registry")
    said(machines.at_lane("--lang", "ar", *export), "لم يُكتب شيء")
    again = machines.object_at_lane(*export)
    assert again == {"ok": True, "movements": 1, "files": 1, "written": 0, "removed": 0}
    loop = machines.loop()
    assert (loop["exported"], loop["underway"], loop["pending"]) == (1, 1, 1)
    assert loop["receipted"] is None

    taken = machines.at_registry("bundle-in", stick, "--lang", "en")
    said(taken, f"{PORT} lane 1", "1 new, 0 known", "--to DIR")
    assert "Requests to be enrolled" not in taken.stdout  # its own lies there, and is enrolled
    (stick / "requests" / "00.json").write_text("{}")
    said(machines.at_registry("bundle-in", stick, "--lang", "ar"), "0 جديدة، 1 معروفة", "00.json")
    (stick / "requests" / "00.json").unlink()
    told = machines.object_at_registry("bundle-in", stick)
    assert (told["ok"], told["files"], told["refused"]) == (True, 1, [])
    assert [(row["new"], row["known"]) for row in told["devices"]] == [(0, 1)]
    counts = machines.object_at_registry("counts")
    assert counts["total"]["departed"] == 1

    in_here("registry", "bundle", "--port", PORT, "--to", stick, "--data", machines.registry)
    taking = ("bundle", "import", stick, "--yes", "--data", machines.lane)
    assert "1 more movements" in in_here(*taking)
    loop = machines.loop()
    assert (loop["pending"], loop["underway"]) == (0, 0)
    assert loop["receipted"] is not None
    said(machines.at_lane("--lang", "ar", "bundle", "status"), "استلمها السجل المركزي: حتى الرقم 1")
    said(machines.at_lane("--lang", "en", *export), "Nothing waits", "no longer needed: 1 files")
    assert list((stick / "departures").iterdir()) == []

    machines.object_at_registry("bundle-in", stick)
    assert [row["holders"] for row in machines.sticks("stick")] == [1, 1]
    assert [row["pending"] for row in machines.sticks("holds")] == [0]
    assert [row["new"] for row in machines.sticks("came-back")] == [0, 0, 1]
    for lang, words in (("en", "held by 1 of 1 devices"), ("ar", "وصلت 1 من 1 أجهزة")):
        sticks = ("registry", "sticks", "--lang", lang, "--data", machines.registry)
        assert words in in_here(*sticks)


def test_what_is_wrong_is_said_in_both_languages(machines: Machines, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "departures").mkdir(parents=True)
    (stick / "departures" / f"{1:064x}.age").write_bytes(b"age-encryption.org/v1\n")
    for lang, words in (("en", "cut short or damaged"), ("ar", "مبتور أو تالف")):
        refused = machines.at_registry("bundle-in", stick, "--lang", lang)
        assert refused.returncode == 1
        assert words in refused.stdout
    empty = tmp_path / "empty"
    empty.mkdir()
    take = ("registry", "bundle-in", "--data", machines.registry)
    assert "no departures on this stick" in in_here(*take, empty)
    for lang, words in (("en", "Put the stick in"), ("ar", "أدخل الوحدة")):
        absent = run_here(*take, tmp_path / "absent", "--lang", lang)
        assert (absent.returncode, absent.stdout) == (1, "")
        assert words in absent.stderr
    away = tmp_path / "media" / "away"
    nowhere = run_here("bundle", "export", away, "--data", machines.lane)
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    assert "Put the stick in" in nowhere.stderr
    assert not away.parent.exists()
    told = machines.object_at_lane("bundle", "export", away)
    assert (told["ok"], told["error"]["key"]) == (False, "stick.no-folder")


@pytest.mark.requirement("C3", "A15")
def test_a_recalled_lane_still_sends_what_it_recorded(machines: Machines, tmp_path: Path) -> None:
    stick, data = tmp_path / "stick", ("--data", machines.registry)
    stick.mkdir()
    number, passport = permit_of_today(machines.registry)
    back = ("scan", "--json", "--direction", "returning", "--passport", passport[-4:], str(number))
    in_here(*back, "--data", machines.lane)
    (listed,) = in_here("registry", "devices", "--json", *data).splitlines()
    in_here("registry", "recall", json.loads(listed)["device"], "--reason", "stolen", *data)
    in_here("registry", "bundle", "--port", PORT, "--to", stick, *data)
    run_here("bundle", "import", stick, "--yes", "--data", machines.lane)
    assert machines.object_at_lane("status")["recalled"] is True
    assert machines.object_at_lane("bundle", "export", stick)["movements"] == 1
    taken = machines.at_registry("bundle-in", stick, "--lang", "en")
    said(taken, "1 new", "This device is recalled", "marked in the audit")
    assert machines.object_at_registry("counts")["total"]["returned"] == 1
