"""What is printed for a permit of the registry, its token signed for the print."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Table, select

from checkpoint_app.credential.record import decode_record
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.days import day_from_number
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.programme import Company, EntityState, Programme
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading
from sync.registry.permit_sheet import SheetContent
from sync.registry.signer.permit_rows import record_bytes, row_by_number
from sync.registry.signer.port import Signer

_DAYS = ("travel_out", "travel_back")


def permit_content(engine: Engine, signer: Signer, number: int) -> SheetContent:
    """The page of a permit number; a demo's is marked as a specimen.

    Raises ConfigError for a number the registry does not know, and what the signer raises.
    """
    with reading(engine) as connection:
        row = row_by_number(connection, number)
        if row is None:
            raise ConfigError("no such permit", key="api.unknown-permit")
        record = decode_record(record_bytes(row))
        assert isinstance(record, PermitRecord)
        company = Company(**_entity(connection, schema.company, record.company))
        programme = Programme(**_entity(connection, schema.programme, record.programme))
        specimen = meta_value(connection, "demo") == "1"
    return SheetContent(
        record=record,
        token_text=to_digits(number, signer.token(number)),
        ports=ports().in_bitmap(record.ports),
        company=company,
        programme=programme,
        specimen=specimen,
    )


def _entity(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    found = connection.execute(select(table).where(table.c.number == number)).mappings().one()
    return {name: _value(name, found) for name in found}


def _value(name: str, row: RowMapping) -> Any:
    value = row[name]
    if name == "state":
        return EntityState(value)
    return _day(value) if name in _DAYS else value


def _day(number: int) -> date:
    return day_from_number(number)
