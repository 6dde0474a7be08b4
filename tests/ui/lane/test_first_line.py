"""Look-ups for a reason, the group over the verdict, and who may be named as the officer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from checkpoint_app.services.lookups import Reason
from tests.bench._lane import Season
from tests.ui.lane import samples
from tests.ui.lane.conftest import Opened
from tests.ui.manned import Manned, make_season, opened
from ui.group.group_card import GroupCard
from ui.lane.first_line import FirstLineDesk
from ui.lane.lane_page import LanePage
from ui.lane.no_barcode import NoBarcode
from ui.lane.number_field import NumberField
from ui.lane.officer_card import OfficerCard
from ui.lane.reason_card import ReasonCard
from ui.lane.views import Action
from ui.widgets.push_button import PushButton
from ui.wording.qt_tongue import QtTongue

Key = Qt.Key


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return make_season(tmp_path_factory.mktemp("first-line"), 60, 10)


class FirstLine:
    """A manned lane with its first line."""

    def __init__(self, manned: Manned) -> None:
        self.manned = manned
        manned.wait(lambda: manned.app.findChild(FirstLineDesk) is not None)
        desk, page = manned.app.findChild(FirstLineDesk), manned.app.window.findChild(LanePage)
        assert desk is not None and page is not None
        self.desk, self.page = desk, page

    def card(self) -> object:
        return self.page.card


@pytest.fixture
def first_line(
    season: Season, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[FirstLine]:
    manned = opened(qtbot, qapp, season, tmp_path)
    yield FirstLine(manned)
    manned.close()


@pytest.mark.requirement("A16")
def test_a_typed_number_opens_with_one_more_key(first_line: FirstLine) -> None:
    manned = first_line.manned
    number = str(manned.scan(manned.tokens[0]).answer.permit)  # type: ignore[union-attr]
    manned.press(Key.Key_F2)
    manned.write(number)
    manned.press(Key.Key_Return)
    assert isinstance(first_line.card(), ReasonCard)
    manned.write("2")
    manned.settled()
    assert first_line.card() is None, "the record is open"
    assert str(manned.turn.answer.permit) == number  # type: ignore[union-attr]


def test_a_number_of_nobody_leaves_what_was_typed(first_line: FirstLine) -> None:
    manned = first_line.manned
    manned.write("29001010100009")
    manned.press(Key.Key_Return)
    manned.write("1")
    manned.settled()
    assert "national ID" in manned.remark
    assert isinstance(first_line.card(), NoBarcode)
    field = first_line.page.findChild(NumberField)
    assert field is not None and field.digits == "29001010100009"


def test_a_reading_while_the_reason_is_asked_goes_first(first_line: FirstLine) -> None:
    manned = first_line.manned
    manned.write("29001010100009")
    manned.press(Key.Key_Return)
    manned.scan(manned.tokens[1])
    assert first_line.card() is None
    assert manned.remark == ""


@pytest.mark.requirement("C1")
def test_the_group_stands_over_the_verdict_until_the_next_scan(first_line: FirstLine) -> None:
    manned = first_line.manned
    turn = manned.scan(manned.tokens[2])
    assert turn.answer is not None and turn.answer.record is not None
    manned.press(Key.Key_F7)
    manned.wait(lambda: first_line.card() is not None)
    assert isinstance(first_line.card(), GroupCard)
    group = first_line.desk.group
    assert group is not None and group.programme == turn.answer.record.programme
    assert turn.answer.permit in {member.permit for member in group.members}
    manned.scan(manned.tokens[3])
    assert first_line.card() is None
    assert first_line.desk.group is None


def test_the_same_key_and_escape_close_the_group_and_an_outcome_does(
    first_line: FirstLine,
) -> None:
    manned = first_line.manned
    manned.scan(manned.tokens[4])
    for close in (Key.Key_F7, Key.Key_Escape, Key.Key_F2):
        manned.press(Key.Key_F7)
        manned.wait(lambda: isinstance(first_line.card(), GroupCard))
        manned.press(close)
        manned.wait(lambda: first_line.card() is None)
    assert manned.turn.movement is not None


def test_there_is_no_group_of_nobody(first_line: FirstLine) -> None:
    manned = first_line.manned
    manned.press(Key.Key_F7)
    manned.settled()
    assert first_line.card() is None
    shown = {each.action: each.enabled for each in manned.view.actions}
    assert shown[Action.GROUP] is False


def test_the_group_reads_in_the_other_language_at_once(first_line: FirstLine) -> None:
    manned = first_line.manned
    manned.scan(manned.tokens[5])
    manned.press(Key.Key_F7)
    manned.wait(lambda: isinstance(first_line.card(), GroupCard))
    card, group = first_line.page.findChild(GroupCard), first_line.desk.group
    assert card is not None and group is not None
    first = group.members[0]
    assert card.table.view.rows[0].cells[0].text.strip("\u2066\u2069") == first.name_latin
    manned.press(Key.Key_F11)
    assert card.table.view.rows[0].cells[0].text == first.name_arabic
    manned.press(Key.Key_F11)


def test_the_rows_of_a_group_are_told_to_a_screen_reader(first_line: FirstLine) -> None:
    manned = first_line.manned
    manned.scan(manned.tokens[6])
    manned.press(Key.Key_F7)
    manned.wait(lambda: isinstance(first_line.card(), GroupCard))
    table = first_line.page.findChild(QTableView)
    assert table is not None
    told = QAccessible.queryAccessibleInterface(table)
    assert told.role() == QAccessible.Role.Table
    assert table.accessibleName().startswith("Programme")


@pytest.fixture
def lane(opened: Opened, english: QtTongue) -> Iterator[LanePage]:
    window = opened(english)
    page = window.findChild(LanePage)
    assert page is not None
    yield page
    window.close()


@pytest.fixture
def reasons(lane: LanePage) -> ReasonCard:
    page = lane
    page.ask_reasons(tuple(reason.value for reason in Reason))
    page.open_no_barcode("", needs_tail=False)
    page._take_number("29001010100009")
    found = page.findChild(ReasonCard)
    assert found is not None
    return found


def test_a_reason_is_given_by_digit_mouse_or_enter(reasons: ReasonCard, qtbot: QtBot) -> None:
    keys = [reason.value for reason in Reason]
    with qtbot.waitSignal(reasons.reason_given) as given:
        QApplication.sendEvent(reasons, samples.key(Key.Key_3, "٣"))
    assert given.args == ["29001010100009", keys[2]]
    last = reasons.findChildren(PushButton)[len(keys) - 1]
    with qtbot.waitSignal(reasons.reason_given) as given:
        last.click()
    assert given.args == ["29001010100009", keys[-1]]
    with qtbot.assertNotEmitted(reasons.reason_given):
        reasons.take_digits("098")


def test_arrows_and_tab_go_through_the_reasons(reasons: ReasonCard, qtbot: QtBot) -> None:
    reasons.open("A12345678")
    buttons = reasons.findChildren(PushButton)
    qtbot.waitUntil(lambda: reasons.focusWidget() is buttons[0])
    QApplication.sendEvent(buttons[0], samples.key(Key.Key_Down))
    assert reasons.focusWidget() is buttons[1]
    assert buttons[1].accessibleName().startswith("2. ")


def test_whoever_has_signed_in_is_not_another_by_typing(lane: LanePage, qtbot: QtBot) -> None:
    page = lane
    page.open_officer("Hoda Salem", editable=False)
    card = page.findChild(OfficerCard)
    assert card is not None
    name = card.findChild(QLineEdit)
    assert name is not None and name.isReadOnly() and name.text() == "Hoda Salem"
    assert not any(each.isVisible() and each.isEnabled() for each in card.findChildren(PushButton))
    with qtbot.assertNotEmitted(card.officer_given):
        QApplication.sendEvent(name, samples.key(Key.Key_Return, "\r"))
    page.open_officer("Hoda Salem")
    assert not name.isReadOnly()
