"""What became of a permit, as the signer tells it beside its record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from checkpoint_app.credential.refresh import MOST_MOVEMENTS, TOLD_KINDS
from checkpoint_app.domain.movement import MovementKind, PastMovement
from sync.registry.db import schema

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def told_movements(connection: Connection, permit: int, device_id: str) -> tuple[PastMovement, ...]:
    """The newest standing departures and returns of a permit, oldest first. Those of the asking
    device are left out: its journal knows them better, and what it has taken back since."""
    table = schema.movement.c
    rows = connection.execute(
        select(table.kind, table.port, table.at_ms)
        .where(table.permit == permit, ~table.annulled, table.device_id != device_id)
        .where(table.kind.in_([int(kind) for kind in TOLD_KINDS]))
        .order_by(table.at_ms.desc(), table.id.desc())
        .limit(MOST_MOVEMENTS)
    )
    newest = [
        PastMovement(
            MovementKind(row.kind), row.port, "", _EPOCH + timedelta(milliseconds=row.at_ms)
        )
        for row in rows
    ]
    return tuple(reversed(newest))
