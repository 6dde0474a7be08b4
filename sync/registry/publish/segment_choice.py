"""The segments of a scope, and which of them are worth packing anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync.registry.db import schema


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment in the repository. ``records`` counts its positions, ``live`` those of them that
    no later one supersedes; ``length`` and ``sha256`` are of its file."""

    name: str
    first_block: int
    last_block: int
    plain_size: int
    records: int
    live: int
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class CompactionRule:
    """When a scope's segments are packed anew.

    Beyond ``most_segments``, those with fewer than ``small`` records become one; beyond
    ``superseded_share`` of all positions, everything does.
    """

    most_segments: int = 48
    small: int = 16_384
    superseded_share: float = 0.3

    def choose(self, segments: Sequence[SegmentRow]) -> tuple[SegmentRow, ...]:
        """The segments whose live records are to be placed anew; often none."""
        positions = sum(segment.records for segment in segments)
        live = sum(segment.live for segment in segments)
        if positions - live > self.superseded_share * positions:
            return tuple(segments)
        if len(segments) > self.most_segments:
            return tuple(segment for segment in segments if segment.records < self.small)
        return ()


# For a quiet hour: little is left superseded, and a new lane or stick takes few files.
THOROUGH = CompactionRule(most_segments=8, superseded_share=0.05)


def live_segments(connection: Connection, scope: int) -> tuple[SegmentRow, ...]:
    """The segments of a scope that hold a live position, in the order of their blocks."""
    blocks = _live_by_block(connection, scope)
    table = schema.segment.c
    rows = connection.execute(
        select(schema.segment)
        .where(table.scope == scope, table.retired_at.is_(None))
        .order_by(table.first_block)
    )
    found = [
        SegmentRow(
            row.name,
            row.first_block,
            row.last_block,
            row.plain_size,
            row.record_count,
            sum(blocks.get(n, 0) for n in range(row.first_block, row.last_block + 1)),
            row.length,
            row.sha256,
        )
        for row in rows
    ]
    return tuple(segment for segment in found if segment.live)


def _live_by_block(connection: Connection, scope: int) -> dict[int, int]:
    table = schema.block.c
    rows = connection.execute(
        select(table.number, table.live).where(table.scope == scope, table.live > 0)
    )
    return {row.number: row.live for row in rows}
