"""Orders in a verdict: what they relax, for whom, until when, and what they never touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.domain.decide import decide
from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.orders import (
    MOVED_CHECKS,
    Order,
    Ordered,
    OrderKind,
    accepted_until,
    reliefs,
    service_key,
)
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.relief import RELAXABLE
from checkpoint_app.domain.verdict import VerdictKind
from tests.unit.domain.cases import NOW, RECORD, but

TABLE = reference.findings()
HOUR = timedelta(hours=1)
DAY = RECORD.travel_out


def order(kind=OrderKind.RELAX, **said):
    fields = {"name": "storm", "until": NOW + HOUR} | said
    return Order(UUID(int=1), Ordered(kind, **fields), NOW - HOUR, "m.hassan", "7", "A")


def judged(given, *orders, at=NOW):
    known = given.record
    eased = reliefs(orders, known.service, known.travel_out, at)
    until = accepted_until(orders, at)
    return decide(replace(given, reliefs=eased, accepted_stale_until=until), at, TABLE)


EXPIRED = but(record=replace(RECORD, valid_until=date(2026, 11, 20)))
RELAXED = order(code="EXPIRED")
MOVED = order(OrderKind.MOVE_SERVICE, service="MS671", day=DAY, new_day=DAY + timedelta(days=2))


@pytest.mark.requirement("C1")
def test_a_relaxed_check_holds_nobody_and_is_named():
    assert judged(EXPIRED).kind is VerdictKind.REFER
    verdict = judged(EXPIRED, RELAXED)
    assert verdict.kind is VerdictKind.CLEAR
    (note,) = [each for each in verdict.findings if each.code is FindingCode.RELIEF_IN_FORCE]
    assert note.detail == "EXPIRED storm"


@pytest.mark.parametrize(
    "ended",
    [
        replace(RELAXED, lifted=NOW),
        replace(RELAXED, said=replace(RELAXED.said, until=NOW)),
        replace(RELAXED, since=NOW + timedelta(seconds=1)),
    ],
)
def test_an_order_that_is_not_in_force_changes_nothing(ended):
    assert judged(EXPIRED, ended) == judged(EXPIRED)


@given(st.text(max_size=20) | st.sampled_from([each.value for each in FindingCode]))
def test_only_what_is_relaxable_is_ever_relaxed(code):
    eased = reliefs([order(code=code)], "MS671", DAY, NOW)
    assert {each.code for each in eased} <= RELAXABLE
    assert bool(eased) == (code in {each.value for each in RELAXABLE})


@given(st.sampled_from(FindingCode), st.sampled_from(OrderKind))
def test_no_order_clears_a_revoked_permit(code, kind):
    given_order = order(kind, code=code.value, service="MS671", day=DAY, new_day=DAY)
    revoked = but(status=PermitStatus.REVOKED)
    assert judged(revoked, given_order).kind is judged(revoked).kind


def test_a_moved_sailing_answers_its_own_passengers_days_alone():
    assert judged(EXPIRED, MOVED).kind is VerdictKind.CLEAR
    assert {each.code for each in reliefs([MOVED], "ms 671", DAY, NOW)} == MOVED_CHECKS
    for service, day in (("MS672", DAY), ("MS671", DAY + timedelta(days=1)), ("", DAY)):
        assert reliefs([MOVED], service, day, NOW) == ()
    assert reliefs([MOVED], "MS671", None, NOW) == ()
    assert MOVED_CHECKS <= RELAXABLE


def test_no_service_is_not_the_service_without_a_name():
    nameless = replace(MOVED, said=replace(MOVED.said, service=""))
    assert reliefs([nameless], "", DAY, NOW) == ()


def test_accepted_data_is_noted_until_the_last_grade():
    accepted = order(OrderKind.ACCEPT_DATA)
    stale = but(data_issued=tuple((kind, NOW - timedelta(hours=80)) for kind in DataKind))
    assert judged(stale).kind is VerdictKind.REFER
    assert judged(stale, accepted).kind is VerdictKind.CLEAR
    assert FindingCode.DATA_AGEING in judged(stale, accepted).codes
    ancient = but(data_issued=tuple((kind, NOW - timedelta(hours=200)) for kind in DataKind))
    assert judged(ancient, accepted).kind is VerdictKind.REFER


def test_the_longest_acceptance_counts():
    later = order(OrderKind.ACCEPT_DATA, until=NOW + 3 * HOUR)
    assert accepted_until([order(OrderKind.ACCEPT_DATA), later], NOW) == NOW + 3 * HOUR
    lifted = replace(later, lifted=NOW + 2 * HOUR)
    assert accepted_until([lifted], NOW) == NOW + 2 * HOUR
    assert accepted_until([RELAXED], NOW) is None


def test_services_are_compared_without_spaces_and_case():
    assert service_key(" ms 671 ") == "MS671"
    assert service_key("\u00a0") == ""
