"""The first run: a few calm pages until this lane is enrolled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.first_run.connect_page import ConnectPage
from ui.first_run.end_pages import DonePage, WorkingPage
from ui.first_run.language_page import LanguagePage
from ui.first_run.officer_page import OfficerPage
from ui.first_run.page import Page
from ui.first_run.place_page import PlacePage
from ui.first_run.present_first_run import (
    complaints,
    present_place,
    present_request,
    present_step,
)
from ui.first_run.rail import Rail
from ui.first_run.scanner_page import ScannerPage
from ui.first_run.steps import (
    ORDER,
    Draft,
    Field,
    Step,
    Way,
    after,
    before,
    first_unfinished,
    step_of,
    stick_wish_of,
    wish_of,
)
from ui.first_run.stick_page import StickPage
from ui.start import PluggedIn
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.qt_tongue import QtTongue

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port

_CAMERAS = tuple(PluggedIn(f"camera:{number}", "") for number in range(3))
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FirstRun(ThemedWidget):
    """Asks for language, place, camera, scanner and registry, and shows the enrolment's end.

    ``language_chosen`` carries ``ar`` or ``en`` and comes at once; ``enrol_asked`` an `EnrolWish`,
    ``request_asked`` a `StickWish`, ``answer_asked`` the folder of a stick that came back;
    ``cancelled`` wants the work to end; ``finished`` when the officer begins. ``step_shown`` tells
    which page is in sight. Enter goes on, Escape goes back. Nothing typed is lost on the way, nor
    by an error.
    """

    language_chosen = Signal(str)
    enrol_asked = Signal(object)
    request_asked = Signal(object)
    answer_asked = Signal(object)
    cancelled = Signal()
    finished = Signal()
    step_shown = Signal(str)

    def __init__(
        self,
        holder: ThemeHolder,
        tongue: QtTongue,
        ports: Sequence[Port],
        *,
        root: Path | None = None,
        registry: str = "",
        allow_demo: bool = False,
        by_stick: bool = True,
        has_sheet: bool = False,
        cameras: Sequence[PluggedIn] = _CAMERAS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(holder, parent)
        self._tongue, self._step = tongue, Step.LANGUAGE
        self._problems: dict[Field, str] = {}
        self._place: tuple[str, str, str] = ("", "", "")
        self._enrolled = False
        self._language = LanguagePage(holder, tongue.language)
        self._connect = ConnectPage(
            holder,
            tongue,
            registry=registry,
            root=root,
            allow_demo=allow_demo,
            by_stick=by_stick,
        )
        self._stick = StickPage(holder, tongue)
        self._working, self._done = WorkingPage(holder), DonePage(holder)
        self.camera_page = OfficerPage(holder, cameras, tongue)
        self.scanner_page = ScannerPage(holder, tongue, has_sheet=has_sheet)
        self._pages: Mapping[Step, Page] = {
            Step.LANGUAGE: self._language,
            Step.PLACE: PlacePage(holder, ports, tongue),
            Step.OFFICER: self.camera_page,
            Step.SCANNER: self.scanner_page,
            Step.CONNECT: self._connect,
            Step.STICK: self._stick,
            Step.WORKING: self._working,
            Step.DONE: self._done,
        }
        self._rail = Rail(holder)
        self._title, self._lead = (
            FitLabel(holder, "title", lines=0),
            FitLabel(holder, "body", "ink_soft", lines=0),
        )
        self._back, self._next = PushButton(holder), PushButton(holder)
        self._stack = QStackedWidget()
        self._lay_out()
        self._join()
        self._show(Step.LANGUAGE)

    @property
    def tongue(self) -> QtTongue:
        """What it speaks."""
        return self._tongue

    @property
    def step(self) -> Step:
        """The page in sight."""
        return self._step

    @property
    def draft(self) -> Draft:
        """What has been typed and chosen so far."""
        return reduce(lambda draft, page: page.read(draft), self._pages.values(), Draft())

    def resume(self, draft: Draft) -> None:
        """What had been typed and chosen before the window was closed."""
        for page in self._pages.values():
            page.take(draft)

    @Slot(str, str)
    def show_error(self, text: str, field: str) -> None:
        """Say on the page of a `Field` why the enrolment failed; the field has the focus."""
        named = Field(field)
        self._show(step_of(named), {named: text})
        self._pages[self._step].fields[named].focus.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, str, str)
    def show_done(self, port: str, lane: str, fingerprint: str) -> None:
        """Show the enrolled place: the port's name, the lane, and the device's fingerprint."""
        self._place = (port, lane, fingerprint)
        self._show(Step.DONE)

    def show_request(self, port: str, lane: str, fingerprint: str, *, enrolled: bool) -> None:
        """Show a request that is under way by stick. ``enrolled``: it was answered, and only the
        first data is missing."""
        self._place, self._enrolled = (port, lane, fingerprint), enrolled
        self._show(Step.STICK)

    def leave_trial(self) -> None:
        """As Tab does, where a scanner is heard instead."""
        self.focusNextChild()

    def offer_stick(self, folder: str) -> None:
        """A stick is plugged in: the only one, so it is the one that is meant."""
        for page in (self._connect, self._stick):
            page.offer(folder)

    def show_first(self) -> None:
        """From the beginning."""
        self._show(Step.LANGUAGE)

    @Slot(str)
    def show_busy(self, text: str, cancel: str = "") -> None:
        """Say what is being done; nothing can be typed meanwhile. ``cancel``: what stopping it is
        called, where that can be done."""
        self._working.say(text, cancel)
        self._show(Step.WORKING)

    def show_progress(self, share: float | None, rest: str) -> None:
        """How far that has come, 0 to 1, and what remains."""
        self._working.show_progress(share, rest)

    @Slot(str)
    def code_scanned(self, text: str) -> None:
        """An enrolment code from a scanner, on whatever page; it is not sent before Enter."""
        self._connect.take_code(text)

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the language of now. A complaint is found anew; an answer of the
        registry stays as it came."""
        if self._problems:
            found = complaints(self.draft, self._step, self._tongue)
            self._problems = {at: found.get(at, said) for at, said in self._problems.items()}
        self._say()

    def follow_theme(self) -> None:
        """Space everything anew."""
        self._space()
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; Enter presses the button with the focus, and goes on anywhere else."""
        focus = self.focusWidget()
        if event.key() in _ENTER and not event.isAutoRepeat():
            if isinstance(focus, QPushButton) and not focus.isCheckable():
                focus.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to type at once."""
        self._focus()
        super().showEvent(event)

    def _show(self, step: Step, problems: Mapping[Field, str] | None = None) -> None:
        self._step, self._problems = step, dict(problems or {})
        self._stack.setCurrentWidget(self._pages[step])
        self._say()
        self._focus()
        self.step_shown.emit(step.value)

    @Slot()
    def _say(self) -> None:
        way = Way.STICK if self._by_stick else Way.NETWORK
        view = present_step(self._step, self._tongue, way, enrolled=self._enrolled)
        self._rail.show_steps(self._tongue.translate("FirstRun", "Setting up this lane"), view.rail)
        self._title.setText(view.title)
        self._lead.setText(view.lead)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.lead)
        for button, label in ((self._back, view.back), (self._next, view.next)):
            button.setText(label)
            button.setAccessibleName(label)
        self._back.setVisible(bool(view.back))
        self._next.setVisible(self._step is not Step.WORKING)
        for page in self._pages.values():
            page.show_fields(self._problems, self._tongue)
        self._done.show_place(present_place(*self._place, self._tongue))
        self._stick.show_request(
            present_request(*self._place, self._tongue, enrolled=self._enrolled)
        )

    def _focus(self) -> None:
        problem = next(iter(self._problems), None)
        page = self._pages[self._step]
        row = page.fields.get(problem) if problem is not None else None
        focus = page.first_focus if row is None else row.focus
        (focus or self._next).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_on(self) -> None:
        """As Enter does."""
        if self._step is Step.DONE:
            self.finished.emit()
        elif self._step is Step.STICK:
            self._take_stick()
        elif self._step in ORDER:
            found = complaints(self.draft, self._step, self._tongue)
            following = after(self._step)
            if found:
                self._show(self._step, found)
            elif following is Step.WORKING:
                self._ask()
            else:
                self._show(following)

    def _ask(self) -> None:
        """Everything was asked: back to what is missing, or enrol."""
        draft = self.draft
        unfinished = first_unfinished(draft)
        if unfinished is not None:
            self._show(unfinished, complaints(draft, unfinished, self._tongue))
        else:
            self._working.say("")
            self._show(Step.WORKING)
            if draft.way is Way.STICK:
                self.request_asked.emit(stick_wish_of(draft))
            else:
                self.enrol_asked.emit(wish_of(draft))

    def _take_stick(self) -> None:
        draft = self.draft
        found = complaints(draft, Step.STICK, self._tongue)
        if found:
            self._show(Step.STICK, found)
        else:
            self._working.say("")
            self._show(Step.WORKING)
            self.answer_asked.emit(Path(draft.answer.strip()))

    @property
    def _by_stick(self) -> bool:
        return self._connect.way is Way.STICK

    @Slot()
    def go_back(self) -> None:
        """As Escape does."""
        if self._step is Step.STICK and self._enrolled:
            self.finished.emit()
            return
        if self._step is Step.WORKING and self._working.can_stop:
            self.cancelled.emit()
            return
        earlier = before(self._step)
        if earlier is not None:
            self._show(earlier)

    @Slot()
    def _edited(self) -> None:
        """Complaints go once something is done about them."""
        if self._problems:
            self._problems = {}
            self._pages[self._step].show_fields({}, self._tongue)

    def _lay_out(self) -> None:
        for step, page in self._pages.items():
            self._stack.addWidget(page)
            page.setObjectName(step.value)
        self._panel, self._buttons = QVBoxLayout(), QHBoxLayout()
        for widget in (self._title, self._lead):
            self._panel.addWidget(widget)
        self._panel.addWidget(self._stack, 1)
        self._buttons.addWidget(self._back)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self._next)
        self._panel.addLayout(self._buttons)
        self._middle = QWidget()
        self._middle.setLayout(self._panel)
        self._columns = QHBoxLayout(self)
        self._columns.addWidget(self._rail)
        self._columns.addStretch(1)
        self._columns.addWidget(self._middle)
        self._columns.addStretch(1)
        self._space()

    def _join(self) -> None:
        self._next.setDefault(True)
        self._next.clicked.connect(self.go_on)
        self._back.clicked.connect(self.go_back)
        self._language.chosen.connect(self.language_chosen)
        self._tongue.changed.connect(self.retranslate)
        self._working.cancelled.connect(self.cancelled)
        self._connect.way_changed.connect(self._say)
        for page in self._pages.values():
            page.edited.connect(self._edited)

    def _space(self) -> None:
        theme, margin = self.theme, self.theme.px("space.xxl")
        self._middle.setFixedWidth(theme.px("first_run.panel") + 2 * margin)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._panel.setContentsMargins(margin, margin, margin, margin)
        self._panel.setSpacing(theme.px("space.l"))
        for button in (self._back, self._next):
            button.setMinimumWidth(theme.px("first_run.button"))
