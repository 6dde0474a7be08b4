"""Movements by kind: what every table of counts adds up, at a lane, at a port and at the centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checkpoint_app.domain.movement import MovementKind

COUNTED = (
    MovementKind.DEPARTED,
    MovementKind.RETURNED,
    MovementKind.REFERRED,
    MovementKind.DEFERRED,
    MovementKind.REFUSED,
)
"""The kinds that are counted. One that was taken back counts as none of them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many movements of each kind stand."""

    departed: int = 0
    returned: int = 0
    referred: int = 0
    deferred: int = 0
    refused: int = 0

    @property
    def people(self) -> int:
        """Those who passed, either way."""
        return self.departed + self.returned

    @property
    def numbers(self) -> tuple[int, int, int, int, int]:
        """The counts in the order of `COUNTED`."""
        return self.departed, self.returned, self.referred, self.deferred, self.refused


def tally_of(found: Mapping[MovementKind, int]) -> Tally:
    """The tally of counts by kind; a kind that is not counted is left out."""
    return Tally(*(found.get(kind, 0) for kind in COUNTED))


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    found: Counter[MovementKind] = Counter()
    for tally in tallies:
        found.update(dict(zip(COUNTED, tally.numbers, strict=True)))
    return tally_of(found)
