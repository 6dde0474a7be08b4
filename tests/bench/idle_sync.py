"""A whole round of syncing when nothing has changed, both ways, against a registry that serves in a
process of its own: what a port costs the line and its computer all day long.

CPU is that of the lane's process and its children, user and system; bytes are all that go over the
line both ways, headers included, in the round and in the connections that it opens.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import msgspec

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import open_stores, open_sync
from sync.client.device import load_device, save_device
from tests.bench._lane import Season, season
from tests.bench.result import Measured, SideGoal

RECORDS = 20_000
GOAL_MS, BYTES_GOAL = 100.0, 20_000
WARM_UP, ROUNDS = 3, 20


def run(records: int) -> Measured:
    """See the module."""
    with (
        season(records) as made,
        _serving(made) as address,
        _counted(address) as (near, count),
    ):
        _lead(made, near)
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.idle_sync", str(made.folder), str(WARM_UP)],
            check=True,
            capture_output=True,
            text=True,
        )
        before = count()
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.idle_sync", str(made.folder), str(ROUNDS)],
            check=True,
            capture_output=True,
            text=True,
        )
        size = (count() - before) / ROUNDS
    taken: list[float] = json.loads(answer.stdout)
    return Measured(
        "idle-sync",
        median(taken) * 1000,
        "ms of CPU",
        GOAL_MS,
        side_goals=(SideGoal("bytes", size, BYTES_GOAL),),
        explanations={
            "records": records,
            "rounds": len(taken),
            "most_ms": max(taken) * 1000,
            "first_ms": taken[0] * 1000,
        },
    )


def rounds(made: Season, number: int) -> list[float]:
    """Seconds of CPU of so many rounds, in a client that has just been opened."""
    taken = []
    clock = SystemClock()
    with open_stores(made.lane, clock) as stores, open_sync(stores, clock) as client:
        for _ in range(number):
            before = _cpu()
            report = client.once()
            taken.append(_cpu() - before)
            assert report.ok, report
    return taken


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _lead(made: Season, address: str) -> None:
    """Have the lane reach its registry over this line."""
    device = load_device(made.lane.device)
    assert device is not None
    save_device(made.lane.device, msgspec.structs.replace(device, registry=address))


@contextmanager
def _serving(made: Season) -> Iterator[str]:
    words = ["registry", "serve", "--port", "0", "--data", str(made.folder / "registry")]
    server = subprocess.Popen(
        [sys.executable, "-m", "checkpoint_app", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield str(json.loads(server.stdout.readline())["listening"])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _parts(address: str) -> tuple[str, str]:
    found = urlsplit(address)
    return str(found.hostname), str(found.port)


@contextmanager
def _counted(address: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """A line to this address that counts: its own address, and the bytes so far."""
    line = subprocess.Popen(
        [sys.executable, "-m", "tests.simulators.counting_line", *_parts(address)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert line.stdin is not None
    assert line.stdout is not None
    asked, told = line.stdin, line.stdout

    def count() -> int:
        asked.write("?\n")
        asked.flush()
        return int(told.readline())

    try:
        yield f"http://127.0.0.1:{int(told.readline())}", count
    finally:
        asked.close()
        line.wait(10)


if __name__ == "__main__":
    print(json.dumps(rounds(Season(Path(sys.argv[1])), int(sys.argv[2]))))
