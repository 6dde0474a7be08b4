"""People at the port's computers: those who would do what is not theirs to do.

Everything is tried over real stores: a list of staff in its file, the journal, the key store.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from checkpoint_app import reference
from checkpoint_app.credential.telephone import HelpPurpose, HelpWanted, answer
from checkpoint_app.domain.cases import CaseDraft, CaseOutcome, Decided
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.orders import LONGEST, Ordered, OrderKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError, ConfigError, RoleError, StorageError
from checkpoint_app.services.cases import CaseDesk, DeskSettings
from checkpoint_app.services.guard import (
    APPROVED_FOR,
    HELPED_FOR,
    Approvals,
    AtPort,
    OnDuty,
    Unstaffed,
)
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.orders import OrderDesk
from checkpoint_app.services.port_report import cases_of
from checkpoint_app.services.sign_in import SignIn, session_of
from checkpoint_app.services.telephone_help import MOST_TRIES, reference_of
from checkpoint_app.services.turn import OfficerTurn
from checkpoint_app.staffing import Staffing, staffing_of
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.journal_staff import StaffMark
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.staff import StaffFile
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.integration.store.port import hand_over
from tests.unit.credential.samples import DEVICE, NOW, SCOPE
from tests.unit.services.staffing import (
    HELP_KEY,
    IT,
    NEXT,
    OFFICER,
    OTHER_PORT,
    PASSWORD,
    PORT,
    SECOND,
    SECRET,
    SUPERVISOR,
    staff_list,
)

pytestmark = pytest.mark.requirement("C1", "C4", "C5")
LANE, OTHER = "7", "CAI-AIR-08"
TODAY = cairo_day(NOW)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STAFF = staff_list()
STAFF_FILE, JOURNAL, KEY = "staff.sealed", "journal.db", "keys/staff"


class Post:
    """A lane with its people, as a restart finds it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.at = Lane(folder)
        self.at.registry.add(*(pilgrim(serial) for serial in (1, 2, 3)))
        self.at.registry.statuses[2] = PermitStatus.REVOKED
        self.at.publish()
        self.start()

    def start(self) -> None:
        """The program begins anew over what is on the disk."""
        folder = self.at.folder
        self.shelf = StaffFile(folder / STAFF_FILE, FileKeyStore(folder / "keys"), self.at.journal)
        self.staffing: Staffing = staffing_of(
            self.shelf, self.at.journal, self.now, port_id=PORT, lane=LANE, typed=lambda: "typed"
        )
        self.lane = self.at.service(guard=self.staffing.guard)
        settings = DeskSettings(SCOPE, LANE, "typed", DEVICE)
        self.orders = OrderDesk(self.at.journal, self.now, settings, self.staffing.guard)
        self.desk = CaseDesk(
            self.at.journal,
            self.now,
            settings,
            reference.findings(),
            guard=self.staffing.guard,
            approvals=self.staffing.sign_in.approvals,
        )

    def restart(self) -> None:
        self.at.close()
        self.at.open()
        self.start()

    def take(self, *members, **changes) -> None:
        self.shelf.take_staff(staff_list(*members, **changes), self.now())

    def now(self):
        return self.at.clock.now()

    def code(self, at=None) -> str:
        seconds = int((at or self.now()).timestamp())
        return TOTP(SECRET, 6, SHA1(), 30).generate(seconds).decode()

    def enter(self, member, *, second_factor: bool = False) -> Session:
        """Somebody is here, and on shift if they work at a lane."""
        session = session_of(member, self.now(), second_factor=second_factor)
        self.staffing.shifts.enter(session)
        if session.may(Deed.SCAN):
            self.staffing.shifts.begin(Direction.DEPARTING)
        return session

    def refused_case(self) -> UUID:
        """Somebody whom the officer's lane refused and sent on, taken by the second line."""
        self.enter(OFFICER)
        seen = self.lane.scan(token_of(pilgrim(2)), outcome=None)
        assert seen.verdict.kind is VerdictKind.REFUSE
        self.lane.outcome(seen.scan_id, MovementKind.REFERRED)
        self.enter(SECOND)
        (view,) = self.desk.open_cases(TODAY)
        return self.desk.take(view.case_id).case_id

    def lane_refuses(self) -> bool:
        """Whether the officer's lane still refuses whose permit was revoked."""
        self.enter(OFFICER)
        kind = self.lane.scan(token_of(pilgrim(2)), record=False).verdict.kind
        return kind is VerdictKind.REFUSE

    def audited(self, action: str) -> int:
        return len(self.at.journal.audited(action))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path / "lane")
    made.take()
    yield made
    made.at.close()


