"""Groups: which cases are alike, and what becomes of each when they are decided together."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.cases import CaseOutcome, SeenFinding
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import ConfigError, RoleError
from checkpoint_app.services.case_groups import CaseGroups
from checkpoint_app.services.guard import OnDuty, Unstaffed
from tests.unit.domain.cases import NUMBER
from tests.unit.ui.second_line import samples

SOMEBODY = Unstaffed(lambda: "somebody")


class Desk:
    """`DecidingDesk` in memory."""

    def __init__(self, *views):
        self.cases = {view.case_id: view for view in views}
        self.done = []
        self.refuses = set()

    def case(self, case_id):
        if case_id not in self.cases:
            raise ConfigError("no such case", key="case.unknown")
        return self.cases[case_id]

    def take(self, case_id):
        view = self.case(case_id)
        if view.case.holder is not None and not view.own:
            raise ConfigError("held", key="case.taken", device="x")
        self.done.append(("take", case_id.int))
        self.cases[case_id] = samples.taken(view, own=True)
        return self.cases[case_id]

    def release(self, case_id):
        self.done.append(("release", case_id.int))
        return self.cases[case_id]

    def decide(self, case_id, outcome, reason):
        if case_id in self.refuses:
            raise RoleError("an override", key="case.needs_supervisor")
        self.done.append(("decide", case_id.int, outcome, reason))
        return self.cases[case_id]


def groups(desk=None, programmes=lambda _permit: 77, guard=SOMEBODY):
    return CaseGroups(desk or Desk(), programmes, reference.findings(), guard)


def case(number, findings=samples.FINDINGS, **changes):
    return samples.opened(number, findings=findings, permit=NUMBER + number, **changes)


@pytest.mark.requirement("C5")
def test_cases_of_one_programme_with_the_same_findings_are_alike():
    one, two, other = case(1), case(2), case(3)
    apart = lambda permit: 78 if permit == NUMBER + 3 else 77  # noqa: E731
    assert groups(programmes=apart).group_of(one, (one, two, other)) == (two,)
    assert groups(programmes=lambda _permit: None).group_of(one, (one, two)) == ()


def test_only_what_stops_somebody_is_compared():
    noted = (*samples.FINDINGS, SeenFinding("DATA_AGEING", "records"))
    assert len(groups().group_of(case(1), (case(2, noted),))) == 1
    worse = (*samples.FINDINGS, SeenFinding("WRONG_PORT", ""))
    assert groups().group_of(case(1), (case(2, worse),)) == ()
    harmless = (SeenFinding("DATA_AGEING", ""),)
    assert groups().group_of(case(1, harmless), (case(2, harmless),)) == ()


def test_a_conflict_a_closed_case_and_one_not_whole_are_in_no_group():
    cut = case(2)
    cut = replace(cut, seen=replace(cut.seen, whole=False))
    others = (cut, samples.conflict(), samples.decided(case(4)))
    assert groups().group_of(case(1), others) == ()
    assert groups().group_of(samples.conflict(), (case(1),)) == ()


@pytest.mark.requirement("C5")
def test_each_case_is_taken_and_decided_and_what_could_not_be_is_told():
    held, refused = samples.taken(case(2), own=False), case(3)
    desk = Desk(case(1), held, refused, samples.taken(case(4), own=True))
    desk.refuses = {UUID(int=3)}
    ids = [UUID(int=number) for number in (1, 2, 3, 4, 99, 1)]
    done = groups(desk).decide_group(ids, CaseOutcome.CLEAR, "company-confirmed")
    assert [each.int for each in done.decided] == [1, 4]
    assert [(each.case_id.int, each.error.key) for each in done.undecided] == [
        (2, "case.taken"),
        (3, "case.needs_supervisor"),
        (99, "case.unknown"),
    ]
    clear = (CaseOutcome.CLEAR, "company-confirmed")
    assert desk.done == [
        ("take", 1),
        ("decide", 1, *clear),
        ("take", 3),
        ("release", 3),
        ("decide", 4, *clear),
    ]


def test_whoever_may_not_work_a_case_decides_no_group():
    desk, nobody = Desk(case(1)), OnDuty()
    with pytest.raises(RoleError) as refused:
        groups(desk, guard=nobody).decide_group([UUID(int=1)], CaseOutcome.CLEAR, "other")
    assert refused.value.key == "role.signed_out"
    nobody.enter(Session("n", 1, ("", ""), frozenset(), samples.NOW, second_factor=False))
    with pytest.raises(RoleError) as refused:
        groups(desk, guard=nobody).decide_group([UUID(int=1)], CaseOutcome.CLEAR, "other")
    assert refused.value.key == "role.forbidden"
    assert desk.done == []
