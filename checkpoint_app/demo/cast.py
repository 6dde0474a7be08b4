"""Makes the demonstration's pilgrims out of the synthetic season, before and after the first sync.

This is the ministry's side: it works on the registry's database by the registry's own operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, select

from checkpoint_app.demo.scenes import Role, people
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.errors import ConfigError
from sync.registry.db import changes, schema
from sync.registry.db.open import reading, writing
from sync.registry.sample.season import spotless_permits

PORT = "CAI-AIR"
OTHER_PORT = "SGA-SEA"
Who = tuple[Role, int]


@dataclass(frozen=True, slots=True)
class Cast:
    """Permit numbers by role and person. ``suspended_company`` has nobody else of the cast."""

    numbers: dict[Who, int]
    suspended_company: int


def choose(engine: Engine, today: date) -> Cast:
    """Take spotless permits of today and prepare those that differ from the start.

    Raises ConfigError when the season is too small to have them.
    """
    roles = [role for role in Role if role not in (Role.OTHER_PORT, Role.ISSUED_LATE)]
    wanted: list[Who] = [(role, person) for role in roles for person in range(people(role))]
    here = spotless_permits(engine, PORT, today, len(wanted) + 1)
    there = spotless_permits(engine, OTHER_PORT, today, people(Role.OTHER_PORT))
    if len(here) <= len(wanted) or not there:
        raise ConfigError("season too small for the demonstration", key="demo.season_small")
    numbers = dict(zip(wanted, here, strict=False))
    numbers[Role.OTHER_PORT, 0] = there[0]
    with writing(engine) as connection:
        company = _unused_company(connection, tuple(numbers.values()))
        _prepare(connection, numbers, company, today)
    return Cast(numbers, company)


def _prepare(connection: Connection, numbers: dict[Who, int], company: int, today: date) -> None:
    yesterday, in_three_weeks = today - timedelta(days=1), today + timedelta(days=21)
    changes.change_dates(connection, numbers[Role.EXPIRED, 0], valid_until=yesterday)
    changes.change_dates(
        connection,
        numbers[Role.WRONG_DATE, 0],
        travel_out=in_three_weeks,
        travel_back=in_three_weeks + timedelta(days=10),
        valid_until=in_three_weeks + timedelta(days=7),
    )
    changes.change_permit(connection, numbers[Role.OF_SUSPENDED_COMPANY, 0], company=company)


def _unused_company(connection: Connection, numbers: tuple[int, ...]) -> int:
    permit, company = schema.permit.c, schema.company.c
    taken = select(permit.company).where(permit.number.in_(numbers))
    free = select(company.number).where(
        company.state == int(EntityState.ACTIVE), company.number.not_in(taken)
    )
    return int(connection.execute(free.order_by(company.number).limit(1)).scalar_one())


def strike(engine: Engine, cast: Cast, at: datetime) -> None:
    """What the ministry does after the ports' first sync: revoke, reissue, suspend."""
    with writing(engine) as connection:
        changes.revoke_permit(connection, cast.numbers[Role.REVOKED, 0])
        changes.reissue_permit(connection, cast.numbers[Role.REISSUED, 0], at)
        changes.set_company_state(connection, cast.suspended_company, EntityState.SUSPENDED)


def issue_late(engine: Engine, cast: Cast, at: datetime) -> None:
    """A permit issued when the pilgrim already stands in the hall: a new person of the trip of
    another pilgrim, approved, and not yet published to any port."""
    with writing(engine) as connection:
        pattern = dict(changes.permit_row(connection, cast.numbers[Role.SOUND, 0]))
        pattern |= {
            "name_latin": "NOURHAN SALAH ELDIN MANSOUR",
            "name_arabic": "نورهان صلاح الدين منصور",
            "passport": "A98765432",
            "national_id": None,
            "sex": 2,
        }
        number = changes.add_permit(connection, pattern, at)
        changes.approve_permit(
            connection, number, at, company="company clerk", ministry="ministry officer"
        )
    cast.numbers[Role.ISSUED_LATE, 0] = number


def passport_lines(engine: Engine, number: int) -> str:
    """The machine-readable zone (TD3) of the passport that belongs to a permit."""
    with reading(engine) as connection:
        row = changes.permit_row(connection, number)
    return _td3(
        row["passport"], row["birth"], row["sex"], row["passport_expiry"], row["name_latin"]
    )


def _td3(passport: str, birth: int, sex: int, expiry: int, name: str) -> str:
    given, _, family = name.rpartition(" ")
    upper = f"P<EGY{family}<<{given.replace(' ', '<')}"[:44].ljust(44, "<")
    number, born, until = passport.ljust(9, "<"), _yymmdd(birth), _yymmdd(expiry)
    head = f"{number}{_check(number)}EGY{born}{_check(born)}{'<MF'[sex]}{until}{_check(until)}"
    personal = "<" * 14
    whole = f"{number}{_check(number)}{born}{_check(born)}{until}{_check(until)}{personal}<"
    return f"{upper}\n{head}{personal}<{_check(whole)}"


def _yymmdd(day: int) -> str:
    return f"{date(1970, 1, 1) + timedelta(days=day):%y%m%d}"


def _check(field: str) -> int:
    """The check digit of ICAO Doc 9303 part 3, 4.9: weights 7, 3, 1."""
    values = (0 if sign == "<" else int(sign, 36) for sign in field)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10