def key_of(action: Callable[..., object], *arguments, **named) -> str:
    with pytest.raises(CheckpointError) as caught:
        action(*arguments, **named)
    return caught.value.key


def outcome_of(action: Callable[[], object]) -> str:
    try:
        action()
    except CheckpointError as error:
        return error.key
    return ""


def removed(folder: Path, *names: str) -> None:
    for name in names:
        for path in folder.glob(f"{name}*"):
            path.unlink()


# ---- what says that somebody must sign in ----


@pytest.mark.parametrize(
    "gone",
    [
        (STAFF_FILE,),
        (JOURNAL,),
        (KEY,),
        (STAFF_FILE, JOURNAL),
        (STAFF_FILE, KEY),
        (JOURNAL, KEY),
    ],
)
def test_as_long_as_one_of_file_journal_and_key_is_left_somebody_signs_in(post, gone) -> None:
    post.at.close()
    removed(post.at.folder, *gone)
    post.at.open()
    post.start()
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"
    expected = {(JOURNAL,): "", (STAFF_FILE, JOURNAL): "sign_in.no_list"}.get(gone, "staff.damaged")
    assert outcome_of(lambda: post.staffing.sign_in.sign_in("officer", PASSWORD)) == expected
    post.take()  # the registry sends it again
    assert post.staffing.sign_in.sign_in("officer", PASSWORD).login == "officer"


def test_with_all_three_gone_the_next_list_ends_it(post) -> None:
    """Whoever may delete all of a lane's files has its movements gone too, which shows at once."""
    before = post.at.journal.epoch
    post.at.close()
    removed(post.at.folder, STAFF_FILE, JOURNAL, KEY)
    post.at.open()
    post.start()
    assert post.at.journal.epoch != before
    assert not post.staffing.guard.staffed
    post.take()
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"


def test_an_older_list_put_back_lets_nobody_in(post) -> None:
    path = post.at.folder / STAFF_FILE
    older = path.read_bytes()
    post.take(NEXT, version=2)
    path.write_bytes(older)
    post.start()
    assert key_of(post.staffing.sign_in.sign_in, "officer", PASSWORD) == "staff.damaged"
    assert key_of(post.staffing.sign_in.sign_in, "next", PASSWORD) == "staff.damaged"
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"


class Unreadable:
    """`StaffJournal` on a disk that fails, until it is mended."""

    def __init__(self, journal: JournalStore) -> None:
        self.journal, self.fails = journal, True

    def newest_staff_taken(self) -> tuple[int, bytes] | None:
        if self.fails:
            raise StorageError("disk", key="store.unreadable")
        return self.journal.newest_staff_taken()

    def add_staff_taken(self, mark: StaffMark, at: datetime) -> None:
        self.journal.add_staff_taken(mark, at)


@pytest.mark.parametrize("staffed", [True, False])
def test_what_cannot_be_read_opens_no_post_and_stops_none_for_ever(post, tmp_path, staffed) -> None:
    folder = post.at.folder if staffed else tmp_path
    journal = Unreadable(post.at.journal)
    if not staffed:
        (tmp_path / "new").mkdir()
        journal.journal = JournalStore(tmp_path / "new" / JOURNAL, bytes(32), post.at.clock)
    shelf = StaffFile(folder / STAFF_FILE, FileKeyStore(folder / "keys"), journal)
    guard = AtPort(shelf.staff_ever, Unstaffed(lambda: "typed"), OnDuty())
    for deed in Deed:
        with pytest.raises(StorageError):
            guard.require(deed)
        with pytest.raises(StorageError):
            guard.allows(deed)
    journal.fails = False
    assert guard.allows(Deed.SCAN) is not staffed
    journal.journal.close()


