"""What a later state of this registry, on a stick or a mirror, still knows of bad news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select, update

from checkpoint_app.credential.state import StateTable
from checkpoint_app.credential.status_list import BITS, ENTRIES, UNALLOCATED, entry_of
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError, ProtocolError, TrustError
from sync.bundle.layout import StickLayout
from sync.protocol.device_list import LIST_LIMIT, decode_recalled
from sync.registry.db import schema
from sync.registry.paths import RegistryPaths
from sync.trust import pack
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.names import RECALLED_TARGET, STATUS_TARGET
from sync.trust.news import read_news
from sync.trust.repository import TrustedRepository, TrustSession

_ENROLLED, _RECALLED = 0, 1


@dataclass(frozen=True, slots=True)
class LaterState:
    """Verified from this registry's own root. ``lists`` are packed entries by list id;
    ``recalled`` when, by device id."""

    lists: Mapping[int, bytes]
    state: StateTable | None
    recalled: Mapping[str, int]


def read_later(paths: RegistryPaths, folder: Path, work: Path, now: datetime) -> LaterState:
    """Read the bad news of a stick's folder, or of a folder with ``metadata`` and ``targets``.

    ``work`` is an empty folder. Raises TrustError, TransportError, StorageError, ConfigError.
    """
    stick = StickLayout(folder).repository
    place = stick if stick.is_dir() else folder
    if not place.is_dir():
        raise ConfigError("no such folder", key="stick.no-folder")
    repository = TrustedRepository(work, paths.root_metadata.read_bytes(), allow_demo=True)
    with repository.session(folder_carrier(place), now) as session:
        view = session.refresh()
        news = read_news(
            session.content(STATUS_TARGET, limit=pack.SEGMENT_LIMIT),
            view.keys,
            held_lists={},
            held_state=None,
            season=view.season,
        )
        recalled = _recalled(session)
    lists = {found.list_id: found.packed for found, _, _ in news.lists}
    return LaterState(lists, None if news.state is None else news.state[0], recalled)


def take_over(connection: Connection, later: LaterState, now: int) -> tuple[int, int]:
    """Enter what is known there and not here: how many permits were revoked, devices recalled."""
    revoked = sum(_take_list(connection, *each) for each in later.lists.items())
    if later.state is not None:
        _take_states(connection, schema.company, later.state.companies.others)
        _take_states(connection, schema.agent, later.state.agents.others)
        _take_states(connection, schema.programme, later.state.programmes.others)
    table, recalls = schema.device, 0
    for device_id, at in later.recalled.items():
        done = connection.execute(
            update(table)
            .where(table.c.device_id == device_id, table.c.state == _ENROLLED)
            .values(state=_RECALLED, recalled_at=at or now)
        )
        recalls += done.rowcount
    return revoked, recalls


def _recalled(session: TrustSession) -> Mapping[str, int]:
    if not session.has(RECALLED_TARGET):
        return {}
    try:
        listed = decode_recalled(session.content(RECALLED_TARGET, limit=LIST_LIMIT))
    except ProtocolError as error:
        raise TrustError(f"recalled devices: {error}", key="trust.malformed") from error
    return {each.device_id: each.at for each in listed.recalled}


def _take_list(connection: Connection, list_id: int, theirs: bytes) -> int:
    """Merge one list's entries; how many permits here were revoked by it."""
    table = schema.status_list
    found = connection.execute(select(table.c.entries).where(table.c.list_id == list_id))
    ours = found.scalar_one_or_none()
    if ours is None:  # begun since: its entries belong to permits that are lost here
        connection.execute(insert(table).values(list_id=list_id, entries=theirs, version=0))
        return 0
    merged = bytearray(ours)
    changed: dict[int, int] = {}
    for index in _differing(ours, theirs):
        before, after = entry_of(ours, index, BITS), entry_of(theirs, index, BITS)
        if _counts_for_more(after, before):
            shift = index % 4 * BITS
            merged[index // 4] = merged[index // 4] & ~(3 << shift) | after << shift
            changed[index] = after
    connection.execute(
        update(table).where(table.c.list_id == list_id).values(entries=bytes(merged))
    )
    return sum(_set_status(connection, list_id, *each) for each in changed.items())


def _differing(ours: bytes, theirs: bytes) -> list[int]:
    places = [at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b]
    return [index for at in places for index in range(at * 4, min(at * 4 + 4, ENTRIES))]


def _counts_for_more(after: int, before: int) -> bool:
    """Revoked stays so; suspended beats valid; an entry that was given out since is not free."""
    if after in (before, UNALLOCATED) or before == PermitStatus.REVOKED:
        return False
    return before == UNALLOCATED or after != PermitStatus.VALID


def _set_status(connection: Connection, list_id: int, index: int, status: int) -> int:
    table = schema.permit
    done = connection.execute(
        update(table)
        .where(table.c.status_list == list_id, table.c.status_index == index)
        .values(status=status)
    )
    return done.rowcount if status == PermitStatus.REVOKED else 0


def _take_states(connection: Connection, table: Table, others: Mapping[int, EntityState]) -> None:
    for number, state in others.items():
        worse = (table.c.number == number) & (table.c.state < int(state))
        connection.execute(update(table).where(worse).values(state=int(state)))
