"""Joins the pages of sign-in and the post behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from checkpoint_app.credential.telephone import HelpPurpose
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import CheckpointError
from ui.lane.views import Mark
from ui.ports import LanePlace
from ui.room import Room
from ui.sign_in.call_clock import CallClock
from ui.sign_in.frame import PostFrame
from ui.sign_in.hand_over_page import HandOverPage
from ui.sign_in.lock_page import LockPage
from ui.sign_in.port import HelpCall, PostStanding, ShiftReview, SignInOffice
from ui.sign_in.present_place import present_lock, present_person, present_place, whole_name
from ui.sign_in.present_shift import present_shift
from ui.sign_in.present_trouble import present_trouble
from ui.sign_in.shift_page import ShiftPage
from ui.sign_in.sign_in_page import SignInPage
from ui.sign_in.stage import Stage
from ui.wording.remarks import complaint
from ui.workers.upkeep import Upkeep

T = TypeVar("T")
_STANDING_MS = 10_000
_CODE_WANTED = "sign_in.code_wanted"


class SignInDesk(QObject):
    """Who is at the post. `page` is shown while `stage` is not WORK, and ``staged`` tells of every
    change. ``began`` carries a Shift, ``entered`` a Session that goes on without one; ``unlocked``
    when work goes on where it was; ``left`` when nobody is signed in any more."""

    staged = Signal(object)  # Stage
    began = Signal(object)  # Shift
    entered = Signal(object)  # Session
    unlocked = Signal()
    left = Signal()

    def __init__(self, office: SignInOffice, place: LanePlace, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._place, self._room = office, place, room
        self._tongue = room.tongue
        self._stage = Stage.WORK
        self._standing: PostStanding | None = None
        self._session: Session | None = None
        self._shift: Shift | None = None
        self._review: ShiftReview | None = None
        self._locked_at: datetime | None = None
        self._came_from = Stage.WORK
        theme = room.theme
        self.sign_in, self.shift_page = (
            SignInPage(theme, room.tongue),
            ShiftPage(theme, room.tongue),
        )
        self.lock_page = LockPage(theme, room.tongue)
        self.hand_over_page = HandOverPage(theme, room.tongue)
        self._pages: dict[Stage, PostFrame] = {
            Stage.SIGN_IN: self.sign_in,
            Stage.SHIFT: self.shift_page,
            Stage.LOCKED: self.lock_page,
            Stage.HAND_OVER: self.hand_over_page,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._call = CallClock(place, room.tongue, self.sign_in.show_call, self)
        self._upkeep = Upkeep(
            room.crew.desk,
            office.standing,
            self._stood,
            self._not_stood,
            every_ms=_STANDING_MS,
            parent=self,
        )
        self._join()

    @property
    def page(self) -> QWidget:
        """What is shown in place of the lane."""
        return self._stack

    @property
    def stage(self) -> Stage:
        """What is asked now."""
        return self._stage

    @property
    def session(self) -> Session | None:
        """Who has signed in."""
        return self._session

    @property
    def shift(self) -> Shift | None:
        """The shift that is open."""
        return self._shift

    # From outside.
    def open(self) -> None:
        """The post has been opened: take up what stood, or ask who is there."""
        self._upkeep.stop()
        self._ask(self._office.standing, self._resumed, self._not_stood)

    def close(self) -> None:
        """The window closes."""
        self._upkeep.stop()
        self._call.end()

    @Slot()
    def lock(self) -> None:
        """F12, or nobody has touched the post: nothing is done until its officer is back."""
        if self._session is not None and self._stage in (Stage.WORK, Stage.SHIFT):
            self._came_from = self._stage
            self._locked_at = None if self._standing is None else self._standing.now
            self._show(Stage.LOCKED)
            self._say_lock(begin=True)
            self._ask(self._office.lock, self._locked, self._not_stood)

    @Slot()
    def hand_over(self) -> None:
        """The officer asks for a successor. Without a shift there is nothing to hand over: sign
        out."""
        self._end(ending=False)

    @Slot()
    def end_shift(self) -> None:
        """The officer goes, and nobody follows."""
        self._end(ending=True)

    @Slot()
    def choose_shift(self) -> None:
        """Somebody who works without a shift begins one."""
        if self._session is not None and self._shift is None:
            self._ask_shift()

    @Slot(object)
    def scanned(self, _reading: object) -> None:
        """A reading came while one of these pages is in sight: it is kept out."""
        if self._stage is Stage.LOCKED:
            self.lock_page.refuse_scan()
        elif self._stage is not Stage.WORK:
            self._room.window.say(
                self._tongue.translate("SignIn", "Not read: begin a shift, then scan again"),
                Mark.WARNING,
            )

    @Slot(str)
    def typed(self, digits: str) -> None:
        """Digits that a person typed outside any field."""
        if self._stage is Stage.SHIFT:
            self.shift_page.typed(digits)

    @Slot()
    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        for page in self._pages.values():
            page.retranslate()
        self._say_place()
        if self.sign_in.calling:
            self._call.show_again()
        if self._session is not None:
            self.shift_page.show_person(present_person(self._session, self._tongue))
        if self._stage is Stage.LOCKED:
            self._say_lock(begin=False)
        self._say_shift()

    # How the post stands.
    def _resumed(self, standing: PostStanding) -> None:
        self._stood(standing)
        self._session, self._shift = standing.session, standing.shift
        if not standing.staffed:
            self._work()
        elif standing.session is None:
            self._ask_who()
        elif standing.locked:
            self._came_from, self._locked_at = Stage.WORK, standing.now
            self._show(Stage.LOCKED)
            self._say_lock(begin=True)
        elif standing.shift is not None:
            self._began(standing.shift)
        elif Role.OFFICER in standing.session.roles:
            self._ask_shift()
        else:
            self._enter()

    def _stood(self, standing: PostStanding) -> None:
        self._standing = standing
        self._say_place()

    def _not_stood(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._tongue), Mark.BAD)

    def _say_place(self) -> None:
        view = present_place(self._place, self._standing, self._tongue)
        for page in self._pages.values():
            page.show_place(view)

    # In.
    @Slot(str, str, str)
    def _sign_in(self, login: str, password: str, code: str) -> None:
        work = partial(self._office.sign_in, login, password, code)
        self._ask(work, self._signed_in, self._refused)

    @Slot(str)
    def _call_for_help(self, login: str) -> None:
        then = partial(self._called, login)
        self._ask(partial(self._office.call_for_sign_in, login), then, self._refused)

    def _called(self, login: str, call: HelpCall) -> None:
        self._call.begin(call, HelpPurpose.SIGN_IN, login)

    @Slot(str, int)
    def _sign_in_helped(self, answer: str, number: int) -> None:
        work = partial(self._office.sign_in_helped, self._call.login, answer, number)
        self._ask(work, self._signed_in, self._refused)

    def _signed_in(self, session: Session) -> None:
        """A shift of theirs that is open here goes on."""
        self._call.end()
        self._session = session
        self.sign_in.person.clear()
        self._ask(self._office.standing, self._resumed, self._refused)

    @Slot()
    def _enter(self) -> None:
        """On to the desk, without a shift."""
        session = self._session
        self._work()
        self.entered.emit(session)

    # The shift.
    def _ask_shift(self) -> None:
        assert self._session is not None
        standing = self._standing
        direction = Direction.DEPARTING if standing is None else standing.direction
        view = present_person(self._session, self._tongue)
        has_desk = self._session.roles != {Role.OFFICER}
        self._show(Stage.SHIFT)
        self.shift_page.begin(view, direction, has_desk=has_desk)

    @Slot(object)
    def _begin(self, direction: Direction) -> None:
        self._ask(partial(self._office.begin, direction), self._began, self._refused)

    def _began(self, shift: Shift) -> None:
        self._shift = shift
        self._work()
        self.began.emit(shift)

    def _end(self, *, ending: bool) -> None:
        if self._shift is None:
            self._sign_out()
            return
        self._show(Stage.HAND_OVER)
        self.hand_over_page.begin(ending=ending)
        self._ask(self._office.review, self._reviewed, self._refused)

    def _reviewed(self, review: ShiftReview) -> None:
        self._review = review
        self._say_shift()

    def _say_shift(self) -> None:
        if self._review is None or self._session is None:
            return
        name = whole_name(self._session, self._tongue)
        self.hand_over_page.show_shift(present_shift(self._review, name, self._tongue))

    @Slot(str, str, str)
    def _hand_over(self, login: str, password: str, code: str) -> None:
        work = partial(self._office.hand_over, login, password, code)
        self._ask(work, self._handed_over, self._refused)

    def _handed_over(self, session: Session) -> None:
        self._session = session
        self._ask(self._office.standing, self._resumed, self._refused)

    @Slot()
    def _close_shift(self) -> None:
        self._ask(self._office.close_shift, self._gone, self._refused)

    @Slot()
    def _go_back(self) -> None:
        self._work()

    # Out, and the lock.
    @Slot()
    def _sign_out(self) -> None:
        self._ask(self._office.sign_out, self._gone, self._refused)

    def _gone(self, _nothing: object) -> None:
        self._session = self._shift = self._review = None
        self._ask_who()
        self.left.emit()

    @Slot(str)
    def _unlock(self, password: str) -> None:
        self._ask(partial(self._office.unlock, password), self._unlocked, self._refused)

    def _unlocked(self, _nothing: object) -> None:
        if self._came_from is Stage.SHIFT:
            self._ask_shift()
        else:
            self._work()
        self.unlocked.emit()

    def _locked(self, _nothing: object) -> None:
        """It is written down; the page has been in sight since the key."""

    @Slot()
    def _other(self) -> None:
        """Another officer at a locked post, and the one who locked it is away: they are signed out,
        and their shift ends with the beginning of the next."""
        self._sign_out()

    def _say_lock(self, *, begin: bool) -> None:
        session, standing = self._session, self._standing
        if session is None or standing is None:
            return
        view = present_lock(session, self._locked_at or standing.now, standing.now, self._tongue)
        if begin:
            self.lock_page.begin(view)
        else:
            self.lock_page.show_lock(view)

    # Which page.
    def _ask_who(self) -> None:
        self._show(Stage.SIGN_IN)
        self.sign_in.begin()

    def _work(self) -> None:
        self._show(Stage.WORK)

    def _show(self, stage: Stage) -> None:
        self._stage = stage
        if stage is Stage.WORK:
            self._upkeep.stop()
        else:
            self._upkeep.start()
            self._stack.setCurrentWidget(self._pages[stage])
        self.staged.emit(stage)

    def _refused(self, error: CheckpointError) -> None:
        """Said on the page that asked; over any other in passing."""
        view = present_trouble(error, self._tongue)
        match self._stage:
            case Stage.SIGN_IN if error.key == _CODE_WANTED and not self.sign_in.calling:
                self.sign_in.want_code(view)
            case Stage.SIGN_IN:
                self.sign_in.refuse(view)
            case Stage.SHIFT:
                self.shift_page.refuse(view)
            case Stage.LOCKED:
                self.lock_page.refuse(view)
            case Stage.HAND_OVER if error.key == _CODE_WANTED:
                self.hand_over_page.want_code(view)
            case Stage.HAND_OVER:
                self.hand_over_page.refuse(view)
            case Stage.WORK:
                self._not_stood(error)

    def _ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[CheckpointError], None],
    ) -> None:
        self._room.crew.desk.ask(work, then, failed)

    def _join(self) -> None:
        self.sign_in.given.connect(self._sign_in)
        self.sign_in.call_asked.connect(self._call_for_help)
        self.sign_in.helped.connect(self._sign_in_helped)
        self.shift_page.began.connect(self._begin)
        self.shift_page.desk_asked.connect(self._enter)
        self.shift_page.left.connect(self._sign_out)
        self.lock_page.unlock_asked.connect(self._unlock)
        self.lock_page.other_asked.connect(self._other)
        self.hand_over_page.given.connect(self._hand_over)
        self.hand_over_page.ended.connect(self._close_shift)
        self.hand_over_page.back.connect(self._go_back)
        for page in self._pages.values():
            page.language_asked.connect(self._room.window.language_asked)
            page.theme_asked.connect(self._room.window.theme_asked)
