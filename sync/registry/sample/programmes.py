"""Programmes of a synthetic season: who travels when, whence, and how they are housed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checkpoint_app.domain.programme import EntityState
from sync.registry.sample.chance import Weighted
from sync.registry.sample.companies import Houses

# Departures in thousandths: Cairo about 2,700 a day, Safaga and Nuweiba 20,000 and 11,000 in two
# months, both as reported; the others are spread by the size of their traffic.
PORT_WEIGHTS: Mapping[str, int] = {
    "CAI-AIR": 640,
    "HBE-AIR": 110,
    "SSH-AIR": 10,
    "LXR-AIR": 25,
    "HMB-AIR": 45,
    "ATZ-AIR": 30,
    "ASW-AIR": 10,
    "HRG-AIR": 12,
    "SPX-AIR": 30,
    "RMF-AIR": 3,
    "MUH-AIR": 2,
    "DBB-AIR": 2,
    "SGA-SEA": 40,
    "NUW-SEA": 22,
    "HRG-SEA": 5,
    "PTK-SEA": 10,
    "SSH-SEA": 4,
}
# A second port that a programme may use instead.
_NEIGHBOUR = {
    "CAI-AIR": "SPX-AIR",
    "SPX-AIR": "CAI-AIR",
    "HBE-AIR": "DBB-AIR",
    "LXR-AIR": "HMB-AIR",
    "HMB-AIR": "ATZ-AIR",
    "ATZ-AIR": "HMB-AIR",
    "HRG-AIR": "LXR-AIR",
    "SGA-SEA": "HRG-SEA",
    "HRG-SEA": "SGA-SEA",
    "NUW-SEA": "SSH-SEA",
}
_NEIGHBOUR_SHARE = 0.12
DAYS_BEFORE, DAYS_AFTER = 21, 49  # ten weeks around today
# What a small season has for certain: (port, days from today).
_SURE_PLACES = (("CAI-AIR", 0), ("CAI-AIR", 0), ("SGA-SEA", 0), ("CAI-AIR", 1), ("NUW-SEA", 1))
_CANCELLED = 0.008
_AIRLINES = (("MS", 5), ("SV", 4), ("SM", 2), ("NP", 2), ("XY", 2), ("NE", 1))
_LINES = ("AML", "PSG", "RIV", "NMA")
_CLASSES = (
    ("اقتصادية", "Economy"),
    ("متوسطة", "Standard"),
    ("مميزة", "Premium"),
    ("فاخرة", "Luxury"),
)
_NIGHTS = (7, 8, 10, 10, 12, 14, 14, 15, 21)
_PILGRIMS_A_SUPERVISOR = 50
# Telephones of the groups' supervisors are told apart by a prime, not drawn.
_APART = 7_654_321
_FURTHEST_WITHOUT_BUS = 1250


@dataclass(frozen=True, slots=True)
class Trip:
    """A programme. Days are day numbers; ``ports`` is a bitmap; the rest as in `Programme`."""

    number: int
    company: int
    agent: int
    name_ar: str
    name_en: str
    ports: int
    travel_out: int
    travel_back: int
    service: str
    makkah_hotel_metres: int
    madinah_hotel_metres: int
    has_bus: bool
    pilgrims: int
    supervisors: int
    supervisor_phone: str
    state: int


def draw_trips(
    permits: int,
    today: int,
    houses: Houses,
    bits: Mapping[str, int],
    weights: Mapping[str, int],
    chance: random.Random,
) -> Iterator[Trip]:
    """Programmes for exactly so many pilgrims, numbered from 1. ``today`` is a day number,
    ``bits`` the ports' bits, ``weights`` how often each port is drawn."""
    ports = Weighted(list(weights), list(weights.values()))
    left, number = permits, 0
    while left:
        sure = _SURE_PLACES[number] if number < len(_SURE_PLACES) else None
        number += 1
        port, out = sure or (ports.draw(chance), chance.randint(-DAYS_BEFORE, DAYS_AFTER))
        if port not in weights:
            port = ports.draw(chance)
        pilgrims = min(left, _group(chance))
        left -= pilgrims
        yield _trip(number, port, today + out, pilgrims, houses, bits, chance)


def _group(chance: random.Random) -> int:
    return chance.randint(18, 49) if chance.random() < 0.8 else chance.randint(50, 180)


def _trip(
    number: int,
    port: str,
    out: int,
    pilgrims: int,
    houses: Houses,
    bits: Mapping[str, int],
    chance: random.Random,
) -> Trip:
    sure = number <= len(_SURE_PLACES)
    company = number if number <= 4 else chance.randint(1, len(houses.companies))
    agents = houses.contracts[company - 1]
    nights = chance.choice(_NIGHTS)
    makkah = chance.randint(2, 60) * 50
    name = chance.choice(_CLASSES)
    return Trip(
        number=number,
        company=company,
        agent=agents[0] if sure else chance.choice(agents),
        name_ar=f"عمرة {name[0]}، {nights} {'ليالٍ' if 3 <= nights <= 10 else 'ليلة'}",
        name_en=f"Umrah {name[1]}, {nights} nights",
        ports=_bitmap(port, bits, chance),
        travel_out=out,
        travel_back=out + nights,
        service=_service(port, chance),
        makkah_hotel_metres=makkah,
        madinah_hotel_metres=chance.randint(2, 24) * 50,
        has_bus=makkah > _FURTHEST_WITHOUT_BUS or chance.random() < 0.2,
        pilgrims=pilgrims,
        supervisors=-(-pilgrims // _PILGRIMS_A_SUPERVISOR),
        supervisor_phone=f"010{(number * _APART) % 10**8:08d}",
        state=0 if sure or chance.random() >= _CANCELLED else int(EntityState.CANCELLED),
    )


def _bitmap(port: str, bits: Mapping[str, int], chance: random.Random) -> int:
    bitmap = 1 << bits[port]
    if port in _NEIGHBOUR and chance.random() < _NEIGHBOUR_SHARE:
        bitmap |= 1 << bits[_NEIGHBOUR[port]]
    return bitmap


def _service(port: str, chance: random.Random) -> str:
    if port.endswith("-SEA"):
        return f"{chance.choice(_LINES)}{chance.randint(10, 99)}"
    airlines = [airline for airline, _ in _AIRLINES]
    airline = chance.choices(airlines, [weight for _, weight in _AIRLINES])[0]
    return f"{airline}{chance.randint(600, 699) if airline == 'MS' else chance.randint(300, 3999)}"
