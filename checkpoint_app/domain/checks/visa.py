"""A pilgrim without a permit, whose visa the officer named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction


def check_exempt_visa(facts: Facts, now: datetime) -> Iterator[Finding]:
    """A visa that needs no permit; to leave with any other, or an unnamed one, a permit is
    needed."""
    if facts.exempt_visa is True:
        yield Finding(FindingCode.EXEMPT_VISA)
    elif facts.direction is Direction.DEPARTING:
        yield Finding(FindingCode.NOT_ON_FILE)
