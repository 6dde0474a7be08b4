"""Entries of the status lists."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from checkpoint_app.credential.status_list import BITS, ENTRIES, UNALLOCATED, entry_of
from checkpoint_app.errors import StorageError
from sync.registry.db import schema
from sync.registry.db.status_entries import allocate_entry, write_entry
from tests.unit.sync.registry.memory import empty_registry


def test_the_first_entry_makes_the_first_list() -> None:
    engine = empty_registry()
    chance = random.Random(1)
    with engine.begin() as connection:
        taken = {allocate_entry(connection, chance.randrange) for _ in range(200)}
        assert len(taken) == 200
        entries = connection.execute(select(schema.status_list.c.entries)).scalar_one()
    values = [entry_of(entries, index, BITS) for index in range(ENTRIES)]
    assert {index for index, value in enumerate(values) if value == 0} == {i for _, i in taken}
    assert values.count(UNALLOCATED) == ENTRIES - 200


def test_a_full_list_is_followed_by_another() -> None:
    engine = empty_registry()
    with engine.begin() as connection:
        assert allocate_entry(connection, lambda below: 7)[0] == 0
        assert allocate_entry(connection, lambda below: 7) == (1, 7)


def test_each_entry_is_set_by_itself() -> None:
    engine = empty_registry()
    with engine.begin() as connection:
        allocate_entry(connection, lambda below: 5)
        write_entry(connection, 0, 6, 2)
        write_entry(connection, 0, 5, 1)
        entries = connection.execute(select(schema.status_list.c.entries)).scalar_one()
        assert [entry_of(entries, index, BITS) for index in (4, 5, 6, 7)] == [3, 1, 2, 3]
        with pytest.raises(StorageError):
            write_entry(connection, 9, 0, 1)
