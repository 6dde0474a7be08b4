"""What one port holds: its own permits, or every port's, within the days around today; and whoever
left and has not come back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.port_settings import PortScope, port_scopes
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.names import PORT_SETTINGS

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HeldScope:
    """``bit`` is the port's; ``today`` a Cairo day number. A permit comes ``before`` days before
    the first day of its validity or travel, and stays ``after`` days after the last."""

    bit: int
    today: int
    before: int
    after: int
    national: bool = False

    @property
    def mark(self) -> str:
        """Tells whether every permit has to be looked at again: another day, or other settings."""
        return f"{self.today} {self.before} {self.after} {int(self.national)}"

    def of_port(self) -> ColumnElement[bool]:
        """As the signer judges: approved by two, and of the port."""
        permit = schema.permit.c
        approved = and_(
            permit.company_approved_at.is_not(None),
            permit.ministry_approved_at.is_not(None),
            func.coalesce(permit.company_approved_by, "") != "",
            func.coalesce(permit.ministry_approved_by, "") != "",
            func.coalesce(permit.company_approved_by, "")
            != func.coalesce(permit.ministry_approved_by, ""),
        )
        return approved if self.national else approved & _leaves_from(self.bit)

    def in_time(self) -> ColumnElement[bool]:
        """Of these days, or of somebody who is still out."""
        permit = schema.permit.c
        latest_first, earliest_last = self.today + self.before, self.today - self.after
        begins = or_(permit.valid_from <= latest_first, permit.travel_out <= latest_first)
        lasts = or_(permit.valid_until >= earliest_last, permit.travel_back >= earliest_last)
        return or_(and_(begins, lasts), _still_out())


def held_scope(repository: TufRepository, port: Port, issued: int) -> HeldScope:
    """The scope of a port at this issue time, by the settings that the offline keys signed."""
    chosen = _signed_scope(repository, port)
    today = day_number(cairo_day(datetime.fromtimestamp(issued, UTC)))
    window = chosen.window_days
    return HeldScope(port.bit, today, window.before, window.after, chosen.national)


def _signed_scope(repository: TufRepository, port: Port) -> PortScope:
    try:
        return port_scopes(repository.content(PORT_SETTINGS))[port.port_id]
    except ConfigError as error:  # bad news must go out all the same
        _log.error("port settings unusable, the defaults hold: %s", error)
        return PortScope()


def _leaves_from(bit: int) -> ColumnElement[bool]:
    return schema.permit.c.ports.bitwise_and(1 << bit) != 0


def _still_out() -> ColumnElement[bool]:
    left, back = schema.movement.alias("left"), schema.movement.alias("back")
    returned = exists(
        select(back.c.id).where(
            back.c.permit == left.c.permit,
            back.c.kind == int(MovementKind.RETURNED),
            ~back.c.annulled,
            back.c.at_ms >= left.c.at_ms,
        )
    )
    return exists(
        select(left.c.id).where(
            left.c.permit == schema.permit.c.number,
            left.c.kind == int(MovementKind.DEPARTED),
            ~left.c.annulled,
            ~returned,
        )
    )
