"""The packed entries of the status lists, 2 bits a permit, as the database keeps them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, select, update

from checkpoint_app.credential.status_list import BITS, ENTRIES, UNALLOCATED, entry_of
from checkpoint_app.errors import StorageError
from sync.registry.db import schema

_EMPTY = b"\xff" * (ENTRIES * BITS // 8)  # every entry 3: unallocated
_SHIFT = {place: place * BITS for place in range(8 // BITS)}
# Beyond this many misses in a row the list is taken for full; a nearly full list is left early.
_TRIES = 64


def write_entry(connection: Connection, list_id: int, index: int, value: int) -> None:
    """Set an entry (0 to 3). Raises StorageError when the list is not there."""
    entries = bytearray(_entries(connection, list_id))
    place, shift = index // len(_SHIFT), _SHIFT[index % len(_SHIFT)]
    entries[place] = entries[place] & ~(3 << shift) | value << shift
    table = schema.status_list
    connection.execute(
        update(table).where(table.c.list_id == list_id).values(entries=bytes(entries))
    )


def allocate_entry(connection: Connection, below: Callable[[int], int]) -> tuple[int, int]:
    """Take a random free entry of the newest list, or of a new one; it says valid from here on."""
    table = schema.status_list
    newest = connection.execute(select(func.max(table.c.list_id))).scalar_one()
    index = None if newest is None else _free_index(_entries(connection, newest), below)
    if newest is None or index is None:
        newest = 0 if newest is None else newest + 1
        connection.execute(insert(table).values(list_id=newest, entries=_EMPTY, version=0))
        index = below(ENTRIES)
    write_entry(connection, newest, index, 0)
    return newest, index


def _free_index(entries: bytes, below: Callable[[int], int]) -> int | None:
    for _ in range(_TRIES):
        index = below(ENTRIES)
        if entry_of(entries, index, BITS) == UNALLOCATED:
            return index
    return None


def _entries(connection: Connection, list_id: int) -> bytes:
    table = schema.status_list
    found = connection.execute(select(table.c.entries).where(table.c.list_id == list_id))
    entries = found.scalar_one_or_none()
    if entries is None:
        raise StorageError(f"no status list {list_id}", key="registry.database")
    return bytes(entries)
