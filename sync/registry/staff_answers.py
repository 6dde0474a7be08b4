"""The duty supervisor at the registry: who proves to be one reads back ten digits to a port."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, select, update

from checkpoint_app.clock import Clock
from checkpoint_app.credential.telephone import HelpPurpose, HelpWanted, answer, is_challenge
from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.domain.port import Port
from checkpoint_app.domain.roles import Role
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.passwords import is_password
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.help_keys import help_key
from sync.registry.staff import PersonState, add_audit
from sync.trust.staff_pack import roles_of

# RFC 6238: codes of 30 seconds; the one before and the one after count too (section 5.2).
STEP_SECONDS, CODE_DIGITS, _DRIFT = 30, 6, 1
# So many wrong proofs within this time, and the person waits.
_TRIES, _TRIES_SECONDS = 5, 600
_WRONG = "staff.answer-wrong"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a duty supervisor shows: service number, password and a code of the second factor."""

    number: int
    password: str
    code: str


class StaffAnswers:
    """Answers by telephone, each audited."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def answer(
        self,
        port: Port,
        login: str,
        purpose: HelpPurpose,
        challenge: str,
        proof: Proof,
        *,
        case: str = "",
        older: bool = False,
    ) -> str:
        """The ten digits for somebody (``login``) at a port. ``case`` is the case's last eight
        hexadecimal digits for an override; ``older`` answers with the port's key of before, for
        one that has not heard of the newest.

        Raises ConfigError: not a duty supervisor, not proven, tried too often; a challenge or a
        case that is none; somebody who may not sign in there.
        """
        wanted = self._wanted(port, login, purpose, challenge, case, proof.number)
        self._prove(proof, wanted)
        with writing(self._engine) as connection:
            asker = self._person_of(connection, wanted, port)
            key = help_key(connection, port.bit, older=int(older))
            if key is None:
                raise ConfigError("no key", key="staff.no_help_key", port=port.port_id)
            told = f"{purpose.name.lower()} {port.port_id} {asker} {wanted.reference}".strip()
            add_audit(connection, self._now(), "staff.answer", str(proof.number), told)
        return answer(key, wanted)

    def _wanted(
        self,
        port: Port,
        login: str,
        purpose: HelpPurpose,
        challenge: str,
        case: str,
        number: int,
    ) -> HelpWanted:
        digits, reference = ascii_digits("".join(challenge.split())), case.strip().lower()
        if not is_challenge(digits):
            raise ConfigError("no challenge", key="staff.challenge_wrong")
        is_case = len(reference) == 8 and all(sign in "0123456789abcdef" for sign in reference)
        if is_case != (purpose is HelpPurpose.OVERRIDE) or bool(reference) != is_case:
            raise ConfigError("no case", key="staff.case_wrong")
        name = login.strip().lower()
        return HelpWanted(port.port_id, name, purpose, reference, digits, number)

    def _prove(self, proof: Proof, wanted: HelpWanted) -> None:
        """Take a proof, each code once. A wrong one is entered, whatever was wrong with it."""
        with reading(self._engine) as connection:
            row = self._on_duty(connection, proof.number)
            self._refuse_often(connection, proof.number)
        step = None
        if row is not None and row.login != wanted.login and _is_supervisor(row):
            known = is_password(row.password, proof.password)
            step = self._step(row, proof.code) if known else None
        with writing(self._engine) as connection:
            if step is None or not _use_step(connection, proof.number, step):
                add_audit(connection, self._now(), _WRONG, str(proof.number), wanted.port_id)
                step = None
        if step is None:
            raise ConfigError("not proven", key="staff.not_proven")

    def _on_duty(self, connection: Connection, number: int) -> Row[Any] | None:
        """The person of this service number whose account is in use, at a port on duty."""
        person, place = schema.person.c, schema.person_port.c
        duty = select(place.number).where(place.port.in_(select(schema.duty.c.port)))
        wanted = select(schema.person).where(person.number == number, person.number.in_(duty))
        return connection.execute(wanted.where(self._in_use())).one_or_none()

    def _step(self, row: Row[Any], code: str) -> int | None:
        """The time step whose code this is, later than the last used; None when it is none."""
        if not row.totp:
            return None
        given = ascii_digits("".join(code.split())).encode("utf-8", "replace")
        totp = TOTP(row.totp, CODE_DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - RFC 6238's own
        now = self._now() // STEP_SECONDS
        for step in range(now - _DRIFT, now + _DRIFT + 1):
            right = hmac.compare_digest(totp.generate(step * STEP_SECONDS), given)
            if right and step > row.totp_used:
                return step
        return None

    def _refuse_often(self, connection: Connection, number: int) -> None:
        table = schema.audit.c
        since = self._now() - _TRIES_SECONDS
        counted = select(func.count()).where(
            table.action == _WRONG, table.subject == str(number), table.at > since
        )
        if connection.execute(counted).scalar_one() >= _TRIES:
            minutes = _TRIES_SECONDS // 60
            raise ConfigError("too often", key="staff.too_often", minutes=minutes)

    def _person_of(self, connection: Connection, wanted: HelpWanted, port: Port) -> int:
        """The service number of who asks. Raises ConfigError for somebody who may not sign in at
        the port."""
        person, place = schema.person.c, schema.person_port.c
        found = connection.execute(
            select(person.number)
            .join(schema.person_port, place.number == person.number)
            .where(person.login == wanted.login, place.port == port.bit, self._in_use())
        ).one_or_none()
        if found is None:
            raise ConfigError(
                "nobody of this port",
                key="staff.not_here",
                login=wanted.login[:32],
                port=port.port_id,
            )
        return int(found.number)

    def _in_use(self) -> ColumnElement[bool]:
        person = schema.person.c
        lasts = person.until.is_(None) | (person.until > self._now())
        return and_(person.state == PersonState.ACTIVE, lasts)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _is_supervisor(row: Row[Any]) -> bool:
    return Role.SUPERVISOR in roles_of(row.roles)


def _use_step(connection: Connection, number: int, step: int) -> bool:
    """Mark a code's time step as used; False when another was quicker."""
    table = schema.person
    done = connection.execute(
        update(table)
        .where(table.c.number == number, table.c.totp_used < step)
        .values(totp_used=step)
    )
    return done.rowcount == 1
