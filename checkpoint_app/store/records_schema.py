"""The tables of records.db. A released migration is never changed; a new one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoint_app.credential.record import index_of
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.store.encrypted import Connection, Migration

if TYPE_CHECKING:
    from sqlite_utils import Database

# slot = block number * 256 + position in the block: rows lie in the order in which they come.
_FIRST_INDEXES = {
    "record_permit": "CREATE INDEX IF NOT EXISTS record_permit ON record (permit)",
    "record_passport": (
        "CREATE INDEX IF NOT EXISTS record_passport ON record (passport) WHERE passport IS NOT NULL"
    ),
    "record_national_id": (
        "CREATE INDEX IF NOT EXISTS record_national_id ON record (national_id)"
        " WHERE national_id IS NOT NULL"
    ),
}
RECORD_INDEXES = {
    **_FIRST_INDEXES,
    "record_programme": (
        "CREATE INDEX IF NOT EXISTS record_programme ON record (programme)"
        " WHERE programme IS NOT NULL"
    ),
}


def create_indexes(conn: Connection) -> None:
    """Make the indexes of ``record`` that are not there."""
    for statement in RECORD_INDEXES.values():
        conn.execute(statement)


def drop_indexes(conn: Connection) -> None:
    """Drop the indexes of ``record``, before many rows are added."""
    for name in RECORD_INDEXES:
        conn.execute(f"DROP INDEX IF EXISTS {name}")


def _first(db: Database) -> None:
    db.table("record").create(
        {
            "slot": int,
            "permit": int,
            "version": int,
            "passport": str,
            "national_id": int,
            "body": bytes,
        },
        pk="slot",
        not_null={"permit", "version", "body"},
    )
    db.table("block").create(
        {"number": int, "envelope": bytes, "digests": bytes},
        pk="number",
        not_null={"envelope", "digests"},
    )
    db.table("page").create(
        {"first_block": int, "last_block": int, "body": bytes}, pk="first_block"
    )
    db.table("manifest").create(
        {"id": int, "generation": int, "issued": int, "envelope": bytes, "sha256": bytes}, pk="id"
    )
    _status_tables(db)
    db.table("overlay").create(
        {
            "permit": int,
            "envelope": bytes,
            "nonce": bytes,
            "issued": int,
            "version": int,
            "passport": str,
        },
        pk="permit",
    )
    db.table("overlay").create_index(["passport"], index_name="overlay_passport")
    db.table("elsewhere").create(
        {"permit": int, "port": int, "kind": int, "at": int},
        pk=("permit", "at", "port", "kind"),
    )
    db.table("meta").create({"key": str, "value": str}, pk="key")
    for statement in _FIRST_INDEXES.values():
        db.execute(statement)


def _status_tables(db: Database) -> None:
    db.table("status_list").create(
        {"list_id": int, "version": int, "issued": int, "envelope": bytes}, pk="list_id"
    )
    db.table("state").create({"id": int, "version": int, "issued": int, "envelope": bytes}, pk="id")


def _programmes(db: Database) -> None:
    """Permits by programme; those that are here keep their rows and are filed by what they say."""
    db.execute("ALTER TABLE record ADD COLUMN programme INTEGER")
    db.register_function(_programme_of, deterministic=True, name="programme_of")
    db.execute("UPDATE record SET programme = programme_of(body)")
    db.execute(RECORD_INDEXES["record_programme"])


def _programme_of(body: object) -> int | None:
    """The programme of a record's bytes; None for a tombstone and for what cannot be read."""
    try:
        return index_of(body).programme if isinstance(body, bytes) else None
    except CredentialError:
        return None


def _contacts(db: Database) -> None:
    """Whom to telephone about somebody's company, and about the group of a programme."""
    db.table("company_contact").create(
        {"number": int, "name_ar": str, "name_en": str, "phone": str},
        pk="number",
        not_null={"name_ar", "name_en", "phone"},
    )
    db.table("programme_contact").create(
        {"number": int, "phone": str}, pk="number", not_null={"phone"}
    )


MIGRATIONS: tuple[Migration, ...] = (_first, _programmes, _contacts)
