"""Companies, agents and programmes: who brings a pilgrim, and in what state they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class EntityState(IntEnum):
    """State of a company, an agent or a programme. Numbers are on the wire; never reused."""

    ACTIVE = 0
    SUSPENDED = 1
    CANCELLED = 2


@dataclass(frozen=True, slots=True)
class Company:
    """A licensed travel company. ``number`` is never given to another."""

    number: int
    licence: str
    name_ar: str
    name_en: str
    phone: str
    state: EntityState = EntityState.ACTIVE


@dataclass(frozen=True, slots=True)
class Agent:
    """A Saudi agent with whom companies contract."""

    number: int
    name_ar: str
    name_en: str
    state: EntityState = EntityState.ACTIVE


@dataclass(frozen=True, slots=True)
class Programme:
    """A trip that a company sells. Distances are metres to the Haram. ``supervisor_phone`` is that
    of the group's supervisor, empty when unknown."""

    number: int
    company: int
    agent: int
    name_ar: str
    name_en: str
    ports: int
    travel_out: date
    travel_back: date
    service: str
    makkah_hotel_metres: int
    madinah_hotel_metres: int
    has_bus: bool
    pilgrims: int
    supervisors: int
    state: EntityState = EntityState.ACTIVE
    supervisor_phone: str = ""
