"""Joins the second line's page and the lane behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal, Slot

from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError
from ui.lane.views import Action, Mark
from ui.room import Room
from ui.second_line.override import Overriding
from ui.second_line.page import CLOSED, DEFERRED, WAITING, SecondLinePage
from ui.second_line.port import CaseLists, CaseSheet, DeferredNow, SecondLineOffice
from ui.second_line.present_case import present_case, present_names, present_steps
from ui.second_line.present_comparison import comparison_word, present_comparison
from ui.second_line.present_list import present_deferred, present_rows
from ui.second_line.views import CaseDetailView, Step
from ui.wording.remarks import complaint, remark
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:
    from checkpoint_app.domain.staff import Approval
    from checkpoint_app.services.case_groups import GroupDecided
    from checkpoint_app.services.comparing import Comparison

_LISTS_MS, _DEFERRED_MS = 2_000, 30_000
_T = TypeVar("_T")
_OUTCOMES = {
    Step.CLEAR: CaseOutcome.CLEAR,
    Step.REFUSE: CaseOutcome.REFUSE,
    Step.DEFER: CaseOutcome.DEFER,
}
# The lane's keys as they are caught before any widget, by the step on the same key here.
ACTIONS = {
    Action.DEPART: Step.CLEAR,
    Action.REFER: Step.REFUSE,
    Action.DEFER: Step.DEFER,
    Action.REFRESH: Step.REFRESH,
    Action.GROUP: Step.TAKE,
    Action.NO_BARCODE: Step.PASSPORT,
    Action.UNDO: Step.GROUP,
}
_SUPERVISED = "case.needs_supervisor"


class SecondLineDesk(QObject):
    """The lists and the chosen case, kept fresh while the page is in sight. All that takes time is
    done beside the window's thread.

    ``closed`` when its person asks to go back. `read` takes what a scanner read, `act` a key that
    was caught as one of the lane's, `synced` tells that newer data has come.
    """

    closed = Signal()

    def __init__(self, office: SecondLineOffice, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._room = office, room
        self._tongue, self._crew = room.tongue, room.crew
        self._page = SecondLinePage(room.theme, room.tongue)
        self._lists: CaseLists | None = None
        self._deferred: DeferredNow | None = None
        self._sheet: CaseSheet | None = None
        self._comparison: Comparison | None = None
        self._key = self._told = ""
        self._stale = False
        self._overriding = Overriding(office, self._page.override, room, self._allowed, self)
        desk = room.crew.desk
        self._cases = Upkeep(
            desk, office.lists, self._listed, self._failed, every_ms=_LISTS_MS, parent=self
        )
        self._people = Upkeep(
            desk, office.deferred, self._judged, self._failed, every_ms=_DEFERRED_MS, parent=self
        )
        self._join()
        self._show_steps()

    @property
    def page(self) -> SecondLinePage:
        """What is put into the window."""
        return self._page

    @property
    def sheet(self) -> CaseSheet | None:
        """The case in sight, as it was last looked at."""
        return self._sheet

    def open(self) -> None:
        """The page comes into sight."""
        self._cases.start()
        self._people.start()
        self._page.begin()

    def close(self) -> None:
        """The page is out of sight."""
        self._cases.stop()
        self._people.stop()

    @Slot()
    def synced(self) -> None:
        """Newer data has come: everything is decided anew."""
        self._crew.desk.ask(self._office.forget_names, _nothing, self._refused)
        self._stale = True
        if self._cases.running:
            self._cases.wish()
            self._people.wish()

    def read(self, text: str) -> None:
        """A scanner or passport reader read this: it is held beside the record."""
        self._compare(text, by_hand=False)

    def act(self, action: Action) -> None:
        """A key of the lane's was caught; here the same key does what stands on it."""
        if action in ACTIONS:
            self._page.step(ACTIONS[action])

    @Slot()
    def show_again(self) -> None:
        """Say everything in the language of now."""
        self._page.retranslate(self._counts())
        if self._lists is not None:
            self._show_lists(self._lists)
        if self._deferred is not None:
            self._show_deferred(self._deferred)
        if self._sheet is not None:
            self._show_sheet(self._sheet)
        if self._comparison is not None:
            self._show_comparison(self._comparison)
        self._show_steps()

    # The lists.

    def _listed(self, lists: CaseLists) -> None:
        before, self._lists, self._told = self._lists, lists, ""
        self._show_lists(lists)
        self._page.retranslate(self._counts())
        if not self._key and lists.waiting and self._page.tabs.current != CLOSED:
            self._page.waiting.choose("")
        elif self._stale or self._differs(before, lists):
            self._look(self._key)

    def _differs(self, before: CaseLists | None, lists: CaseLists) -> bool:
        """Whether the chosen case, or which ones wait beside it, is not as it was."""
        if not self._key or before is None:
            return bool(self._key)
        return self._view_in(before) != self._view_in(lists) or _keys(before) != _keys(lists)

    def _view_in(self, lists: CaseLists) -> object:
        cases = (*lists.waiting, *lists.closed)
        return next((each for each in cases if each.view.case_id.hex == self._key), None)

    def _judged(self, deferred: DeferredNow) -> None:
        self._deferred = deferred
        self._show_deferred(deferred)
        self._page.retranslate(self._counts())

    def _show_lists(self, lists: CaseLists) -> None:
        self._page.waiting.show_rows(present_rows(lists.waiting, lists.now, self._tongue))
        self._page.closed.show_rows(present_rows(lists.closed, lists.now, self._tongue))

    def _show_deferred(self, deferred: DeferredNow) -> None:
        view = present_deferred(deferred, self._office.place, self._tongue)
        self._page.deferred.show_table(view)

    def _counts(self) -> dict[str, str]:
        counts = {}
        if self._lists is not None:
            counts[WAITING] = self._tongue.number(len(self._lists.waiting))
            counts[CLOSED] = self._tongue.number(len(self._lists.closed))
        if self._deferred is not None:
            counts[DEFERRED] = self._tongue.number(len(self._deferred.people))
        return counts

    # The case.

    @Slot(str)
    def _choose(self, key: str) -> None:
        if key == self._key:
            return
        self._key, self._sheet, self._comparison = key, None, None
        self._show_steps()
        if key:
            self._look(key)
        else:
            self._page.pane.show_nothing()

    def _look(self, key: str) -> None:
        self._stale = False
        if key:
            case_id = UUID(hex=key)
            self._ask(partial(self._office.sheet, case_id), partial(self._seen, key))

    def _seen(self, key: str, sheet: CaseSheet) -> None:
        if key == self._key:
            self._sheet = sheet
            self._show_sheet(sheet)
            self._show_steps()

    def _show_sheet(self, sheet: CaseSheet) -> None:
        self._page.pane.show_case(self._view(sheet))

    def _view(self, sheet: CaseSheet) -> CaseDetailView:
        return present_case(sheet, self._office.place, self._tongue)

    def _show_steps(self) -> None:
        """The deferred are looked at, not worked on: no key reaches a case that is out of sight."""
        seen = None if self._page.tabs.current == DEFERRED else self._sheet
        self._page.steps.show_steps(present_steps(seen, self._tongue))

    # Its work.

    @Slot(object)
    def _step(self, step: Step) -> None:
        if step in _OUTCOMES:
            self._decide(_OUTCOMES[step])
        else:
            self._others[step]()

    def _decide(self, outcome: CaseOutcome) -> None:
        sheet, pane = self._sheet, self._page.pane
        if sheet is None:
            return
        reason = pane.reason.key
        if not reason:
            pane.reason.set_error(remark("desk.choose_reason", self._tongue))
            pane.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._give(sheet.listed.view.case_id, outcome, reason, None)

    def _give(
        self, case_id: UUID, outcome: CaseOutcome, reason: str, approval: Approval | None
    ) -> None:
        note, office = self._page.pane.note.text, self._office

        def work() -> None:
            office.decide(case_id, outcome, reason, approval)
            if note:
                office.note(case_id, note)

        def failed(error: CheckpointError) -> None:
            if error.key == _SUPERVISED and approval is None:
                self._overriding.ask(case_id, reason)
            else:
                self._refused(error)

        self._crew.desk.ask(work, lambda _done: self._decided(), failed)

    def _allowed(self, case_id: UUID, reason: str, approval: Approval) -> None:
        """A supervisor said so."""
        self._give(case_id, CaseOutcome.CLEAR, reason, approval)

    def _decided(self) -> None:
        self._page.pane.forget_typed()
        self._say("desk.decided", Mark.GOOD)
        self._again()
        self._page.begin()

    def _take(self) -> None:
        if self._sheet is None:
            return
        view = self._sheet.listed.view
        if view.own:
            self._do(partial(self._office.release, view.case_id), "desk.released")
        else:
            self._do(partial(self._office.take, view.case_id), "desk.taken")

    def _note(self) -> None:
        """The first press goes to the line, the next one adds what was written there."""
        note = self._page.pane.note
        if note.text:
            self._add_note(note.text)
        else:
            note.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _add_note(self, text: str) -> None:
        if self._sheet is not None:
            self._page.pane.note.clear()
            case_id = self._sheet.listed.view.case_id
            self._do(partial(self._office.note, case_id, text), "desk.noted")

    def _refresh(self) -> None:
        permit = None if self._sheet is None else self._sheet.listed.view.permit
        if permit is not None:
            self._say("desk.refreshing", Mark.NOTED)
            key = self._key
            work = partial(self._office.refresh, permit)
            self._crew.line.ask(work, partial(self._refreshed, key), self._refused)

    def _refreshed(self, key: str, known: bool) -> None:
        if not known:
            self._say("desk.refreshed_unknown", Mark.WARNING)
        if key != self._key:
            return

        def seen(sheet: CaseSheet) -> None:
            self._seen(key, sheet)
            clears = sheet.answer is not None and sheet.answer.verdict.kind is VerdictKind.CLEAR
            if known:
                self._say("desk.refreshed_clear" if clears else "desk.refreshed", Mark.GOOD)
            if clears and key == self._key and not self._page.pane.reason.key:
                self._page.pane.reason.choose("record-refreshed")

        self._ask(partial(self._office.sheet, UUID(hex=key)), seen)

    def _passport(self) -> None:
        self._page.pane.passport.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _typed_passport(self, text: str) -> None:
        self._compare(text, by_hand=True)

    def _compare(self, text: str, *, by_hand: bool) -> None:
        sheet, key = self._sheet, self._key
        hidden = self._page.tabs.current == DEFERRED
        if hidden or sheet is None or sheet.listed.view.permit is None:
            self._say("desk.no_case", Mark.WARNING)
            return
        permit = sheet.listed.view.permit

        def then(comparison: Comparison) -> None:
            if key == self._key:
                self._comparison = comparison
                self._show_comparison(comparison)

        self._ask(partial(self._office.compare, permit, text, by_hand=by_hand), then)

    def _show_comparison(self, comparison: Comparison) -> None:
        card = present_comparison(comparison, self._tongue)
        self._page.pane.show_comparison(card, *comparison_word(comparison, self._tongue))
        self._page.pane.passport.clear()

    def _group(self) -> None:
        if self._sheet is not None and self._sheet.group:
            names = present_names(self._sheet, self._tongue)
            self._page.group.ask(names, self._page.pane.reason.key)

    @Slot()
    def _decide_group(self) -> None:
        group, sheet = self._page.group, self._sheet
        if sheet is None:
            return
        if not group.reason.key:
            group.reason.set_error(remark("desk.choose_reason", self._tongue))
            return
        cases = [each.view.case_id for each in (sheet.listed, *sheet.group)]
        work = partial(self._office.decide_group, cases, group.chosen, group.reason.key)
        group.leave()
        self._ask(work, self._group_decided)

    def _group_decided(self, done: GroupDecided) -> None:
        decided, left = len(done.decided), len(done.undecided)
        if left:
            self._say("desk.group_some", Mark.WARNING, decided=decided, left=left)
        else:
            self._say("desk.group_decided", Mark.GOOD, decided=decided)
        self._page.pane.forget_typed()
        self._again()

    # How it is done.

    def _do(self, work: Callable[[], None], key: str) -> None:
        def then(_done: None) -> None:
            self._say(key, Mark.GOOD)
            self._again()

        self._ask(work, then)

    def _ask(self, work: Callable[[], _T], then: Callable[[_T], None]) -> None:
        self._crew.desk.ask(work, then, self._refused)

    def _again(self) -> None:
        """Look at everything anew, soon."""
        self._stale = True
        self._cases.wish()

    def _say(self, key: str, mark: Mark, **values: object) -> None:
        self._room.window.say(remark(key, self._tongue, **values), mark)

    def _refused(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._tongue), Mark.BAD)
        self._again()

    def _failed(self, error: CheckpointError) -> None:
        """What is asked again and again complains once."""
        if error.key != self._told:
            self._told = error.key
            self._room.window.say(complaint(error, self._tongue), Mark.BAD)

    @Slot(str)
    def _turn(self, key: str) -> None:
        self._show_steps()
        if key == DEFERRED and self._people.running:
            self._people.wish()

    def _join(self) -> None:
        page = self._page
        self._others: dict[Step, Callable[[], None]] = {
            Step.REFRESH: self._refresh,
            Step.PASSPORT: self._passport,
            Step.TAKE: self._take,
            Step.GROUP: self._group,
            Step.NOTE: self._note,
        }
        page.stepped.connect(self._step)
        page.chosen.connect(self._choose)
        page.turned.connect(self._turn)
        page.left.connect(self.closed)
        page.pane.passport_given.connect(self._typed_passport)
        page.pane.note_given.connect(self._add_note)
        page.group.done.connect(self._decide_group)


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""


def _keys(lists: CaseLists) -> tuple[UUID, ...]:
    return tuple(each.view.case_id for each in lists.waiting)