# ---- passwords and codes ----


def seconds_to_wait(sign_in: SignIn) -> int:
    """A wrong try at the officer's password: how long it has to wait; 0 when it was answered."""
    with pytest.raises(RoleError) as caught:
        sign_in.sign_in("officer", "guess")
    return int(caught.value.params.get("seconds", 0))


def test_guesses_are_counted_by_the_journal_and_wait_longer_and_longer(post) -> None:
    waits = []
    for _ in range(12):
        waited = seconds_to_wait(post.staffing.sign_in)
        post.at.clock.advance(seconds=waited)
        waits += [waited] if waited else []
        post.restart()
    assert waits == sorted(waits)
    assert waits[:4] == [15, 30, 60, 120]
    assert seconds_to_wait(post.staffing.sign_in) == 0
    post.at.clock.advance(hours=-2)
    assert key_of(post.staffing.sign_in.sign_in, "officer", PASSWORD) == "sign_in.wait"
    assert post.at.journal.first_broken_audit() is None


def test_many_guess_at_once_and_no_more_are_answered_than_one_after_the_other(post) -> None:
    others = [SignIn(post.shelf, post.at.journal, post.now) for _ in range(2)]
    guesses = [
        (lambda sign_in=sign_in: sign_in.sign_in("officer", "guess"))
        for sign_in in others
        for _ in range(6)
    ]
    with ThreadPoolExecutor(len(guesses)) as people:
        told = list(people.map(outcome_of, guesses))
    assert set(told) <= {"sign_in.wrong", "sign_in.wait"}
    assert told.count("sign_in.wrong") <= 4  # three, and one of the other program meanwhile


def test_a_code_is_used_once_by_whoever_is_first(post) -> None:
    code = post.code()
    people = [SignIn(post.shelf, post.at.journal, post.now) for _ in range(2)]
    attempts = [
        (lambda sign_in=sign_in: sign_in.sign_in("supervisor", PASSWORD, code))
        for sign_in in people
    ]
    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(outcome_of, attempts))
    assert told == ["", "sign_in.code_used"]
    post.restart()
    again = post.staffing.sign_in
    assert key_of(again.approve, "supervisor", PASSWORD, code, uuid4()) == "sign_in.code_used"
    post.at.clock.advance(seconds=-30)  # its time comes again
    assert key_of(again.sign_in, "supervisor", PASSWORD, code) == "sign_in.code_used"


def test_a_password_alone_makes_no_supervisor(post) -> None:
    assert key_of(post.staffing.sign_in.sign_in, "supervisor", PASSWORD) == "sign_in.code_wanted"
    post.enter(OFFICER)
    both = frozenset({Role.OFFICER, Role.SUPERVISOR})
    post.take(replace(OFFICER, roles=both, totp=SECRET), version=2)
    assert post.staffing.shifts.recheck() is False
    until = post.now() + HOUR
    assert key_of(post.orders.relax, "EXPIRED", "storm", until) == "role.forbidden"


def test_a_clock_put_back_into_the_lease_clears_nobody(post) -> None:
    post.enter(OFFICER)
    post.at.clock.advance(days=6)
    post.lane.scan(token_of(pilgrim(1)))
    post.at.clock.advance(days=2)
    assert key_of(post.staffing.sign_in.sign_in, "officer", PASSWORD) == "sign_in.lease_ended"
    post.at.clock.at = NOW
    post.enter(OFFICER)
    seen = post.lane.scan(token_of(pilgrim(3)))
    assert FindingCode.CLOCK_SUSPECT in seen.verdict.codes
    assert seen.verdict.kind is VerdictKind.REFER


