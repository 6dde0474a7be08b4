"""The lane's two databases as the IT desk looks at them: schema, counts, whether they are whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.store import journal_schema, keys, records_schema
from checkpoint_app.store.encrypted import Connection, EncryptedDatabase, Migration
from checkpoint_app.store.keys import KeyStore

_COUNTED: Mapping[str, tuple[str, ...]] = {
    keys.RECORDS: ("record", "block", "page", "status_list", "overlay", "elsewhere"),
    keys.JOURNAL: (
        *("epoch", "scan", "movement", "audit", "second_line", "case_event", "receipt", "notice"),
        *("shift_event", "sign_in", "staff_taken", "neighbour"),
    ),
}
_MIGRATIONS: Mapping[str, Sequence[Migration]] = {
    keys.RECORDS: records_schema.MIGRATIONS,
    keys.JOURNAL: journal_schema.MIGRATIONS,
}
_NAMES = {keys.RECORDS: "records.db", keys.JOURNAL: "journal.db"}


@dataclass(frozen=True, slots=True)
class DatabaseLook:
    """One database: the version of its schema, rows by table, what a check of its pages answers."""

    name: str
    schema: int
    rows: Mapping[str, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Databases:
    """The databases of one lane, opened beside those that work, only to read."""

    places: Mapping[str, Path]
    key_store: KeyStore

    @classmethod
    def of(cls, records: Path, journal: Path, key_store: KeyStore) -> Databases:
        """Those two files."""
        return cls({keys.RECORDS: records, keys.JOURNAL: journal}, key_store)

    def schemas(self) -> dict[str, int]:
        """The version of each schema by the file's name. Raises StorageError."""
        found = {}
        for name in self.places:
            with closing(self._open(name)) as database, database.reading() as connection:
                found[_NAMES[name]] = _number(connection, "PRAGMA user_version")
        return found

    def looks(self) -> tuple[DatabaseLook, ...]:
        """Both, their pages checked; takes as long as reading them. Raises StorageError."""
        return tuple(self._look(name) for name in self.places)

    def newest_staff(self) -> tuple[int, int] | None:
        """Version and issue time (Unix seconds) of the newest list of the port's people."""
        with closing(self._open(keys.JOURNAL)) as database, database.reading() as connection:
            row = connection.execute(
                "SELECT version, issued FROM staff_taken ORDER BY number DESC LIMIT 1"
            ).fetchone()
        return None if row is None else (int(row[0]), int(row[1]))

    def _look(self, name: str) -> DatabaseLook:
        with closing(self._open(name)) as database, database.reading() as connection:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()
            return DatabaseLook(
                _NAMES[name],
                _number(connection, "PRAGMA user_version"),
                {table: _number(connection, f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - our own names
                 for table in _COUNTED[name]},
                answer is not None and answer[0] == "ok",
            )  # fmt: skip

    def _open(self, name: str) -> EncryptedDatabase:
        key = keys.database_key(self.key_store, name, database_exists=True)
        return EncryptedDatabase(self.places[name], key, _MIGRATIONS[name])


def _number(connection: Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row is not None else 0
