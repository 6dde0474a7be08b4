"""A lane whose people sign in: whose deeds are whose, over a real journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.shift import ShiftEnd
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import RoleError
from checkpoint_app.services.cases import CaseDesk, DeskSettings
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn, session_of
from checkpoint_app.services.turn import OfficerTurn
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.unit.credential.samples import DEVICE, NOW, SCOPE
from tests.unit.services.staffing import (
    NEXT,
    OFFICER,
    PASSWORD,
    SECOND,
    SUPERVISOR,
    MemoryStaff,
)

TODAY = cairo_day(NOW)


class Post:
    def __init__(self, folder) -> None:
        self.at = Lane(folder)
        for serial in (1, 2, 3, 4):
            self.at.registry.add(pilgrim(serial))
        self.at.publish()
        self.restart()

    def restart(self) -> None:
        self.duty = OnDuty(self.now)
        self.lane = self.at.service(guard=self.duty)
        self.sign = SignIn(MemoryStaff(), self.at.journal, self.now)
        self.shifts = Shifts(self.duty, self.sign, self.at.journal, self.now, "7")
        self.desk = CaseDesk(
            self.at.journal,
            self.now,
            DeskSettings(SCOPE, "7", "typed", DEVICE),
            reference.findings(),
            guard=self.duty,
            approvals=self.sign.approvals,
        )

    def now(self):
        return self.at.clock.now()

    def enter(self, member, direction=Direction.DEPARTING, *, second_factor=False) -> None:
        self.shifts.enter(session_of(member, self.now(), second_factor=second_factor))
        if member is not SECOND:
            self.shifts.begin(direction)

    def scan(self, serial: int, **how):
        return self.lane.scan(token_of(pilgrim(serial)), **how)

    def refused_case(self):
        """A case of somebody whom the lane refused, held by the desk of the second line."""
        self.at.registry.statuses[2] = PermitStatus.REVOKED
        self.at.publish()
        answer = self.scan(2, outcome=None)
        assert answer.verdict.kind is VerdictKind.REFUSE
        self.lane.outcome(answer.scan_id, MovementKind.REFERRED)
        (view,) = self.desk_of(SECOND).open_cases(TODAY)
        return self.desk.take(view.case_id).case_id

    def desk_of(self, member, **how) -> CaseDesk:
        self.shifts.enter(session_of(member, self.now(), **{"second_factor": False, **how}))
        return self.desk


@pytest.fixture
def post(tmp_path):
    made = Post(tmp_path)
    yield made
    made.at.close()


def refused(action, *arguments, **named) -> str:
    with pytest.raises(RoleError) as caught:
        action(*arguments, **named)
    return caught.value.key


@pytest.mark.requirement("C4")
def test_what_is_recorded_is_recorded_under_the_login(post) -> None:
    assert refused(post.scan, 1) == "role.signed_out"
    post.enter(OFFICER)
    answer = post.scan(1)
    assert answer.movement is not None
    assert answer.movement.officer == "officer"
    assert post.at.journal.scan(answer.scan_id).officer == "officer"


@pytest.mark.requirement("C4")
def test_a_scan_at_a_locked_lane_is_kept_out_and_told_once_a_minute(post) -> None:
    post.enter(OFFICER)
    turn = OfficerTurn(post.lane, post.at.journal, lambda: True)
    turn.read(token_of(pilgrim(1)))
    post.shifts.lock()
    for seconds in (0, 20, 20, 30):
        post.at.clock.at += timedelta(seconds=seconds)
        assert refused(turn.read, token_of(pilgrim(2))) == "role.locked"
        assert refused(post.scan, 3) == "role.locked"
    assert len(post.at.journal.last_scans("7", 10)) == 1
    assert post.at.journal.last_movements("7", 10) == ()
    assert [detail for _, detail in post.at.journal.audited("lane.locked")] == ["7 scan"] * 2
    post.shifts.unlock(PASSWORD)
    turn.read(token_of(pilgrim(2)))
    assert len(post.at.journal.last_movements("7", 10)) == 1  # the first has left, by the next


def test_a_lane_that_closes_locked_leaves_its_turn_open(post) -> None:
    post.enter(OFFICER)
    turn = OfficerTurn(post.lane, post.at.journal, lambda: True)
    seen = turn.read(token_of(pilgrim(1))).scan_id
    post.shifts.lock()
    turn.leave(seen)
    assert post.at.journal.last_movements("7", 10) == ()


def test_only_one_s_own_movement_is_taken_back(post) -> None:
    post.enter(OFFICER)
    answer = post.scan(1)
    post.enter(NEXT)
    assert refused(post.lane.undo, answer.scan_id) == "role.not_own"
    post.enter(OFFICER)
    assert post.lane.undo(answer.scan_id).kind is MovementKind.ANNULLED


def test_whoever_works_cases_looks_up_and_refreshes_but_does_not_scan_without_a_shift(post) -> None:
    post.enter(SECOND)
    assert refused(post.scan, 1) == "role.no_shift"
    assert post.lane.refresh(pilgrim(1).number)
    assert post.scan(1, record=False).verdict.kind is VerdictKind.CLEAR
    assert post.at.journal.last_scans("7", 1) == ()
    post.duty.lock()
    assert refused(post.scan, 1, record=False) == "role.locked"
    post.shifts.enter(session_of(OFFICER, post.now(), second_factor=False))
    assert refused(post.scan, 1, record=False) == "role.no_shift"


@pytest.mark.requirement("C4")
def test_an_override_takes_a_supervisor_who_did_not_refer(post) -> None:
    post.enter(OFFICER)
    case_id = post.refused_case()
    asked = (case_id, CaseOutcome.CLEAR, "document-checked")
    assert refused(post.desk.decide, *asked) == "case.needs_supervisor"
    assert refused(post.desk_of(SUPERVISOR).decide, *asked) == "case.needs_supervisor"
    desk = post.desk_of(replace(SUPERVISOR, login="officer"), second_factor=True)
    assert refused(desk.decide, *asked) == "case.same_person"
    assert post.at.journal.audited("case.override") == ()
    view = post.desk_of(SUPERVISOR, second_factor=True).decide(*asked)
    assert view.case.decided.content.lifts_refusal
    assert view.case.decided.content.approved_by == "supervisor"
    assert [detail for _, detail in post.at.journal.audited("case.override")] == [
        f"{case_id} by supervisor here document-checked"
    ]
    post.enter(OFFICER)
    assert post.scan(2, record=False).verdict.kind is VerdictKind.CLEAR


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("by_telephone", [True, False])
def test_an_approval_lifts_one_refusal(post, by_telephone) -> None:
    post.enter(OFFICER)
    case_id = post.refused_case()
    asked = (case_id, CaseOutcome.CLEAR, "document-checked")
    approvals = post.sign.approvals
    own = approvals.give("officer", case_id, post.now())
    assert refused(post.desk.decide, *asked, approval=own) == "case.same_person"
    late = approvals.give("supervisor", case_id, post.now() - timedelta(minutes=2))
    assert refused(post.desk.decide, *asked, approval=late) == "case.needs_supervisor"
    given = approvals.give("#4711", case_id, post.now(), by_telephone=by_telephone)
    view = post.desk.decide(*asked, approval=given)
    assert view.case.decided.officer == "second"
    assert view.case.decided.content.lifts_refusal
    assert view.case.decided.content.approved_by == "#4711"
    how = "telephone" if by_telephone else "approval"
    assert [detail for _, detail in post.at.journal.audited("case.override")] == [
        f"{case_id} by #4711 {how} document-checked"
    ]


def test_a_refusal_is_deferred_without_a_supervisor(post) -> None:
    post.enter(OFFICER)
    case_id = post.refused_case()
    view = post.desk.decide(case_id, CaseOutcome.DEFER, "document-checked")
    assert not view.case.decided.content.lifts_refusal


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("login", ["officer", "nobody"])
def test_a_restart_forgets_no_wrong_try(post, login) -> None:
    for _ in range(3):
        assert refused(post.sign.sign_in, login, "wrong") == "sign_in.wrong"
    post.at.close()
    post.at.open()
    post.restart()
    assert refused(post.sign.sign_in, login, PASSWORD) == "sign_in.wait"
    post.at.clock.at += timedelta(seconds=15)
    key = "" if login == "officer" else refused(post.sign.sign_in, login, PASSWORD)
    assert key in ("", "sign_in.wrong")
    assert post.at.journal.first_broken_audit() is None


@pytest.mark.requirement("C4")
def test_a_shift_goes_on_after_a_restart_and_ends_with_its_counts(post) -> None:
    post.enter(OFFICER)
    shift = post.shifts.current()
    for serial in (1, 3):
        post.scan(serial)
        post.at.clock.at += timedelta(seconds=6)
    post.at.close()
    post.at.open()
    post.restart()
    post.enter(OFFICER)
    assert post.shifts.current() == shift
    undone = post.scan(4)
    post.lane.undo(undone.scan_id)
    post.scan(4)
    counts, _, following = post.shifts.hand_over("next", PASSWORD)
    assert (counts.scans, counts.annulled, counts.seconds) == (4, 1, 6.0)
    assert counts.by_kind == {MovementKind.DEPARTED: 3}
    assert counts.verdicts == {"clear": 4}
    assert counts.automatic == 3
    post.scan(2)
    post.enter(SUPERVISOR)
    told = post.shifts.shifts_of(TODAY)
    assert [each.shift.end for each in told] == [ShiftEnd.HANDED_OVER, ShiftEnd.LEFT_OPEN, None]
    assert (told[0].counts, told[0].shift.handed_to) == (counts, "next")
    assert told[1].shift.shift_id == following.shift_id
    assert told[1].counts.scans == 1
    assert post.shifts.shifts_of(TODAY - timedelta(days=1)) == ()
