"""Trips at the registry, as far as people of the centre change them: whom to telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from checkpoint_app.clock import Clock
from checkpoint_app.credential.shape import UINT32
from checkpoint_app.domain.digits import ascii_digits, without_invisible
from checkpoint_app.domain.port import PortDirectory
from checkpoint_app.errors import ConfigError
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.db.operations import next_numbers
from sync.registry.staff import add_audit
from sync.trust.contacts_pack import LONGEST_PHONE

# As it is written on paper; E.164 numbers have 15 digits at most, an extension is as long again.
_WRITTEN = re.compile(r"\+?[0-9(][0-9 ()./x-]*[0-9)]")
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ProgrammePhone:
    """The telephone of a trip's group supervisor, empty for none, and the ports (by id) to whose
    lanes it travels."""

    programme: int
    phone: str
    ports: tuple[str, ...]


class Programmes:
    """Everything raises ConfigError for a trip that there is not, StorageError."""

    def __init__(self, engine: Engine, clock: Clock, ports: PortDirectory) -> None:
        self._engine, self._clock, self._ports = engine, clock, ports

    def phone(self, programme: int) -> ProgrammePhone:
        """The telephone as it is."""
        with reading(self._engine) as connection:
            return self._phone(connection, programme)

    def set_phone(self, programme: int, phone: str) -> ProgrammePhone:
        """Another telephone, or none. Audited, without the number itself; the next publication of
        each port that the trip leaves from has it. Raises ConfigError ``programme.phone_unfit``."""
        phone = _sound(phone)
        trip = schema.programme
        with writing(self._engine) as connection:
            self._phone(connection, programme)
            connection.execute(
                update(trip).where(trip.c.number == programme).values(supervisor_phone=phone)
            )
            next_numbers(connection, "change")
            at, done = int(self._clock.now().timestamp()), "set" if phone else "removed"
            add_audit(connection, at, "programme.phone", str(programme), done)
            return self._phone(connection, programme)

    def _phone(self, connection: Connection, programme: int) -> ProgrammePhone:
        trip = schema.programme.c
        wanted = select(trip.supervisor_phone, trip.ports).where(trip.number == programme)
        known = 0 < programme <= UINT32
        row = connection.execute(wanted).one_or_none() if known else None
        if row is None:
            raise ConfigError("no such trip", key="programme.unknown", number=programme)
        here = tuple(port.port_id for port in self._ports.in_bitmap(row.ports))
        return ProgrammePhone(programme, row.supervisor_phone, here)


def _sound(text: str) -> str:
    """A telephone as it is kept: digits as 0 to 9. Raises ConfigError."""
    if len(text) > 4 * LONGEST_PHONE:
        raise _unfit()
    phone = " ".join(ascii_digits(without_invisible(text)).split())
    digits = sum(sign.isdigit() for sign in phone)
    fits = len(phone) <= LONGEST_PHONE and digits >= _FEWEST_DIGITS and _WRITTEN.fullmatch(phone)
    if phone and not fits:
        raise _unfit()
    return phone


def _unfit() -> ConfigError:
    return ConfigError("no telephone", key="programme.phone_unfit", most=LONGEST_PHONE)