# ---- a post that is locked, left, or held too long ----


def test_a_locked_or_deserted_post_does_nothing_for_anybody(post) -> None:
    case_id = post.refused_case()
    session = post.enter(replace(SUPERVISOR, roles=frozenset(Role)), second_factor=True)
    turn = OfficerTurn(post.lane, post.at.journal, lambda: True)
    seen = turn.read(token_of(pilgrim(1))).scan_id
    order = post.orders.relax("EXPIRED", "storm", post.now() + HOUR)
    post.desk.take(case_id)
    number, until = pilgrim(1).number, post.now() + HOUR
    shifts, help_ = post.staffing.shifts, post.staffing.help
    deeds: list[Callable[[], object]] = [
        lambda: post.lane.scan(token_of(pilgrim(3))),
        lambda: post.lane.scan(str(number), record=False),
        lambda: post.lane.scan_visa(None),
        lambda: post.lane.outcome(seen, MovementKind.DEPARTED),
        lambda: post.lane.refresh(number),
        lambda: turn.read(token_of(pilgrim(3))),
        lambda: turn.peek(number),
        lambda: turn.visa(None, seen),
        lambda: turn.act(MovementKind.DEPARTED, seen),
        lambda: turn.rejudge(seen),
        lambda: post.orders.relax("EXPIRED", "storm", until),
        lambda: post.orders.accept_data(until, "storm"),
        lambda: post.orders.lift(order.order_id),
        lambda: post.orders.annul_service("MS671", TODAY, "storm"),
        lambda: post.desk.take(case_id),
        lambda: post.desk.note(case_id, "x"),
        lambda: post.desk.release(case_id),
        lambda: post.desk.decide(case_id, CaseOutcome.DEFER, "other"),
        lambda: shifts.begin(Direction.RETURNING),
        lambda: shifts.turn(Direction.RETURNING),
        lambda: shifts.hand_over("next", PASSWORD),
        shifts.close,
        lambda: help_.answer_for(session, OTHER_PORT, "o", HelpPurpose.SIGN_IN, "0000000000"),
    ]
    before = post.at.journal.outbox.pending()
    shifts.lock()
    assert {outcome_of(each) for each in deeds} == {"role.locked"}
    assert key_of(shifts.unlock, "guess") == "sign_in.wrong"
    assert {outcome_of(each) for each in deeds} == {"role.locked"}
    shifts.leave()
    assert {outcome_of(each) for each in deeds} == {"role.signed_out"}
    assert post.at.journal.outbox.pending() == before


def test_whoever_is_taken_off_the_list_is_out_at_the_next_look(post) -> None:
    post.enter(OFFICER)
    post.take(NEXT, version=2)
    assert post.staffing.shifts.recheck()
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"


# ---- the telephone ----


def read_back(post: Post, challenge: str, login: str, case_id: UUID | None = None, **named) -> str:
    purpose = HelpPurpose.SIGN_IN if case_id is None else HelpPurpose.OVERRIDE
    key, number = named.get("key", HELP_KEY), named.get("number", 4711)
    port = named.get("port", PORT)
    reference_ = reference_of(case_id)
    return answer(key, HelpWanted(port, login, purpose, reference_, challenge, number))


def test_an_answer_is_not_guessed_and_not_used_again(post) -> None:
    help_ = post.staffing.help
    for _ in range(3):  # a new question gives no new patience
        challenge = help_.challenge("officer", HelpPurpose.SIGN_IN)
        told = [
            outcome_of(lambda: help_.sign_in_helped("officer", "1234567890", 4711))
            for _ in range(MOST_TRIES + 1)
        ]
        assert set(told) <= {"sign_in.answer_wrong", "sign_in.wait"}
    assert len(post.at.journal.audited("help.bad")) == 3
    post.at.clock.advance(seconds=15)
    good = read_back(post, challenge, "officer")
    assert help_.sign_in_helped("officer", good, 4711).helped_by == "#4711"
    assert key_of(help_.sign_in_helped, "officer", good, 4711) == "sign_in.not_asked"
    help_.challenge("officer", HelpPurpose.SIGN_IN)
    assert key_of(help_.sign_in_helped, "officer", good, 4711) == "sign_in.answer_wrong"


