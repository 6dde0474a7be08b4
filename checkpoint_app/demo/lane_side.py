"""The lane of the demonstration beside its window: synced by hand, and broken into."""

from __future__ import annotations

from checkpoint_app.clock import Clock
from checkpoint_app.main import open_stores, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.records_schema import MIGRATIONS
from sync.client.rounds import SyncReport


def sync_once(paths: LanePaths, clock: Clock) -> SyncReport:
    """One round both ways, as `checkpoint sync --once` does it."""
    with open_stores(paths, clock) as stores, open_sync(stores, clock) as client:
        return client.once()


def pending(paths: LanePaths, clock: Clock) -> int:
    """Movements that the registry has not acknowledged."""
    with open_stores(paths, clock) as stores:
        return stores.journal.pending()


def edit_cache(paths: LanePaths, number: int) -> None:
    """What someone with this computer's key could do: write another passport into a record that
    lies in the cache, so that the permit fits another person."""
    key = store_keys.database_key(
        store_keys.open_key_store(paths.keys), store_keys.RECORDS, database_exists=True
    )
    database = EncryptedDatabase(paths.records, key, MIGRATIONS)
    try:
        with database.writing() as conn:
            passport, body = conn.execute(
                "SELECT passport, body FROM record WHERE permit = ?", (number,)
            ).fetchall()[0]
            other = passport[:-1] + str((int(passport[-1]) + 1) % 10)
            edited = body.replace(passport.encode(), other.encode(), 1)
            assert edited != body, "the record names its passport"
            conn.execute("UPDATE record SET body = ? WHERE permit = ?", (edited, number))
    finally:
        database.close()
