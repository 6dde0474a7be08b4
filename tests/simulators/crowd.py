"""A shift's crowd: pilgrims of every kind with what they hold out, and what must become of each.

Each pilgrim's answer follows from how the pilgrim was made, never from asking the lane.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import islice

from sqlalchemy import Engine

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.token import issue_token
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.demo.cast import passport_lines
from checkpoint_app.demo.photographs import BOARDING_CARD
from checkpoint_app.demo.registry_side import damaged
from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.movement import MovementKind
from sync.registry.db import changes
from sync.registry.db.open import reading, writing
from sync.registry.sample.season import spotless_permits
from sync.registry.signer.permit_rows import claims_of, row_by_number

PORT = "CAI-AIR"


class Way(Enum):
    """How a text reaches the lane."""

    KEYS = auto()  # a scanner that types
    FRAME = auto()  # the camera


class Key(Enum):
    """What the officer does then."""

    NONE = auto()
    DEPART = auto()
    REFER = auto()
    DEPART_UNDONE = auto()  # departed, taken back, and sent to the second line


@dataclass(frozen=True)
class Passenger:
    """``texts`` are given one after the other; ``verdict`` is that of the last. ``movement`` is
    what must stand in the end, None for nothing; ``permit`` tells pilgrims apart."""

    kind: str
    texts: tuple[str, ...]
    verdict: str | None
    movement: MovementKind | None
    key: Key = Key.NONE
    way: Way = Way.KEYS
    permit: int = 0
    again: bool = False
    returning: bool = False


DEPARTED, RETURNED = MovementKind.DEPARTED, MovementKind.RETURNED
REFERRED, REFUSED = MovementKind.REFERRED, MovementKind.REFUSED
VACCINATION = "HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90"


@dataclass(frozen=True)
class Papers:
    """What a permit's holder can show."""

    number: int
    token: str
    forged: str
    zone: str


Make = Callable[[Papers], Passenger]


def _clear(key: Key, way: Way) -> Make:
    movement = REFERRED if key is Key.DEPART_UNDONE else DEPARTED
    return lambda it: Passenger(
        f"clear, {key.name.lower()}, {way.name.lower()}",
        (it.token,),
        "clear",
        movement,
        key,
        way,
        it.number,
    )


def _held(kind: str, verdict: str, key: Key) -> Make:
    movement = REFUSED if verdict == "refuse" else REFERRED
    return lambda it: Passenger(kind, (it.token,), verdict, movement, key, permit=it.number)


# Kind, how many in a hundred, and what such a pilgrim is. Those under "spoilt" are prepared.
_SOUND: tuple[tuple[int, Make], ...] = (
    (18, _clear(Key.DEPART, Way.KEYS)),
    (18, _clear(Key.NONE, Way.KEYS)),
    (8, _clear(Key.DEPART, Way.FRAME)),
    (8, _clear(Key.NONE, Way.FRAME)),
    (4, _clear(Key.DEPART_UNDONE, Way.KEYS)),
    (
        7,
        lambda it: Passenger(
            "number, passport", (str(it.number), it.zone), "clear", DEPARTED, permit=it.number
        ),
    ),
    (
        6,
        lambda it: Passenger("passport", (it.zone,), "clear", DEPARTED, permit=it.number),
    ),
    (
        4,
        lambda it: Passenger(
            "number alone", (str(it.number),), "refer", REFERRED, Key.REFER, permit=it.number
        ),
    ),
    (
        4,
        lambda it: Passenger(
            "forged", (it.forged,), "refuse", REFUSED, Key.REFER, permit=it.number
        ),
    ),
    (
        4,
        lambda it: Passenger("damaged", (damaged(it.token),), None, None, permit=0),
    ),
    # Nobody holds another's: the same code twice in a moment is one reading.
    (3, lambda it: Passenger("boarding pass", (f"{BOARDING_CARD} {it.number}",), None, None)),
    (2, lambda it: Passenger("vaccination", (f"{VACCINATION}{it.number}",), None, None)),
    (2, lambda it: Passenger("link", (f"https://example.org/trip/{it.number}",), None, None)),
)
_SPOILT: tuple[tuple[int, Make], ...] = (
    (3, _held("expired", "refer", Key.REFER)),
    (3, _held("wrong date", "refer", Key.NONE)),
    (3, _held("other port", "refer", Key.REFER)),
    (3, _held("revoked", "refuse", Key.REFER)),
)
_SPOILERS = ("expired", "wrong date", "other port", "revoked")


