"""A registry whose program was updated: its data is carried forward before anything uses it, and
what it could not read before is counted."""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.errors import StorageError
from sync.protocol.messages import EnrolmentRequest
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.ingest import UNREADABLE
from sync.registry.api.ingest_sql import INSERT_ASIDE
from sync.registry.db import migrate
from sync.registry.db.open import open_database
from sync.registry.db.upkeep import bring_up_to_date, newest_file
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import good, run
from tests.integration.registry_api.test_serve import serving
from tests.integration.registry_api.world import DeviceKeys, JournalWriter
from tests.integration.versions.test_version_one import frozen

pytestmark = pytest.mark.requirement("C3")
DAY = "2026-03-05"


def first_schema(path: Path) -> None:
    """The frozen database of the first schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(frozen("registry.sql").decode())


def dumped(path: Path) -> list[str]:
    """All that is in a database, and its schema."""
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_command_finds_its_tables_in_an_older_database(tmp_path: Path) -> None:
    paths = RegistryPaths(tmp_path)
    first_schema(paths.database)
    counts = json.loads(good("registry", "counts", "--json", "--day", DAY, "--data", tmp_path))
    assert counts["total"]["departed"] == 4
    assert revision(paths.database) == newest_file() == migrate.newest_version()


def test_a_database_of_a_later_program_is_told_as_such(tmp_path: Path) -> None:
    paths = RegistryPaths(tmp_path)
    first_schema(paths.database)
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = dumped(paths.database)
    with pytest.raises(StorageError) as told:
        bring_up_to_date(paths.database)
    assert told.value.key == "registry.newer_database"
    done = run("registry", "counts", "--data", tmp_path)
    assert done.returncode == 1
    assert "newer version" in done.stderr
    assert dumped(paths.database) == before


@pytest.mark.parametrize("content", [b"", b"no database at all" * 99])
def test_what_is_no_database_is_not_made_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "registry.db"
    path.write_bytes(content)
    try:
        assert not bring_up_to_date(path)
    except StorageError as error:
        assert error.key == "registry.database"
    assert path.read_bytes() == content
    assert not bring_up_to_date(tmp_path / "absent.db")


def test_what_an_older_program_set_aside_is_counted_when_the_updated_one_serves(
    tmp_path: Path,
) -> None:
    paths = RegistryPaths(tmp_path / "registry")
    initialise(paths, SystemClock(), demo=True)
    engine = open_database(paths.database)
    device = enrolled(engine)
    journal = JournalWriter(0, "1")
    for _ in range(2):
        journal.record()
    with engine.begin() as connection:
        for sequence, body in enumerate(journal.movements, 1):
            kept = (device, journal.epoch, sequence, chain_hash(body), 1, UNREADABLE, body)
            connection.exec_driver_sql(INSERT_ASIDE, kept)
    to_the_first_schema(engine)
    engine.dispose()
    assert revision(paths.database) == "0001"
    with serving(paths, "--no-publish") as served:
        assert served.departed(DAY) == 2
    with serving(paths, "--no-publish") as served:
        assert served.departed(DAY) == 2
    assert revision(paths.database) == newest_file()


def enrolled(engine: Engine) -> str:
    """The id of a device that was enrolled just now."""
    clock = SystemClock()
    enrolment = Enrolment(engine, clock, secrets.randbelow, WrongAttempts(clock))
    request = EnrolmentRequest(**DeviceKeys().request(enrolment.issue_code(0, "1")))
    return enrolment.enrol(request, "").device_id


def to_the_first_schema(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
