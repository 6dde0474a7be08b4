"""What a scan costs the hub of a port with eight lanes, and how soon the other lanes have it.

The hub is `checkpoint hub serve` in a process of its own, the lanes are real ones in two more, and
the registry is out of reach, as on the day for which there is a hub. The CPU is all that the hub's
process uses, user and system, from the first scan until what follows the last one has come too;
what it uses for so long without a scan is part of it, and told beside it.

The floor is the CPU for what no hub can leave out: the item goes to eight lanes over TLS.
"""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from checkpoint_app.clock import SystemClock
from sync.registry.hub.certificate import certificate_in, tls_context
from sync.registry.hub.serve import HubPaths
from tests.bench._port_lanes import LANES
from tests.bench.result import Measured, SideGoal
from tests.simulators.port_of_lanes import PortOfLanes

RECORDS = 60_000
SCANS, SCANS_A_SECOND = 300, 10.0
GOAL_MS, MEDIAN_GOAL_MS, SLOWEST_GOAL_MS = 2.0, 500.0, 2000.0
LANE_PROCESSES = 2
# Seconds: after linking, without a scan, and for what follows the last scan.
SETTLE, IDLE, TAIL = 8.0, 10.0, 8.0
FLOOR_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Run:
    """CPU in seconds; ``taken`` in ms, one for each movement at each other lane."""

    idle: float
    idle_wall: float
    busy: float
    busy_wall: float
    taken: list[float]


def run(records: int) -> Measured:
    """See the module."""
    with tempfile.TemporaryDirectory(prefix="checkpoint-bench-") as name:
        return measured_in(_built(Path(name), records))


def measured_in(made: PortOfLanes) -> Measured:
    """Of a port that was built already, and is used up by it."""
    hub = made.lanes[0].root
    measured = _measured(made, hub)
    items = HubPaths(hub / "hub").items
    size, kinds = _size(items), _kinds(items)
    floor = floor_ms(made.folder, size)
    value = measured.busy / SCANS * 1000
    idle = measured.idle / measured.idle_wall
    slowest = max(measured.taken)
    return Measured(
        "hub",
        value,
        "ms of CPU",
        GOAL_MS,
        side_goals=(
            SideGoal("propagation_ms", median(measured.taken), MEDIAN_GOAL_MS),
            SideGoal("slowest_ms", slowest, SLOWEST_GOAL_MS),
        ),
        explanations={
            "lanes": LANES,
            "scans": SCANS,
            "scans_a_second": SCANS_A_SECOND,
            "idle_ms_a_second": idle * 1000,
            "idle_share_ms": idle * measured.busy_wall / SCANS * 1000,
            "floor_ms": floor,
            "ratio": value / floor,
            "item_bytes": size,
            "items_a_scan": {kind: count / SCANS for kind, count in kinds.items()},
            "arrivals": len(measured.taken),
            "missing": SCANS * (LANES - 1) - len(measured.taken),
        },
    )


def floor_ms(folder: Path, size: int) -> float:
    """CPU of writing so many bytes to eight TLS connections, in ms; the median."""
    certificate_in(folder / "floor.pem", SystemClock())
    with ExitStack() as stack:
        lines = [stack.enter_context(_line(folder / "floor.pem")) for _ in range(LANES)]
        content = bytes(size)
        taken = []
        for _ in range(FLOOR_ROUNDS):
            before = time.thread_time_ns()
            for line, _reader in lines:
                line.sendall(content)
            taken.append(time.thread_time_ns() - before)
            for _writer, reader in lines:
                _drain(reader, size)
    return median(taken) / 1e6


@contextmanager
def _line(pem: Path) -> Iterator[tuple[ssl.SSLSocket, ssl.SSLSocket]]:
    """Both ends of a TLS connection; the first writes."""
    plain, other = _pair()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    found: list[ssl.SSLSocket] = []
    shaking = threading.Thread(target=lambda: found.append(context.wrap_socket(other)))
    shaking.start()
    with tls_context(pem).wrap_socket(plain, server_side=True) as writer:
        shaking.join()
        with found[0] as reader:
            yield writer, reader


def _pair() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        server, _ = listening.accept()
    return server, client


def _drain(line: ssl.SSLSocket, size: int) -> None:
    while size > 0:
        size -= len(line.recv(size))


def _measured(made: PortOfLanes, hub: Path) -> Run:
    with _serving(hub) as (pid, address), _lanes(made, address) as lanes:
        process = psutil.Process(pid)
        time.sleep(SETTLE)
        idle, idle_wall = _cpu(process), time.monotonic()
        time.sleep(IDLE)
        busy, busy_wall = _cpu(process), time.monotonic()
        for each in lanes:
            _say(each, str(busy_wall + 0.5))
        time.sleep(SCANS / SCANS_A_SECOND + TAIL)
        end, end_wall = _cpu(process), time.monotonic()
        told = [_heard(each) for each in lanes]
    return Run(busy - idle, busy_wall - idle_wall, end - busy, end_wall - busy_wall, _taken(told))


def _taken(told: Sequence[dict[str, dict[str, object]]]) -> list[float]:
    committed = {scan: at for each in told for scan, at in each["committed"].items()}
    seen = (found for each in told for found in each["seen"].values())
    return [
        (at - float(str(committed[scan]))) * 1000
        for found in seen
        if isinstance(found, dict)
        for scan, at in found.items()
    ]


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[int, str]]:
    """A hub without its registry: pid and address."""
    words = ["hub", "serve", "--host", "127.0.0.1", "--port", "0", "--no-announce", "--json"]
    hub = subprocess.Popen(
        [sys.executable, "-m", "checkpoint_app", *words, "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield hub.pid, str(_heard(hub)["listening"])
    finally:
        hub.send_signal(signal.SIGTERM)
        hub.wait(60)


@contextmanager
def _lanes(made: PortOfLanes, hub: str) -> Iterator[list[subprocess.Popen[str]]]:
    """The processes of the lanes, all of them linked."""
    begun = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.bench._port_lanes", str(made.folder), hub),
                *(str(SCANS), str(SCANS_A_SECOND)),
                *(str(number) for number in range(first, LANES, LANE_PROCESSES)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(LANE_PROCESSES)
    ]
    try:
        for each in begun:
            assert "ready" in _heard(each)
        yield begun
    finally:
        for each in begun:
            assert each.stdin is not None
            each.stdin.close()
        for each in begun:
            each.wait(60)


def _say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _heard(process: subprocess.Popen[str]) -> dict[str, dict[str, object]]:
    assert process.stdout is not None
    found: dict[str, dict[str, object]] = json.loads(process.stdout.readline())
    return found


def _built(folder: Path, records: int) -> PortOfLanes:
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.simulators.port_of_lanes", str(folder)),
            *(str(records), str(SCANS), str(LANES)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    made = PortOfLanes(folder)
    assert len(made.tokens()) == SCANS, "too few records for so many scans"
    return made


def _size(items: Path) -> int:
    """The usual size of an item of movements, in bytes."""
    with sqlite3.connect(items) as db:
        rows = db.execute("SELECT size FROM item WHERE stream = 'chain'").fetchall()
    return int(median(size for (size,) in rows))


def _kinds(items: Path) -> dict[str, int]:
    """Items by kind; of heads all that ever came, from the numbers that are missing."""
    with sqlite3.connect(items) as db:
        kept = dict(db.execute("SELECT stream, count(*) FROM item GROUP BY stream").fetchall())
        (newest,) = db.execute("SELECT max(number) FROM item").fetchone()
    return kept | {"head": newest - kept.get("chain", 0) - kept.get("copy", 0)}
