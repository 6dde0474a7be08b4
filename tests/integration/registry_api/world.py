"""A registry in one process, and lanes that speak to it as real ones do."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import falcon.testing
import pyrage

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.entry_bytes import encode_case_event
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.credential.receipt import Receipt, check_receipt
from checkpoint_app.credential.refresh import Refresh, sign_refresh
from checkpoint_app.domain.cases import CaseContent, CaseEvent
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.reference import ports
from sync.protocol import routes
from sync.registry.api.admin import AdminToken
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.counts import DayCounts
from sync.registry.api.device_auth import DeviceAuthentication
from sync.registry.api.devices import DeviceRegister
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.ingest import Ingest
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refreshes import Refreshes
from sync.registry.api.relays import Relays
from sync.registry.api.services import RegistryIdentity, RegistryServices
from sync.registry.app import create_app
from sync.registry.db.migrate import create_database
from sync.registry.frames import BroughtFrames
from sync.registry.portal.pages import Pages

NOON = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # 12:00 in Cairo
ADMIN_TOKEN = "t" * 43
BEARER = {"Authorization": f"Bearer {ADMIN_TOKEN}"}


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self._start = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - self._start).total_seconds()

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class UnknownPermits:
    """Signs that the registry knows no permit at all."""

    def __init__(self, clock: SetClock) -> None:
        self.key = SigningKey.generate(EnvelopeType.REFRESH)
        self._clock = clock

    def refresh(
        self, permit: int, nonce: bytes, device_id: str, *, movements: bool = False
    ) -> bytes:
        answer = Refresh(nonce, device_id, permit, self._clock.now(), None, None, None, None, None)
        return sign_refresh(self.key, answer)


class NotedPorts:
    """Remembers which ports' keys were asked for."""

    def __init__(self) -> None:
        self.ports: list[str] = []

    def devices_changed(self, port_id: str) -> None:
        self.ports.append(port_id)


class Registry:
    """The application over a database in a folder."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        self.metadata.mkdir()
        self.targets.mkdir()
        self.engine = create_database(folder / "registry.db")
        self.receipt_key = SigningKey.generate(EnvelopeType.RECEIPT)
        self.refresh_signer = UnknownPermits(self.clock)
        self.port_keys = NotedPorts()
        self.identity = RegistryIdentity(1448, bytes(range(16)), "registry.test", "0.0-test")
        nonces = NonceMint(os.urandom(32), self.clock, os.urandom)
        self.register = DeviceRegister(self.engine, self.clock)
        self.enrolment = Enrolment(
            self.engine, self.clock, secrets.randbelow, WrongAttempts(self.clock)
        )
        self.inbox = pyrage.x25519.Identity.generate()
        ingest = Ingest(self.engine, self.clock, self.receipt_key, self.identity.epoch)
        self.frames = BroughtFrames(
            engine=self.engine,
            register=self.register,
            ingest=ingest,
            audience=self.identity.audience,
            clock=self.clock,
        )
        relays = Relays(
            engine=self.engine,
            frames=self.frames,
            ingest=ingest,
            identities=(str(self.inbox),),
            clock=self.clock,
        )
        self.services = RegistryServices(
            identity=self.identity,
            engine=self.engine,
            clock=self.clock,
            ports=ports(),
            metadata=self.metadata,
            targets=self.targets,
            nonces=nonces,
            devices=DeviceAuthentication(self.register, nonces, self.identity.audience),
            admin=AdminToken(ADMIN_TOKEN),
            enrolment=self.enrolment,
            port_keys=self.port_keys,
            ingest=ingest,
            relays=relays,
            refreshes=Refreshes(self.engine, self.clock, self.refresh_signer),
            counts=DayCounts(self.engine, ports(), self.clock),
            pages=Pages(),
        )
        self.app = create_app(self.services)
        self.client = falcon.testing.TestClient(self.app)

    def counts(self, day: str = "2026-03-05", port: str = "") -> dict[str, object]:
        """The day's counts as JSON gives them."""
        query = {"day": day} | ({"port": port} if port else {})
        answer = self.client.simulate_get(routes.COUNTS, params=query, headers=BEARER)
        assert answer.status_code == 200, answer.text
        counts: dict[str, object] = answer.json
        return counts

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """Everything in a table."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()


@dataclass
class DeviceKeys:
    """What a lane's computer makes before it is enrolled."""

    batch: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.BATCH))
    auth: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.AUTH))
    age: str = field(default_factory=lambda: str(pyrage.x25519.Identity.generate().to_public()))

    def request(self, code: str, name: str = "Lane 1") -> dict[str, str]:
        """The enrolment request's JSON."""
        return {
            "code": code,
            "name": name,
            "batch_key": self.batch.public_bytes.hex(),
            "auth_key": self.auth.public_bytes.hex(),
            "age_recipient": self.age,
        }


