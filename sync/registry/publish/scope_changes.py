"""Which permits a scope's next publication has to place."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sync.registry.db import schema
from sync.registry.db.operations import counter_value
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
    connection: Connection, scope: int, compacted: Sequence[SegmentRow]
) -> ScopeChanges:
    """What changed since the last publication of a scope (or was placed by one that did not come
    to its end), and what still lives in the segments to be compacted."""
    permit, placed = schema.permit.c, schema.placement.c
    here = schema.permit.outerjoin(
        schema.placement, and_(placed.scope == scope, placed.permit == permit.id)
    )
    in_scope = _in_scope(scope)
    enters = and_(in_scope, or_(placed.permit.is_(None), placed.version < permit.version))
    returns = and_(in_scope, placed.tombstone)
    leaves = and_(~in_scope, placed.permit.is_not(None), ~placed.tombstone)
    changed = and_(
        permit.change > _published_change(connection, scope), or_(enters, returns, leaves)
    )
    moved = [
        and_(placed.block.between(segment.first_block, segment.last_block), ~placed.tombstone)
        for segment in compacted
    ]
    wanted = (
        select(permit.id)
        .select_from(here)
        .where(or_(changed, *moved))
        .order_by(permit.programme, permit.id)
    )
    change = counter_value(connection, "change")
    found = connection.execution_options(yield_per=10_000).execute(wanted).scalars()
    return ScopeChanges(array("q", found), change, _is_empty(connection, scope))


def _published_change(connection: Connection, scope: int) -> int:
    table = schema.publication.c
    newest = select(func.max(table.change)).where(table.scope == scope)
    return connection.execute(newest).scalar_one() or 0


def _is_empty(connection: Connection, scope: int) -> bool:
    placed = schema.placement.c
    return connection.execute(select(placed.permit).where(placed.scope == scope)).first() is None


def _in_scope(scope: int) -> ColumnElement[bool]:
    """As the signer judges: approved by two, and of the port."""
    permit = schema.permit.c
    return and_(
        permit.company_approved_at.is_not(None),
        permit.ministry_approved_at.is_not(None),
        func.coalesce(permit.company_approved_by, "") != "",
        func.coalesce(permit.ministry_approved_by, "") != "",
        func.coalesce(permit.company_approved_by, "")
        != func.coalesce(permit.ministry_approved_by, ""),
        permit.ports.bitwise_and(1 << scope) != 0,
    )
