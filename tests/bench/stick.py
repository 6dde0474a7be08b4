"""A stick with a port's whole baseline, taken in as `checkpoint bundle import` does, while the lane
scans on.

Floor: that of the `import` benchmark (the same ready rows into the same schema of the same
encrypted database), and the same packs' digests and their `age` alone. Scans run in a process of
their own, as a lane beside the IT desk does: first idle, then while the stick comes in.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pyrage

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import LaneStores, open_inward, open_lane, open_stores
from checkpoint_app.store import keys as store_keys
from sync.bundle.layout import StickLayout
from sync.trust import pack
from tests.bench._lane import Season, import_all, season
from tests.bench.floor import PeakMemory
from tests.bench.import_ import floor_seconds, forget_records
from tests.bench.result import Measured, SideGoal

RECORDS = 200_000
GOAL, SCAN_GOAL, PEAK_GOAL_MB = 1.5, 2.0, 256.0
ROUNDS = 3
TOKENS = 200
# A lane's pace at its busiest, several times over: one scan begins each so many seconds.
SCAN_EVERY = 0.05
IDLE_SCANS = 60
# Characters in a record pack's name.
_SEGMENT_NAME = 32
_MOST_PLAIN = 1_000_000_000


def run(records: int) -> Measured:
    """See the module. Rounds are programs of their own, as the command is."""
    with season(records, TOKENS) as made:
        stick = made.folder / "stick"
        shutil.copytree(made.repository, StickLayout(stick).repository)
        rounds = [_apart("round", made, records) for _ in range(ROUNDS)]
        idle, busy, imports = _scans_beside(made)
    works, floors, reads, peaks, previews = zip(*rounds, strict=True)
    least = min(floors) + min(reads)
    return Measured(
        "stick",
        min(works) / least,
        "ratio to the floor",
        GOAL,
        side_goals=(
            SideGoal("scan_ratio", median(busy) / median(idle), SCAN_GOAL),
            SideGoal("peak_mb", max(peaks), PEAK_GOAL_MB),
        ),
        explanations={
            "records": records,
            "import_s": min(works),
            "floor_s": min(floors),
            "age_and_hash_s": min(reads),
            "preview_s": min(previews),
            "imports_s": [round(each, 3) for each in works],
            "floors_s": [round(each, 3) for each in floors],
            "scan_idle_ms": median(idle) * 1000,
            "scan_busy_ms": median(busy) * 1000,
            "scans_beside": len(busy),
            "import_beside_s": imports,
            "rounds": ROUNDS,
        },
    )


def one_round(made: Season, records: int) -> None:
    """Take the stick into an empty cache; prints seconds of the import, of the floor, of age and
    hash alone, the peak in MB, and the seconds of the preview."""
    forget_records(made)
    stick = made.folder / "stick"
    with open_stores(made.lane, SystemClock()) as stores:
        inward = open_inward(stores, SystemClock())
        started = time.perf_counter()
        preview = inward.preview(stick)
        looked = time.perf_counter() - started
        assert preview.permits == records
        with PeakMemory() as memory:
            started = time.perf_counter()
            outcome = inward.take(stick)
            work = time.perf_counter() - started
        assert outcome.records == records
        print(work, floor_seconds(stores), _age_and_hash(made, stores), memory.peak_mb, looked)


def scan_on(made: Season, _records: int) -> None:
    """Scan at a steady pace until told to stop; prints the start and the length of each in
    seconds, as JSON, once it has."""
    texts, taken = made.tokens(), []
    with open_lane(made.lane, SystemClock()) as lane:
        lane.service.scan(texts[0])
        print("ready", flush=True)
        with _until_told() as told:
            number = 0
            while not told():
                started = time.perf_counter()
                answer = lane.service.scan(texts[number % len(texts)])
                taken.append((started, time.perf_counter() - started))
                assert answer.record is not None
                number += 1
                time.sleep(max(0.0, SCAN_EVERY - taken[-1][1]))
    print(json.dumps(taken))


@contextmanager
def _until_told() -> Iterator[Callable[[], bool]]:
    """Whether a line has come in meanwhile."""
    told = threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        told.set()

    ear = threading.Thread(target=listen, daemon=True)
    ear.start()
    yield told.is_set
    ear.join()


def _scans_beside(made: Season) -> tuple[list[float], list[float], float]:
    """Seconds of scans while nothing else runs, and while the same stick is built in anew; and the
    seconds of that import. The clock of all processes is the same one."""
    child = subprocess.Popen(
        _program("scan", made, 0), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(IDLE_SCANS * SCAN_EVERY)
    began = time.perf_counter()
    _apart("rebuild", made, 0)
    ended = time.perf_counter()
    answer, _ = child.communicate("stop\n")
    taken = json.loads(answer)
    idle = [length for start, length in taken if start < began]
    busy = [length for start, length in taken if began <= start < ended]
    return idle, busy, ended - began


def rebuild(made: Season, records: int) -> None:
    """Take the packs in over a cache that holds all of them, every record written anew: what a new
    baseline does to a lane at work."""
    with open_stores(made.lane, SystemClock()) as stores:
        taken = import_all(made, stores, rebuild=True)
    assert taken.port is not None
    assert taken.port.rebuilt
    print(taken.port.records)


def _age_and_hash(made: Season, stores: LaneStores) -> float:
    """Seconds to hash the record packs as they lie there, to open their `age`, and to hash each
    record out of them: what verifying them cannot do without. Unpacking and cutting into records
    is not timed."""
    folder = StickLayout(made.folder / "stick").targets / stores.device.port_id
    (key,) = folder.glob("*.key")
    device = pyrage.x25519.Identity.from_str(store_keys.age_identity(stores.key_store))
    plain = pyrage.decrypt(key.read_bytes(), [device])
    port = pyrage.x25519.Identity.from_str(plain.decode().strip())
    spent = 0.0
    for path in folder.iterdir():
        if len(path.name.partition(".")[2]) != _SEGMENT_NAME:
            continue
        content = path.read_bytes()
        started = time.perf_counter()
        hashlib.sha256(content).digest()
        opened = bytes(pyrage.decrypt(content, [port]))
        spent += time.perf_counter() - started
        _, frames = pack.read_pack(opened, cap=_MOST_PLAIN)
        records = [record for frame in frames for record in _records_of(frame)]
        started = time.perf_counter()
        for record in records:
            hashlib.sha256(record).digest()
        spent += time.perf_counter() - started
    return spent


def _records_of(frame: object) -> list[bytes]:
    assert isinstance(frame, list)
    records: list[bytes] = frame[2]
    return records


def _apart(step: str, made: Season, records: int) -> tuple[float, ...]:
    """A step in a program of its own; the figures that it prints."""
    answer = subprocess.run(
        _program(step, made, records), check=True, capture_output=True, text=True
    )
    return tuple(float(word) for word in answer.stdout.split())


def _program(step: str, made: Season, records: int) -> list[str]:
    return [sys.executable, "-m", "tests.bench.stick", step, str(made.folder), str(records)]


_STEPS: Mapping[str, Callable[[Season, int], None]] = {
    "round": one_round,
    "scan": scan_on,
    "rebuild": rebuild,
}

if __name__ == "__main__":
    _STEPS[sys.argv[1]](Season(Path(sys.argv[2])), int(sys.argv[3]))