def test_an_answer_for_another_port_person_case_or_key_is_wrong(post) -> None:
    help_, case_id = post.staffing.help, uuid7(NOW)
    challenge = help_.challenge("second", HelpPurpose.OVERRIDE, case_id)
    same_end = UUID(hex=uuid7(NOW).hex[:-8] + case_id.hex[-8:])
    wrong = [
        read_back(post, challenge, "second", case_id, port=OTHER_PORT),
        read_back(post, challenge, "officer", case_id),
        read_back(post, challenge, "second", uuid4()),
        read_back(post, challenge, "second", case_id, key=bytes(32)),
        read_back(post, challenge, "second", case_id, number=4712),
    ]
    for each in wrong[: MOST_TRIES - 1]:
        assert key_of(help_.approve_helped, each, 4711, case_id) == "sign_in.answer_wrong"
        post.at.clock.advance(minutes=2)
    good = read_back(post, challenge, "second", case_id)
    assert key_of(help_.approve_helped, good, 4711, same_end) == "sign_in.not_asked"
    assert help_.approve_helped(good, 4711, case_id).case_id == case_id


def test_a_stolen_help_key_is_worth_nothing_once_the_port_has_another(post) -> None:
    """Until then whoever has it lets people of the list in, without a second factor."""
    help_ = post.staffing.help
    challenge = help_.challenge("supervisor", HelpPurpose.SIGN_IN)
    session = help_.sign_in_helped("supervisor", read_back(post, challenge, "supervisor"), 4711)
    post.staffing.shifts.enter(session)
    guard = post.staffing.guard
    assert [guard.allows(deed) for deed in (Deed.LIFT_REFUSAL, Deed.ENROL_DEVICE)] == [False] * 2
    challenge = help_.challenge("officer", HelpPurpose.SIGN_IN)
    stolen = read_back(post, challenge, "officer")
    post.take(version=2, help_key=bytes(reversed(HELP_KEY)))
    assert key_of(help_.sign_in_helped, "officer", stolen, 4711) == "sign_in.answer_wrong"


def test_whom_the_telephone_let_in_is_out_after_a_shift_whatever_the_clock_is_set_to(post) -> None:
    help_ = post.staffing.help
    challenge = help_.challenge("officer", HelpPurpose.SIGN_IN)
    post.staffing.shifts.enter(
        help_.sign_in_helped("officer", read_back(post, challenge, "officer"), 4711)
    )
    post.staffing.shifts.begin(Direction.DEPARTING)
    for _ in range(HELPED_FOR // HOUR - 1):
        post.at.clock.advance(hours=1)
        post.staffing.guard.require(Deed.SCAN)
        post.at.clock.advance(minutes=-50)
        post.staffing.guard.require(Deed.SCAN)
    post.at.clock.advance(hours=1)
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"
    post.at.clock.at = NOW
    assert key_of(post.lane.scan, token_of(pilgrim(1))) == "role.signed_out"


# ---- a refusal that is lifted ----


def test_an_approval_lifts_one_refusal_of_one_case_once(post) -> None:
    case_id = post.refused_case()
    approvals: Approvals = post.staffing.sign_in.approvals
    asked = (case_id, CaseOutcome.CLEAR, "document-checked")
    for approval in (
        approvals.give("supervisor", uuid4(), post.now()),
        replace(approvals.give("supervisor", uuid4(), post.now()), case_id=case_id),
        Approvals().give("supervisor", case_id, post.now()),
        approvals.give("supervisor", case_id, post.now() - APPROVED_FOR),
    ):
        assert key_of(post.desk.decide, *asked, approval=approval) == "case.needs_supervisor"
    same = approvals.give("officer", case_id, post.now())
    assert key_of(post.desk.decide, *asked, approval=same) == "case.same_person"
    given = approvals.give("supervisor", case_id, post.now())
    attempts = [lambda: approvals.spend(given, case_id, post.now())] * 8
    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(outcome_of, attempts)) == ["", *["case.needs_supervisor"] * 7]
    assert key_of(post.desk.decide, *asked, approval=given) == "case.needs_supervisor"
    kept = approvals.give("supervisor", case_id, post.now())
    post.restart()
    post.enter(SECOND)
    assert key_of(post.desk.decide, *asked, approval=kept) == "case.needs_supervisor"
    assert post.audited("case.override") == 0
    assert post.lane_refuses()


