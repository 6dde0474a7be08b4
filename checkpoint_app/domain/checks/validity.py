"""Where and when the permit holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkpoint_app.domain.checks.sources import permit_at_hand, proven_claims, proven_record
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import Facts
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import Direction


def check_port(facts: Facts, now: datetime) -> Iterator[Finding]:
    """The port is among the permit's."""
    permit = permit_at_hand(facts)
    if permit is not None and not permit.ports >> facts.port_bit & 1:
        yield Finding(FindingCode.WRONG_PORT)


def check_days(facts: Facts, now: datetime) -> Iterator[Finding]:
    """The record's days, both inclusive. A permit is for leaving: on the way back it has not
    expired before the day of return is over."""
    record = proven_record(facts)
    if record is None:
        return
    today, last = cairo_day(now), record.valid_until
    if facts.direction is Direction.RETURNING:
        last = max(last, record.travel_back)
    if today < record.valid_from:
        yield Finding(FindingCode.NOT_YET_VALID, record.valid_from.isoformat())
    if today > last:
        yield Finding(FindingCode.EXPIRED, last.isoformat())


def check_claimed_times(facts: Facts, now: datetime) -> Iterator[Finding]:
    """The token's own times, where no record is there to overrule them (RFC 8392: not accepted
    before ``nbf``, nor on or after ``exp``)."""
    claims = proven_claims(facts)
    if claims is None or proven_record(facts) is not None:
        return
    if now < claims.not_before:
        yield Finding(FindingCode.NOT_YET_VALID, cairo_day(claims.not_before).isoformat())
    if now >= claims.expires:
        yield Finding(FindingCode.EXPIRED, cairo_day(claims.expires).isoformat())
