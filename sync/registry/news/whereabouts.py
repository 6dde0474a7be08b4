"""Which lanes a notice has reached, by what their devices said last that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, select

from checkpoint_app.domain.port import Port, PortDirectory
from sync.protocol.holdings import NOTICE_ID
from sync.registry.db import schema
from sync.registry.news.telling import NOT_PUBLISHED, GivenNotice

_ENROLLED = 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One lane and a notice. ``holds`` is ``data`` when the lane's data has the news, ``notice``
    when it was taken in by camera, None for neither. ``heard`` is when the registry last had word
    of what the lane holds, None for never; ``said_at`` the lane's own time of that word."""

    port: Port
    lane: str
    device_id: str
    holds: str | None
    heard: datetime | None
    said_at: datetime | None


def whereabouts(
    connection: Connection, ports: PortDirectory, notice: GivenNotice
) -> Iterator[Whereabouts]:
    """Every lane in service and whether it holds a notice, by port and lane."""
    device, holding = schema.device, schema.holding
    rows = connection.execute(
        select(
            device.c.device_id,
            device.c.port,
            device.c.lane,
            holding.c.at,
            holding.c.received_at,
            holding.c.timestamp_version,
            holding.c.notices,
        )
        .select_from(device.outerjoin(holding, and_(holding.c.device_id == device.c.device_id)))
        .where(device.c.state == _ENROLLED)
        .order_by(device.c.port, device.c.lane, device.c.device_id)
    )
    for row in rows:
        heard, said_at = _instant(row.received_at), _instant(row.at)
        port = ports.by_bit(row.port)
        yield Whereabouts(
            port,
            row.lane,
            row.device_id,
            _holds(row.timestamp_version, row.notices, notice),
            heard,
            said_at,
        )


def _holds(version: int | None, digests: bytes | None, notice: GivenNotice) -> str | None:
    if version is None or digests is None:
        return None
    if notice.version != NOT_PUBLISHED and version >= notice.version:
        return "data"
    taken = {digests[at : at + NOTICE_ID] for at in range(0, len(digests), NOTICE_ID)}
    return "notice" if notice.digest in taken else None


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
