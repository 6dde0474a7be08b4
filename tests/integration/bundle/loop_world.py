"""A registry and lanes with nothing but stick folders between them: real journals, the real ingest
and its database; what only publishing needs is left out."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from sqlalchemy import Engine, insert

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.receipt import check_receipt
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.stores import MovementDraft
from checkpoint_app.store.journal import JournalStore
from sync.bundle.departures import SPAN, Departures
from sync.bundle.stick_receipt import StickDevice
from sync.engine.receipts import ReceiptsTaken, take_published
from sync.protocol.holdings import Holding
from sync.registry.api.devices import DeviceRegister
from sync.registry.api.ingest import Ingest
from sync.registry.api.refusals import Refusal
from sync.registry.db import schema
from sync.registry.db.migrate import create_database
from sync.registry.db.open import writing
from sync.registry.inbox import Inbox, Taken
from sync.trust.packing import recipient_of

AUDIENCE = "registry.test"
BIT = 0
NOON = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


@dataclass
class WalkingClock:
    """A clock that goes on a second whenever it is asked."""

    at: datetime = NOON

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


def new_identity() -> str:
    return str(pyrage.x25519.Identity.generate())


@dataclass
class World:
    """The registry's end. ``identities`` open its inbox, the first is in use."""

    folder: Path
    identities: list[str] = field(default_factory=lambda: [new_identity()])

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clock = WalkingClock()
        self.engine: Engine = create_database(self.folder / "registry.db")
        self.receipt_key = SigningKey.generate(EnvelopeType.RECEIPT)
        self.register = DeviceRegister(self.engine, self.clock)
        self.ingest = Ingest(self.engine, self.clock, self.receipt_key, bytes(range(16)))
        self.lanes: list[Lane] = []

    @property
    def inbox_recipient(self) -> str:
        return recipient_of(self.identities[0])

    def take(self, stick: Path) -> Taken:
        """`registry bundle-in`."""
        return self.inbox().take(stick)

    def inbox(self) -> Inbox:
        return Inbox(
            engine=self.engine,
            register=self.register,
            ingest=self.ingest,
            identities=self.identities,
            audience=AUDIENCE,
            clock=self.clock,
        )

    def stick(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def lane(self, name: str = "lane-1") -> Lane:
        made = Lane(self, name)
        self.lanes.append(made)
        return made

    def count(self, table: str) -> int:
        with self.engine.connect() as connection:
            found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        return int(found)

    def actions(self) -> list[str]:
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT action FROM audit ORDER BY id").all()
        return [row[0] for row in rows]

    def close(self) -> None:
        for lane in self.lanes:
            lane.journal.close()
        self.engine.dispose()


class Lane:
    """An enrolled lane with a real journal."""

    def __init__(self, world: World, name: str, *, enrolled: bool = True) -> None:
        self.world, self.device_id = world, name
        self.batch_key = SigningKey.generate(EnvelopeType.BATCH)
        self.auth_key = SigningKey.generate(EnvelopeType.AUTH)
        self.folder = world.folder / name
        self.folder.mkdir()
        self.opened()
        if enrolled:
            self._enrol()

    def opened(self) -> None:
        """Open the journal that lies there now."""
        path = self.folder / "journal.db"
        self.journal = JournalStore(path, bytes(32), self.world.clock)

    def cloned(self) -> Lane:
        """This lane's computer once more: same keys, same journal as it stands."""
        twin = Lane.__new__(Lane)
        twin.world, twin.device_id = self.world, self.device_id
        twin.batch_key, twin.auth_key = self.batch_key, self.auth_key
        twin.folder = self.folder.with_name(f"{self.folder.name}-clone")
        self.journal.close()
        shutil.copytree(self.folder, twin.folder)
        for lane in (self, twin):
            lane.opened()
        self.world.lanes.append(twin)
        return twin

    def record(self, count: int = 1, passport: str = "A00000069") -> None:
        """Journal so many departures."""
        at = self.world.clock.now()
        self.journal.record_outcomes(
            [
                MovementDraft(
                    scan_id=uuid7(at),
                    kind=MovementKind.DEPARTED,
                    direction=Direction.DEPARTING,
                    permit=None,
                    issue=None,
                    passport=passport,
                    company=None,
                    service="MS671",
                    port=BIT,
                    lane="A1",
                    officer="o",
                    at=at,
                    findings=(),
                    automatic=False,
                )
                for _ in range(count)
            ]
        )

    def departures(self, inbox: str | None = None, span: int = SPAN) -> Departures:
        return Departures(
            outbox=self.journal.outbox,
            diary=self.journal,
            device=StickDevice(self.device_id, AUDIENCE, self.auth_key, os.urandom),
            batch_key=self.batch_key,
            scope=BIT,
            inbox=self.world.inbox_recipient if inbox is None else inbox,
            holding=self.holding,
            clock=self.world.clock,
            span=span,
        )

    def holding(self) -> Holding:
        at = self.world.clock.now()
        return Holding(self.device_id, 1, 7, NOON, 3, 2, self.journal.pending(), at)

    def send(self, batches: int) -> None:
        """Send so many batches over the line, and take no answer."""
        device = self.world.register.by_batch_kid(self.batch_key.kid)
        assert device is not None
        for batch in self.journal.outbox.seal_batches(batches, self.batch_key, self.device_id):
            self.world.ingest.take(device, batch.envelope)

    def take_receipts(self) -> ReceiptsTaken:
        """What the next bundle acknowledges."""
        device = self.world.register.by_batch_kid(self.batch_key.kid)
        assert device is not None
        key = self.world.receipt_key
        keys = DeviceKeyring([(key.purpose, key.public_bytes)])
        receipts = []
        for each in self.journal.outbox.epochs():
            try:
                envelope = self.world.ingest.receipt(device, each.epoch)
            except Refusal:
                continue
            receipts.append(check_receipt(envelope, keys))
        return take_published(self.journal.outbox, self.device_id, receipts)

    def _enrol(self) -> None:
        with writing(self.world.engine) as connection:
            connection.execute(
                insert(schema.device).values(
                    device_id=self.device_id,
                    name=self.device_id,
                    port=BIT,
                    lane="A1",
                    batch_key=self.batch_key.public_bytes,
                    batch_kid=self.batch_key.kid,
                    auth_key=self.auth_key.public_bytes,
                    auth_kid=self.auth_key.kid,
                    age_recipient=recipient_of(new_identity()),
                    enrolled_at=int(NOON.timestamp()),
                )
            )


def departures_on(stick: Path) -> list[Path]:
    """The files of departures on a stick."""
    return sorted((stick / "departures").glob("*"))
