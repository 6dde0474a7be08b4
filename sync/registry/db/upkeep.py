"""An updated program brings an older registry's database up to date before it uses it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from checkpoint_app.errors import StorageError

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_STANDS_AT = "SELECT version_num FROM alembic_version"


def bring_up_to_date(path: Path) -> bool:
    """Run the migrations that the database at ``path`` lacks; whether there were any. What is not
    there, or is being made, is left alone.

    Raises StorageError, ``registry.newer_database`` for one that a newer program wrote.
    """
    if not path.exists() or _stands_at(path) in (None, newest_file()):
        return False
    # Half a second of imports that no command of every day needs.
    from sync.registry.db.migrate import create_database

    create_database(path).dispose()
    return True


def newest_file() -> str:
    """The newest revision, by the names of the migrations' files."""
    return max(file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*_*.py"))


def _stands_at(path: Path) -> str | None:
    uri = f"file:{quote(str(path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=20.0)) as connection:
            row = connection.execute(_STANDS_AT).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise StorageError(f"registry database: {error}", key="registry.database") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(f"registry database: {error}", key="registry.database") from error
    return None if row is None else str(row[0])
