"""People of the ports at the registry: who may sign in where, and as what.

Each change takes the next change number, so that the next publication of every port concerned has
it. Whoever is locked or removed is in no list from then on; numbers and names to sign in with are
never given to another.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from checkpoint_app.clock import Clock
from checkpoint_app.domain.port import Port, PortDirectory
from checkpoint_app.domain.roles import SIGNS_WITH_CODE, Role
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.passwords import hash_password, is_password
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.db.operations import next_numbers
from sync.registry.help_keys import DUTY_ENDED, is_on_duty, need_help_key
from sync.trust.staff_pack import MOST_MEMBERS, is_login, is_name, role_bits, roles_of

# RFC 4226 section 4: 160 bits are recommended.
TOTP_BYTES = 20
# Letters and digits that nobody takes for one another: 12 of 30 are 58 bits, typed on any keyboard.
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS, _OF = 3, 4


class PersonState(IntEnum):
    """How an account stands. Numbers are the column's."""

    ACTIVE = 0
    LOCKED = 1  # until somebody unlocks it
    REMOVED = 2  # for good


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as people see it. ``ports`` by id; ``initial``: the password is still the one that
    was given out here."""

    number: int
    login: str
    name_ar: str
    name_en: str
    roles: frozenset[Role]
    ports: tuple[str, ...]
    state: PersonState
    until: datetime | None
    initial: bool
    has_code: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the person as it is now, the ports whose lists are to be published, and
    what is told once: a ``password``, and the ``secret`` of a new second factor."""

    person: Person
    ports: tuple[str, ...]
    password: str = ""
    secret: bytes = b""


class Staff:
    """The register of people. Everything raises ConfigError for what does not fit or is not known,
    StorageError."""

    def __init__(self, engine: Engine, clock: Clock, ports: PortDirectory) -> None:
        self._engine, self._clock, self._ports = engine, clock, ports

    def add(
        self,
        port: Port,
        login: str,
        names: tuple[str, str],
        roles: frozenset[Role],
        until: datetime | None = None,
    ) -> Changed:
        """A new person of a port; ``names`` in Arabic and in English. A password is made, and a
        second factor's secret for roles that sign in with one."""
        login = _login(login)
        if not all(is_name(name) for name in names):
            raise ConfigError("a name does not fit", key="staff.name_unfit")
        password, phc = _new_password()
        secret = _new_secret() if _needs_code(roles) else b""
        with writing(self._engine) as connection:
            _refuse_known(connection, login)
            number = next_numbers(connection, "person")
            connection.execute(
                insert(schema.person).values(
                    number=number,
                    login=login,
                    name_ar=names[0],
                    name_en=names[1],
                    roles=role_bits(_some(roles)),
                    password=phc,
                    must_change=True,
                    totp=secret,
                    until=None if until is None else int(until.timestamp()),
                    added_at=self._now(),
                )
            )
            self._place(connection, number, [port])
            return self._done(connection, number, "staff.add", port.port_id, password, secret)

    def listed(self, port: Port | None = None) -> tuple[Person, ...]:
        """Everybody, or those of a port, by number; removed ones left out."""
        person = schema.person.c
        wanted = select(schema.person).where(person.state != PersonState.REMOVED)
        if port is not None:
            place = schema.person_port.c
            here = select(place.number).where(place.port == port.bit)
            wanted = wanted.where(person.number.in_(here))
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(person.number)).all()
            return tuple(self._person(connection, row) for row in rows)

    def set_roles(self, login: str, roles: frozenset[Role]) -> Changed:
        """Other roles. Whoever now signs in with a second factor and has none is given one."""
        with writing(self._engine) as connection:
            row = _row(connection, login)
            secret = _new_secret() if _needs_code(roles) and not row.totp else b""
            values: dict[str, Any] = {"roles": role_bits(_some(roles))}
            _set(connection, row.number, values | ({"totp": secret} if secret else {}))
            told = ",".join(sorted(roles))
            return self._done(connection, row.number, "staff.roles", told, secret=secret)

    def move(self, login: str, ports: Sequence[Port]) -> Changed:
        """Have somebody sign in at these ports, and at no other."""
        with writing(self._engine) as connection:
            row = _row(connection, login)
            left = self._port_ids(connection, row.number)
            table = schema.person_port
            connection.execute(delete(table).where(table.c.number == row.number))
            self._place(connection, row.number, ports)
            told = ",".join(port.port_id for port in ports)
            done = self._done(connection, row.number, "staff.move", told)
        return Changed(done.person, tuple(sorted({*left, *done.ports})))

    def set_state(self, login: str, state: PersonState) -> Changed:
        """Lock, unlock, or remove for good."""
        with writing(self._engine) as connection:
            row = _row(connection, login)
            _set(connection, row.number, {"state": int(state)})
            return self._done(connection, row.number, f"staff.{state.name.lower()}")

    def new_password(self, login: str) -> Changed:
        """A password made here, in place of a forgotten one."""
        password, phc = _new_password()
        with writing(self._engine) as connection:
            row = _row(connection, login)
            _set(connection, row.number, {"password": phc, "must_change": True})
            return self._done(connection, row.number, "staff.password", password=password)

    def own_password(self, login: str, before: str, after: str) -> Changed:
        """A password of somebody's own choice, who knows the one before."""
        phc = hash_password(after)
        with reading(self._engine) as connection:
            row = _row(connection, login)
        if len(after) < 8:
            raise ConfigError("too short", key="staff.password_short", least=8)
        if not is_password(row.password, before):
            raise ConfigError("another password", key="staff.password_wrong")
        with writing(self._engine) as connection:
            _set(connection, row.number, {"password": phc, "must_change": False})
            return self._done(connection, row.number, "staff.own-password")

    def new_secret(self, login: str) -> Changed:
        """A new second factor, in place of a lost telephone."""
        secret = _new_secret()
        with writing(self._engine) as connection:
            row = _row(connection, login)
            _set(connection, row.number, {"totp": secret, "totp_used": 0})
            return self._done(connection, row.number, "staff.totp", secret=secret)

    def set_duty(self, port: Port, *, on: bool) -> None:
        """Whether supervisors of a port answer for the others. Publish the port afterwards."""
        table = schema.duty
        with writing(self._engine) as connection:
            now = self._now()
            if on and not is_on_duty(connection, port.bit):
                connection.execute(insert(table).values(port=port.bit, since=now))
            if not on:
                connection.execute(delete(table).where(table.c.port == port.bit))
            add_audit(connection, now, "staff.duty-on" if on else DUTY_ENDED, port.port_id)
            need_help_key(connection, port.bit, now)
            next_numbers(connection, "change")

    def _place(self, connection: Connection, number: int, ports: Sequence[Port]) -> None:
        if not ports:
            raise ConfigError("no port", key="staff.no_port")
        table = schema.person_port
        for port in {port.bit: port for port in ports}.values():
            counted = select(func.count()).where(table.c.port == port.bit)
            if connection.execute(counted).scalar_one() >= MOST_MEMBERS:
                raise ConfigError("full", key="staff.full", port=port.port_id, most=MOST_MEMBERS)
            connection.execute(insert(table).values(number=number, port=port.bit))
            need_help_key(connection, port.bit, self._now())

    def _done(
        self,
        connection: Connection,
        number: int,
        action: str,
        detail: str = "",
        password: str = "",
        secret: bytes = b"",
    ) -> Changed:
        """Enter that the lists changed, and by what."""
        next_numbers(connection, "change")
        add_audit(connection, self._now(), action, str(number), detail)
        found = select(schema.person).where(schema.person.c.number == number)
        person = self._person(connection, connection.execute(found).one())
        return Changed(person, person.ports, password, secret)

    def _person(self, connection: Connection, row: Row[Any]) -> Person:
        return Person(
            row.number,
            row.login,
            row.name_ar,
            row.name_en,
            roles_of(row.roles),
            self._port_ids(connection, row.number),
            PersonState(row.state),
            None if row.until is None else datetime.fromtimestamp(row.until, UTC),
            bool(row.must_change),
            bool(row.totp),
        )

    def _port_ids(self, connection: Connection, number: int) -> tuple[str, ...]:
        table = schema.person_port.c
        bits = connection.execute(
            select(table.port).where(table.number == number).order_by(table.port)
        ).scalars()
        return tuple(self._ports.by_bit(bit).port_id for bit in bits)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def person_row(connection: Connection, login: str) -> Row[Any] | None:
    """A person's row, removed ones too; None for a login nobody has."""
    wanted = select(schema.person).where(schema.person.c.login == login.strip().lower())
    return connection.execute(wanted).one_or_none()


