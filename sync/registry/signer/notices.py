"""Notices as the signer makes them: only of what the database says by now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Column, Connection, select

from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.credential.notice import Change, Notice, NoticeKind, device_of, sign_notice
from checkpoint_app.credential.shape import INT63
from sync.registry.db import schema
from sync.registry.db.distrust import distrusted_keys
from sync.registry.signer.refusal import SigningRefusedError

_DISTRUSTED = _RECALLED = 2
# Where the state of each kind stands: its number's column, and the state's.
_PLACES: dict[NoticeKind, tuple[Column[int], Column[int]]] = {
    NoticeKind.COMPANY: (schema.company.c.number, schema.company.c.state),
    NoticeKind.AGENT: (schema.agent.c.number, schema.agent.c.state),
    NoticeKind.PROGRAMME: (schema.programme.c.number, schema.programme.c.state),
    NoticeKind.PERMIT: (schema.permit.c.number, schema.permit.c.status),
}


class SignsNotices(Protocol):
    """The signer, as far as notices go."""

    def notice(self, issued: int, changes: Sequence[Change]) -> bytes:
        """The envelope of a notice of these changes, 1 to 32, each bad news that the database has
        by now. Raises SigningRefusedError for any other, TransportError."""
        ...


def sign(
    connection: Connection, key: SigningKey, season: int, at: datetime, changes: Sequence[Change]
) -> bytes:
    """See `SignsNotices.notice`. Raises CredentialError for another number of changes."""
    for change in changes:
        if not change.state or change.state != _state(connection, change):
            raise SigningRefusedError(
                f"not so: {change.kind.name} {change.number}", key="news.not_so"
            )
    return sign_notice(key, Notice(season, at, tuple(changes)))


def change_of(row: object) -> Change:
    """A change out of a request's ``[kind, number, state]``. Raises SigningRefusedError."""
    match row:
        case [int(kind), int(number), int(state)] if kind in list(NoticeKind):
            # Ids of keys and devices have 64 bits; what else has a number stands in a column.
            wide = kind in (NoticeKind.ISSUER_KEY, NoticeKind.DEVICE)
            highest = 2**64 - 1 if wide else INT63
            if 0 <= number <= highest:
                return Change(NoticeKind(kind), number, state)
    raise SigningRefusedError("no such change", key="registry.signer_garbled")


def _state(connection: Connection, change: Change) -> int | None:
    if change.kind is NoticeKind.ISSUER_KEY:
        known = {int.from_bytes(kid, "big") for kid in distrusted_keys(connection)}
        return _DISTRUSTED if change.number in known else None
    if change.kind is NoticeKind.DEVICE:
        device = schema.device.c
        named = select(device.state).where(device.device_id == device_of(change.number))
        recalled = connection.execute(named).scalar_one_or_none()
        return _RECALLED if recalled else None
    number, state = _PLACES[change.kind]
    return connection.execute(select(state).where(number == change.number)).scalar_one_or_none()
