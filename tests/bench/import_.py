"""A baseline from its encrypted packs in a folder to a usable cache, every record verified.

Floor: `executemany` of the same ready rows into the same schema of the same encrypted database, in
one transaction, with the indexes made at the end as the import makes them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store.encrypted import EncryptedDatabase, Row
from checkpoint_app.store.records_schema import MIGRATIONS, create_indexes, drop_indexes
from tests.bench._lane import Season, import_all, season
from tests.bench.floor import PeakMemory
from tests.bench.result import Measured, SideGoal

RECORDS = 1_000_000
GOAL, PEAK_GOAL_MB = 2.0, 300.0
ROUNDS = 2
CHUNK = 20_000
_RECORDS = (
    "SELECT permit, version, passport, national_id, slot, body, programme FROM record"
    " WHERE slot > ? ORDER BY slot LIMIT ?"
)
_ADD_RECORD = (
    "INSERT INTO record (permit, version, passport, national_id, slot, body, programme)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ADD_BLOCK = "INSERT INTO block (number, envelope, digests) VALUES (?, ?, ?)"


def run(records: int) -> Measured:
    """See the module. Each round is a program of its own, as a lane's is: what one leaves in
    memory is not counted against the next."""
    with season(records) as made:
        rounds = [_round_apart(made, records) for _ in range(ROUNDS)]
    works, floors, peaks = zip(*rounds, strict=True)
    return Measured(
        "import",
        min(works) / min(floors),
        "ratio to the floor",
        GOAL,
        side_goals=(SideGoal("peak_mb", max(peaks), PEAK_GOAL_MB),),
        explanations={
            "records": records,
            "import_s": min(works),
            "floor_s": min(floors),
            "rounds": ROUNDS,
            "ratios": [round(work / floor, 3) for work, floor, _ in rounds],
            "peaks_mb": [round(peak, 1) for peak in peaks],
        },
    )


def _round_apart(made: Season, records: int) -> tuple[float, float, float]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.import_", str(made.folder), str(records)],
        check=True,
        capture_output=True,
        text=True,
    )
    work, floor, peak = (float(word) for word in answer.stdout.split())
    return work, floor, peak


def one_round(made: Season, records: int) -> None:
    """Import, then fill the floor's database; prints seconds, seconds and the peak in MB."""
    forget_records(made)
    with open_stores(made.lane, SystemClock()) as stores:
        with PeakMemory() as memory:
            work = _import(made, stores, records)
        print(work, floor_seconds(stores), memory.peak_mb)


def _import(made: Season, stores: LaneStores, records: int) -> float:
    started = time.perf_counter()
    taken = import_all(made, stores)
    ended = time.perf_counter()
    assert taken.port is not None
    assert taken.port.records == records
    return ended - started


def floor_seconds(stores: LaneStores) -> float:
    """Seconds for the same rows, read into memory a chunk at a time, which is not timed."""
    source = _open(stores.paths.records, _records_key(stores))
    with tempfile.TemporaryDirectory(dir=stores.paths.root) as name:
        database = _open(Path(name) / "floor.db", os.urandom(32))
        try:
            return _filled(database, source)
        finally:
            database.close()
            source.close()


def _filled(database: EncryptedDatabase, source: EncryptedDatabase) -> float:
    spent = 0.0
    with source.reading() as conn:
        blocks = conn.execute("SELECT number, envelope, digests FROM block").fetchall()
    started = time.perf_counter()
    with database.writing() as conn:
        drop_indexes(conn)
        conn.executemany(_ADD_BLOCK, blocks)
        spent += time.perf_counter() - started
        for rows in _chunks(source):
            started = time.perf_counter()
            conn.executemany(_ADD_RECORD, rows)
            spent += time.perf_counter() - started
        started = time.perf_counter()
        create_indexes(conn)
    database.checkpoint()
    return spent + time.perf_counter() - started


def _chunks(source: EncryptedDatabase) -> Iterator[list[Row]]:
    last = -1
    while True:
        with source.reading() as conn:
            rows = conn.execute(_RECORDS, (last, CHUNK)).fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][4]


def _open(path: Path, key: bytes) -> EncryptedDatabase:
    return EncryptedDatabase(path, key, MIGRATIONS)


def _records_key(stores: LaneStores) -> bytes:
    return store_keys.database_key(stores.key_store, store_keys.RECORDS, database_exists=True)


def forget_records(made: Season) -> None:
    """Back to a lane without records; the anchor stays, as after a cache that was lost."""
    for path in made.lane.root.glob("records.db*"):
        path.unlink()


if __name__ == "__main__":
    one_round(Season(Path(sys.argv[1])), int(sys.argv[2]))
