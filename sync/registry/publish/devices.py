"""The signed device lists: who stands at a port, and who was recalled at any."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from checkpoint_app.domain.port import Port
from sync.protocol.device_list import (
    MOST_DEVICES,
    ListedDevice,
    RecalledDevice,
    encode_device_list,
    encode_recalled,
)
from sync.registry.db import schema
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.names import RECALLED_TARGET, PortTargets

_ENROLLED, _RECALLED = 0, 1


def device_list(
    connection: Connection,
    repository: TufRepository,
    port: Port,
    held: Mapping[str, TargetFile],
) -> dict[str, TargetFile]:
    """The target ``<port>/devices``; written only when it is not among those ``held``."""
    name = PortTargets(port.port_id).devices
    content = encode_device_list(port.port_id, _in_service(connection, port))
    return {name: kept_or_put(repository, held, name, content)}


def recalled_list(
    connection: Connection, repository: TufRepository, held: Mapping[str, TargetFile]
) -> dict[str, TargetFile]:
    """The target ``status/recalled``; written only when it is not among those ``held``."""
    content = encode_recalled(_taken_out(connection))
    return {RECALLED_TARGET: kept_or_put(repository, held, RECALLED_TARGET, content)}


def kept_or_put(
    repository: TufRepository, held: Mapping[str, TargetFile], name: str, content: bytes
) -> TargetFile:
    """The description of a target with this content: the one held, or that of a new file."""
    described = TargetFile.from_data(name, content, ["sha256"])
    return described if held.get(name) == described else repository.put(name, content)


def _in_service(connection: Connection, port: Port) -> tuple[ListedDevice, ...]:
    table = schema.device.c
    rows = connection.execute(
        select(schema.device)
        .where(table.port == port.bit, table.state == _ENROLLED)
        .order_by(table.enrolled_at, table.device_id)
    )
    return tuple(
        ListedDevice(
            row.device_id,
            row.lane,
            row.batch_key.hex(),
            row.auth_key.hex(),
            row.age_recipient,
            row.enrolled_at,
        )
        for row in rows
    )


def _taken_out(connection: Connection) -> tuple[RecalledDevice, ...]:
    """The newest recalls, should there ever be more than one list takes."""
    table = schema.device.c
    rows = connection.execute(
        select(table.device_id, table.recalled_at)
        .where(table.state == _RECALLED)
        .order_by(table.recalled_at.desc(), table.device_id)
        .limit(MOST_DEVICES)
    ).all()
    return tuple(RecalledDevice(row.device_id, row.recalled_at or 0) for row in rows[::-1])
