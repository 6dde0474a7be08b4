"""The second line's desk by keyboard, over a fake office."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from checkpoint_app.domain.cases import CaseOutcome, SeenFinding
from tests.simulators.passport import zone_of
from tests.ui.fitting import faults
from tests.ui.second_line.conftest import MakeSeat, Seat
from tests.ui.second_line.fake_office import FakeOffice
from tests.unit.domain.cases import NUMBER, RECORD
from tests.unit.ui.second_line import samples
from ui.lane.views import Action
from ui.second_line.override_sheet import TELEPHONE
from ui.second_line.page import CLOSED, DEFERRED, WAITING
from ui.second_line.port import DeferredNow
from ui.second_line.views import Step

Key = Qt.Key
REFUSED = (SeenFinding("REVOKED", ""),)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


def busy() -> FakeOffice:
    office = FakeOffice().add(
        samples.opened(1, 55),
        samples.taken(samples.opened(2, 44), own=False),
        samples.opened(3, 31, REFUSED, "refuse"),
        samples.conflict(9),
        samples.opened(21, 12),
        samples.decided(samples.opened(5, 90)),
    )
    office.refused.add(THIRD)
    return office


def choose(seat: Seat, number: int) -> None:
    seat.page.list.choose(UUID(int=number).hex)
    seat.settle()


def give(seat: Seat, key: Key, reason: str = "document-checked") -> None:
    seat.page.pane.reason.choose(reason)
    seat.press(key, seat.page)


@pytest.mark.requirement("C5")
def test_the_oldest_case_is_open_at_once_and_arrows_go_on(seat: MakeSeat):
    here = seat(busy())
    assert [row.age for row in here.page.waiting.rows][:2] == ["55 min", "44 min"]
    assert here.page.pane.key == FIRST.hex
    here.press(Key.Key_Down, here.page.waiting.focusProxy())
    assert here.page.pane.key == SECOND.hex
    assert not here.page.steps.button(Step.CLEAR).isEnabled()
    here.press(Key.Key_Return, here.page.waiting.focusProxy())
    assert here.page.pane.reason.box.hasFocus() or here.page.focusWidget() is not None


@pytest.mark.requirement("C5")
def test_taking_giving_back_and_deciding_by_keys(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.press(Key.Key_F7, here.page)
    assert office.asked[-1] == ("take", FIRST)
    here.wait(lambda: here.page.waiting.rows[0].own)
    here.press(Key.Key_F7, here.page)
    assert office.asked[-1] == ("release", FIRST)
    choose(here, 1)
    give(here, Key.Key_F4, "data-late")
    assert ("decide", FIRST, CaseOutcome.DEFER, "data-late", None) in office.asked
    here.wait(lambda: FIRST.hex not in [row.key for row in here.page.waiting.rows])
    assert here.said == "The outcome was recorded for every lane"
    here.wait(lambda: here.page.pane.key not in ("", FIRST.hex))
    assert here.page.pane.reason.key == ""


@pytest.mark.requirement("C5")
def test_no_outcome_without_a_reason(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.press(Key.Key_F2, here.page)
    assert office.asked == []
    assert here.page.pane.reason.error == "Choose a reason first"


def test_a_note_goes_with_the_outcome(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.page.pane.note.set_text("the company called")
    give(here, Key.Key_F3, "not-in-order")
    assert ("note", FIRST, "the company called") in office.asked
    assert ("decide", FIRST, CaseOutcome.REFUSE, "not-in-order", None) in office.asked


def test_a_note_by_itself(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.press(Key.Key_Insert, here.page)
    here.page.pane.note.set_text("waits for the company")
    here.press(Key.Key_Insert, here.page)
    assert office.asked == [("note", FIRST, "waits for the company")]
    assert here.page.pane.note.text == ""


@pytest.mark.requirement("C5")
def test_clearing_a_refusal_asks_for_a_supervisor_here(seat: MakeSeat):
    office = busy()
    here = seat(office)
    choose(here, 3)
    give(here, Key.Key_F2)
    sheet = here.page.override
    assert sheet.isVisible()
    sheet.login.set_text("r.saad")
    sheet.password.set_text("wrong")
    sheet.done.emit()
    here.settle()
    assert sheet.isVisible()
    assert sheet.complaint
    sheet.password.set_text("right")
    sheet.done.emit()
    here.settle()
    assert not sheet.isVisible()
    assert ("decide", THIRD, CaseOutcome.CLEAR, "document-checked", "r.saad") in office.asked


@pytest.mark.requirement("C5")
def test_clearing_a_refusal_by_telephone(seat: MakeSeat):
    office = busy()
    here = seat(office)
    choose(here, 3)
    give(here, Key.Key_F2)
    sheet = here.page.override
    sheet._tabs.turn_to(TELEPHONE)
    here.settle()
    assert sheet.call == ("123", "456", "7890")
    assert THIRD.hex[-8:] in sheet._told.text()
    sheet.answer.set_text("no digits")
    sheet.number.set_text("41")
    sheet.done.emit()
    here.settle()
    assert sheet.complaint == "Type the numbers that were read back, in digits only"
    sheet.answer.set_text("٠٩٨٧٦ ٥٤٣٢١")
    sheet.done.emit()
    here.settle()
    assert ("helped", "0987654321", 41) in office.asked
    assert ("decide", THIRD, CaseOutcome.CLEAR, "document-checked", "duty-41") in office.asked


def test_a_cancelled_override_leaves_the_case(seat: MakeSeat):
    office = busy()
    here = seat(office)
    choose(here, 3)
    give(here, Key.Key_F2)
    here.press(Key.Key_Escape, here.page.override)
    assert not here.page.override.isVisible()
    assert office.asked == []


@pytest.mark.requirement("C5")
def test_a_group_is_decided_after_showing_whom(seat: MakeSeat):
    office = FakeOffice().add(*(samples.opened(number, 50 - number) for number in (1, 2, 3)))
    here = seat(office)
    assert here.page.pane.group.text == "2 more of this programme with the same finding"
    here.press(Key.Key_F8, here.page)
    group = here.page.group
    assert len(group._names.view.lines) == 3
    group.done.emit()
    assert group.isVisible()
    assert group.reason.error
    group.reason.choose("company-confirmed")
    group.done.emit()
    here.settle()
    assert [each[1] for each in office.asked] == [FIRST, SECOND, THIRD]
    assert here.said == "3 cases were decided"
    here.wait(lambda: not here.page.waiting.rows)


@pytest.mark.requirement("C5")
def test_refreshing_asks_over_the_line_and_tells_what_changed(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.press(Key.Key_F5, here.page)
    here.wait(lambda: here.page.pane.changed.text == "A lane would say now: CLEAR")
    assert ("refresh", NUMBER) in office.asked
    assert here.page.pane.reason.key == "record-refreshed"


@pytest.mark.requirement("C5")
def test_a_swiped_passport_is_held_beside_the_record(seat: MakeSeat):
    here = seat(busy())
    here.desk.read(zone_of(RECORD))
    here.settle()
    assert here.page.pane.compared.text == "The passport is the permit's"
    assert len(here.page.pane.parts.view.lines) == 5
    here.desk.read("A99999999")
    here.settle()
    assert here.said.startswith("This is no passport")
    here.press(Key.Key_F6, here.page)
    here.page.pane.passport.set_text("A99999999")
    here.press(Key.Key_Return, here.page.pane.passport.line)
    assert here.page.pane.compared.text == "Not the same: Number. Ask for another document"
    choose(here, 21)
    assert here.page.pane.parts.view.lines == ()


@pytest.mark.requirement("C5")
def test_the_deferred_are_looked_at_and_no_key_reaches_a_hidden_case(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.page.tabs.turn_to(DEFERRED)
    here.settle()
    assert len(here.page.deferred.view.rows) == len(samples.DEFERRED.people)
    assert not any(here.page.steps.button(step).isEnabled() for step in Step)
    here.desk.act(Action.DEPART)
    here.desk.read(zone_of(RECORD))
    here.settle()
    assert office.asked == []
    here.page.tabs.turn_to(CLOSED)
    here.settle()
    assert here.page.pane.key == "" or here.page.pane.key == UUID(int=5).hex
    here.page.tabs.turn_to(WAITING)
    here.settle()
    assert here.page.pane.key == FIRST.hex


@pytest.mark.requirement("C5")
def test_a_sync_decides_everything_anew(seat: MakeSeat):
    office = busy()
    here = seat(office)
    office.people = DeferredNow((samples.deferral(0, back=True),), samples.NOW)
    office.clears = True
    here.desk.synced()
    here.wait(lambda: len(here.page.deferred.view.rows) == 1)
    here.wait(lambda: here.page.pane.changed.text == "A lane would say now: CLEAR")
    assert ("forget",) in office.asked


def test_nothing_is_asked_on_the_windows_thread_nor_out_of_sight(seat: MakeSeat):
    office = busy()
    here = seat(office)
    assert threading.get_ident() not in office.threads
    here.desk.close()
    here.settle()
    office.threads.clear()
    here.desk.synced()
    here.settle()
    assert office.threads == set()


def test_keys_caught_as_the_lanes_do_what_stands_on_them(seat: MakeSeat):
    office = busy()
    here = seat(office)
    here.desk.act(Action.REFRESH)
    here.settle()
    assert ("refresh", NUMBER) in office.asked
    here.desk.act(Action.DAY)


def test_an_empty_desk_says_what_to_do(seat: MakeSeat):
    here = seat(FakeOffice())
    assert here.page.waiting.rows == ()
    assert "No case waits" in [w.accessibleName() for w in here.page.findChildren(QWidget)]
    assert not any(here.page.steps.button(step).isEnabled() for step in Step)


def test_escape_goes_to_the_list_and_then_away(seat: MakeSeat):
    here = seat(busy())
    here.page.pane.note.setFocus()
    gone = []
    here.desk.closed.connect(lambda: gone.append(True))
    if here.page.pane.isAncestorOf(here.page.focusWidget() or here.page):
        here.press(Key.Key_Escape, here.page)
        assert gone == []
    here.page.waiting.setFocus()
    here.press(Key.Key_Escape, here.page)
    assert gone == [True]


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_is_clipped(seat: MakeSeat, size: tuple[int, int], language: str):
    here = seat(busy(), size, language, dark=size[0] > 1280)
    QApplication.processEvents()
    assert faults(here.page) == []
    choose(here, 9)
    QApplication.processEvents()
    assert faults(here.page) == []
    choose(here, 3)
    give(here, Key.Key_F2)
    here.page.override._tabs.turn_to(TELEPHONE)
    here.wait(lambda: here.page.override.call)
    here.wait(lambda: not faults(here.page.override))
    here.page.override.end()
    here.page.tabs.turn_to(DEFERRED)
    here.settle()
    QApplication.processEvents()
    assert faults(here.page) == []


@pytest.mark.requirement("A16")
def test_every_control_has_a_name_and_is_reached_by_keyboard(seat: MakeSeat):
    here = seat(busy())
    wanted = [
        widget
        for widget in here.page.findChildren(QWidget)
        if widget.isVisibleTo(here.page)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]
    named = [widget for widget in wanted if not _name(widget)]
    assert [type(each).__name__ for each in named] == []
    assert {b for b in here.page.steps.findChildren(QAbstractButton) if b.isEnabled()} <= set(
        wanted
    )


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or interface.text(QAccessible.Text.Name) or _tabs(widget)


def _tabs(widget: QWidget) -> str:
    return widget.tabText(0) if hasattr(widget, "tabText") else ""


@pytest.mark.requirement("A16")
def test_the_language_changes_while_the_desk_is_open(seat: MakeSeat, tongue):
    here = seat(busy())
    tongue.switch("ar")
    here.desk.show_again()
    assert here.page.waiting.rows[0].who == samples.NAMES[0][0]
    tongue.switch("en")
    here.desk.show_again()
    assert here.page.waiting.rows[0].who == samples.NAMES[0][1]
