"""The operations that change permits, companies, agents and programmes.

Each takes a connection within a write transaction. A change of the record raises its version and
takes the next change number, so that the next publication sends it; a change of status or state
shows in the next status publication. All raise ConfigError for a number the registry does not know.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, insert, select, update

from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.permit import PermitStatus, permit_number_from_serial
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.db.operations import next_numbers
from sync.registry.db.status_entries import allocate_entry, write_entry

_FIRST_SERIAL, _SERIALS = 10**11, 9 * 10**11
# What `change_permit` may set: what a record says, its number and its own versions excepted.
CHANGEABLE = frozenset(
    (
        *("name_latin", "name_arabic", "passport", "passport_expiry", "national_id", "birth"),
        *("sex", "programme", "company", "agent", "ports", "valid_from", "valid_until"),
        *("travel_out", "travel_back", "service", "visa_kind", "visa_number", "visa_expiry"),
        "vaccinated",
    )
)
_APPROVALS = (
    *("company_approved_by", "company_approved_at"),
    *("ministry_approved_by", "ministry_approved_at"),
)


def add_permit(
    connection: Connection,
    record: Mapping[str, Any],
    at: datetime,
    below: Callable[[int], int] = secrets.randbelow,
) -> int:
    """Add a permit that nobody has approved yet; its random number.

    ``record`` holds a value for each name in `CHANGEABLE`, as the table keeps it (days as day
    numbers); whatever else it holds is left aside, so the mapping of another permit's row will do.
    """
    number = _unused_number(connection, below)
    status_list, status_index = allocate_entry(connection, below)
    values = {name: record[name] for name in CHANGEABLE}
    connection.execute(
        insert(schema.permit).values(
            **values,
            number=number,
            version=1,
            issue=1,
            issued=int(at.timestamp()),
            status_list=status_list,
            status_index=status_index,
            change=next_numbers(connection, "change"),
        )
    )
    return number


def approve_permit(
    connection: Connection, number: int, at: datetime, *, company: str, ministry: str
) -> None:
    """Enter both approvals, by whom; from here on the permit is published."""
    seconds = int(at.timestamp())
    approvals = dict(zip(_APPROVALS, (company, seconds, ministry, seconds), strict=True))
    _write_permit(connection, _permit(connection, number), issued=seconds, **approvals)


def withdraw_approval(connection: Connection, number: int) -> None:
    """Take both approvals back: the permit leaves every port's scope."""
    _write_permit(connection, _permit(connection, number), **dict.fromkeys(_APPROVALS))


def change_permit(connection: Connection, number: int, **values: Any) -> None:
    """Change what a permit's record says; only names in `CHANGEABLE`, days as day numbers.

    Raises ConfigError for another name.
    """
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise ConfigError(f"no such field: {sorted(unknown)}", key="registry.unknown_field")
    _write_permit(connection, _permit(connection, number), **values)


def change_dates(
    connection: Connection,
    number: int,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    travel_out: date | None = None,
    travel_back: date | None = None,
) -> None:
    """Move the days of a permit that are given; to let it expire, end it in the past."""
    days = {
        "valid_from": valid_from,
        "valid_until": valid_until,
        "travel_out": travel_out,
        "travel_back": travel_back,
    }
    given = {name: day_number(day) for name, day in days.items() if day is not None}
    change_permit(connection, number, **given)


def change_ports(connection: Connection, number: int, ports: int) -> None:
    """Set the bitmap of ports where the pilgrim may leave; one taken out gets a tombstone."""
    change_permit(connection, number, ports=ports)


def reissue_permit(
    connection: Connection,
    number: int,
    at: datetime,
    below: Callable[[int], int] = secrets.randbelow,
) -> int:
    """A new print, which supersedes the ones before; its issue number.

    A revoked or suspended permit gets a new status entry: the old one is never cleared.
    """
    permit = _permit(connection, number)
    values: dict[str, Any] = {"issue": permit.issue + 1, "issued": int(at.timestamp())}
    if permit.status != PermitStatus.VALID:
        status_list, status_index = allocate_entry(connection, below)
        values |= {"status": 0, "status_list": status_list, "status_index": status_index}
    _write_permit(connection, permit, **values)
    return int(permit.issue) + 1


def set_permit_status(connection: Connection, number: int, status: PermitStatus) -> None:
    """Revoke or suspend a permit, or end its suspension.

    Raises ConfigError when it would lift a revocation: that takes a new issue.
    """
    permit = _permit(connection, number)
    if permit.status == PermitStatus.REVOKED and status is not PermitStatus.REVOKED:
        raise ConfigError("a revocation is lifted by a new issue only", key="registry.revoked")
    table = schema.permit
    connection.execute(update(table).where(table.c.id == permit.id).values(status=int(status)))
    write_entry(connection, permit.status_list, permit.status_index, int(status))


def revoke_permit(connection: Connection, number: int) -> None:
    """Revoke a permit, for good."""
    set_permit_status(connection, number, PermitStatus.REVOKED)


def suspend_permit(connection: Connection, number: int) -> None:
    """Suspend a permit."""
    set_permit_status(connection, number, PermitStatus.SUSPENDED)


def set_company_state(connection: Connection, number: int, state: EntityState) -> None:
    """Suspend, cancel or restore a company."""
    _set_state(connection, schema.company, schema.company.c.number, number, state)


def set_agent_state(connection: Connection, number: int, state: EntityState) -> None:
    """Suspend, cancel or restore a Saudi agent."""
    _set_state(connection, schema.agent, schema.agent.c.number, number, state)


def set_programme_state(connection: Connection, number: int, state: EntityState) -> None:
    """Suspend, cancel or restore a programme."""
    _set_state(connection, schema.programme, schema.programme.c.number, number, state)


def permit_row(connection: Connection, number: int) -> dict[str, Any]:
    """A permit as the table has it, by column."""
    return _permit(connection, number)._asdict()


def _permit(connection: Connection, number: int) -> Row[Any]:
    table = schema.permit
    row = connection.execute(select(table).where(table.c.number == number)).one_or_none()
    if row is None:
        raise ConfigError("no such permit", key="registry.unknown_permit")
    return row


def _write_permit(connection: Connection, permit: Row[Any], **values: Any) -> None:
    table = schema.permit
    values |= {"version": permit.version + 1, "change": next_numbers(connection, "change")}
    connection.execute(update(table).where(table.c.id == permit.id).values(**values))


def _unused_number(connection: Connection, below: Callable[[int], int]) -> int:
    column = schema.permit.c.number
    while True:
        number = permit_number_from_serial(_FIRST_SERIAL + below(_SERIALS))
        if connection.execute(select(column).where(column == number)).first() is None:
            return number


def _set_state(
    connection: Connection, table: Table, key: Column[int], number: int, state: EntityState
) -> None:
    changed = connection.execute(
        update(table).where(key == number).values(state=int(state)).returning(key)
    )
    if changed.first() is None:
        raise ConfigError(f"no such {table.name}: {number}", key="registry.unknown_number")
