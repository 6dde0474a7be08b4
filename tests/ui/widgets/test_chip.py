"""The chips of the bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.ui.spoken import spoken
from tests.ui.widgets.paint import painted, where
from ui.lane.views import ChipView, Mark
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.chip import Chip

OFFLINE = ChipView("network-off", "Offline", Mark.WARNING, "The registry does not answer")
WAITING = ChipView("upload", "٣ للإرسال", Mark.NOTED)


@pytest.fixture
def chip(qtbot: QtBot, holder: ThemeHolder) -> Chip:
    made = Chip(holder)
    qtbot.addWidget(made)
    return made


@pytest.mark.requirement("C1")
def test_it_is_read_aloud_with_its_detail(chip: Chip) -> None:
    chip.show_chip(OFFLINE)
    said = spoken(chip)
    assert said.role == QAccessible.Role.StaticText
    assert said.name == "Offline · The registry does not answer"
    assert chip.toolTip() == "The registry does not answer"


@pytest.mark.parametrize("view", [OFFLINE, WAITING])
def test_its_hint_is_room_enough(chip: Chip, view: ChipView, direction: Qt.LayoutDirection) -> None:
    chip.show_chip(view)
    chip.resize(chip.sizeHint())
    assert chip.cut_text() == ""


def test_in_a_narrow_place_it_is_cut_and_says_so(chip: Chip) -> None:
    chip.show_chip(OFFLINE)
    chip.resize(chip.minimumSizeHint())
    assert chip.cut_text() == "Offline"


def test_icon_and_text_stand_the_other_way_round_in_arabic(
    chip: Chip, direction: Qt.LayoutDirection
) -> None:
    chip.show_chip(ChipView("clock", "", Mark.PLAIN))
    chip.resize(chip.sizeHint().width() * 2, chip.sizeHint().height())
    icon = where(painted(chip), chip.theme.mark(Mark.PLAIN).on_soft)
    starts_left = direction == Qt.LayoutDirection.LeftToRight
    assert (icon.center().x() < chip.width() / 2) == starts_left
    assert chip.rect().contains(icon)


def test_it_grows_with_the_theme(chip: Chip, holder: ThemeHolder) -> None:
    chip.show_chip(OFFLINE)
    before = chip.sizeHint()
    holder.use(Theme(tokens(), unit=2.0))
    assert chip.sizeHint().height() == before.height() * 2


def test_trouble_has_a_heavier_ground(chip: Chip) -> None:
    chip.show_chip(OFFLINE)
    chip.resize(chip.sizeHint())
    assert where(painted(chip), chip.theme.mark(Mark.WARNING).strong).width() > chip.width() / 2
