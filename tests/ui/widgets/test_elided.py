"""Labels that fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.ui.spoken import spoken
from tests.ui.widgets.paint import painted, where
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.elided import FitLabel

SENTENCE = "Send the pilgrim to the second line with the passport and the printed permit."


@pytest.fixture
def label(qtbot: QtBot, holder: ThemeHolder) -> FitLabel:
    made = FitLabel(holder, "body", lines=0)
    qtbot.addWidget(made)
    made.setText(SENTENCE)
    return made


def test_it_is_as_high_as_its_lines(label: FitLabel) -> None:
    low, high = label.heightForWidth(700), label.heightForWidth(200)
    assert high > 2 * low
    label.resize(200, high)
    assert label.cut_text() == ""


def test_what_does_not_fit_is_told_by_its_tip(qtbot: QtBot, holder: ThemeHolder) -> None:
    label = FitLabel(holder, "body")
    qtbot.addWidget(label)
    label.setText(SENTENCE)
    label.resize(150, 30)
    label.show()
    assert label.cut_text() == label.toolTip() == SENTENCE
    label.resize(900, 30)
    assert label.cut_text() == label.toolTip() == ""


def test_a_screen_reader_reads_the_whole_text(label: FitLabel) -> None:
    label.resize(50, 20)
    said = spoken(label)
    assert (said.role, said.name) == (QAccessible.Role.StaticText, SENTENCE)


def test_it_reads_from_its_own_side(label: FitLabel, direction: Qt.LayoutDirection) -> None:
    label.setText("قصير")
    label.resize(400, 40)
    ink = where(painted(label), label.theme.colour("ink"))
    starts_left = direction == Qt.LayoutDirection.LeftToRight
    assert (ink.center().x() < 200) == starts_left
    assert label.rect().contains(ink)


def test_it_takes_the_colour_of_its_ground(label: FitLabel, holder: ThemeHolder) -> None:
    label.resize(400, 60)
    ink = holder.theme.colour("focus")
    label.set_ink(ink)
    assert not where(painted(label), ink).isEmpty()


def test_it_follows_the_theme(label: FitLabel, holder: ThemeHolder) -> None:
    before = label.heightForWidth(10_000)
    holder.use(Theme(tokens(), dark=True, unit=2.0))
    assert label.heightForWidth(20_000) == pytest.approx(2 * before, abs=3)
    label.resize(1600, 100)
    assert not where(painted(label), holder.theme.colour("ink")).isEmpty()
