"""The registry's database on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.db import schema
from sync.registry.db.migrate import create_database, newest_version, schema_version
from sync.registry.db.open import open_database, reading, writing


def test_the_migrations_make_the_tables_as_they_are_described(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "registry.db")
    assert schema_version(engine) == newest_version() == "0005"
    with reading(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_making_it_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        engine = create_database(tmp_path / "registry.db")
        with writing(engine) as connection:
            connection.execute(
                insert(schema.audit).values(at=1, actor="a", action="b", subject="c")
            )
        engine.dispose()
    engine = open_database(tmp_path / "registry.db")
    with reading(engine) as connection:
        assert len(connection.execute(schema.audit.select()).all()) == 2
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "registry.db")
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StorageError) as caught:
        create_database(tmp_path / "registry.db")
    assert caught.value.key == "registry.newer_database"


def test_there_is_nothing_to_open_before_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        open_database(tmp_path / "registry.db")
    assert caught.value.key == "registry.absent"


def test_it_is_a_wal_database_with_foreign_keys(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "registry.db")
    with reading(engine) as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 20_000
    orphan = insert(schema.programme).values(
        number=1,
        company=5,
        agent=5,
        name_ar="",
        name_en="",
        ports=1,
        travel_out=1,
        travel_back=2,
        makkah_hotel_metres=1,
        madinah_hotel_metres=1,
        has_bus=True,
        pilgrims=1,
        supervisors=1,
    )
    with pytest.raises(StorageError) as caught, writing(engine) as connection:
        connection.execute(orphan)
    assert isinstance(caught.value.__cause__, IntegrityError)
    engine.dispose()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    create_database(tmp_path / "registry.db").dispose()
    engine = open_database(tmp_path / "registry.db", read_only=True)
    with pytest.raises(StorageError), reading(engine) as connection:
        connection.execute(insert(schema.meta).values(name="a", value="b"))
    engine.dispose()


def test_what_fails_half_way_is_not_kept(tmp_path: Path) -> None:
    engine = create_database(tmp_path / "registry.db")
    with pytest.raises(RuntimeError), writing(engine) as connection:
        connection.execute(insert(schema.meta).values(name="a", value="b"))
        raise RuntimeError("stop")
    with reading(engine) as connection:
        assert connection.execute(schema.meta.select()).all() == []
    engine.dispose()


def test_an_error_names_nobody(tmp_path: Path) -> None:
    """It goes to the log."""
    engine = create_database(tmp_path / "registry.db")
    row = {"at": 1, "actor": "FATMA MAHMOUD", "action": None, "subject": "A00000001"}
    with pytest.raises(StorageError) as caught, writing(engine) as connection:
        connection.execute(insert(schema.audit).values(row))
    cause = caught.value.__cause__
    assert "NOT NULL" in str(caught.value)
    assert not [said for said in (str(caught.value), str(cause)) if "FATMA" in said or "A0" in said]
    engine.dispose()
