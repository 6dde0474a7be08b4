"""What each device said last that it holds, whichever way that came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sync.protocol.holdings import Holding
from sync.registry.audit_heads import take_audit_head
from sync.registry.db import schema
from sync.registry.db.open import writing


def take_holding(engine: Engine, held: Holding, received_at: datetime) -> bool:
    """Keep a statement whose signature was checked to be its device's; False when a newer one of
    this device is here already, as when an old stick comes late. Raises StorageError.

    Newer is what has the newer state of the repository, and only then the later time: a lane's
    clock may have been put back.
    """
    received = int(received_at.timestamp())
    row = _row(held, received)
    table = schema.holding
    with writing(engine) as connection:
        take_audit_head(connection, held, received)
        before = connection.execute(
            select(table.c.root, table.c.timestamp_version, table.c.at).where(
                table.c.device_id == held.device_id
            )
        ).one_or_none()
        if before is not None and tuple(before) > (held.root, held.timestamp, row["at"]):
            return False
        connection.execute(
            upsert(table).values(row).on_conflict_do_update(index_elements=["device_id"], set_=row)
        )
    return True


def _row(held: Holding, received_at: int) -> dict[str, object]:
    return {
        "device_id": held.device_id,
        "at": int(held.at.timestamp()),
        "received_at": received_at,
        "root": held.root,
        "timestamp_version": held.timestamp,
        "issued": int(held.issued.timestamp()),
        "generation": held.generation,
        "state_version": held.state,
        "pending": held.pending,
        "notices": b"".join(held.notices),
    }
