from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from checkpoint_app.domain.permit import permit_number_from_serial
from tests.ui.lane import samples
from ui.lane.no_barcode import NoBarcode
from ui.lane.number_field import NumberField
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.elided import FitLabel
from ui.wording.qt_tongue import QtTongue

_NUMBER = str(permit_number_from_serial(123456789012))
_KINDS = (("umrah", "Umrah visa"), ("work", "Work visa"), (None, "Not known"))


@pytest.fixture
def card(qtbot: QtBot, english: QtTongue) -> NoBarcode:
    made = NoBarcode(ThemeHolder(Theme(tokens())), english)
    qtbot.addWidget(made)
    made.resize(840, 540)
    made.show()
    made.activateWindow()
    return made


def field(card: NoBarcode, name: str) -> QLineEdit:
    return next(each for each in card.findChildren(QLineEdit) if each.accessibleName() == name)


def button(card: NoBarcode, text: str) -> QPushButton:
    return next(each for each in card.findChildren(QPushButton) if each.text() == text)


def type_in(target: QLineEdit, text: str) -> None:
    for sign in text:
        QApplication.sendEvent(target, samples.key(Qt.Key.Key_unknown, sign))


def enter(target: QLineEdit) -> None:
    QApplication.sendEvent(target, samples.key(Qt.Key.Key_Return, "\r"))


def labels(card: NoBarcode) -> set[str]:
    return {label.text() for label in card.findChildren(FitLabel) if label.isVisible()}


@pytest.mark.requirement("C1")
def test_a_typed_number_opens_its_permit(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    number = field(card, "Permit number or national ID")
    type_in(number, _NUMBER[:5])
    assert "5 of 13 digits" in labels(card)
    with qtbot.assertNotEmitted(card.number_given):
        enter(number)
    type_in(number, _NUMBER[5:])
    with qtbot.waitSignal(card.number_given) as given:
        enter(number)
    assert given.args == [_NUMBER]


def test_a_mistyped_number_is_told_and_may_still_be_asked(card: NoBarcode, qtbot: QtBot) -> None:
    card.open_with(_KINDS, _NUMBER[:-1] + str((int(_NUMBER) + 1) % 10))
    assert any("One digit is wrong" in text for text in labels(card))
    with qtbot.waitSignal(card.number_given):
        button(card, "Open permit").click()


def test_digits_typed_before_are_in_the_field(card: NoBarcode) -> None:
    card.open_with(_KINDS, "12")
    card.take_digits("34")
    number = card.findChild(NumberField)
    assert number is not None and number.digits == "1234"


def test_a_passport_opens_its_permit(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    assert not button(card, "Find permit").isEnabled()
    type_in(field(card, "Passport number"), " A01234567 ")
    with qtbot.waitSignal(card.number_given) as given:
        button(card, "Find permit").click()
    assert given.args == ["A01234567"]


def test_the_last_four_are_asked_only_where_they_help(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    tail = field(card, "Last four of the passport shown")
    assert not tail.isVisible()
    card.open(_KINDS, needs_tail=True)
    assert tail.isVisible()
    type_in(tail, "456")
    with qtbot.assertNotEmitted(card.tail_given):
        enter(tail)
    type_in(tail, "78")
    with qtbot.waitSignal(card.tail_given) as given:
        enter(tail)
    assert given.args == ["4567"]


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(("row", "key"), [(0, "umrah"), (1, "work"), (2, None)])
def test_the_kind_of_visa_is_picked(
    card: NoBarcode, qtbot: QtBot, row: int, key: str | None
) -> None:
    card.open(_KINDS, needs_tail=False)
    answer = button(card, "Answer by this visa")
    assert not answer.isEnabled()
    shown = card.findChild(QListWidget)
    assert shown is not None
    shown.setCurrentRow(row)
    with qtbot.waitSignal(card.visa_picked) as picked:
        answer.click()
    assert picked.args == [key]


def test_opened_again_it_is_empty(card: NoBarcode) -> None:
    card.open_with(_KINDS, _NUMBER)
    card.open(_KINDS, needs_tail=False)
    assert all(not each.text() for each in card.findChildren(QLineEdit))


def test_escape_and_the_button_close(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    with qtbot.waitSignal(card.closed):
        QApplication.sendEvent(card, samples.key(Qt.Key.Key_Escape))
    with qtbot.waitSignal(card.closed):
        card.closer.click()


def test_the_tab_key_goes_round_inside(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=True)
    qtbot.waitUntil(lambda: card.focusWidget() is not None)
    seen = [card.focusWidget()]
    while card.focusNextPrevChild(True) and card.focusWidget() not in seen:
        seen.append(card.focusWidget())
    assert set(seen) == {each for each in card.controls() if each.isVisible() and each.isEnabled()}
    assert card.focusWidget() is seen[0]
    card.focusNextPrevChild(False)
    assert card.focusWidget() is seen[-1]


def test_enter_presses_the_button_that_has_the_focus(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    card.closer.setFocus()
    with qtbot.waitSignal(card.closed):
        QApplication.sendEvent(card.closer, samples.key(Qt.Key.Key_Return))


_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.requirement("A16")
def test_a_national_id_opens_too_in_any_digits(card: NoBarcode, qtbot: QtBot) -> None:
    card.open(_KINDS, needs_tail=False)
    number = field(card, "Permit number or national ID")
    type_in(number, "2900101010000".translate(_ARABIC))
    assert "13 of 14 digits of a national ID" in labels(card), "no permit number is mistyped"
    type_in(number, "٥٩")
    with qtbot.waitSignal(card.number_given) as given:
        enter(number)
    assert given.args == ["29001010100005"], "and no digit more"


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("29913010100005", "No date or governorate"),
        ("29001019900005", "No date or governorate"),
        ("29001010100000", "The last digit is unusual"),
    ],
)
def test_a_national_id_of_another_form_is_warned_of_and_not_refused(
    card: NoBarcode, qtbot: QtBot, digits: str, said: str
) -> None:
    card.open_with(_KINDS, digits)
    assert any(text.startswith(said) for text in labels(card)), labels(card)
    with qtbot.waitSignal(card.number_given):
        button(card, "Open permit").click()
