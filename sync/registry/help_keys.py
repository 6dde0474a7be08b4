"""What answers over the telephone are made with: a key for each port, and who else has it.

Every lane of a port knows its port's key, and those of a port on duty know all. So a recall of a
device is followed by new keys, and so is the end of a port's duty; the key before stays here, for a
port that has not heard of the new one yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, func, insert, select

from checkpoint_app.credential.telephone import HELP_KEY
from checkpoint_app.domain.port import PortDirectory
from sync.registry.db import schema

_RECALLED = 1
# As it stands in the audit.
DUTY_ENDED = "staff.duty-off"


def help_key(connection: Connection, port: int, *, older: int = 0) -> bytes | None:
    """A port's key (32 bytes), or the one that was in use that many keys ago; None without."""
    table = schema.port_help_key.c
    wanted = select(table.key).where(table.port == port).order_by(table.number.desc())
    found: bytes | None = connection.execute(wanted.offset(older).limit(1)).scalar_one_or_none()
    return found


def need_help_key(connection: Connection, port: int, now: int) -> bytes:
    """A port's key, made when there is none, or when somebody knows it whom it is not for any more:
    a device that knew it was recalled, a port's duty has ended. Within a write transaction."""
    table = schema.port_help_key
    newest = connection.execute(
        select(table).where(table.c.port == port).order_by(table.c.number.desc()).limit(1)
    ).one_or_none()
    recalls = _lost(connection, port)
    if newest is not None and newest.recalls == recalls:
        return bytes(newest.key)
    key, number = secrets.token_bytes(HELP_KEY), 1 if newest is None else newest.number + 1
    connection.execute(
        insert(table).values(port=port, number=number, key=key, recalls=recalls, made_at=now)
    )
    return key


def duty_keys(connection: Connection, port: int, ports: PortDirectory) -> Mapping[str, bytes]:
    """The keys of all other ports, by port id, for a port on duty; none for any other."""
    if not is_on_duty(connection, port):
        return {}
    others = connection.execute(
        select(schema.port_help_key.c.port).where(schema.port_help_key.c.port != port).distinct()
    ).scalars()
    found = {ports.by_bit(bit).port_id: help_key(connection, bit) for bit in others}
    return {port_id: key for port_id, key in sorted(found.items()) if key is not None}


def is_on_duty(connection: Connection, port: int) -> bool:
    """Whether supervisors of this port answer for the others."""
    table = schema.duty.c
    found = connection.execute(select(table.port).where(table.port == port))
    return found.scalar_one_or_none() is not None


def _lost(connection: Connection, port: int) -> int:
    """What the key in use is compared by: how many devices were recalled that knew it, the port's
    own and those on duty, and how often a duty has ended. Whenever it is another number, also a
    smaller one, somebody knows the key who should not."""
    table = schema.device.c
    knowing = (table.port == port) | table.port.in_(select(schema.duty.c.port))
    recalled = select(func.count()).where(knowing, table.state == _RECALLED)
    ended = select(func.count()).where(schema.audit.c.action == DUTY_ENDED)
    return sum(int(connection.execute(each).scalar_one()) for each in (recalled, ended))
