"""Movements at other ports, as a port is told of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, select

from checkpoint_app.domain.movement import MovementKind
from sync.registry.db import schema

_FRAME_ROWS = 4096
_TOLD = (MovementKind.DEPARTED, MovementKind.RETURNED)


def last_movement(connection: Connection) -> int:
    """The ``movement.id`` of the last movement taken in; 0 when there is none."""
    return connection.execute(select(func.max(schema.movement.c.id))).scalar_one() or 0


def elsewhere_frames(connection: Connection, scope: int, newest: int) -> Iterator[list[list[int]]]:
    """Frames of ``[permit, port bit, kind, at in seconds]``: departures and returns at other ports,
    not taken back, of the permits that this port holds, up to the movement ``newest``."""
    moved, permit, placed = schema.movement.c, schema.permit.c, schema.placement.c
    held = schema.movement.join(schema.permit, permit.number == moved.permit).join(
        schema.placement, and_(placed.permit == permit.id, placed.scope == scope)
    )
    rows = connection.execution_options(yield_per=_FRAME_ROWS).execute(
        select(moved.permit, moved.port, moved.kind, moved.at_ms)
        .select_from(held)
        .where(moved.port != scope, moved.id <= newest, ~moved.annulled)
        .where(moved.kind.in_([int(kind) for kind in _TOLD]))
        .order_by(moved.id)
    )
    for part in rows.partitions():
        yield [[number, port, kind, at // 1000] for number, port, kind, at in part]
