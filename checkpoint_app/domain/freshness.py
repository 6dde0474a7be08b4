"""How old the registry's data may be: the grades that `decide` and the status display share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum

from checkpoint_app.domain.facts import DEFAULT_GRADES, DataKind, Grades

# Data may have been signed a little in this computer's future: clocks differ by that much.
CLOCK_TOLERANCE = timedelta(minutes=5)


class Freshness(IntEnum):
    """Grades of age, best first. MISSING: there is no such data, or nobody knows how old it is."""

    FRESH = 0
    AGEING = 1
    STALE = 2
    UNACCEPTABLE = 3
    MISSING = 4


def grade(
    kind: DataKind, age: timedelta | None, grades: Mapping[DataKind, Grades] = DEFAULT_GRADES
) -> Freshness:
    """The grade of a data set of this age; None stands for data that is not there.

    A grade begins just after its limit: data of exactly the limit's age is still in the one before.
    """
    if age is None:
        return Freshness.MISSING
    limits = grades.get(kind) or DEFAULT_GRADES[kind]
    if age > limits.unacceptable:
        return Freshness.UNACCEPTABLE
    if age > limits.stale:
        return Freshness.STALE
    return Freshness.AGEING if age > limits.ageing else Freshness.FRESH


def is_from_future(issued: datetime, now: datetime) -> bool:
    """True for data signed so far ahead of ``now`` that the clock must be behind."""
    return issued - now > CLOCK_TOLERANCE