def overriding(post: Post, case_id: UUID, approved_by: str) -> Decided:
    covers = frozenset({FindingCode.REVOKED.value})
    return Decided(
        CaseOutcome.CLEAR,
        covers,
        post.now() + HOUR,
        lifts_refusal=True,
        reason="other",
        approved_by=approved_by,
    )


@pytest.mark.parametrize(("name", "lifts"), [("", False), ("supervisor", True)])
def test_another_lane_lifts_a_refusal_in_a_supervisor_s_name_or_not_at_all(
    post, tmp_path, name, lifts
) -> None:
    """Who that was is believed, as every decision of a listed device is; everybody sees it."""
    case_id = post.refused_case()
    other = Post(tmp_path / "other")
    said = overriding(post, case_id, name)
    draft = CaseDraft(case_id, pilgrim(2).number, SCOPE, "8", "second", post.now(), said)
    other.at.journal.record_case(draft)
    hand_over(other.at.journal, OTHER, post.at.journal)
    other.at.close()
    assert post.lane_refuses() is not lifts
    start, end = NOW - HOUR, NOW + HOUR
    told = cases_of(post.at.journal.cases_between(start, end), start, end, NOW)
    (override,) = told.overrides
    assert (override.by, override.referred_by) == (name or "second", "officer")


# ---- orders ----


def from_another(post: Post, tmp_path: Path, said: Ordered, order_id: UUID, at=NOW) -> None:
    """An order that a device of the port wrote by itself."""
    other = Post(tmp_path / f"other-{order_id.hex[-6:]}")
    other.at.journal.record_case(CaseDraft(order_id, None, SCOPE, "8", "nobody", at, said))
    hand_over(other.at.journal, f"{OTHER}-{order_id.hex[-6:]}", post.at.journal, at=post.now())
    other.at.close()


def test_a_lane_that_lies_relaxes_nothing_that_is_not_relaxed(post, tmp_path) -> None:
    far = NOW + timedelta(days=3650)
    for code in ("REVOKED", "BAD_SIGNATURE", "IDENTITY_MISMATCH", "no such code", ""):
        said = Ordered(OrderKind.RELAX, "x", far, code=code)
        from_another(post, tmp_path, said, uuid4())
    assert post.lane_refuses()
    names = {each.by for each in post.orders.in_force()}
    assert names == {"nobody"}  # and every window shows them
    assert all(each.ends <= NOW + LONGEST[OrderKind.RELAX] for each in post.orders.in_force())


def test_a_lane_of_the_future_orders_for_no_longer_than_others(post, tmp_path) -> None:
    ahead = NOW + timedelta(days=365)
    said = Ordered(OrderKind.ACCEPT_DATA, "x", ahead + timedelta(days=365))
    from_another(post, tmp_path, said, uuid4(), at=ahead)
    post.at.clock.advance(hours=13)
    assert post.orders.in_force() == ()


