"""From an officer's word to the lanes: database, notice, publication, in this order.

A notice is dated with the second in which the database had its news, and the publication that
follows with a later one: whatever a lane holds of that second or before may not know of it yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Row, insert, select, update

from checkpoint_app.clock import Clock
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.notice import MOST_CHANGES, Change, NoticeKind, device_of
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError
from sync.registry.db import changes, schema
from sync.registry.db.distrust import distrust_key
from sync.registry.db.open import writing
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_repository import TufRepository, read_state
from sync.registry.signer.notices import SignsNotices
from sync.trust.names import ISSUER_KEYS

NOT_PUBLISHED = 0
NAME_LIMIT, REASON_LIMIT = 64, 200


class PublishesStatus(Protocol):
    """The publisher, as far as bad news goes. Raises CheckpointError, nothing then changed."""

    def publish_status(self) -> None:
        """Status lists, state table, who was recalled, which keys are distrusted."""
        ...


@dataclass(frozen=True, slots=True)
class Officer:
    """Who gives the word and why; neither names a pilgrim. Raises ConfigError for an empty or
    overlong one."""

    name: str
    reason: str

    def __post_init__(self) -> None:
        for text, limit in ((self.name, NAME_LIMIT), (self.reason, REASON_LIMIT)):
            if not text.strip() or len(text) > limit or not text.isprintable():
                raise ConfigError("who and why", key="news.who_and_why", limit=limit)


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """A notice as the registry keeps it. ``version`` is that of the first repository state that
    holds its news; 0 before any does."""

    number: int
    issued: datetime
    envelope: bytes
    version: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of the envelope, by which lanes name it."""
        return hashlib.sha256(self.envelope).digest()


class NewsDesk:
    """Where bad news is given out. ``settle`` waits so many seconds, less than two."""

    def __init__(
        self,
        paths: RegistryPaths,
        engine: Engine,
        signer: SignsNotices,
        publisher: PublishesStatus,
        clock: Clock,
        settle: Callable[[float], None],
    ) -> None:
        self._paths, self._engine, self._signer = paths, engine, signer
        self._publisher, self._clock, self._settle = publisher, clock, settle

    def enter(
        self,
        news: Sequence[Change],
        officer: Officer,
        *,
        since: datetime | None = None,
    ) -> GivenNotice:
        """Change the database and sign a notice of it. ``since`` (aware) is from when on a key is
        distrusted, else now. Every change is made, or none.

        Raises ConfigError for what the registry does not know, for more than 32 changes, and for a
        revocation that would be lifted; SigningRefusedError, TransportError, StorageError.
        """
        if not 1 <= len(news) <= MOST_CHANGES:
            raise ConfigError(f"{len(news)} changes", key="news.too_many", most=MOST_CHANGES)
        self._check_keys(news)
        at = self._clock.now().replace(microsecond=0)
        with writing(self._engine) as connection:
            for change in news:
                _enter(connection, change, since or at)
                _audit(connection, at, officer, change)
        at = self._clock.now().replace(microsecond=0)
        envelope = self._signer.notice(int(at.timestamp()), news)
        return self._keep(envelope, at, officer)

    def publish(self, given: GivenNotice) -> GivenNotice:
        """Have the news published, and remember from which state of the repository on."""
        after = given.issued.timestamp() + 1 - self._clock.now().timestamp()
        self._settle(min(max(after, 0.0), 1.0))
        self._publisher.publish_status()
        version = read_state(self._paths).timestamp.version
        table = schema.notice
        with writing(self._engine) as connection:
            connection.execute(
                update(table)
                .where(table.c.number == given.number)
                .values(timestamp_version=version)
            )
        return GivenNotice(given.number, given.issued, given.envelope, version)

    def lift(self, news: Sequence[Change], officer: Officer) -> None:
        """End suspensions, and publish that; no notice tells of it, since none can clear. A
        revocation stays. Raises as `enter`."""
        at = self._clock.now()
        with writing(self._engine) as connection:
            for change in news:
                _enter(connection, change, at)
                _audit(connection, at, officer, change)
        self._publisher.publish_status()

    def _keep(self, envelope: bytes, at: datetime, officer: Officer) -> GivenNotice:
        digest = hashlib.sha256(envelope).digest()
        values = {
            "issued": int(at.timestamp()),
            "sha256": digest,
            "envelope": envelope,
            "actor": officer.name,
            "reason": officer.reason,
            "timestamp_version": NOT_PUBLISHED,
        }
        table = schema.notice
        with writing(self._engine) as connection:
            found = connection.execute(
                table.select().where(table.c.sha256 == digest)
            ).one_or_none()  # the same news twice in a second is one notice
            if found is not None:
                return given_notice(found)
            number = connection.execute(
                insert(table).values(**values).returning(table.c.number)
            ).scalar_one()
        return GivenNotice(number, at, envelope, NOT_PUBLISHED)

    def _check_keys(self, news: Sequence[Change]) -> None:
        """Only keys that the offline keys list can be distrusted: a slip of the hand is told."""
        asked = [change.number for change in news if change.kind is NoticeKind.ISSUER_KEY]
        if not asked:
            return
        listed = parse_issuer_keys(TufRepository(self._paths).content(ISSUER_KEYS))
        known = {int.from_bytes(key.kid, "big") for key in listed}
        if not known.issuperset(asked):
            raise ConfigError("no such issuer key", key="news.unknown_key")


