"""A registry on disk with a small season, and a port that reads what it publishes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
from sqlalchemy import Engine, insert

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.record import Tombstone, decode_record
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.reference import ports
from checkpoint_app.store.anchor import AnchorFile
from sync.registry.db import schema
from sync.registry.db.open import open_database, reading, writing
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.segment_choice import CompactionRule
from sync.registry.sample.season import sample
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.keys import signer_keys
from sync.registry.signer.permit_rows import is_of_scope, record_bytes, rows_by_id
from sync.registry.signer.port import Signer
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake
from sync.trust.plan import PortPlace
from sync.trust.reader import PackReader
from sync.trust.repository import TrustedRepository
from tests.unit.sync.memory_sink import MemorySink

PORT = "CAI-AIR"
BIT = 0
TODAY = date(2026, 11, 22)


@dataclass
class MovableClock:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def pass_time(self, span: timedelta) -> None:
        self.at += span


@dataclass
class Centre:
    """The registry's end."""

    paths: RegistryPaths
    engine: Engine
    signer: Signer
    clock: MovableClock
    compaction: CompactionRule = field(default_factory=CompactionRule)

    @property
    def publisher(self) -> Publisher:
        return Publisher(
            self.paths,
            self.engine,
            self.signer,
            self.clock,
            compaction=self.compaction,
            lock_seconds=0,
        )

    def enrol(self, name: str, port: int = BIT) -> str:
        """Enrol a device; its age identity."""
        identity = pyrage.x25519.Identity.generate()
        batch, auth = (
            SigningKey.generate(kind) for kind in (EnvelopeType.BATCH, EnvelopeType.AUTH)
        )
        with writing(self.engine) as connection:
            connection.execute(
                insert(schema.device).values(
                    device_id=name,
                    name=name,
                    port=port,
                    lane="A1",
                    batch_key=batch.public_bytes,
                    batch_kid=batch.kid,
                    auth_key=auth.public_bytes,
                    auth_kid=auth.kid,
                    age_recipient=str(identity.to_public()),
                    enrolled_at=int(self.clock.now().timestamp()),
                )
            )
        return str(identity)

    def records(self, port: int = BIT) -> set[bytes]:
        """What a port should hold: the records of its scope as the database has them."""
        with reading(self.engine) as connection:
            everyone = connection.execute(schema.permit.select()).all()
            rows = rows_by_id(connection, [row.id for row in everyone])
        return {record_bytes(row) for row in rows.values() if is_of_scope(row, port)}


@dataclass
class PortEnd:
    """The port's end: the real trust path over the registry's folder, a cache in memory."""

    centre: Centre
    folder: Path
    identity: str
    sink: MemorySink = field(default_factory=MemorySink)

    def sync(self) -> None:
        trusted = TrustedRepository(
            self.folder / "trust", self.centre.paths.root_metadata.read_bytes(), allow_demo=True
        )
        Intake(
            trusted,
            self.sink,
            PortPlace(PORT, BIT, 1448),
            self.identity,
            AnchorFile(self.folder / "anchor.json").newest,
            lambda: nullcontext(PackReader()),
            lambda: False,
        ).take_in(folder_carrier(self.centre.paths.metadata.parent), self.centre.clock.now())

    def records(self) -> set[bytes]:
        """The records held, tombstones left out."""
        held = {row[6] for row in self.sink.contents.records.values()}
        return {data for data in held if isinstance(decode_record(data), PermitRecord)}

    def tombstones(self) -> set[int]:
        held = (decode_record(row[6]) for row in self.sink.contents.records.values())
        return {record.number for record in held if isinstance(record, Tombstone)}


@contextmanager
def opened_centre(folder: Path, permits: int = 300) -> Iterator[Centre]:
    """A registry made in a folder, its signer in this process."""
    clock = MovableClock()
    paths = RegistryPaths(folder)
    initialise(paths, clock, demo=True)
    engine = open_database(paths.database)
    sample(engine, permits=permits, seed=5, today=TODAY)
    signer = SigningDesk(open_database(paths.database, read_only=True), signer_keys(paths), clock)
    yield Centre(paths, engine, signer, clock)
    signer.close()
    engine.dispose()


def bit_of(port_id: str) -> int:
    return ports().by_id(port_id).bit
