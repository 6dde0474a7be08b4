"""The port of a whole shift: a registry with its people and pilgrims, two lanes enrolled and empty,
and the papers that pilgrims hold out. Nobody has synced yet."""

from __future__ import annotations

import base64
import io
import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Engine

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.registry_side import Server, serving
from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.main import enrol_lane
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.enrolment import Enrolment
from sync.registry.db import changes
from sync.registry.db.open import open_database, reading, writing
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.publisher import Publisher
from sync.registry.sample.season import sample, spotless_permits
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_signing_key
from sync.registry.signer.permit_rows import claims_of, row_by_number
from tests.simulators.crowd import DEPARTED, PORT, Passenger, crowd

SEED = 1448
LANES = ("1", "2")
_STEP = 30
_SPARE = 8
_KINDS = 60  # a crowd of so many has every kind
_UNISSUED = 900_000_000_001
# Who works there: login, name, roles.
PEOPLE = (
    ("omar", "Omar Fathy", ("officer",)),
    ("sara", "Sara Nabil", ("officer",)),
    ("hany", "Hany Lotfy", ("second_line",)),
    ("mona", "Mona Adly", ("supervisor",)),
    ("adel", "Adel Saad", ("supervisor",)),
    ("it", "Ines Tawfik", ("it",)),
)