def crowd(
    engine: Engine, key: SigningKey, today: date, passengers: int, seed: int
) -> tuple[list[Passenger], Callable[[], None]]:
    """So many passengers in the order in which they come, their permits prepared in the registry's
    database; and what the ministry still has to do once their papers are printed. ``key`` is the
    issuer's for tokens."""
    draw = random.Random(seed)
    wanted = [make for share, make in _SOUND for _ in range(round(share * passengers / 100))]
    spoilt = [
        (kind, make)
        for kind, (share, make) in zip(_SPOILERS, _SPOILT, strict=True)
        for _ in range(round(share * passengers / 100))
    ]
    numbers = list(islice(_pool(engine, today), len(wanted) + len(spoilt)))
    assert len(numbers) == len(wanted) + len(spoilt), "the season is large enough"
    _make_sound(engine, numbers, today)
    bad = dict(zip(numbers[len(wanted) :], spoilt, strict=True))
    _spoil(engine, {number: kind for number, (kind, _) in bad.items()}, today)
    makes = [*zip(numbers, wanted, strict=False), *((n, make) for n, (_, make) in bad.items())]
    people = [make(_papers(engine, key, number)) for number, make in makes]
    draw.shuffle(people)
    revoked = [number for number, (kind, _) in bad.items() if kind == "revoked"]
    return list(_with_others(people, draw)), lambda: _revoke(engine, revoked)


def _with_others(people: Iterable[Passenger], draw: random.Random) -> Iterator[Passenger]:
    """Now and then somebody's permit is held out once more, and at the end some come back."""
    gone: list[Passenger] = []
    for each in people:
        yield each
        if each.movement is DEPARTED and each.texts[0].isdigit() and len(each.texts) == 1:
            gone.append(each)
            if each.key is Key.DEPART and draw.random() < 0.15:
                yield Passenger("again", each.texts, "refer", None, permit=each.permit, again=True)
    for each in draw.sample(gone, min(8, len(gone))):
        yield Passenger("return", each.texts, "clear", RETURNED, permit=each.permit, returning=True)


def _papers(engine: Engine, key: SigningKey, number: int) -> Papers:
    """Signed here, with the issuer's own key: the signer does not give so many at once."""
    with reading(engine) as connection:
        row = row_by_number(connection, number)
    assert row is not None, "it was drawn from the database"
    token = issue_token(claims_of(row), key)
    forger = SigningKey.generate(EnvelopeType.TOKEN)
    # Another's signature under the issuer's key id.
    forged = issue_token(claims_of(row), forger).replace(forger.kid, key.kid, 1)
    zone = passport_lines(engine, number)
    return Papers(number, to_digits(number, token), to_digits(number, forged), zone)


def _pool(engine: Engine, today: date) -> Iterator[int]:
    """Permits without a fault, of whatever day."""
    for away in range(-60, 120):
        yield from spotless_permits(engine, PORT, today + timedelta(days=away), 10_000)


def _make_sound(engine: Engine, numbers: Iterable[int], today: date) -> None:
    day = day_number(today)
    with writing(engine) as connection:
        for number in numbers:
            changes.change_permit(
                connection,
                number,
                valid_from=day - 3,
                valid_until=day + 7,
                travel_out=day,
                travel_back=day + 10,
                visa_expiry=day + 80,
                vaccinated=day - 60,
                passport_expiry=day + 900,
            )


def _spoil(engine: Engine, kinds: dict[int, str], today: date) -> None:
    day = day_number(today)
    spoilers = {
        "expired": {"valid_until": day - 1},
        "wrong date": {"travel_out": day + 21, "travel_back": day + 30, "valid_until": day + 28},
        "other port": {"ports": 1 << 12},
    }
    with writing(engine) as connection:
        for number, kind in kinds.items():
            if kind in spoilers:
                changes.change_permit(connection, number, **spoilers[kind])


def _revoke(engine: Engine, numbers: Iterable[int]) -> None:
    with writing(engine) as connection:
        for number in numbers:
            changes.revoke_permit(connection, number)


def expected_movements(people: Iterable[Passenger]) -> dict[str, int]:
    """Movements by kind that the day must have, as the registry names them."""
    found = Counter(each.movement for each in people)
    return {kind.name.lower(): found[kind] for kind in MovementKind if kind.name != "ANNULLED"}
