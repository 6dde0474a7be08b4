"""Brings a registry database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from checkpoint_app.errors import StorageError
from sync.registry.db.open import engine_on, reading, writing

_SCRIPTS = Path(__file__).parent / "migrations"


def create_database(path: Path) -> Engine:
    """The engine of the database at ``path``, made when absent, migrated when older.

    Raises StorageError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = engine_on(path, "rwc")
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Run every migration that is missing, in one transaction.

    Raises StorageError when the database was written by a newer program.
    """
    if schema_version(engine) == newest_version():
        return
    config = _config()
    try:
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(f"migrations: {error}", key="registry.newer_database") from error


def schema_version(engine: Engine) -> str | None:
    """The revision the database stands at; None when it is empty."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    """The revision this program brings a database to."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config
