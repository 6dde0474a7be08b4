"""Which permits a scope's next publication has to place, and which it lets go."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Join, and_, func, or_, select, true, update

from sync.registry.db import schema
from sync.registry.db.operations import counter_value, next_numbers
from sync.registry.publish.held_scope import HeldScope
from sync.registry.publish.ledger import Lying
from sync.registry.publish.segment_choice import SegmentRow


@dataclass(frozen=True, slots=True)
class ScopeChanges:
    """``permits`` are ``permit.id``s to place anew, programme by programme (a trip's records are
    alike, and compress well together). ``change`` is the last change they include; ``first`` says
    that the scope holds nothing yet."""

    permits: array[int]
    change: int
    first: bool


def find_changes(
    connection: Connection, held: HeldScope, compacted: Sequence[SegmentRow], *, whole: bool
) -> ScopeChanges:
    """What changed since the last publication of a scope (or was placed by one that did not come
    to its end), and what still lives in the segments to be compacted. ``whole`` looks at every
    permit: days have passed, or the scope's settings are others. Let go first: `outgrown`."""
    permit, placed = schema.permit.c, schema.placement.c
    in_scope = and_(held.of_port(), held.in_time())
    enters = and_(in_scope, or_(placed.permit.is_(None), placed.version < permit.version))
    returns = and_(in_scope, placed.tombstone)
    leaves = and_(~held.of_port(), placed.permit.is_not(None), ~placed.tombstone)
    changed = and_(_looked_at(connection, held.bit, whole=whole), or_(enters, returns, leaves))
    moved = [
        and_(placed.block.between(segment.first_block, segment.last_block), ~placed.tombstone)
        for segment in compacted
    ]
    wanted = (
        select(permit.id)
        .select_from(_here(held.bit))
        .where(or_(changed, *moved))
        .order_by(permit.programme, permit.id)
    )
    change = counter_value(connection, "change")
    found = connection.execution_options(yield_per=10_000).execute(wanted).scalars()
    return ScopeChanges(array("q", found), change, _is_empty(connection, held.bit))


def outgrown(connection: Connection, held: HeldScope, *, whole: bool) -> list[Lying]:
    """What a scope lets go without a tombstone: records whose days are over, and those that the
    port no longer holds though nothing about them changed. A tombstone needs a higher version than
    the record's; a position that no manifest calls live any more says enough."""
    permit, placed = schema.permit.c, schema.placement.c
    unchanged = and_(~held.of_port(), placed.version == permit.version, ~placed.tombstone)
    wanted = (
        select(placed.permit, placed.block, placed.position)
        .select_from(_here(held.bit))
        .where(placed.permit.is_not(None), _looked_at(connection, held.bit, whole=whole))
        .where(or_(~held.in_time(), unchanged))
    )
    return [Lying(*row) for row in connection.execute(wanted)]


def renew_returning(connection: Connection, held: HeldScope) -> None:
    """Raise the version of records that come back, by settings alone, over their own tombstone:
    lanes take a record over a tombstone only with a higher version."""
    permit, placed = schema.permit.c, schema.placement.c
    returning = (
        select(permit.id)
        .select_from(_here(held.bit))
        .where(held.of_port(), held.in_time(), placed.tombstone, placed.version == permit.version)
    )
    found = connection.execute(returning).scalars().all()
    for permit_id in found:
        connection.execute(
            update(schema.permit)
            .where(permit.id == permit_id)
            .values(version=permit.version + 1, change=next_numbers(connection, "change"))
        )


def _here(scope: int) -> Join:
    placed = schema.placement.c
    return schema.permit.outerjoin(
        schema.placement, and_(placed.scope == scope, placed.permit == schema.permit.c.id)
    )


def _looked_at(connection: Connection, scope: int, *, whole: bool) -> ColumnElement[bool]:
    return true() if whole else schema.permit.c.change > _published_change(connection, scope)


def _published_change(connection: Connection, scope: int) -> int:
    table = schema.publication.c
    newest = select(func.max(table.change)).where(table.scope == scope)
    return connection.execute(newest).scalar_one() or 0


def _is_empty(connection: Connection, scope: int) -> bool:
    placed = schema.placement.c
    return connection.execute(select(placed.permit).where(placed.scope == scope)).first() is None
