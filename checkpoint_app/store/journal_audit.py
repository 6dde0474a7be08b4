"""The hash-chained list of things done, in journal.db."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from checkpoint_app.services.identifiers import milliseconds
from checkpoint_app.store.encrypted import Connection

_FIRST_PREVIOUS = bytes(32)
_LAST = "SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1"
_ADD = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)"
_ALL = "SELECT * FROM audit ORDER BY entry"


def add_audit(conn: Connection, at: datetime, actor: str, action: str, detail: str) -> None:
    """Add an entry. ``detail`` holds nothing personal."""
    last = conn.execute(_LAST).fetchone()
    entry, previous = (last[0] + 1, last[1]) if last else (1, _FIRST_PREVIOUS)
    said = (milliseconds(at), actor, action, detail)
    digest = _hash(previous, entry, *said)
    conn.execute(_ADD, (entry, *said, previous, digest))


def newest_audit(conn: Connection) -> tuple[int, bytes] | None:
    """Number and SHA-256 of the newest entry; None before any."""
    last = conn.execute(_LAST).fetchone()
    return None if last is None else (last[0], last[1])


def first_broken(conn: Connection) -> int | None:
    """Number of the first entry that does not continue the chain; None when all do."""
    previous = _FIRST_PREVIOUS
    for entry, *said, before, digest in conn.execute(_ALL):
        if before != previous or digest != _hash(previous, entry, *said):
            return int(entry)
        previous = digest
    return None


def _hash(previous: bytes, *said: object) -> bytes:
    return hashlib.sha256(previous + json.dumps(said).encode()).digest()