def add_audit(connection: Connection, at: int, action: str, subject: str, detail: str = "") -> None:
    """Enter what was done. Names nobody: ``subject`` is a service number or a port."""
    connection.execute(
        insert(schema.audit).values(
            at=at, actor="registry", action=action, subject=subject, detail=detail
        )
    )


def _row(connection: Connection, login: str) -> Row[Any]:
    row = person_row(connection, login)
    if row is None or row.state == PersonState.REMOVED:
        raise ConfigError("nobody of this name", key="staff.unknown", login=login[:32])
    return row


def _set(connection: Connection, number: int, values: dict[str, Any]) -> None:
    table = schema.person
    connection.execute(update(table).where(table.c.number == number).values(values))


def _login(text: str) -> str:
    login = text.strip().lower()
    if not is_login(login):
        raise ConfigError("no login", key="staff.login_unfit", login=ascii(text)[1:33])
    return login


def _refuse_known(connection: Connection, login: str) -> None:
    if person_row(connection, login) is not None:
        raise ConfigError("a login in use", key="staff.login_taken", login=login)


def _some(roles: frozenset[Role]) -> frozenset[Role]:
    if not roles:
        raise ConfigError("no roles", key="staff.no_roles")
    return roles


def _needs_code(roles: frozenset[Role]) -> bool:
    return not roles.isdisjoint(SIGNS_WITH_CODE)


def _new_password() -> tuple[str, str]:
    """A password to be told once, and its hash."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_OF)) for _ in range(_GROUPS))
    password = "-".join(groups)
    return password, hash_password(password)


def _new_secret() -> bytes:
    return secrets.token_bytes(TOTP_BYTES)
