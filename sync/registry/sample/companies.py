"""Companies and Saudi agents of a synthetic season."""

from __future__ import annotations

import random
from dataclasses import dataclass

from checkpoint_app.domain.programme import Agent, Company, EntityState

# As many as were reported for a whole season (domain facts); fewer for a small one.
MOST_COMPANIES = 1880
MOST_AGENTS = 2000
_FEWEST = 6
_PERMITS_A_COMPANY = 260
_SUSPENDED, _CANCELLED = 0.01, 0.005
# The first ones stay in good standing, so that every season has some.
_SURE = 4

_FIRST = (
    ("النور", "Al Nour"),
    ("الهدى", "Al Hoda"),
    ("الصفا", "Al Safa"),
    ("المروة", "Al Marwa"),
    ("طيبة", "Taiba"),
    ("البيت العتيق", "Al Bait Al Ateeq"),
    ("الرحاب", "Al Rehab"),
    ("النيل", "Nile"),
    ("الفراعنة", "Pharaohs"),
    ("الأهرام", "Pyramids"),
    ("الوادي", "El Wadi"),
    ("الدلتا", "Delta"),
    ("السلام", "El Salam"),
    ("الفتح", "El Fath"),
    ("اليسر", "El Yosr"),
    ("البركة", "El Baraka"),
    ("الأندلس", "Andalus"),
    ("القاهرة", "Cairo"),
    ("الصعيد", "Upper Egypt"),
    ("الريان", "El Rayan"),
    ("مكة", "Makkah"),
    ("المدينة", "El Madina"),
    ("زمزم", "Zamzam"),
    ("عرفات", "Arafat"),
    ("الياسمين", "Jasmine"),
    ("الشروق", "El Shorouk"),
    ("الإخلاص", "El Ekhlas"),
    ("الأمانة", "El Amana"),
    ("القبلة", "El Kebla"),
    ("الروضة", "El Rawda"),
)
_SECOND = (
    ("الدولية", "International"),
    ("المصرية", "Egyptian"),
    ("العالمية", "Global"),
    ("المتحدة", "United"),
    ("الحديثة", "Modern"),
    ("العربية", "Arab"),
    ("الوطنية", "National"),
    ("الذهبية", "Golden"),
)
_TRADES = (
    ("للسياحة", "Travel"),
    ("للسياحة والسفر", "Tours and Travel"),
    ("للخدمات السياحية", "Tourist Services"),
    ("للرحلات", "Tours"),
)
_AGENT_TRADES = (
    ("لخدمات المعتمرين", "Umrah Services"),
    ("للعمرة والزيارة", "Umrah and Ziyarah"),
    ("لخدمات ضيوف الرحمن", "Pilgrim Services"),
)


@dataclass(frozen=True, slots=True)
class Houses:
    """Everyone who sends and receives pilgrims. ``contracts[i]`` are the numbers of the agents
    with whom company i + 1 works."""

    companies: tuple[Company, ...]
    agents: tuple[Agent, ...]
    contracts: tuple[tuple[int, ...], ...]


def draw_houses(permits: int, chance: random.Random) -> Houses:
    """Companies and agents for a season of so many permits, numbered from 1."""
    companies = _how_many(permits, MOST_COMPANIES)
    agents = _how_many(permits, MOST_AGENTS)
    return Houses(
        tuple(_company(number, chance) for number in range(1, companies + 1)),
        tuple(_agent(number, chance) for number in range(1, agents + 1)),
        tuple(_contracts(company, agents, chance) for company in range(1, companies + 1)),
    )


def _how_many(permits: int, most: int) -> int:
    return max(_FEWEST, min(most, permits // _PERMITS_A_COMPANY))


def _company(number: int, chance: random.Random) -> Company:
    first, second, trade = (chance.choice(words) for words in (_FIRST, _SECOND, _TRADES))
    return Company(
        number=number,
        licence=f"{chance.choice('ABC')}-{number + 240:04d}",
        name_ar=f"شركة {first[0]} {second[0]} {trade[0]}",
        name_en=f"{first[1]} {second[1]} {trade[1]}",
        phone=f"0{chance.choice((2, 3, 13, 40, 48, 50, 55, 88))}{chance.randrange(10**7, 10**8)}",
        state=_state(number, chance),
    )


def _agent(number: int, chance: random.Random) -> Agent:
    first, second, trade = (chance.choice(words) for words in (_FIRST, _SECOND, _AGENT_TRADES))
    return Agent(
        number=number,
        name_ar=f"مؤسسة {first[0]} {second[0]} {trade[0]}",
        name_en=f"{first[1]} {second[1]} {trade[1]}",
        state=_state(number, chance),
    )


def _contracts(company: int, agents: int, chance: random.Random) -> tuple[int, ...]:
    """One to three agents; a sound company keeps to sound agents by its first contract."""
    own = [chance.randint(1, min(_SURE, agents))] if company <= _SURE else []
    own += [chance.randint(1, agents) for _ in range(chance.randint(1, 3))]
    return tuple(dict.fromkeys(own))


def _state(number: int, chance: random.Random) -> EntityState:
    drawn = chance.random()
    if number <= _SURE or drawn >= _SUSPENDED + _CANCELLED:
        return EntityState.ACTIVE
    return EntityState.CANCELLED if drawn < _CANCELLED else EntityState.SUSPENDED
