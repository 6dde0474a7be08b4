"""Somebody at a post: in, a shift, the lock, the hand-over, out; over the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.credential.telephone import HelpPurpose, HelpWanted, answer
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.shift import ShiftEnd
from tests.ui.sign_in.staffed import PLACE, Post, room
from tests.unit.services.staffing import OTHER_KEY, PASSWORD
from ui.sign_in.answer_desk import AnsweringDesk
from ui.sign_in.answer_page import AnswerPage
from ui.sign_in.desk import SignInDesk
from ui.sign_in.stage import Stage
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue


class Seat:
    """The desk of one post."""

    def __init__(self, qtbot: QtBot, holder: ThemeHolder, app: QApplication) -> None:
        self.qtbot, self.post = qtbot, Post()
        self.tongue = QtTongue("en", parent=app)
        self.room = room(holder, self.tongue, app)
        self.desk = SignInDesk(self.post.office, PLACE, self.room, app)
        self.desk.page.resize(1280, 720)
        self.desk.page.show()
        qtbot.addWidget(self.desk.page)

    def wait(self, held: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(held()), timeout=10_000)

    def at(self, stage: Stage) -> None:
        self.wait(lambda: self.desk.stage is stage and not self.room.crew.desk.busy)

    def open(self, stage: Stage = Stage.SIGN_IN) -> None:
        self.desk.open()
        self.at(stage)

    def sign_in(self, login: str, code: str = "", password: str = PASSWORD) -> None:
        page = self.desk.sign_in
        page.person.login.set_text(login)
        page.person.password.set_text(password)
        page.person.code.set_text(code)
        page.first.click()
        self.wait(lambda: not self.room.crew.desk.busy)

    def work(self, login: str = "officer") -> None:
        self.open()
        self.sign_in(login)
        self.at(Stage.SHIFT)
        self.desk.shift_page.first.click()
        self.at(Stage.WORK)


@pytest.fixture
def seat(qtbot: QtBot, holder: ThemeHolder, qapp: QApplication) -> Iterator[Seat]:
    made = Seat(qtbot, holder, qapp)
    yield made
    made.desk.close()
    made.room.crew.dismiss(lambda: None)


def test_where_nobody_is_listed_nobody_is_asked(seat: Seat) -> None:
    seat.post.staff.held = None
    seat.desk.open()
    seat.wait(lambda: not seat.room.crew.desk.busy)
    assert seat.desk.stage is Stage.WORK


@pytest.mark.requirement("C4")
def test_an_officer_signs_in_and_begins_the_way_that_was_last(seat: Seat) -> None:
    began = []
    seat.desk.began.connect(began.append)
    seat.work()
    assert [each.direction for each in began] == [Direction.RETURNING]
    assert seat.desk.session is not None
    assert seat.desk.session.login == "officer"


def test_the_other_way_is_one_key(seat: Seat) -> None:
    seat.open()
    seat.sign_in("officer")
    seat.at(Stage.SHIFT)
    seat.desk.typed("١")
    seat.desk.shift_page.first.click()
    seat.at(Stage.WORK)
    assert seat.post.duty.shift is not None
    assert seat.post.duty.shift.direction is Direction.DEPARTING


@pytest.mark.parametrize("login", ["supervisor", "it"])
def test_who_needs_a_code_is_asked_for_it_and_goes_to_the_desk(seat: Seat, login: str) -> None:
    entered = []
    seat.desk.entered.connect(entered.append)
    seat.open()
    seat.sign_in(login)
    page = seat.desk.sign_in
    assert page.person.code.line.hasFocus() or page.trouble.text
    assert page.person.password.text == PASSWORD
    page.person.code.set_text(seat.post.code())
    page.first.click()
    seat.at(Stage.WORK)
    assert [each.login for each in entered] == [login]


def test_a_wrong_password_is_told_and_the_login_stays(seat: Seat) -> None:
    seat.open()
    seat.sign_in("officer", password="no")
    assert seat.desk.stage is Stage.SIGN_IN
    person = seat.desk.sign_in.person
    assert (person.login.text, person.password.text) == ("officer", "")
    assert seat.desk.sign_in.trouble.text


@pytest.mark.requirement("A12")
def test_a_growing_wait_is_counted_down(seat: Seat) -> None:
    seat.open()
    for _ in range(9):
        seat.sign_in("officer", password="no")
        if seat.desk.sign_in.waits:
            break
    page = seat.desk.sign_in
    assert page.waits > 0
    assert not page.first.isEnabled()
    assert "Try again in" in page.first.text()


@pytest.mark.requirement("A12")
def test_a_forgotten_password_is_helped_by_telephone(seat: Seat) -> None:
    seat.open()
    page = seat.desk.sign_in
    page.person.login.set_text("officer")
    page.second.click()
    seat.wait(lambda: page.calling)
    challenge = "".join(page.call._digits.groups)
    page.call.answer.set_text(seat.post.read_back(challenge, "officer", 990))
    page.call.number.set_text("990")
    page.first.click()
    seat.at(Stage.SHIFT)
    assert seat.desk.session is not None
    assert seat.desk.session.helped_by
    assert not seat.desk.session.second_factor


@pytest.mark.requirement("A12")
def test_a_locked_post_reads_nothing_until_its_officer_is_back(seat: Seat) -> None:
    seat.work()
    seat.desk.lock()
    seat.at(Stage.LOCKED)
    assert seat.post.duty.locked
    seat.desk.scanned("a permit")
    assert seat.desk.lock_page.kept_out == 1
    seat.desk.lock_page.password.set_text("no")
    seat.desk.lock_page.first.click()
    seat.at(Stage.LOCKED)
    assert seat.desk.lock_page.trouble.text
    seat.desk.lock_page.password.set_text(PASSWORD)
    seat.desk.lock_page.first.click()
    seat.at(Stage.WORK)
    assert not seat.post.duty.locked


def test_another_officer_takes_a_post_that_was_left_locked(seat: Seat) -> None:
    seat.work()
    seat.desk.lock()
    seat.at(Stage.LOCKED)
    seat.desk.lock_page.other.click()
    seat.at(Stage.SIGN_IN)
    seat.sign_in("next")
    seat.at(Stage.SHIFT)
    seat.desk.shift_page.first.click()
    seat.at(Stage.WORK)
    ends = [each.shift.end for each in seat.post.journal.shifts.values()]
    assert ends == [ShiftEnd.LEFT_OPEN, None]


@pytest.mark.requirement("C4")
def test_a_shift_is_handed_over_with_its_counts(seat: Seat) -> None:
    seat.work()
    seat.desk.hand_over()
    seat.at(Stage.HAND_OVER)
    page = seat.desk.hand_over_page
    assert "Open cases of the port: 3" in page.card.accessibleName()
    page.person.login.set_text("next")
    page.person.password.set_text(PASSWORD)
    page.first.click()
    seat.at(Stage.WORK)
    assert seat.desk.session is not None
    assert seat.desk.session.login == "next"
    assert seat.desk.shift is not None
    assert seat.desk.shift.direction is Direction.RETURNING


def test_the_same_person_does_not_follow(seat: Seat) -> None:
    seat.work()
    seat.desk.hand_over()
    seat.at(Stage.HAND_OVER)
    page = seat.desk.hand_over_page
    page.person.login.set_text("officer")
    page.person.password.set_text(PASSWORD)
    page.first.click()
    seat.wait(lambda: page.trouble.text)
    assert seat.desk.stage is Stage.HAND_OVER


def test_a_shift_ends_and_nobody_is_signed_in(seat: Seat) -> None:
    left = []
    seat.desk.left.connect(lambda: left.append(1))
    seat.work()
    seat.desk.end_shift()
    seat.at(Stage.HAND_OVER)
    seat.desk.hand_over_page.first.click()
    seat.at(Stage.SIGN_IN)
    assert left == [1]
    assert seat.post.duty.session is None


def test_a_shift_goes_on_when_nothing_is_handed_over(seat: Seat) -> None:
    seat.work()
    seat.desk.hand_over()
    seat.at(Stage.HAND_OVER)
    seat.desk.hand_over_page.cancel.click()
    assert seat.desk.stage is Stage.WORK
    assert seat.post.duty.shift is not None


def test_a_scan_before_the_shift_is_kept_out_and_said(seat: Seat) -> None:
    seat.open()
    seat.desk.scanned("a permit")
    assert seat.room.window.said  # type: ignore[attr-defined]


def test_a_supervisor_answers_for_another_port(seat: Seat) -> None:
    seat.open()
    seat.sign_in("supervisor", seat.post.code())
    seat.at(Stage.WORK)
    desk = AnsweringDesk(seat.post.office, seat.room, seat.desk)
    page = desk.page
    assert isinstance(page, AnswerPage)
    seat.qtbot.addWidget(page)
    desk.open()
    seat.wait(lambda: page.port.key)
    page.login.set_text("ali")
    page.challenge.set_text("123 456 789 7")
    page.make.click()
    seat.wait(lambda: page._digits.groups)
    wanted = HelpWanted(page.port.key, "ali", HelpPurpose.SIGN_IN, "", "1234567897", 4)
    assert "".join(page._digits.groups) == answer(OTHER_KEY, wanted)
    desk.close()
    assert page._digits.groups == ()


def test_everything_is_said_anew_in_the_other_language(seat: Seat) -> None:
    seat.work()
    seat.desk.lock()
    seat.at(Stage.LOCKED)
    seat.tongue.switch("ar")
    seat.desk.show_again()
    assert seat.desk.lock_page.title.text() == "اسم officer"