@dataclass
class Person:
    """Somebody of the port with what they know by heart, and their telephone."""

    login: str
    name: str
    password: str
    secret: bytes = b""
    _last: int = 0

    def code(self) -> str:
        """Six digits that were not given before; empty for who has none. Waits when the telephone
        has shown no new ones yet."""
        if not self.secret:
            return ""
        step = max(self._last + 1, int(time.time()) // _STEP)
        while step > int(time.time()) // _STEP + 1:
            time.sleep(0.2)
        self._last = step
        return TOTP(self.secret, 6, SHA1(), _STEP).generate(step * _STEP).decode()


@dataclass
class ShiftPort:
    """Where everything is."""

    folder: Path
    engine: Engine
    key: SigningKey
    server: Server
    hub_port: int
    staff: dict[str, Person]
    passengers: list[Passenger] = field(default_factory=list)
    numbers_of_group: tuple[int, ...] = ()
    group: list[str] = field(default_factory=list)
    relaxed: list[str] = field(default_factory=list)
    spare: list[int] = field(default_factory=list)

    @property
    def registry(self) -> RegistryPaths:
        return RegistryPaths(self.folder / "registry")

    def lane(self, name: str) -> LanePaths:
        return LanePaths(self.folder / f"lane-{name}")

    @property
    def hub(self) -> str:
        return f"https://127.0.0.1:{self.hub_port}"

    def token(self, number: int) -> str:
        """What the barcode of a permit says."""
        with reading(self.engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None
        return to_digits(number, issue_token(claims_of(row), self.key))

    def unissued(self, number: int) -> str:
        """A genuine print of a permit that no lane has been told of: another's, renumbered."""
        with reading(self.engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None
        other = permit_number_from_serial(_UNISSUED)
        return to_digits(other, issue_token(replace(claims_of(row), number=other), self.key))

    def passport(self, number: int) -> str:
        """The number in a permit's passport."""
        with reading(self.engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None
        return str(row.passport)

    def name(self, number: int) -> str:
        """Whose a permit is, in Latin letters."""
        with reading(self.engine) as connection:
            row = row_by_number(connection, number)
        assert row is not None
        return str(row.name_latin)


@contextmanager
def shift_port(folder: Path, passengers: int) -> Iterator[ShiftPort]:
    """Everything prepared and published, the registry answering. ``passengers`` 0: one of each kind
    in the crowd."""
    clock = SystemClock()
    paths = RegistryPaths(folder / "registry")
    initialise(paths, clock, demo=True)
    engine = open_database(paths.database)
    today = cairo_day(clock.now())
    sample(engine, permits=max(400, passengers * 4), seed=SEED, today=today, port_weights={PORT: 1})
    key = read_signing_key(paths.issuer_keys, EnvelopeType.TOKEN)
    staff = {login: _added(paths, login, name, roles) for login, name, roles in PEOPLE}
    with serving(paths.data) as server:
        port = ShiftPort(folder, engine, key, server, _free_port(), staff)
        _enrol(port)
        strike = _invite(port, today, passengers)
        strike()
        with SignerClient(paths.data) as signer:
            Publisher(paths, engine, signer, clock).publish([PORT])
        try:
            yield port
        finally:
            engine.dispose()


def registry_command(paths: RegistryPaths, *words: str) -> str:
    """`checkpoint registry …` as people type it."""
    out, err = io.StringIO(), io.StringIO()
    code = cli.main(
        ["registry", *words, "--data", str(paths.data), "--lang", "en"],
        stdin=io.StringIO(),
        out=out,
        err=err,
        clock=SystemClock(),
        variables={},
    )
    assert code == 0, err.getvalue()
    return out.getvalue()


def _added(paths: RegistryPaths, login: str, name: str, roles: tuple[str, ...]) -> Person:
    words = ["staff", "add", "--port", PORT, "--login", login, "--name-ar", "اسم"]
    words += ["--name-en", name, *(word for role in roles for word in ("--role", role))]
    told: dict[str, Any] = json.loads(registry_command(paths, *words, "--later", "--json"))
    secret = told.get("secret", "")
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8)) if secret else b""
    return Person(login, name, told["password"], raw)


def _enrol(port: ShiftPort) -> None:
    clock = SystemClock()
    enrolment = Enrolment(port.engine, clock, secrets.randbelow, WrongAttempts(clock))
    for name in LANES:
        enrol_lane(
            port.lane(name),
            registry=port.server.address,
            code=enrolment.issue_code(ports().by_id(PORT).bit, name),
            name=f"lane {name}",
            root=port.registry.root_metadata.read_bytes(),
            demo=True,
        )


def _invite(port: ShiftPort, today: date, passengers: int) -> Callable[[], None]:
    """Who comes: a crowd of every kind, and some with a part of their own, out of other permits."""
    people, strike = crowd(port.engine, port.key, today, passengers or _KINDS, SEED)
    port.passengers = people if passengers else one_of_each(people)
    used = {each.permit for each in port.passengers}
    free = [number for number in _spotless(port.engine, today) if number not in used]
    group = _of_one_programme(port.engine, free)
    rest = [number for number in free if number not in group][:_SPARE]
    day = day_number(today)
    sound = {
        "ports": 1 << ports().by_id(PORT).bit,
        "valid_from": day - 30,
        "valid_until": day + 7,
        "travel_out": day,
        "travel_back": day + 10,
        "visa_expiry": day + 80,
        "vaccinated": day - 60,
        "passport_expiry": day + 900,
    }
    expired = {**sound, "valid_until": day - 1}
    with writing(port.engine) as connection:
        for number in rest:
            changes.change_permit(connection, number, **sound)
        for number in (*group, *rest[:2]):
            changes.change_permit(connection, number, **expired)
    port.numbers_of_group = group
    port.group = [port.token(number) for number in group]
    port.relaxed = [port.token(number) for number in rest[:2]]
    port.spare = rest[2:]

    def all_struck() -> None:
        strike()
        with writing(port.engine) as connection:
            for number in port.spare[:2]:
                changes.revoke_permit(connection, number)

    return all_struck


def one_of_each(people: Sequence[Passenger]) -> list[Passenger]:
    """The first of each kind; of whoever comes once more, their first time too."""
    firsts = {each.kind: each for each in reversed(people)}
    twice = {each.permit for each in firsts.values() if each.again or each.returning}
    return [
        each
        for each in people
        if firsts[each.kind] is each or (each.permit in twice and each.movement is DEPARTED)
    ]


def _spotless(engine: Engine, today: date) -> list[int]:
    days = (today + timedelta(days=away) for away in range(-60, 120))
    return [number for day in days for number in spotless_permits(engine, PORT, day, 10_000)]


def _of_one_programme(engine: Engine, numbers: list[int]) -> tuple[int, int]:
    """The first two that travel together."""
    first: dict[int, int] = {}
    with reading(engine) as connection:
        for number in numbers:
            row = row_by_number(connection, number)
            assert row is not None
            if row.programme in first:
                return first[row.programme], number
            first[row.programme] = number
    raise AssertionError("the season is large enough")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
