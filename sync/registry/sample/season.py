"""A synthetic season: companies, agents, programmes and pilgrims that never were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class SampleSeason:
    """How much was made."""

    companies: int
    agents: int
    programmes: int
    permits: int


def sample(engine: Engine, *, permits: int, seed: int, today: date) -> SampleSeason:
    """Fill a registry without permits with a season around ``today``: travel from three weeks
    before to seven weeks after. The same arguments make the same rows.

    Raises ConfigError when the registry already holds permits.
    """
    raise AssertionError("being written")
