"""Whether the pilgrim has already left, and not come back since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import MovementKind, PastMovement


def open_departures(movements: tuple[PastMovement, ...]) -> list[PastMovement]:
    """Departures that no return has followed, oldest first. Two that conflict are both there; one
    at the very instant of a return counts as after it."""
    returns = [past.at for past in movements if past.kind is MovementKind.RETURNED]
    last_return = max(returns, default=None)
    left = [
        past
        for past in movements
        if past.kind is MovementKind.DEPARTED and (last_return is None or past.at >= last_return)
    ]
    return sorted(left, key=lambda past: (past.at, past.port, past.lane))


def check_departed(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Here or elsewhere: the detail is lane or port bit, and time, of the last one."""
    departures = open_departures(facts.movements)
    here = [past for past in departures if past.port == facts.port_bit]
    elsewhere = [past for past in departures if past.port != facts.port_bit]
    if here:
        last = here[-1]
        yield Finding(FindingCode.ALREADY_DEPARTED_HERE, f"{last.lane} {_minute(last.at)}".strip())
    if elsewhere:
        last = elsewhere[-1]
        yield Finding(FindingCode.ALREADY_DEPARTED_ELSEWHERE, f"{last.port} {_minute(last.at)}")


def check_not_departed(facts: Facts, now: datetime) -> Iterator[Finding]:
    """For a return: no departure is known."""
    if not open_departures(facts.movements):
        yield Finding(FindingCode.NOT_DEPARTED)


def _minute(at: datetime) -> str:
    """By the clock on the port's wall."""
    return at.astimezone(CAIRO).strftime("%Y-%m-%d %H:%M")
