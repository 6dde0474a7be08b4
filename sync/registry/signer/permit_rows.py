"""Permits as the signer reads them from the registry's database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import NATIONAL
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.record import RECORD_LIMIT, Tombstone, encode_tombstone
from checkpoint_app.domain.days import cairo_day_bounds, day_from_number
from checkpoint_app.domain.permit import PermitClaims, Sex
from sync.registry.db import schema
from sync.registry.signer.refusal import SigningRefusedError

_FORMAT = 1
# The record's array after its format number, in order: `checkpoint_app.credential.record`.
RECORD_COLUMNS = (
    *("number", "version", "issue", "issued", "name_latin", "name_arabic", "passport"),
    *("passport_expiry", "national_id", "birth", "sex", "programme", "company", "agent", "ports"),
    *("valid_from", "valid_until", "travel_out", "travel_back", "service", "visa_kind"),
    *("visa_number", "visa_expiry", "vaccinated", "status_list", "status_index"),
)
_APPROVALS = (
    *("company_approved_by", "company_approved_at"),
    *("ministry_approved_by", "ministry_approved_at"),
)
_PERMIT = schema.permit.c
# id, the four approvals, ports, then the record.
_COLUMNS: list[ColumnElement[Any]] = [
    _PERMIT.id,
    *(_PERMIT[name] for name in _APPROVALS),
    _PERMIT.ports.label("bitmap"),
    *(_PERMIT[name] for name in RECORD_COLUMNS),
]
_ROW = select(*_COLUMNS)
_ROW_TEXT = str(_ROW)
_FIRST = 6
_LATIN, _ARABIC = 5, 6  # places in the record


def rows_by_id(connection: Connection, permits: Sequence[int]) -> Mapping[int, Row[Any]]:
    """The rows of these ``permit.id``, by id."""
    # Bound by hand: SQLAlchemy's own list of thousands takes as long as the query itself, and
    # numbers written into the text would fill the driver's cache of statements.
    sign = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    wanted = f"{_ROW_TEXT} WHERE permit.id IN ({','.join([sign] * len(permits))})"
    found = connection.exec_driver_sql(wanted, tuple(permits)).all()
    return {row[0]: row for row in found}


def row_by_number(connection: Connection, number: int) -> Row[Any] | None:
    """The row of a permit number, with the permit's ``status`` as its last value."""
    return connection.execute(
        _ROW.add_columns(_PERMIT.status).where(_PERMIT.number == number)
    ).one_or_none()


def is_approved(row: Sequence[Any]) -> bool:
    """Whether company and ministry have both approved, by two different people."""
    _, company, company_at, ministry, ministry_at, *_ = row
    return bool(company_at and ministry_at and company and ministry and company != ministry)


def is_of_scope(row: Sequence[Any], scope: int, *, national: bool = False) -> bool:
    """Whether a port is to hold this record: a ``national`` one (or 255) every port's."""
    everywhere = national or scope == NATIONAL
    return is_approved(row) and (everywhere or bool(row[5] >> scope & 1))


def record_bytes(row: Sequence[Any]) -> bytes:
    """The record of a row: the bytes of `encode_record`, without a detour over its dataclass.

    Raises SigningRefusedError for one beyond 2,048 bytes.
    """
    fields = [_FORMAT, *row[_FIRST : _FIRST + len(RECORD_COLUMNS)]]
    if not fields[_LATIN].isascii():
        fields[_LATIN] = shape.nfc(fields[_LATIN])
    fields[_ARABIC] = shape.nfc(fields[_ARABIC])
    data = encode(fields)
    if len(data) > RECORD_LIMIT:
        raise SigningRefusedError(f"record of {len(data)} bytes", key="registry.record_too_long")
    return data


def tombstone_bytes(row: Sequence[Any]) -> bytes:
    """What takes the row's permit out of a scope."""
    return encode_tombstone(Tombstone(row[_FIRST], row[_FIRST + 1]))


def version_of(row: Sequence[Any]) -> int:
    """The version of the row's record."""
    return int(row[_FIRST + 1])


def claims_of(row: Row[Any]) -> PermitClaims:
    """What the row's token claims: good from the start of its first Cairo day to the end of its
    last."""
    return PermitClaims(
        number=row.number,
        issue=row.issue,
        name_latin=row.name_latin,
        passport=row.passport,
        birth=day_from_number(row.birth),
        sex=Sex(row.sex),
        programme=row.programme,
        company=row.company,
        ports=row.ports,
        status_list=row.status_list,
        status_index=row.status_index,
        not_before=cairo_day_bounds(day_from_number(row.valid_from))[0],
        expires=cairo_day_bounds(day_from_number(row.valid_until))[1],
        issued=datetime.fromtimestamp(row.issued, UTC),
    )
