"""Issuer keys that are trusted no more, as the database keeps them: facts of the ``meta`` table."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from checkpoint_app.errors import ConfigError
from sync.protocol.distrusted_list import MOST_KEYS
from sync.registry.db import schema
from sync.registry.db.operations import set_meta

_PREFIX = "distrusted/"


def distrust_key(connection: Connection, kid: bytes, since: datetime) -> None:
    """Trust a key no more from ``since`` on; one distrusted already only from earlier on.

    Raises ConfigError when a list would hold more keys than lanes read.
    """
    known = distrusted_keys(connection)
    if kid not in known and len(known) >= MOST_KEYS:
        raise ConfigError("too many keys", key="news.too-many-keys")
    at = min(known.get(kid, since), since)
    set_meta(connection, _PREFIX + kid.hex(), str(int(at.timestamp())))


def distrusted_keys(connection: Connection) -> dict[bytes, datetime]:
    """The keys, each with the time from which on it is not trusted."""
    table = schema.meta.c
    rows = connection.execute(
        select(table.name, table.value).where(table.name.startswith(_PREFIX, autoescape=True))
    )
    return {
        bytes.fromhex(name.removeprefix(_PREFIX)): datetime.fromtimestamp(int(value), UTC)
        for name, value in rows
    }
