"""A lane killed at any instant has every scan that it answered, and none is counted twice."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.main import open_stores, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.store.journal import JournalStore
from sync.client.device import load_device, save_device
from sync.registry.db.open import open_database, reading
from sync.registry.paths import RegistryPaths
from tests.simulators.published_season import publish_season

SUITE_KILLS, FULL_KILLS = 50, 2000
LONGEST_LIFE = 0.7  # seconds from the fork, so that some die while they open
PATIENCE = 60.0


@dataclass
class Answers:
    """What lanes said before they died, kept outside of them."""

    scans: set[UUID] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    kills_while_scanning: int = 0


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chaos")
    publish_season(folder, 300, 200)
    return folder


@pytest.mark.requirement("C3")
@pytest.mark.parametrize("kills", [SUITE_KILLS, pytest.param(FULL_KILLS, marks=pytest.mark.full)])
@pytest.mark.timeout(3600)
def test_every_answered_scan_is_kept_and_none_counted_twice(world: Path, kills: int) -> None:
    registry, lane = RegistryPaths(world / "registry"), LanePaths(world / "lane")
    answers = Answers()
    with serving(registry.data) as server:
        _point_at(lane, server.address)
        with _scanner(world) as scanner:
            chance = random.Random(kills)
            for number in range(kills):
                _one_life(scanner, answers, chance.uniform(0, LONGEST_LIFE), number * 7)
        with open_stores(lane, SystemClock()) as stores, open_sync(stores, SystemClock()) as client:
            report = client.once()
            assert report.ok, (report.down_error, report.up_error)
            assert stores.journal.pending() == 0
            for scan_id in answers.scans:
                assert stores.journal.scan(scan_id) is not None
                assert len(stores.journal.movements_of_scan(scan_id)) == 1
            held = _journal_entries(stores.journal)
    # A scan that waits seconds for a starved disk is refused and told so; no other reason will do.
    assert set(answers.refusals) <= {"store.locked"}, answers.refusals
    assert len(answers.refusals) < len(answers.scans) / 100
    assert answers.kills_while_scanning > kills / 3
    assert len(answers.scans) > kills
    assert _registry_entries(registry) == held


def _one_life(scanner: Scanner, answers: Answers, life: float, start: int) -> None:
    """Fork a lane, let it live that long, kill it and all that it started, keep what it said."""
    scanner.write(f"{start}\n")
    pid = int(scanner.line("lane ").split()[1])
    deadline = time.monotonic() + life
    seen: list[str] = []
    while (left := deadline - time.monotonic()) > 0:
        seen += scanner.lines(left)
    os.killpg(pid, signal.SIGKILL)
    while not any(line.startswith("ended") for line in seen):
        seen += scanner.lines(PATIENCE)
    assert "ended SIGKILL" in seen, seen[-3:]
    answers.scans |= {UUID(line.split()[1]) for line in seen if line.startswith("answered ")}
    answers.refusals += [line.split()[1] for line in seen if line.startswith("refused ")]
    answers.kills_while_scanning += "ready" in seen


class Scanner:
    """The program that forks lanes, and the pipe on which all of them speak."""

    def __init__(self, world: Path) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.chaos.scanner"),
                *(str(world / "lane"), str(world / "tokens.json")),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._rest, self._whole = b"", list[str]()

    def write(self, text: str) -> None:
        """A line on its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def lines(self, seconds: float) -> list[str]:
        """The whole lines that came within that time; returns with the first of them."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        if not self._whole and select.select([pipe], [], [], seconds)[0]:
            got = os.read(pipe, 65536)
            assert got, "the scanner ended"
            *whole, self._rest = (self._rest + got).split(b"\n")
            self._whole = [line.decode() for line in whole]
        taken, self._whole = self._whole, []
        return taken

    def line(self, beginning: str) -> str:
        """The next line, which must begin so; those after it are kept."""
        first, *self._whole = self.lines(PATIENCE) or ["nothing"]
        assert first.startswith(beginning), first
        return first

    def end(self) -> None:
        """Close its input and wait for its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


@contextmanager
def _scanner(world: Path) -> Iterator[Scanner]:
    scanner = Scanner(world)
    try:
        yield scanner
    finally:
        scanner.end()


def _point_at(lane: LanePaths, address: str) -> None:
    device = load_device(lane.device)
    assert device is not None
    save_device(lane.device, msgspec.structs.replace(device, registry=address))


def _journal_entries(journal: JournalStore) -> int:
    return sum(epoch.last for epoch in journal.outbox.epochs())


def _registry_entries(paths: RegistryPaths) -> int:
    """Movements, and the entries of the cases that referrals open."""
    engine = open_database(paths.database, read_only=True)
    with reading(engine) as connection:
        counted = connection.exec_driver_sql("SELECT count(*) FROM movement").scalar_one()
        cases = connection.exec_driver_sql("SELECT count(*) FROM case_event").scalar_one()
        forks = connection.exec_driver_sql("SELECT count(*) FROM movement_fork").scalar_one()
        spoilt = connection.exec_driver_sql("SELECT count(*) FROM quarantine").scalar_one()
    engine.dispose()
    assert (forks, spoilt) == (0, 0)
    return int(counted) + int(cases)
