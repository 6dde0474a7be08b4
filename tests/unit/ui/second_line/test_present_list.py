"""Rows of cases and of the deferred, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.domain.cases import CaseOutcome, SeenFinding
from checkpoint_app.services.cases import CaseState
from checkpoint_app.services.programme_people import NOBODY
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE
from tests.unit.ui.plain_tongue import PlainTongue
from tests.unit.ui.second_line import samples
from ui.lane.views import Mark, Tone
from ui.second_line.port import DeferredNow, ListedCase
from ui.second_line.present_list import present_deferred, present_rows

TONGUE = PlainTongue()


def row(view, name=0):
    return present_rows([samples.listed(view, name)], NOW, TONGUE)[0]


@pytest.mark.requirement("C5")
def test_a_row_says_who_what_since_when_where_and_who_works_on_it():
    waits = row(samples.opened(minutes=20))
    assert (waits.who, waits.worst) == (
        "MOHAMED ABDELRAHMAN ELSAYED ALY",
        "The travel company is suspended",
    )
    assert (waits.age, waits.where, waits.worker, waits.tone) == (
        "20 min",
        "Lane 2",
        "",
        Tone.REFER,
    )
    held = row(samples.taken(samples.opened(), own=False))
    assert held.worker == "with h.salem"
    assert not held.own
    own = row(samples.taken(samples.opened(), own=True))
    assert own.worker == "with you"
    assert own.own


def test_a_refusal_a_conflict_and_what_is_closed_look_otherwise():
    refused = row(samples.opened(findings=(SeenFinding("REVOKED", ""),), verdict="refuse"))
    assert refused.tone is Tone.REFUSE
    twice = row(samples.conflict())
    assert twice.conflict
    assert (twice.worst, twice.tone, twice.where) == (
        "The permit left twice",
        Tone.TROUBLE,
        "Lane 5",
    )
    deferred = row(samples.decided(samples.opened(), CaseOutcome.DEFER))
    assert (deferred.worst, deferred.tone, deferred.worker) == ("Deferred", Tone.REFER, "h.salem")
    gone = row(replace(samples.opened(), state=CaseState.OVERTAKEN))
    assert (gone.worst, gone.tone) == ("The pilgrim has left since", Tone.AGAIN)


def test_without_a_name_the_permit_or_the_passport_stands_for_the_pilgrim():
    unnamed = present_rows([ListedCase(samples.opened())], NOW, TONGUE)[0]
    assert unnamed.who == "2041 1873 09167"
    nobody = present_rows([ListedCase(samples.opened(permit=None))], NOW, TONGUE)[0]
    assert nobody.who == "A12345678"


def test_a_finding_of_a_later_program_and_none_at_all():
    later = row(samples.opened(findings=(SeenFinding("MOON_PHASE", ""),)))
    assert later.worst == "Sent by the officer"
    assert row(samples.opened(findings=())).worst == "Sent by the officer"


def test_a_referral_from_a_clock_ahead_is_as_old_as_nothing():
    ahead = samples.opened(minutes=-3)
    assert row(ahead).age == "0 s"


@pytest.mark.requirement("C5")
def test_the_deferred_have_telephones_and_whether_they_may_come_back():
    table = present_deferred(samples.DEFERRED, PLACE, TONGUE)
    assert [column.title for column in table.columns][:2] == ["Flight", "Company"]
    first, second = table.rows[:2]
    assert [cell.text for cell in first.cells] == [
        "SV302",
        "Al Nour International Travel",
        "MOHAMED ABDELRAHMAN ELSAYED ALY",
        "10:40",
        "0223456789",
        "01001234567",
        "May come back",
    ]
    assert (first.cells[-1].mark, second.cells[-1].mark) == (Mark.GOOD, Mark.WARNING)
    assert second.cells[-1].text == "The travel company is suspended"
    assert first.cells[-1].icon != second.cells[-1].icon


def test_what_is_not_known_of_the_deferred_says_so():
    bare = replace(
        samples.deferral(), contact=NOBODY, service="", name_arabic="", name_latin="", company=None
    )
    table = present_deferred(DeferredNow((bare,), NOW + timedelta(days=1)), PLACE, TONGUE)
    texts = [cell.text for cell in table.rows[0].cells]
    assert texts[:2] == ["not known", "not known"]
    assert texts[2] == "2041 1873 09167"
    assert texts[4:6] == ["not known", "not known"]
    assert present_deferred(DeferredNow((), NOW), PLACE, TONGUE).empty.startswith("Nobody waits")