def given_notice(row: Row[Any]) -> GivenNotice:
    """A notice out of its row of the table."""
    issued = datetime.fromtimestamp(row.issued, UTC)
    return GivenNotice(row.number, issued, bytes(row.envelope), row.timestamp_version)


# Kinds whose numbers people know in hexadecimal digits.
_BY_HEX = (NoticeKind.ISSUER_KEY, NoticeKind.DEVICE)
_ENTITIES = {
    NoticeKind.COMPANY: (schema.company, changes.set_company_state),
    NoticeKind.AGENT: (schema.agent, changes.set_agent_state),
    NoticeKind.PROGRAMME: (schema.programme, changes.set_programme_state),
}


def _enter(connection: Connection, change: Change, since: datetime) -> None:
    """Make one change. Bad news never makes anything better, and good news lifts suspensions only:
    raises ConfigError."""
    if change.kind is NoticeKind.ISSUER_KEY:
        distrust_key(connection, change.number.to_bytes(8, "big"), since)
    elif change.kind is NoticeKind.DEVICE:
        _check_recalled(connection, change)
    elif change.kind is NoticeKind.PERMIT:
        changes.set_permit_status(connection, change.number, PermitStatus(change.state))
    else:
        table, set_state = _ENTITIES[change.kind]
        asked = select(table.c.state).where(table.c.number == change.number)
        held = connection.execute(asked).scalar_one_or_none() or 0
        lifts = change.state == EntityState.ACTIVE and held == EntityState.SUSPENDED
        if change.state < held and not lifts:
            raise ConfigError("it is worse already", key="news.worse_already")
        set_state(connection, change.number, EntityState(change.state))


def _check_recalled(connection: Connection, change: Change) -> None:
    """A recall is entered by `sync.registry.admission`, a new key for its port following: here it
    is only told of."""
    device = schema.device.c
    named = select(device.state).where(device.device_id == device_of(change.number))
    if not connection.execute(named).scalar_one_or_none():
        raise ConfigError("not recalled", key="news.not_so")


def _audit(connection: Connection, at: datetime, officer: Officer, change: Change) -> None:
    number = change.number
    shown = f"{number:016x}" if change.kind in _BY_HEX else str(number)
    connection.execute(
        insert(schema.audit).values(
            at=int(at.timestamp()),
            actor=officer.name,
            action=f"news.{change.kind.name.lower()}.{change.state}",
            subject=shown,
            detail=officer.reason,
        )
    )
