"""The registry: a real database and repository in a folder, its signer in this process."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from falcon import App
from sqlalchemy import Engine, select

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.notice import Change, NoticeKind
from checkpoint_app.credential.notice_text import to_digits as to_notice_digits
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.reference import ports
from sync.bundle.stick_files import stick_folder
from sync.registry.admission import Devices
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.devices import DeviceRegister
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.ingest import Ingest
from sync.registry.app import create_app
from sync.registry.bundling import Bundling
from sync.registry.db import changes, schema
from sync.registry.db.open import open_database, reading, writing
from sync.registry.inbox import Inbox, Taken
from sync.registry.init import initialise
from sync.registry.news.telling import NewsDesk, Officer
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.tuf_api import Metadata, Timestamp
from sync.registry.rounds import PublicationRounds
from sync.registry.sample.season import sample, spotless_permits
from sync.registry.serve import build_services, read_identity
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.keys import (
    read_private,
    read_signing_key,
    receipt_key,
    signer_keys,
)
from sync.registry.signer.permit_rows import (
    claims_of,
    is_of_scope,
    record_bytes,
    row_by_number,
    rows_by_id,
)

PORTS = ("CAI-AIR", "SGA-SEA")
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


class TickingClock:
    """One clock for everybody, a second later each time that something is done."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def forward(self, span: timedelta) -> None:
        self.at += span


class Centre:
    """The registry's end. `reopen` after its power failed."""

    def __init__(self, folder: Path, clock: TickingClock) -> None:
        self.paths, self.clock = RegistryPaths(folder), clock
        self.open()

    def open(self) -> None:
        self.engine: Engine = open_database(self.paths.database)
        keys = signer_keys(self.paths)
        self.signer = SigningDesk(
            open_database(self.paths.database, read_only=True), keys, self.clock
        )
        self.publisher = Publisher(self.paths, self.engine, self.signer, self.clock, lock_seconds=0)
        rounds = PublicationRounds(self.publisher, self.engine, self.clock)
        services = build_services(self.paths, self.engine, self.signer, rounds, self.clock)
        self.app: App[Any, Any] = create_app(services)

    def close(self) -> None:
        self.signer.close()
        self.engine.dispose()

    def reopen(self) -> None:
        self.close()
        self.open()

    def bundle(self, port_id: str, stick: Path) -> None:
        bundling = Bundling(self.paths, self.engine, self.clock)
        bundling.write(ports().by_id(port_id), stick_folder(stick), lambda _done, _total: None)

    def bundle_in(self, stick: Path) -> Taken:
        identity = read_identity(self.engine)
        return Inbox(
            engine=self.engine,
            register=DeviceRegister(self.engine, self.clock),
            ingest=Ingest(self.engine, self.clock, receipt_key(self.paths), identity.epoch),
            identities=(read_private(roles.inbox_identity_file(self.paths)),),
            audience=identity.audience,
            clock=self.clock,
        ).take(stick)

    def recall(self, device_id: str) -> None:
        Devices(self.engine, self.clock, ports()).recall(device_id, "stolen")

    def revoke(self, permit: int) -> None:
        with writing(self.engine) as connection:
            changes.revoke_permit(connection, permit)

    def notice_of_revoked(self, permit: int) -> str:
        """Revoke a permit as an officer at night does, nothing published yet; the digits in the
        notice's picture."""

        def wait(seconds: float) -> None:
            self.clock.forward(timedelta(seconds=seconds))

        desk = NewsDesk(self.paths, self.engine, self.signer, self.publisher, self.clock, wait)
        change = Change(NoticeKind.PERMIT, permit, int(PermitStatus.REVOKED))
        return to_notice_digits(desk.enter([change], Officer("officer", "stolen")).envelope)

    def suspend(self, company: int) -> None:
        with writing(self.engine) as connection:
            changes.set_company_state(connection, company, EntityState.SUSPENDED)

    def change(self, permit: int, service: str) -> None:
        with writing(self.engine) as connection:
            changes.change_permit(connection, permit, service=service)

    def bad_news(self) -> tuple[frozenset[int], frozenset[int]]:
        """Revoked permits and companies that may not send anybody, as the database has them."""
        permit, company = schema.permit.c, schema.company.c
        revoked = select(permit.number).where(permit.status == int(PermitStatus.REVOKED))
        stopped = select(company.number).where(company.state != int(EntityState.ACTIVE))
        with reading(self.engine) as connection:
            return (
                frozenset(connection.execute(revoked).scalars()),
                frozenset(connection.execute(stopped).scalars()),
            )

    def version(self) -> int:
        """Of the timestamp that is published now."""
        timestamp: Metadata[Timestamp] = Metadata.from_file(
            str(self.paths.metadata / "timestamp.json")
        )
        return timestamp.signed.version

    def records(self, port_id: str) -> set[bytes]:
        """What a port should hold: the records of its scope as the database has them."""
        bit = ports().by_id(port_id).bit
        with reading(self.engine) as connection:
            everyone = connection.execute(select(schema.permit.c.id)).scalars().all()
            rows = rows_by_id(connection, list(everyone))
        return {record_bytes(row) for row in rows.values() if is_of_scope(row, bit)}

    def movements(self, device_id: str) -> list[bytes]:
        """The bodies of all movements counted for a device, sorted; one counted twice is twice."""
        table = schema.movement.c
        wanted = select(table.body).where(table.device_id == device_id)
        with reading(self.engine) as connection:
            return sorted(connection.execute(wanted).scalars())

    def case_entries(self, device_id: str) -> list[bytes]:
        """The same of the entries of cases."""
        table = schema.case_event.c
        wanted = select(table.body).where(table.device_id == device_id)
        with reading(self.engine) as connection:
            return sorted(connection.execute(wanted).scalars())

    def set_aside(self) -> int:
        """Movements that contradict others, or could not be read."""
        with reading(self.engine) as connection:
            tables = (schema.movement_fork, schema.quarantine)
            return sum(len(connection.execute(select(table.c.id)).all()) for table in tables)


class Pilgrim:
    """Somebody with nothing against them yet."""

    def __init__(self, number: int, company: int, text: str, port_id: str) -> None:
        self.number, self.company, self.text, self.port_id = number, company, text, port_id


def make_centre(folder: Path, clock: TickingClock, permits: int) -> None:
    """A registry with a small season, published for both ports."""
    initialise(RegistryPaths(folder), clock, demo=True)
    engine = open_database(RegistryPaths(folder).database)
    weights = dict.fromkeys(PORTS, 1)
    today = cairo_day(clock.now())
    sample(engine, permits=permits, seed=5, today=today, port_weights=weights)
    engine.dispose()
    centre = Centre(folder, clock)
    centre.publisher.publish(PORTS)
    centre.close()


def pilgrims(centre: Centre, each: int) -> list[Pilgrim]:
    """So many spotless pilgrims of each port who leave today, with what they hold out."""
    key = read_signing_key(centre.paths.issuer_keys, EnvelopeType.TOKEN)
    found = []
    for port_id in PORTS:
        numbers = spotless_permits(centre.engine, port_id, cairo_day(START), 60)
        drawn = random.Random(7).sample(numbers, each)
        with reading(centre.engine) as connection:
            rows = [row_by_number(connection, number) for number in drawn]
        for row in rows:
            assert row is not None
            text = to_digits(row.number, issue_token(claims_of(row), key))
            found.append(Pilgrim(row.number, row.company, text, port_id))
    return found


def enrolment(centre: Centre) -> Enrolment:
    return Enrolment(centre.engine, centre.clock, secrets.randbelow, WrongAttempts(centre.clock))
