"""After a backup was put back: everything that ports believe must be newer than whatever was
published between the backup and its return, or they would rightly refuse it as old.

How far that came nobody knows who has only the backup, so every version rises by one large step:
online roles, snapshot and timestamp of TUF, generations and block numbers, status lists, state
table, records. Each port gets a new key and a baseline under it, and the registry a new epoch, on
which the ports send their movements again. What the offline keys signed is not raised here: the
newest root and targets are to be put back from the last ceremony's files.
"""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, func, insert, select, update

from checkpoint_app.clock import Clock
from sync.registry.db import schema
from sync.registry.db.open import open_database, writing
from sync.registry.db.operations import counter_value, set_counter, set_meta
from sync.registry.later_state import LaterState, read_later, take_over
from sync.registry.paths import RegistryPaths
from sync.registry.serve import open_publisher

# More than a registry publishes, or a record changes, in a season: a publication a second for
# eleven days, or one a minute for two years. Database columns take two thousand such steps.
STEP = 1_000_000
# More people than begin at the ports in a season; numbers are read out, so they stay short.
_PEOPLE_STEP = 1000


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. ``revocations`` counts permits and ``recalls`` devices that were taken over
    from a later state."""

    epoch: str
    step: int
    ports: int
    revocations: int
    recalls: int


def after_restore(paths: RegistryPaths, clock: Clock, *, newer: Path | None = None) -> Restored:
    """Publish beyond everything that was published since the backup. The service must not run.

    ``newer`` is a stick's folder or a mirror with a later state of this registry: its revocations
    and recalls are taken over, since lanes refuse a list that clears a revocation. Broken off it
    is run again. Raises ConfigError, StorageError, TrustError for a ``newer`` that does not verify,
    and whatever publishing raises.
    """
    later = None
    if newer is not None:
        with tempfile.TemporaryDirectory() as folder:
            later = read_later(paths, newer, Path(folder), clock.now())
    engine = open_database(paths.database)
    try:
        epoch, revocations, recalls = _raise_all(engine, int(clock.now().timestamp()), later)
    finally:
        engine.dispose()
    with open_publisher(paths, clock) as publisher:
        published = publisher.begin_anew(STEP)
    return Restored(epoch, STEP, len(published), revocations, recalls)


def _raise_all(engine: Engine, now: int, later: LaterState | None) -> tuple[str, int, int]:
    """In one transaction; the new epoch, and what was taken over."""
    epoch = secrets.token_hex(16)
    with writing(engine) as connection:
        set_meta(connection, "registry_epoch", epoch)
        for table in (schema.permit, schema.status_list, schema.state_table):
            connection.execute(update(table).values(version=table.c.version + STEP))
        _raise_counter(connection, "generation", schema.publication.c.generation)
        _raise_counter(connection, "block", schema.block.c.number)
        # Service numbers given out since the backup are never given to another.
        set_counter(connection, "person", counter_value(connection, "person") + _PEOPLE_STEP)
        # A code that was used after the backup was made looks unused again.
        codes = schema.enrol_code
        connection.execute(update(codes).where(codes.c.used_at.is_(None)).values(expires_at=now))
        revocations, recalls = (0, 0) if later is None else take_over(connection, later, now)
        connection.execute(
            insert(schema.audit).values(
                at=now, actor="registry", action="registry.restored", subject=epoch, detail=""
            )
        )
    return epoch, revocations, recalls


def _raise_counter(connection: Connection, name: str, column: Column[int]) -> None:
    """The highest number that each scope gave out, and a step; also beyond an earlier step."""
    scope = column.table.c.scope
    rows = connection.execute(select(scope, func.max(column)).group_by(scope)).all()
    for number, highest in rows:
        set_counter(connection, f"{name}/{number}", highest + STEP)
