"""A baseline from its encrypted packs in a folder to a usable cache, every record verified.

Floor: `executemany` of the same ready rows into the same schema of the same encrypted database, in
one transaction, with the indexes made at the end as the import makes them.
"""

from __future__ import annotations

import gc
import os
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
    "SELECT permit, version, passport, national_id, slot, body FROM record"
    " WHERE slot > ? ORDER BY slot LIMIT ?"
)
_ADD_RECORD = (
    "INSERT INTO record (permit, version, passport, national_id, slot, body)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_ADD_BLOCK = "INSERT INTO block (number, envelope, digests) VALUES (?, ?, ?)"


def run(records: int) -> Measured:
    """See the module."""
    works: list[float] = []
    floors: list[float] = []
    peak = 0.0
    with season(records) as made:
        for _ in range(ROUNDS):
            with open_stores(made.lane, SystemClock()) as stores:
                gc.collect()
                with PeakMemory() as memory:
                    works.append(_import(made, stores, records))
                peak = max(peak, memory.peak_mb)
                floors.append(_floor(stores))
            _forget(made)
    work, floor = min(works), min(floors)
    return Measured(
        "import",
        work / floor,
        "ratio to the floor",
        GOAL,
        side_goals=(SideGoal("peak_mb", peak, PEAK_GOAL_MB),),
        explanations={
            "records": records,
            "import_s": work,
            "floor_s": floor,
            "rounds": ROUNDS,
            "ratios": [round(w / f, 3) for w, f in zip(works, floors, strict=True)],
        },
    )


def _import(made: Season, stores: LaneStores, records: int) -> float:
    started = time.perf_counter()
    taken = import_all(made, stores)
    ended = time.perf_counter()
    assert taken.port is not None
    assert taken.port.records == records
    return ended - started


def _floor(stores: LaneStores) -> float:
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


def _forget(made: Season) -> None:
    """Back to a lane without records; the anchor stays, as after a cache that was lost."""
    for path in made.lane.root.glob("records.db*"):
        path.unlink()
