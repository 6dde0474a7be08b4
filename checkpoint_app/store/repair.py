"""Finding what was edited in records.db, by hashes alone: the next sync fetches it anew.

Nothing is trusted here: an envelope counts only when the importer finds it in the signed manifest.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from checkpoint_app.credential.block import DIGEST
from checkpoint_app.credential.canonical import decode
from checkpoint_app.credential.envelope import LIMITS, CredentialError, EnvelopeType
from checkpoint_app.credential.manifest import decode_page
from checkpoint_app.credential.record import index_of
from checkpoint_app.store.encrypted import Connection

_ROWS = "SELECT slot, permit, version, passport, national_id, programme, body FROM record"
_ROW_AT = (
    "SELECT r.permit, r.version, r.passport, r.national_id, r.programme, r.body,"
    " b.envelope, b.digests"
    " FROM record r LEFT JOIN block b ON b.number = r.slot >> 8 WHERE r.slot = ?"
)
_PAYLOAD, _DIGESTS_HASH = 2, 6  # places in a COSE_Sign1 and in a block's payload


def damaged_blocks(conn: Connection) -> frozenset[int]:
    """Numbers of blocks that are not what their envelope and page say: digests, records, columns,
    or how many there are. Reads the whole file."""
    digests: dict[int, bytes] = {}
    damaged: set[int] = set()
    for number, envelope, held in conn.execute("SELECT number, envelope, digests FROM block"):
        if isinstance(held, bytes) and hashlib.sha256(held).digest() == _named_hash(envelope):
            digests[number] = held
        else:
            damaged.add(number)
    rows = Counter[int]()
    for slot, *columns, body in conn.execute(_ROWS):
        block, start = slot >> 8, (slot & 255) * DIGEST
        rows[block] += 1
        if not _is_whole(columns, body, digests.get(block, b"")[start : start + DIGEST]):
            damaged.add(block)
    live = _live_counts(conn)
    return frozenset(damaged | {block for block in digests if rows[block] != live.get(block)})


def is_whole_at(conn: Connection, slot: int) -> bool:
    """Whether the record that lies there is the one that its block names."""
    row = conn.execute(_ROW_AT, (slot,)).fetchone()
    if row is None:
        return False
    *columns, body, envelope, digests = row
    start = (slot & 255) * DIGEST
    return (
        isinstance(digests, bytes)
        and hashlib.sha256(digests).digest() == _named_hash(envelope)
        and _is_whole(columns, body, digests[start : start + DIGEST])
    )


def _is_whole(columns: list[object], body: object, digest: bytes) -> bool:
    if not isinstance(body, bytes) or hashlib.sha256(body).digest() != digest:
        return False
    try:
        index = index_of(body)
    except CredentialError:
        return False
    passport = index.passport or None
    return columns == [index.number, index.version, passport, index.national_id, index.programme]


def _live_counts(conn: Connection) -> dict[int, int]:
    """Positions in use of each block, by the pages held."""
    counts: dict[int, int] = {}
    for (page,) in conn.execute("SELECT body FROM page"):
        try:
            counts.update((entry.number, entry.live) for entry in decode_page(page))
        except (CredentialError, TypeError):
            continue
    return counts


def _named_hash(envelope: object) -> object:
    """The hash over the digests that a block's envelope names; None for anything else."""
    if not isinstance(envelope, bytes):
        return None
    limit = LIMITS[EnvelopeType.BLOCK]
    try:
        parts = decode(envelope[1:], limit=limit)
        payload = parts[_PAYLOAD] if isinstance(parts, list) else None
        fields = decode(payload, limit=limit) if isinstance(payload, bytes) else None
        return fields[_DIGESTS_HASH] if isinstance(fields, list) else None
    except (CredentialError, IndexError):
        return None
