"""The pages of sign-in by themselves: what is typed, what is said, what a screen reader is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.credential.telephone import HelpPurpose
from checkpoint_app.domain.movement import Direction
from checkpoint_app.errors import RoleError
from tests.ui.fitting import assert_nothing_clipped
from tests.ui.spoken import spoken
from tests.unit.ui.plain_tongue import PlainTongue
from ui.sign_in.answer_page import AnswerPage
from ui.sign_in.approval import ApprovalSheet
from ui.sign_in.hand_over_page import HandOverPage
from ui.sign_in.idle import IdleWatch
from ui.sign_in.keyboard_hint import KeyboardNote, note_of
from ui.sign_in.lock_page import LockPage
from ui.sign_in.person_fields import latin_login
from ui.sign_in.present_trouble import present_trouble
from ui.sign_in.shift_page import ShiftPage
from ui.sign_in.sign_in_page import SignInPage
from ui.sign_in.views import CallView, LockView, PersonView, PlaceView, TroubleView
from ui.theme.current import ThemeHolder
from ui.theme.sheet import dress

TONGUE = PlainTongue()
NOW = datetime(2026, 11, 20, tzinfo=UTC)
CALL = CallView(("123", "456", "789", "7"), "Say this", "Good for 9:59", False, "1 2 3")
PLACE = PlaceView("Umrah checkpoint", "Safaga", "Lane 2", "10:40", "20 November 2026")


def strike(widget: QWidget, key: Qt.Key, text: str = "", *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(1280, 720)
    widget.show()
    for _ in range(8):
        QApplication.processEvents()


@pytest.fixture
def page(qtbot: QtBot, holder: ThemeHolder) -> SignInPage:
    made = SignInPage(holder, TONGUE)
    shown(qtbot, made)
    made.begin()
    return made


class TestSignIn:
    def test_enter_goes_from_login_to_password_and_then_signs_in(self, page: SignInPage) -> None:
        given: list[tuple[str, ...]] = []
        page.given.connect(lambda *told: given.append(told))
        page.person.login.line.setText("Hoda")
        page.person.login.line.returnPressed.emit()
        page.person.password.line.setText(" secret ")
        page.person.password.line.setFocus()
        page.person.password.line.returnPressed.emit()
        assert given == [("hoda", " secret ", "")]

    def test_what_lacks_is_said_at_its_field(self, page: SignInPage) -> None:
        page.first.click()
        assert page.person.login.error == "Type your login"
        page.person.login.set_text("hoda")
        page.first.click()
        assert page.person.password.error == "Type your password"

    def test_it_is_not_asked_twice(self, page: SignInPage) -> None:
        given: list[str] = []
        page.given.connect(lambda login, *_: given.append(login))
        page.person.login.set_text("hoda")
        page.person.password.set_text("secret")
        page.first.click()
        page.person.entered.emit()
        assert given == ["hoda"]

    def test_a_wait_counts_down_to_another_try(self, page: SignInPage, qtbot: QtBot) -> None:
        page.refuse(TroubleView("Wait", waits=2))
        assert page.first.text() == "Try again in 0:02"
        qtbot.waitUntil(lambda: page.first.isEnabled(), timeout=10_000)
        assert page.first.text() == "Sign in"
        assert page.trouble.text == ""

    def test_help_needs_a_login(self, page: SignInPage) -> None:
        asked: list[str] = []
        page.call_asked.connect(asked.append)
        page.second.click()
        assert asked == []
        assert page.person.login.error
        page.person.login.set_text("hoda")
        page.second.click()
        assert asked == ["hoda"]

    def test_the_answer_goes_with_the_number_of_who_gave_it(self, page: SignInPage) -> None:
        given: list[tuple[str, int]] = []
        page.helped.connect(lambda *told: given.append(told))
        page.show_call(CALL)
        page.first.click()
        assert page.call.answer.error
        page.call.answer.set_text("٩٨٤ 210-337 1")
        page.first.click()
        assert page.call.number.error
        page.call.number.set_text("٤١٢٠٧")
        page.first.click()
        assert given == [("9842103371", 41207)]

    def test_escape_leaves_the_telephone(self, page: SignInPage) -> None:
        page.show_call(CALL)
        strike(page, Qt.Key.Key_Escape)
        assert not page.calling

    def test_digits_are_grouped_as_they_are_typed(self, page: SignInPage) -> None:
        line = page.call.answer.line
        line.setText("1234")
        line.textEdited.emit("1234")
        assert line.text() == "123 4"
        assert page.call.answer.digits == "1234"

    @pytest.mark.requirement("A16")
    def test_it_is_told_to_a_screen_reader(self, page: SignInPage) -> None:
        names = [spoken(each).name for each in page.controls()]
        assert names[:3] == ["Login", "Password", "Code, if you have one"]
        assert all(names)


@pytest.mark.parametrize(
    ("typed", "login"),
    [("hoda.salem", "hoda.salem"), ("اخيش", "hoda"), ("it٢", "it2"), ("HODA", "HODA")],
)
def test_a_login_is_latin_whatever_the_keyboard_writes(typed: str, login: str) -> None:
    assert latin_login(typed) == login


@pytest.mark.parametrize(
    ("text", "shifted", "locked", "note"),
    [
        ("a", False, False, KeyboardNote.NONE),
        ("A", True, False, KeyboardNote.NONE),
        ("A", False, False, KeyboardNote.CAPS),
        ("a", True, False, KeyboardNote.CAPS),
        ("a", False, True, KeyboardNote.CAPS),
        ("ش", False, False, KeyboardNote.ARABIC),
        ("لا", False, False, KeyboardNote.ARABIC),
        ("٣", False, False, None),
        ("7", False, False, None),
        ("", True, False, None),
    ],
)
def test_the_keyboard_is_told_by_what_it_writes(
    text: str, shifted: bool, locked: bool, note: KeyboardNote | None
) -> None:
    assert note_of(text, shifted=shifted, locked=locked) is note


def test_the_note_stands_under_the_password(page: SignInPage) -> None:
    line = page.person.password.line
    strike(line, Qt.Key.Key_A, "A")
    assert line.accessibleDescription() == "Caps Lock is on"
    strike(line, Qt.Key.Key_A, "a")
    assert line.accessibleDescription() == ""


def test_the_tab_key_goes_through_the_page_as_it_is_read(page: SignInPage) -> None:
    page.person.begin()
    met = []
    for _ in range(6):
        met.append(QApplication.focusWidget() or page.focusWidget())
        page.focusNextPrevChild(True)
    assert met[:5] == list(page.controls())
    assert met[5] is page.brand.controls()[0]


class TestShift:
    @pytest.fixture
    def shift(self, qtbot: QtBot, holder: ThemeHolder) -> ShiftPage:
        made = ShiftPage(holder, TONGUE)
        shown(qtbot, made)
        made.begin(PersonView("Hoda", "Passport officer"), Direction.DEPARTING, has_desk=False)
        return made

    @pytest.mark.parametrize(
        ("keys", "direction"),
        [
            ([(Qt.Key.Key_Return, "\r")], Direction.DEPARTING),
            ([(Qt.Key.Key_2, "2"), (Qt.Key.Key_Return, "\r")], Direction.RETURNING),
            ([(Qt.Key.Key_Right, ""), (Qt.Key.Key_Return, "\r")], Direction.RETURNING),
        ],
    )
    def test_one_key_chooses_and_enter_begins(
        self, shift: ShiftPage, keys: list[tuple[Qt.Key, str]], direction: Direction
    ) -> None:
        began: list[Direction] = []
        shift.began.connect(began.append)
        for key, text in keys:
            strike(shift, key, text)
        assert began == [direction]

    def test_escape_signs_out(self, shift: ShiftPage, qtbot: QtBot) -> None:
        with qtbot.waitSignal(shift.left):
            strike(shift, Qt.Key.Key_Escape)


class TestApproval:
    @pytest.fixture
    def sheet(self, qtbot: QtBot, holder: ThemeHolder) -> ApprovalSheet:
        over = QWidget()
        made = ApprovalSheet(holder, TONGUE, over)
        over.resize(1280, 720)
        qtbot.addWidget(over)
        over.show()
        made.ask("Clear after a refusal")
        return made

    def test_a_supervisor_gives_the_word_here(self, sheet: ApprovalSheet) -> None:
        given: list[tuple[str, ...]] = []
        sheet.given.connect(lambda *told: given.append(told))
        sheet.person.login.set_text("mona")
        sheet.person.password.set_text("secret")
        sheet.person.code.set_text("123456")
        sheet.first.click()
        assert given == [("mona", "secret", "123456")]
        assert not sheet.first.isEnabled()

    def test_a_refusal_is_said_and_can_be_tried_again(self, sheet: ApprovalSheet) -> None:
        sheet.person.login.set_text("mona")
        sheet.show_trouble(present_trouble(RoleError("no"), TONGUE))
        assert sheet.trouble.text
        assert sheet.first.isEnabled()
        assert sheet.person.login.text == "mona"

    def test_by_telephone(self, sheet: ApprovalSheet) -> None:
        asked: list[int] = []
        given: list[tuple[str, int]] = []
        sheet.call_asked.connect(lambda: asked.append(1))
        sheet.helped.connect(lambda *told: given.append(told))
        sheet.turn.click()
        assert asked == [1]
        sheet.show_call(CALL)
        sheet.call.answer.set_text("984 210 337 1")
        sheet.call.number.set_text("41207")
        sheet.first.click()
        assert given == [("9842103371", 41207)]


class TestAnswering:
    @pytest.fixture
    def answering(self, qtbot: QtBot, holder: ThemeHolder) -> AnswerPage:
        made = AnswerPage(holder, TONGUE)
        made.offer((("SGA-SEA", "Safaga"),))
        shown(qtbot, made)
        return made

    def test_the_answer_is_asked_for_with_all_it_is_bound_to(self, answering: AnswerPage) -> None:
        asked: list[tuple[object, ...]] = []
        answering.asked.connect(lambda *told: asked.append(told))
        answering.login.set_text("Hoda")
        answering.challenge.set_text("123 456 789 7")
        answering.make.click()
        assert asked == [("SGA-SEA", "hoda", HelpPurpose.SIGN_IN, "", "1234567897")]

    def test_a_misheard_digit_is_told_before_anything_is_answered(
        self, answering: AnswerPage
    ) -> None:
        answering.login.set_text("hoda")
        answering.challenge.set_text("123 456 789 6")
        answering.make.click()
        assert "misheard" in answering.challenge.error

    def test_an_override_names_its_case(self, answering: AnswerPage) -> None:
        answering.login.set_text("hoda")
        answering.purpose.choose("OVERRIDE")
        answering.make.click()
        assert answering.reference.error

    def test_an_answer_goes_when_anything_is_changed(self, answering: AnswerPage) -> None:
        answering.show_answer("9842103371", "41207")
        assert answering._digits.groups == ("984", "210", "3371")
        answering.login.edited.emit("x")
        assert answering._digits.groups == ()


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_clipped(
    qtbot: QtBot, qapp: QApplication, holder: ThemeHolder, direction: Qt.LayoutDirection, dark: bool
) -> None:
    dress(qapp, holder.theme)
    pages = [SignInPage(holder, TONGUE), ShiftPage(holder, TONGUE), LockPage(holder, TONGUE)]
    pages += [HandOverPage(holder, TONGUE)]  # type: ignore[list-item]
    for page in pages:
        page.show_place(PLACE)
        shown(qtbot, page)
        assert_nothing_clipped(page)


def test_a_refused_scan_is_counted_at_a_locked_post(qtbot: QtBot, holder: ThemeHolder) -> None:
    page = LockPage(holder, TONGUE)
    shown(qtbot, page)
    page.begin(LockView("Hoda", "Passport officer", "Locked since 10:28"))
    page.refuse_scan()
    page.refuse_scan()
    assert page.kept_out == 2
    page.begin(LockView("Hoda", "Passport officer", "Locked since 10:28"))
    assert page.kept_out == 0


class TestIdle:
    @pytest.mark.requirement("A12")
    def test_nobody_for_a_while(self, qtbot: QtBot, qapp: QApplication) -> None:
        watch = IdleWatch(qapp, 0.001, qapp)
        with qtbot.waitSignal(watch.lapsed, timeout=10_000):
            watch.start()
        assert not watch.running

    def test_no_minutes_never(self, qapp: QApplication) -> None:
        watch = IdleWatch(qapp, 0, qapp)
        watch.start()
        assert not watch.running

    @pytest.mark.parametrize(
        ("kind", "touched"),
        [(QEvent.Type.KeyPress, 1), (QEvent.Type.KeyRelease, 0), (QEvent.Type.Timer, 0)],
    )
    def test_a_key_that_goes_down_is_somebody(
        self, qtbot: QtBot, qapp: QApplication, kind: QEvent.Type, touched: int
    ) -> None:
        widget, watch = QWidget(), Touched(qapp, 1, qapp)
        qtbot.addWidget(widget)
        watch.start()
        before = watch.touches
        QApplication.sendEvent(
            widget, QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
        )
        assert watch.touches - before == touched
        watch.stop()
        assert not watch.running


class Touched(IdleWatch):
    """Counts how often somebody was there."""

    touches = 0

    def touch(self) -> None:
        self.touches += 1
        super().touch()
