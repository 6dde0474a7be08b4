"""The state of companies, agents and programmes: a small signed table of the exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    EnvelopeType,
    KeyLookup,
    SigningKey,
    open_envelope,
)
from checkpoint_app.domain.programme import EntityState

_FORMAT = 1
_FIELDS = 7
_OTHERS = {int(state): state for state in EntityState if state is not EntityState.ACTIVE}


@dataclass(frozen=True, slots=True)
class EntityStates:
    """One kind of entity: numbers 1 to ``highest`` are known, and active unless in ``others``."""

    highest: int
    others: Mapping[int, EntityState]

    def state(self, number: int) -> EntityState | None:
        """The entity's state; None, not active, for a number never given out."""
        if not 1 <= number <= self.highest:
            return None
        return self.others.get(number, EntityState.ACTIVE)


@dataclass(frozen=True, slots=True)
class StateTable:
    """The table of one ``version``, which counts up."""

    season: int
    version: int
    issued: datetime
    companies: EntityStates
    agents: EntityStates
    programmes: EntityStates

    def company(self, number: int) -> EntityState | None:
        """A company's state; None when unknown."""
        return self.companies.state(number)

    def agent(self, number: int) -> EntityState | None:
        """An agent's state; None when unknown."""
        return self.agents.state(number)

    def programme(self, number: int) -> EntityState | None:
        """A programme's state; None when unknown."""
        return self.programmes.state(number)


def sign_state(key: SigningKey, table: StateTable) -> bytes:
    """The envelope of a table; entries that are active are left out."""
    kinds = (table.companies, table.agents, table.programmes)
    head = [_FORMAT, table.season, table.version, shape.seconds(table.issued)]
    return key.sign_envelope(encode([*head, *(_rows(kind) for kind in kinds)]))


def _rows(states: EntityStates) -> list[object]:
    others = sorted(states.others.items())
    return [
        states.highest,
        [[number, int(state)] for number, state in others if state is not EntityState.ACTIVE],
    ]


def check_state(envelope: bytes, keys: KeyLookup) -> StateTable:
    """Check a table's envelope, the term of its key included. Raises CredentialError."""
    opened = open_envelope(envelope, EnvelopeType.STATE, keys)
    row = shape.fields(opened.payload, limit=LIMITS[EnvelopeType.STATE], length=_FIELDS)
    return StateTable(
        season=shape.integer(row[1], 1),
        version=shape.integer(row[2], 1),
        issued=opened.issued_at(shape.instant(row[3])),
        companies=_states(row[4]),
        agents=_states(row[5]),
        programmes=_states(row[6]),
    )


def _states(content: object) -> EntityStates:
    highest_value, rows = shape.array(content, 2)
    highest = shape.integer(highest_value)
    number, state = shape.columns(rows, 2)
    numbers = shape.integers(number, 1, highest)
    shape.ascending(numbers)
    states = shape.integers(state, min(_OTHERS), max(_OTHERS))
    return EntityStates(highest, dict(zip(numbers, map(_OTHERS.__getitem__, states), strict=True)))
