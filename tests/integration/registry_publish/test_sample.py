"""The synthetic season on disk: the same for the same seed, in little memory."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from checkpoint_app.domain.days import day_number
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.db.migrate import create_database
from sync.registry.db.open import reading
from sync.registry.sample.season import sample, spotless_permits
from tests.integration.registry_publish.centre import TODAY

TABLES = (schema.company, schema.agent, schema.programme, schema.permit, schema.status_list)
ROOT = Path(__file__).parents[3]


def fingerprint(engine: Engine) -> str:
    digest = hashlib.sha256()
    with reading(engine) as connection:
        for table in TABLES:
            for row in connection.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def made(folder: Path, name: str, permits: int, seed: int) -> Engine:
    engine = create_database(folder / f"{name}.db")
    sample(engine, permits=permits, seed=seed, today=TODAY)
    return engine


def test_the_same_seed_makes_the_same_season(tmp_path: Path) -> None:
    seasons = [made(tmp_path, name, 1000, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, same, other = (fingerprint(engine) for engine in seasons)
    assert first == same != other
    for engine in seasons:
        engine.dispose()


def test_a_second_season_is_refused(tmp_path: Path) -> None:
    engine = made(tmp_path, "a", 50, 1)
    with pytest.raises(ConfigError) as caught:
        sample(engine, permits=50, seed=1, today=TODAY)
    assert caught.value.key == "registry.not_empty"
    engine.dispose()


def test_a_small_season_has_spotless_permits_for_today(tmp_path: Path) -> None:
    engine = made(tmp_path, "a", 300, 9)
    found = spotless_permits(engine, "CAI-AIR", TODAY, 20)
    assert len(found) == 20
    with reading(engine) as connection:
        permit = schema.permit.c
        rows = connection.execute(schema.permit.select().where(permit.number.in_(found))).all()
    assert {row.travel_out for row in rows} == {day_number(TODAY)}
    assert all(row.status == 0 and row.visa_number for row in rows)
    assert len(spotless_permits(engine, "SGA-SEA", TODAY, 5)) == 5
    engine.dispose()


SAMPLE_IN_A_PROCESS = """
import sys
from datetime import date
from pathlib import Path
from sync.registry.db.migrate import create_database
from sync.registry.sample.season import sample
engine = create_database(Path(sys.argv[1]))
sample(engine, permits=int(sys.argv[2]), seed=1, today=date(2026, 11, 22))
# The kernel's high-water mark of this program; ru_maxrss begins at that of whoever forked it.
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def peak_megabytes(folder: Path, permits: int) -> int:
    arguments = [sys.executable, "-c", SAMPLE_IN_A_PROCESS, str(folder / f"{permits}.db")]
    done = subprocess.run([*arguments, str(permits)], capture_output=True, check=True, cwd=ROOT)
    return int(done.stdout)


def test_memory_does_not_grow_with_the_season(tmp_path: Path) -> None:
    one_batch, two_batches = peak_megabytes(tmp_path, 20_000), peak_megabytes(tmp_path, 40_000)
    assert two_batches < 200
    assert two_batches - one_batch < 25
