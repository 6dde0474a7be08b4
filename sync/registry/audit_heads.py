"""How far each device's own audit has come, as its signed statements tell.

A device that says less than it did before, or another thing of the same entry, may have had its
audit cut or written anew: that is kept and raised here, since the lane itself cannot tell.
"""

from __future__ import annotations

import logging

from sqlalchemy import Connection, and_, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sync.protocol.holdings import Holding
from sync.registry.db import schema

_LOG = logging.getLogger(__name__)
CONTRADICTS = "audit.contradicts"


def take_audit_head(connection: Connection, held: Holding, received_at: int) -> None:
    """Keep the head of a checked statement, and raise what contradicts it, whichever of the two
    came first; the same contradiction once. ``received_at`` in seconds since 1970 UTC."""
    if held.audit is None:
        return
    for detail in _contradictions(connection, held, *held.audit):
        _raise_it(connection, held.device_id, received_at, detail)
    entry, digest = held.audit
    row = {
        "device_id": held.device_id,
        "entry": entry,
        "hash": digest,
        "at": int(held.at.timestamp()),
        "received_at": received_at,
    }
    connection.execute(upsert(schema.audit_head).values(row).on_conflict_do_nothing())


def _contradictions(connection: Connection, held: Holding, entry: int, digest: bytes) -> list[str]:
    """Heads of the same entry with another hash; of more entries at an earlier time of the device,
    or of fewer at a later one."""
    head, at = schema.audit_head.c, int(held.at.timestamp())
    against = or_(
        and_(head.entry == entry, head.hash != digest),
        and_(head.entry > entry, head.at < at),
        and_(head.entry < entry, head.at > at),
    )
    found = connection.execute(
        select(head.entry, head.hash)
        .where(head.device_id == held.device_id, against)
        .order_by(head.entry.desc(), head.hash)
        .limit(1)
    )
    return [
        "; ".join(f"entry {each}, {shown.hex()}" for each, shown in ((entry, digest), before))
        for before in found
    ]


def _raise_it(connection: Connection, device_id: str, at: int, detail: str) -> None:
    audit = schema.audit
    said = (audit.c.action == CONTRADICTS, audit.c.subject == device_id, audit.c.detail == detail)
    if connection.execute(select(audit.c.id).where(*said).limit(1)).first() is not None:
        return
    _LOG.error("AUDIT: device %s: %s", device_id, detail)
    row = {"at": at, "actor": device_id, "action": CONTRADICTS, "subject": device_id}
    connection.execute(insert(audit).values(row | {"detail": detail}))
