"""The signing itself, over the registry's database; `SignerClient` reaches it in its process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, select

from checkpoint_app.clock import Clock
from checkpoint_app.credential.block import sign_block
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.manifest import (
    Manifest,
    Page,
    StatusListEntry,
    decode_page,
    decode_segments,
    sign_manifest,
)
from checkpoint_app.credential.notice import Change
from checkpoint_app.credential.refresh import Refresh, sign_refresh
from checkpoint_app.credential.shape import LAST_SECOND
from checkpoint_app.credential.state import EntityStates, StateTable, sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.credential.token import issue_token
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.db.open import meta_value, reading
from sync.registry.signer import notices, permit_rows
from sync.registry.signer.allowance import Allowance
from sync.registry.signer.movements import told_movements
from sync.registry.signer.port import BATCH, BlockOrder, SignedBlock, SignedList
from sync.registry.signer.refusal import SigningRefusedError

TOKENS_A_SECOND, TOKEN_BURST = 20, 2_000
# Issue times ahead of the signer's own clock would push the ports' time floor ahead.
_AHEAD = timedelta(minutes=10)
_UNPACKED = [bytes((byte >> shift) & 3 for shift in (0, 2, 4, 6)) for byte in range(256)]


class SigningDesk:
    """Implements `Signer` where the keys are. ``engine`` should be read-only."""

    def __init__(
        self, engine: Engine, keys: Mapping[EnvelopeType, SigningKey], clock: Clock
    ) -> None:
        self._engine, self._keys, self._clock = engine, keys, clock
        self._tokens = Allowance(clock, rate=TOKENS_A_SECOND, burst=TOKEN_BURST)
        with reading(engine) as connection:
            season = meta_value(connection, "season")
        if season is None:
            raise ConfigError("the registry names no season", key="registry.absent")
        self._season = int(season)

    def blocks(
        self, scope: int, issued: int, orders: Iterable[BlockOrder]
    ) -> Iterator[SignedBlock]:
        """See `Signer.blocks`."""
        source = iter(orders)
        while batch := list(islice(source, BATCH)):
            yield from self.batch(scope, issued, batch)

    def batch(self, scope: int, issued: int, orders: Sequence[BlockOrder]) -> list[SignedBlock]:
        """As `blocks`, all at once and from one view of the database."""
        at = self._instant(issued)
        permits = [permit for order in orders for permit in order.permits]
        with reading(self._engine) as connection:
            rows = permit_rows.rows_by_id(connection, permits)
            national = meta_value(connection, f"scope/{scope}") == "national"
        if len(rows) != len(permits):
            raise SigningRefusedError("a permit is unknown or named twice")
        return [self._block(scope, at, order, rows, national=national) for order in orders]

    def _block(
        self,
        scope: int,
        at: datetime,
        order: BlockOrder,
        rows: Mapping[int, Row[Any]],
        *,
        national: bool,
    ) -> SignedBlock:
        records, versions, tombstones = [], [], set()
        for position, permit in enumerate(order.permits):
            row = rows[permit]
            if permit_rows.is_of_scope(row, scope, national=national):
                records.append(permit_rows.record_bytes(row))
            else:
                records.append(permit_rows.tombstone_bytes(row))
                tombstones.add(position)
            versions.append(permit_rows.version_of(row))
        key = self._keys[EnvelopeType.BLOCK]
        envelope = sign_block(key, self._season, scope, order.number, at, records)
        return SignedBlock(order.number, envelope, records, versions, frozenset(tombstones))

    def manifest(
        self, scope: int, generation: int, issued: int, pages: Sequence[bytes], segments: bytes
    ) -> bytes:
        """See `Signer.manifest`."""
        at = self._instant(issued)
        decode_segments(segments)
        entries = [(decode_page(page), hashlib.sha256(page).digest()) for page in pages]
        with reading(self._engine) as connection:
            self._refuse_old_generation(connection, scope, generation)
            lists = _signed_lists(connection)
            state = connection.execute(select(schema.state_table)).one_or_none()
        if state is None or any(version == 0 for _, version, _ in lists):
            raise SigningRefusedError("status and state come first")
        manifest = Manifest(
            season=self._season,
            scope=scope,
            generation=generation,
            issued=at,
            live_count=sum(entry.live for page, _ in entries for entry in page),
            pages=tuple(Page(page[0].number, page[-1].number, digest) for page, digest in entries),
            status_lists=tuple(lists),
            state_version=state.version,
            state_digest=hashlib.sha256(state.envelope).digest(),
            segments_digest=hashlib.sha256(segments).digest(),
        )
        return sign_manifest(self._keys[EnvelopeType.MANIFEST], manifest)

    def _refuse_old_generation(self, connection: Connection, scope: int, generation: int) -> None:
        table = schema.publication.c
        newest = select(func.max(table.generation)).where(table.scope == scope)
        if generation <= (connection.execute(newest).scalar_one() or 0):
            raise SigningRefusedError(f"generation {generation} was signed before")

    def status_lists(self, issued: int, first: int, count: int) -> Sequence[SignedList]:
        """See `Signer.status_lists`."""
        at = self._instant(issued)
        table = schema.status_list.c
        wanted = select(table.list_id, table.version, table.entries)
        wanted = wanted.where(table.list_id >= first).order_by(table.list_id).limit(count)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return [self._list(at, row.list_id, row.version + 1, row.entries) for row in rows]

    def _list(self, at: datetime, list_id: int, version: int, packed: bytes) -> SignedList:
        entries = b"".join([_UNPACKED[byte] for byte in packed])
        key = self._keys[EnvelopeType.STATUS]
        return SignedList(list_id, version, sign_status_list(key, list_id, version, at, entries))

    def state(self, issued: int) -> tuple[int, bytes]:
        """See `Signer.state`."""
        at = self._instant(issued)
        with reading(self._engine) as connection:
            version = connection.execute(select(schema.state_table.c.version)).scalar() or 0
            kinds = [
                _states(connection, table)
                for table in (schema.company, schema.agent, schema.programme)
            ]
        table = StateTable(self._season, version + 1, at, *kinds)
        return version + 1, sign_state(self._keys[EnvelopeType.STATE], table)

    def token(self, permit: int) -> bytes:
        """See `Signer.token`."""
        with reading(self._engine) as connection:
            row = permit_rows.row_by_number(connection, permit)
        if row is None or not permit_rows.is_approved(row):
            raise SigningRefusedError("not approved", key="registry.not_approved")
        if row.status == PermitStatus.REVOKED:
            raise SigningRefusedError("revoked", key="registry.revoked")
        self._tokens.take()
        return issue_token(permit_rows.claims_of(row), self._keys[EnvelopeType.TOKEN])

    def refresh(
        self, permit: int, nonce: bytes, device_id: str, *, movements: bool = False
    ) -> bytes:
        """See `Signer.refresh`."""
        at = self._clock.now().replace(microsecond=0)
        question = Refresh(nonce, device_id, permit, at, None, None, None, None, None)
        with reading(self._engine) as connection:
            answer = _refreshed(connection, question)
            if movements:
                told = told_movements(connection, permit, device_id)
                answer = replace(answer, movements=told)
        return sign_refresh(self._keys[EnvelopeType.REFRESH], answer)

    def notice(self, issued: int, changes: Sequence[Change]) -> bytes:
        """See `SignsNotices.notice`."""
        at = self._instant(issued)
        with reading(self._engine) as connection:
            key = self._keys[EnvelopeType.NOTICE]
            return notices.sign(connection, key, self._season, at, changes)

    def close(self) -> None:
        """See `Signer.close`."""
        self._engine.dispose()

    def _instant(self, issued: int) -> datetime:
        if not 0 <= issued <= LAST_SECOND:
            raise SigningRefusedError("no issue time", key="registry.clock")
        at = datetime.fromtimestamp(issued, UTC)
        if at > self._clock.now() + _AHEAD:
            raise SigningRefusedError("an issue time ahead of the clock", key="registry.clock")
        return at


def _signed_lists(connection: Connection) -> list[StatusListEntry]:
    table = schema.status_list.c
    rows = connection.execute(
        select(table.list_id, table.version, table.envelope).order_by(table.list_id)
    )
    return [
        StatusListEntry(row.list_id, row.version, hashlib.sha256(row.envelope or b"").digest())
        for row in rows
    ]


def _states(connection: Connection, table: Table) -> EntityStates:
    highest = connection.execute(select(func.max(table.c.number))).scalar_one() or 0
    others = connection.execute(select(table.c.number, table.c.state).where(table.c.state != 0))
    return EntityStates(highest, {number: EntityState(state) for number, state in others})


def _refreshed(connection: Connection, question: Refresh) -> Refresh:
    """The answer: without a record unless the permit is there and approved."""
    row = permit_rows.row_by_number(connection, question.permit)
    if row is None or not permit_rows.is_approved(row):
        return question
    return Refresh(
        question.nonce,
        question.device,
        question.permit,
        question.issued,
        permit_rows.record_bytes(row),
        PermitStatus(row.status),
        _state_of(connection, schema.company, row.company),
        _state_of(connection, schema.agent, row.agent),
        _state_of(connection, schema.programme, row.programme),
    )


def _state_of(connection: Connection, table: Table, number: int) -> EntityState | None:
    state = connection.execute(select(table.c.state).where(table.c.number == number)).scalar()
    return None if state is None else EntityState(state)
