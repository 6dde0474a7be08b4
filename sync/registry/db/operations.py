"""Small steps on the registry's tables that several operations share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sync.registry.db import schema


def set_meta(connection: Connection, name: str, value: str) -> None:
    """Write a fact of the ``meta`` table, new or anew."""
    connection.execute(
        upsert(schema.meta)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def counter_value(connection: Connection, name: str) -> int:
    """The last number given out; 0 when none was."""
    found = connection.execute(
        select(schema.counter.c.value).where(schema.counter.c.name == name)
    ).scalar_one_or_none()
    return 0 if found is None else int(found)


def next_numbers(connection: Connection, name: str, count: int = 1) -> int:
    """Give out ``count`` numbers of a counter; the first of them. Counters begin at 1."""
    before = counter_value(connection, name)
    table = schema.counter
    if before == 0:
        connection.execute(
            upsert(table)
            .values(name=name, value=count)
            .on_conflict_do_update(index_elements=["name"], set_={"value": count})
        )
    else:
        connection.execute(update(table).where(table.c.name == name).values(value=before + count))
    return before + 1


def set_counter(connection: Connection, name: str, value: int) -> None:
    """Have a counter go on after ``value``, unless it is beyond that already."""
    table = schema.counter
    raised = max(value, counter_value(connection, name))
    connection.execute(
        upsert(table)
        .values(name=name, value=raised)
        .on_conflict_do_update(index_elements=["name"], set_={"value": raised})
    )


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert many rows, each the values of ``columns`` in order, by one prepared statement; how
    many there were. An insert of many VALUES takes 35 times as long."""
    prepared = insert(table).values(dict.fromkeys(columns))
    statement = str(prepared.compile(dialect=connection.dialect, column_keys=list(columns)))
    inserted = 0
    values = iter(rows)
    while chunk := list(islice(values, 20_000)):
        connection.exec_driver_sql(statement, [tuple(row) for row in chunk])
        inserted += len(chunk)
    return inserted
