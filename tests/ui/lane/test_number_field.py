from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.domain.permit import permit_number_from_serial, spaced_permit_number
from tests.ui.lane import samples
from ui.lane.number_field import PERSON_LENGTH, NumberField, grouped

_NUMBER = permit_number_from_serial(123456789012)


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    made = NumberField()
    qtbot.addWidget(made)
    return made


def type_in(field: NumberField, text: str) -> None:
    for sign in text:
        QApplication.sendEvent(field, samples.key(Qt.Key.Key_unknown, sign))


def test_it_groups_as_the_paper_does(field: NumberField) -> None:
    type_in(field, str(_NUMBER))
    assert field.text() == spaced_permit_number(_NUMBER)
    assert field.complete and not field.mistyped


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_it_takes_the_digits_of_any_keyboard(field: NumberField, digits: str) -> None:
    type_in(field, str(_NUMBER).translate({ord(str(at)): sign for at, sign in enumerate(digits)}))
    assert field.digits == str(_NUMBER)


def test_spaces_and_other_signs_are_left_out(field: NumberField) -> None:
    type_in(field, "12 34-5ب6")
    assert field.digits == "123456"


def test_more_than_there_are_do_not_go_in(field: NumberField) -> None:
    type_in(field, "1" * 20)
    assert len(field.digits) == PERSON_LENGTH
    assert field.is_person and field.complete and not field.mistyped


def test_a_wrong_digit_is_noticed(field: NumberField) -> None:
    field.set_digits(str(_NUMBER)[:-1] + str((_NUMBER + 1) % 10))
    assert field.complete and field.mistyped
    field.set_digits("123")
    assert not field.mistyped


def test_a_digit_in_the_middle_leaves_the_cursor_after_it(field: NumberField) -> None:
    field.set_digits("12345678")
    field.setCursorPosition(2)
    type_in(field, "9")
    assert field.text() == "1293 4567 8"
    type_in(field, "0")
    assert field.text() == "1290 3456 78"


@given(st.text(alphabet="0123456789", max_size=PERSON_LENGTH))
def test_grouping_loses_nothing(digits: str) -> None:
    assert grouped(digits).replace(" ", "") == digits