class JournalWriter:
    """A journal of movements, each chained to the one before."""

    def __init__(self, port: int, lane: str) -> None:
        self.port = port
        self.lane = lane
        self.epoch = os.urandom(16)
        self.movements: list[bytes] = []

    def record(self, kind: MovementKind = MovementKind.DEPARTED, **values: object) -> Movement:
        """Append a movement to the journal."""
        movement = Movement(
            movement_id=UUID(bytes=os.urandom(16)),
            epoch=self.epoch,
            sequence=len(self.movements) + 1,
            previous=chain_hash(self.movements[-1]) if self.movements else bytes(32),
            kind=kind,
            direction=Direction.DEPARTING,
            permit=permit_number_from_serial(10**11 + len(self.movements)),
            issue=1,
            passport="A12345678",
            company=7,
            service="MS671",
            port=self.port,
            lane=self.lane,
            officer="officer-1",
            at=NOON,
            findings=(),
            annuls=None,
            automatic=False,
        )
        movement = replace(movement, **values)  # type: ignore[arg-type]
        self.movements.append(encode_movement(movement))
        return movement


def record_case(journal: JournalWriter, content: CaseContent, **values: object) -> CaseEvent:
    """Append an entry of a case to a journal."""
    event = CaseEvent(
        event_id=UUID(bytes=os.urandom(16)),
        epoch=journal.epoch,
        sequence=len(journal.movements) + 1,
        previous=chain_hash(journal.movements[-1]) if journal.movements else bytes(32),
        device="",
        case_id=UUID(bytes=os.urandom(16)),
        permit=permit_number_from_serial(10**11),
        port=journal.port,
        lane=journal.lane,
        officer="officer-1",
        at=NOON,
        content=content,
    )
    event = replace(event, **values)  # type: ignore[arg-type]
    journal.movements.append(encode_case_event(event))
    return event


class Lane(JournalWriter):
    """An enrolled lane with a journal of its own."""

    def __init__(self, registry: Registry, port_id: str = "CAI-AIR", lane: str = "1") -> None:
        super().__init__(ports().by_id(port_id).bit, lane)
        self.registry = registry
        self.keys = DeviceKeys()
        code = registry.enrolment.issue_code(self.port, lane)
        answer = registry.client.simulate_post(routes.ENROLMENTS, json=self.keys.request(code))
        assert answer.status_code == 201, answer.text
        self.identity = answer.json
        self.device_id: str = answer.json["device_id"]
        self.audience: str = answer.json["audience"]

    def batch(self, first: int = 1, last: int | None = None) -> bytes:
        """The envelope of the journal's movements from ``first`` to ``last``, both included."""
        chosen = self.movements[first - 1 : last]
        return sign_batch(self.keys.batch, self.device_id, self.epoch, first, chosen)

    def nonce(self) -> bytes:
        """A fresh nonce of the registry."""
        answer = self.registry.client.simulate_get(routes.NONCE)
        return routes.from_base64url(answer.json["nonce"])

    def headers(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        nonce: bytes | None = None,
        audience: str | None = None,
        device: str | None = None,
    ) -> dict[str, str]:
        """The Authorization header of a request."""
        request = device_request(
            self.nonce() if nonce is None else nonce,
            method,
            path,
            body,
            self.audience if audience is None else audience,
            self.device_id if device is None else device,
        )
        return {"Authorization": routes.device_authorization(sign_auth(self.keys.auth, request))}

    def post(
        self, path: str, body: bytes, media: str = routes.CBOR, **auth: object
    ) -> falcon.testing.Result:
        """POST a body, authenticated."""
        headers = self.headers("POST", path, body, **auth)  # type: ignore[arg-type]
        headers["Content-Type"] = media
        return self.registry.client.simulate_post(path, body=body, headers=headers)

    def send(self, first: int = 1, last: int | None = None) -> Receipt:
        """Send a batch; the checked receipt."""
        answer = self.post(routes.MOVEMENTS, self.batch(first, last))
        assert answer.status_code == 200, answer.text
        return self.checked(answer.content)

    def checked(self, envelope: bytes) -> Receipt:
        """A receipt, its signature checked."""
        key = self.registry.receipt_key
        return check_receipt(envelope, DeviceKeyring([(key.purpose, key.public_bytes)]))

    def receipt(self) -> falcon.testing.Result:
        """GET the receipt of the journal."""
        path = routes.receipt_of(self.epoch)
        return self.registry.client.simulate_get(path, headers=self.headers("GET", path))