def test_a_moved_sailing_helps_nobody_of_another_day(post, tmp_path) -> None:
    late = pilgrim(1, valid_until=TODAY - timedelta(days=1))
    post.at.registry.add(replace(late, version=2))
    post.at.publish()
    other_day = late.travel_out + timedelta(days=1)
    said = Ordered(
        OrderKind.MOVE_SERVICE, "x", NOW + HOUR, service=late.service, day=other_day, new_day=TODAY
    )
    from_another(post, tmp_path, said, uuid4())
    post.enter(OFFICER)
    assert post.lane.scan(token_of(late), record=False).verdict.kind is VerdictKind.REFER


def test_an_annulment_made_known_again_takes_back_no_later_departure(post, tmp_path) -> None:
    post.enter(replace(SUPERVISOR, roles=frozenset(Role)), second_factor=True)
    service = pilgrim(1).service
    assert post.lane.scan(token_of(pilgrim(1))).movement is not None
    post.at.clock.advance(minutes=5)
    post.orders.annul_service(service, TODAY, "cancelled")
    post.at.clock.advance(minutes=5)
    again = post.lane.scan(token_of(pilgrim(1)))
    assert again.movement is not None
    assert post.orders.carry_out() == 0
    post.restart()
    post.enter(OFFICER)
    assert post.orders.carry_out() == 0
    (third,) = [
        each
        for each in post.at.journal.port_movements(pilgrim(1).number)
        if each.stands and each.movement.kind is MovementKind.DEPARTED
    ]
    assert third.movement.movement_id == again.movement.movement_id
    later = post.lane.scan(token_of(pilgrim(1)), record=False)
    assert later.verdict.kind is VerdictKind.REFER  # once annulled, departed once: no third time


def test_nothing_that_left_long_ago_is_made_good_again(post, tmp_path) -> None:
    post.enter(OFFICER)
    gone = post.lane.scan(token_of(pilgrim(1)))
    assert gone.movement is not None
    post.at.clock.advance(days=9)
    said = Ordered(OrderKind.ANNUL_SERVICE, "x", NOW, service=pilgrim(1).service, day=TODAY)
    from_another(post, tmp_path, said, uuid4(), at=post.now())
    assert post.orders.carry_out() == 0
    (moved,) = post.at.journal.port_movements(pilgrim(1).number)
    assert moved.stands
    post.enter(SUPERVISOR, second_factor=True)
    with pytest.raises(ConfigError):
        post.orders.annul_service(pilgrim(1).service, TODAY, "x")


# ---- what is written down ----


def test_the_log_names_nobody(post, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    for member in (OFFICER, SECOND, SUPERVISOR, IT):
        outcome_of(lambda login=member.login: post.staffing.sign_in.sign_in(login, "wrong"))
    post.staffing.help.challenge("officer", HelpPurpose.SIGN_IN)
    outcome_of(lambda: post.staffing.help.sign_in_helped("officer", "1", 4711))
    post.at.folder.joinpath(STAFF_FILE).write_bytes(b"x")
    outcome_of(lambda: post.staffing.sign_in.sign_in("officer", PASSWORD))
    names = {text for each in STAFF.members for text in (each.login, each.name_ar, each.name_en)}
    assert not [each for each in names | {PASSWORD} if each in caplog.text]
    secret = (post.at.folder / STAFF_FILE).stat().st_mode
    assert secret & 0o077 == 0


@pytest.mark.parametrize("typed", [PASSWORD, "' OR 1=1 --", "<b>officer</b>", "=1+1", "ا" * 400])
def test_what_is_typed_in_the_wrong_field_is_kept_nowhere(post, typed) -> None:
    assert key_of(post.staffing.sign_in.sign_in, typed, "x") == "sign_in.wrong"
    post.staffing.help.challenge(typed, HelpPurpose.SIGN_IN)
    assert key_of(post.staffing.help.sign_in_helped, typed, "1", 4711) == "sign_in.answer_wrong"
    told = [
        str(each)
        for action in ("sign_in.bad", "help.asked.sign_in", "help.bad")
        for each in post.at.journal.audited(action)
    ]
    assert len(told) == 3
    assert not [each for each in told if typed in each]
