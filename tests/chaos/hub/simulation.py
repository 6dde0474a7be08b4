"""One port under stress: a registry, a hub and lanes as processes of their own, cut, killed and put
right at random while people pass; then everything is brought back, and the truth is looked at.

As a program: `python -m tests.chaos.hub.simulation [--scans N] [--lanes N] [--seed N]`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.linking import open_case_desk
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.stores import PortMovement
from sync.client.device import load_device
from sync.registry.db.open import open_database, reading
from sync.registry.paths import RegistryPaths
from tests.simulators.port_of_lanes import PortOfLanes

_SETTLE_SECONDS = 180.0
_ANSWER_SECONDS = 60.0


@dataclass(slots=True)
class Lane:
    """A lane's process, started again after each kill."""

    paths: LanePaths
    skew: float
    hubs: tuple[str, ...]
    process: subprocess.Popen[str] | None = None
    waiting: int = 0

    def start(self) -> None:
        words = ["-m", "tests.chaos.hub.lane_program", str(self.paths.root), str(self.skew)]
        self.process = subprocess.Popen(
            [sys.executable, *words, *self.hubs],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def ready(self) -> None:
        assert self._line() == {"ready": True}

    def say(self, **said: object) -> None:
        """One command; its answer comes by `answer`."""
        assert self.process is not None and self.process.stdin is not None
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        self.waiting += 1

    def answer(self) -> dict[str, Any]:
        self.waiting -= 1
        return self._line()

    def ask(self, **said: object) -> dict[str, Any]:
        while self.waiting:
            self.answer()
        self.say(**said)
        return self.answer()

    def kill(self) -> None:
        """Without a word, with whatever it started."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._closed()

    def quit(self) -> None:
        if self.process is None:
            return
        while self.waiting:
            self.answer()
        self.say(quit=True)
        try:
            self.process.wait(_ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            self._closed()

    def _closed(self) -> None:
        assert self.process is not None
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.waiting, self.process = 0, None

    def _line(self) -> dict[str, Any]:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"lane {self.paths.root.name} ended by itself"
        found: dict[str, Any] = json.loads(line)
        return found


class Hub:
    """`checkpoint hub serve` in a lane's folder; it keeps its port."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        words = [
            "-m",
            "checkpoint_app",
            "hub",
            "serve",
            "--host",
            "127.0.0.1",
            "--no-announce",
            "--json",
        ]
        self.process = subprocess.Popen(
            [sys.executable, *words, "--port", str(self.port), "--data", str(self._folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.port = int(json.loads(line)["listening"].rpartition(":")[2])

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def lose_everything(self) -> None:
        """Its database is gone, as on a new PC."""
        self.kill()
        for path in (self._folder / "hub").glob("items.db*"):
            path.unlink()


@dataclass(slots=True)
class Found:
    """What the end looks like. ``lanes`` holds for each lane the movements that it knows."""

    scans: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    own: dict[str, set[bytes]] = field(default_factory=dict)
    known: dict[str, set[bytes]] = field(default_factory=dict)
    registry: Counter[bytes] = field(default_factory=Counter)
    doubles: set[int] = field(default_factory=set)
    told_doubles: dict[str, set[int]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)


class Port:
    """The whole of it."""

    def __init__(self, made: PortOfLanes, seed: int) -> None:
        self.made, self.chance = made, random.Random(seed)
        self.registry = Server(made.registry, port=registry_port(made.lanes[0]))
        self.hubs = [Hub(made.lanes[0].root), Hub(made.lanes[1].root)]
        self.lanes: list[Lane] = []
        self.found = Found()

    @contextmanager
    def running(self) -> Iterator[None]:
        try:
            self.registry.start()
            for hub in self.hubs:
                hub.start()
            addresses = tuple(hub.address for hub in self.hubs)
            for paths in self.made.lanes:
                self.lanes.append(Lane(paths, self.chance.uniform(-90, 90), addresses))
            self._start(*self.lanes)
            yield
        finally:
            for lane in self.lanes:
                if lane.process is not None:
                    lane.kill()
            for hub in self.hubs:
                hub.kill()
            self.registry.stop()

    def pass_people(self, scans: int) -> None:
        """The lanes scan side by side; something breaks, or is put right, every now and then."""
        tokens = self.made.tokens()
        for _ in range(scans):
            lane = self.chance.choice(self.lanes)
            if lane.waiting > 2:
                lane.answer()
            lane.say(scan=self.chance.choice(tokens))
            self.found.scans += 1
            if self.chance.random() < 0.01:
                self._twice(tokens)
            if self.chance.random() < 0.02:
                self.lanes[-1].ask(work=True)
            if self.chance.random() < 0.03:
                self._happen()

    def _twice(self, tokens: list[str]) -> None:
        """The same person at two lanes in the same moment."""
        one, other = self.chance.sample(self.lanes, 2)
        token = self.chance.choice(tokens)
        one.say(scan=token)
        other.say(scan=token)
        self.found.scans += 2

    def _happen(self) -> None:
        what = self.chance.choice(["hub", "hub", "line", "line", "lane", "lost"])
        self.found.kills[what] += 1
        hub = self.chance.choice(self.hubs)
        match what:
            case "hub" if hub.process is not None:
                hub.kill()
            case "hub":
                hub.start()
            case "line" if self.registry.pid is not None:
                self.registry.stop()
            case "line":
                self.registry.start()
            case "lane":
                lane = self.chance.choice(self.lanes)
                lane.kill()
                self._start(lane)
            case _:
                hub.lose_everything()
                hub.start()

    def _start(self, *lanes: Lane) -> None:
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.ready()

    def settle(self) -> None:
        """Everything works again; wait until nobody lacks anything, then work all cases."""
        if self.registry.pid is None:
            self.registry.start()
        for hub in self.hubs:
            if hub.process is None:
                hub.start()
        self._quiet()
        while self.lanes[-1].ask(work=True).get("worked"):
            pass
        self._quiet()
        for lane in self.lanes:
            lane.quit()

    def _quiet(self) -> None:
        until = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < until:
            told = [lane.ask(standing=True) for lane in self.lanes]
            if all(not each["pending"] and each["heard"] == each["lanes"] for each in told):
                return
            time.sleep(0.5)
        raise AssertionError(f"not quiet: {told}")

    def look(self) -> Found:
        """The truth, from each lane's journal and the registry's database."""
        clock, found = SystemClock(), self.found
        everything: dict[tuple[str, bytes], PortMovement] = {}
        for paths in self.made.lanes:
            with open_stores(paths, clock) as stores:
                name = stores.device.device_id
                known, own = _movements(stores.journal)
                found.known[name], found.own[name] = set(known), own
                everything |= {(each.device or name, key): each for key, each in known.items()}
                desk = open_case_desk(stores, clock, officer="look")
                views = desk.cases_of(cairo_day(clock.now()))
                found.told_doubles[name] = {
                    view.permit for view in views if view.conflict is not None and view.permit
                }
                found.outcomes[name] = {
                    str(view.case_id): view.state.name
                    if view.case.decided is None
                    else str(view.case.decided.event_id)
                    for view in views
                }
        engine = open_database(RegistryPaths(self.made.registry).database)
        with reading(engine) as connection:
            rows = connection.execute(text("SELECT movement_id FROM movement")).fetchall()
        engine.dispose()
        found.registry = Counter(bytes(row[0]) for row in rows)
        found.doubles = doubles_of(everything)
        return found


def registry_port(lane: LanePaths) -> int:
    """Where the lanes were enrolled."""
    device = load_device(lane.device)
    assert device is not None
    return int(device.registry.rpartition(":")[2])


def doubles_of(everything: dict[tuple[str, bytes], PortMovement]) -> set[int]:
    """The permits that left at two lanes which did not know of each other, counted the plain way:
    every pair of departures by different devices of which neither is taken back, and the later one
    was not judged as a second one."""
    by_permit: dict[int, list[tuple[str, PortMovement]]] = defaultdict(list)
    for (device, _), each in everything.items():
        standing = not each.annulled and each.movement.kind is MovementKind.DEPARTED
        if standing and each.movement.permit is not None:
            by_permit[each.movement.permit].append((device, each))
    return {
        permit
        for permit, all_of in by_permit.items()
        if len({device for device, each in all_of if not _knew(each)}) > 1
    }


def _knew(each: PortMovement) -> bool:
    return any(code.startswith("ALREADY_DEPARTED") for code in each.movement.findings)


def _movements(journal: Any) -> tuple[dict[bytes, PortMovement], set[bytes]]:
    with journal._database.reading() as conn:  # every permit that this lane knows of
        rows = conn.execute(
            "SELECT permit FROM movement WHERE permit IS NOT NULL"
            " UNION SELECT permit FROM neighbour WHERE permit IS NOT NULL"
        ).fetchall()
    known = {
        each.movement.movement_id.bytes: each
        for row in rows
        for each in journal.port_movements(row[0])
    }
    return known, {key for key, each in known.items() if not each.device}


def simulate(scans: int, lanes: int, seed: int, folder: Path) -> Found:
    """The whole run."""
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.simulators.port_of_lanes"),
            *(str(folder), str(max(3000, 20 * scans)), str(max(100, scans)), str(lanes)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    port = Port(PortOfLanes(folder), seed)
    with port.running():
        port.pass_people(scans)
        port.settle()
    return port.look()


def check(found: Found) -> None:
    """Raises AssertionError with what is wrong."""
    everything = set().union(*found.own.values())
    assert set(found.registry) == everything, "at the registry"
    assert set(found.registry.values()) <= {1}, "counted twice"
    for name, known in found.known.items():
        assert known == everything, f"{name} knows {len(known)} of {len(everything)}"
        assert found.told_doubles[name] == found.doubles, f"doubles at {name}"
    outcomes = list(found.outcomes.values())
    assert all(each == outcomes[0] for each in outcomes), "outcomes differ"
    waiting = {"OPEN", "TAKEN"}.intersection(outcomes[0].values())
    assert not waiting, "a case without an outcome"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=2400)
    parser.add_argument("--lanes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1448)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="checkpoint-port-") as name:
        found = simulate(chosen.scans, chosen.lanes, chosen.seed, Path(name))
    check(found)
    print(
        json.dumps(
            {
                "scans": found.scans,
                "movements": len(found.registry),
                "doubles": len(found.doubles),
                "cases": len(next(iter(found.outcomes.values()))),
                "broken": dict(found.kills),
            }
        )
    )


if __name__ == "__main__":
    main()
