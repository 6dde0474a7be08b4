"""The loop of sticks as the registry sees it: bundles written, and what came back."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from checkpoint_app.domain.port import Port, PortDirectory
from sync.registry.api.devices import ENROLLED
from sync.registry.db import schema
from sync.registry.db.open import reading
from sync.registry.inbox import FROM_RECALLED, RECEIVED

# What people look at: the newest.
_MOST = 50


@dataclass(frozen=True, slots=True)
class WrittenStick:
    """A bundle that was written; times in seconds since 1970 UTC. ``holders`` of the port's
    ``devices`` in service have said that they hold its data, or newer."""

    number: int
    port: Port
    written_at: int
    issued: int
    timestamp: int
    holders: int
    devices: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """Movements of a device that came by stick ``at`` a time (seconds since 1970 UTC): stored for
    the first time, known already, contradicting, set aside."""

    at: int
    device_id: str
    port: Port
    lane: str
    from_recalled: bool
    new: int
    known: int
    forks: int
    aside: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a device said last that it holds, and how many movements waited there. ``at`` is the
    device's time."""

    device_id: str
    port: Port
    lane: str
    at: int
    issued: int
    timestamp: int
    pending: int


class Sticks:
    """Asks the registry's database; ``port`` narrows an answer. Raises StorageError."""

    def __init__(self, engine: Engine, ports: PortDirectory) -> None:
        self._engine, self._ports = engine, ports

    def written(self, port: Port | None = None) -> tuple[WrittenStick, ...]:
        """Bundles, the newest first."""
        stick, device, holding = schema.stick.c, schema.device.c, schema.holding.c
        in_service = (
            select(func.count())
            .where(device.port == stick.port, device.state == ENROLLED)
            .correlate(schema.stick)
        )
        holders = in_service.join(schema.holding, holding.device_id == device.device_id).where(
            holding.timestamp_version >= stick.timestamp_version
        )
        wanted = select(
            schema.stick,
            holders.scalar_subquery().label("holders"),
            in_service.scalar_subquery().label("devices"),
        ).order_by(stick.number.desc())
        if port is not None:
            wanted = wanted.where(stick.port == port.bit)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.limit(_MOST)).all()
        return tuple(
            WrittenStick(
                row.number,
                self._ports.by_bit(row.port),
                row.written_at,
                row.issued,
                row.timestamp_version,
                row.holders,
                row.devices,
            )
            for row in rows
        )

    def came_back(self, port: Port | None = None) -> tuple[CameBack, ...]:
        """What was taken in from sticks, the newest first."""
        audit, device = schema.audit.c, schema.device.c
        wanted = (
            select(audit.at, audit.action, audit.detail, device.device_id, device.port, device.lane)
            .join(schema.device, device.device_id == audit.subject)
            .where(audit.action.in_((RECEIVED, FROM_RECALLED)))
            .order_by(audit.id.desc())
        )
        if port is not None:
            wanted = wanted.where(device.port == port.bit)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.limit(_MOST)).all()
        return tuple(
            CameBack(
                row.at,
                row.device_id,
                self._ports.by_bit(row.port),
                row.lane,
                row.action == FROM_RECALLED,
                **json.loads(row.detail),
            )
            for row in rows
        )

    def said(self, port: Port | None = None) -> tuple[Said, ...]:
        """What devices in service hold, by port and lane."""
        holding, device = schema.holding.c, schema.device.c
        wanted = (
            select(schema.holding, device.port, device.lane)
            .join(schema.device, device.device_id == holding.device_id)
            .where(device.state == ENROLLED)
            .order_by(device.port, device.lane, device.device_id)
        )
        if port is not None:
            wanted = wanted.where(device.port == port.bit)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(
            Said(
                row.device_id,
                self._ports.by_bit(row.port),
                row.lane,
                row.at,
                row.issued,
                row.timestamp_version,
                row.pending,
            )
            for row in rows
        )
