"""What the database keeps of a scope's blocks: where each record lies, and what is superseded."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from checkpoint_app.credential.manifest import PageEntry
from sync.registry.db import schema
from sync.registry.db.operations import counter_value, insert_rows
from sync.registry.publish.segment_choice import SegmentRow
from sync.registry.signer.port import SignedBlock

_PLACEMENT = ("scope", "permit", "block", "position", "version", "tombstone")
_BLOCK = ("scope", "number", "envelope_sha256", "count", "live", "superseded", "issued")
# Values of one IN (...): well below what SQLite takes.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Placed:
    """A block as placed: ``permits`` are the ``permit.id`` of its positions."""

    number: int
    envelope_sha256: bytes
    permits: Sequence[int]
    versions: Sequence[int]
    tombstones: frozenset[int]

    @classmethod
    def of(cls, block: SignedBlock, permits: Sequence[int]) -> Placed:
        """What is kept of a signed block."""
        digest = hashlib.sha256(block.envelope).digest()
        return cls(block.number, digest, permits, block.versions, block.tombstones)


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a permit (``permit.id``) lies in a scope."""

    permit: int
    block: int
    position: int


def next_block(connection: Connection, scope: int) -> int:
    """The number of a scope's next block; numbers are never used again, nor those that were given
    out after the backup from which a registry was restored."""
    table = schema.block.c
    highest = connection.execute(select(func.max(table.number)).where(table.scope == scope))
    return max(highest.scalar_one() or 0, counter_value(connection, f"block/{scope}")) + 1


def let_go(connection: Connection, scope: int, lying: Sequence[Lying]) -> None:
    """Supersede these positions without a successor."""
    table = schema.placement.c
    for start in range(0, len(lying), _AT_ONCE):
        chunk = lying[start : start + _AT_ONCE]
        _supersede(connection, scope, [(each.block, each.position) for each in chunk])
        permits = [each.permit for each in chunk]
        connection.execute(
            delete(schema.placement).where(table.scope == scope, table.permit.in_(permits))
        )


def enter_segment(
    connection: Connection,
    scope: int,
    segment: SegmentRow,
    blocks: Sequence[Placed],
    issued: int,
    *,
    first: bool,
) -> None:
    """Enter a segment whose file is in place: its blocks, where each permit now lies, and what
    lay elsewhere before as superseded. ``first``: nothing of the scope was placed before."""
    if not first:
        for block in blocks:
            _supersede(connection, scope, _positions_of(connection, scope, block.permits))
    insert_rows(connection, schema.block, _BLOCK, _block_rows(scope, blocks, issued))
    insert_rows(connection, schema.placement, _PLACEMENT, _placement_rows(scope, blocks))
    connection.execute(
        insert(schema.segment).values(
            scope=scope,
            name=segment.name,
            first_block=segment.first_block,
            last_block=segment.last_block,
            plain_size=segment.plain_size,
            record_count=segment.records,
            length=segment.length,
            sha256=segment.sha256,
            created_at=issued,
        )
    )


def drop_tombstones(connection: Connection, scope: int, segments: Sequence[SegmentRow]) -> None:
    """Supersede the tombstones in these segments without a successor: the records that they took
    back lie at positions that no manifest will ever call live again."""
    table = schema.placement.c
    for segment in segments:
        within = (
            (table.scope == scope)
            & table.block.between(segment.first_block, segment.last_block)
            & table.tombstone
        )
        rows = connection.execute(select(table.block, table.position).where(within))
        _supersede(connection, scope, [(block, position) for block, position in rows])
        connection.execute(delete(schema.placement).where(within))


def live_entries(connection: Connection, scope: int) -> list[PageEntry]:
    """The live blocks of a scope for its manifest, in ascending order."""
    table = schema.block.c
    rows = connection.execute(
        select(table.number, table.envelope_sha256, table.count, table.superseded)
        .where(table.scope == scope, table.live > 0)
        .order_by(table.number)
    )
    return [PageEntry(*row) for row in rows]


def retire_segments(
    connection: Connection, scope: int, live: Sequence[SegmentRow], now: int
) -> None:
    """Mark the segments that no manifest names any more."""
    table = schema.segment
    names = [segment.name for segment in live]
    connection.execute(
        update(table)
        .where(table.c.scope == scope, table.c.retired_at.is_(None), table.c.name.not_in(names))
        .values(retired_at=now)
    )


def _block_rows(scope: int, blocks: Sequence[Placed], issued: int) -> Iterator[tuple[object, ...]]:
    for block in blocks:
        count = len(block.permits)
        yield (scope, block.number, block.envelope_sha256, count, count, b"", issued)


def _placement_rows(scope: int, blocks: Sequence[Placed]) -> Iterator[tuple[object, ...]]:
    for block in blocks:
        rows = zip(block.permits, block.versions, strict=True)
        for position, (permit, version) in enumerate(rows):
            yield (scope, permit, block.number, position, version, position in block.tombstones)


def _positions_of(
    connection: Connection, scope: int, permits: Sequence[int]
) -> list[tuple[int, int]]:
    """Where these permits lay until now; they lie there no longer."""
    table = schema.placement.c
    mine = (table.scope == scope) & table.permit.in_(list(permits))
    found = connection.execute(select(table.block, table.position).where(mine)).all()
    if found:
        connection.execute(delete(schema.placement).where(mine))
    return [(block, position) for block, position in found]


def _supersede(connection: Connection, scope: int, positions: list[tuple[int, int]]) -> None:
    by_block: dict[int, int] = defaultdict(int)
    for block, position in positions:
        by_block[block] |= 1 << position
    table = schema.block
    for number, bits in by_block.items():
        own = (table.c.scope == scope) & (table.c.number == number)
        found = connection.execute(select(table.c.count, table.c.superseded).where(own))
        count, superseded = found.one()
        marked = int.from_bytes(superseded, "little") | bits
        connection.execute(
            update(table)
            .where(own)
            .values(
                superseded=marked.to_bytes((count + 7) // 8, "little"),
                live=count - marked.bit_count(),
            )
        )
