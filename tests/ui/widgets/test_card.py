"""Panels and key caps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.widgets.paint import painted, where
from ui.lane.views import Tone
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.widgets.card import Card
from ui.widgets.key_cap import KeyCap, cap_size


@pytest.fixture
def card(qtbot: QtBot, holder: ThemeHolder) -> Card:
    made = Card(holder, "Findings")
    qtbot.addWidget(made)
    made.body.addWidget(QLabel())
    made.resize(300, 120)
    return made


def test_a_title_that_is_empty_is_not_there(card: Card) -> None:
    high = card.sizeHint().height()
    card.set_title("")
    assert card.sizeHint().height() < high
    assert card.accessibleName() == ""


def test_the_edge_is_where_reading_starts(card: Card, direction: Qt.LayoutDirection) -> None:
    colours = card.theme.tone(Tone.REFER)
    card.set_colours(colours.stroke, colours.soft)
    edge = where(painted(card), colours.stroke)
    starts_left = direction == Qt.LayoutDirection.LeftToRight
    assert (edge.center().x() < 150) == starts_left
    assert edge.width() == pytest.approx(card.theme.exact("line.edge"), abs=1)


def test_its_margins_grow_with_the_theme(card: Card, holder: ThemeHolder) -> None:
    before = card.contentsRect(), card.layout().contentsMargins().left()
    holder.use(Theme(tokens(), unit=2.0))
    assert card.layout().contentsMargins().left() == 2 * before[1]


def test_a_cap_is_wide_enough_for_its_sign(qtbot: QtBot, holder: ThemeHolder) -> None:
    cap = KeyCap(holder, "Enter")
    qtbot.addWidget(cap)
    assert cap.accessibleName() == "Enter"
    assert cap.sizeHint().width() >= cap_size(holder.theme, "Enter").width()
    assert cap_size(holder.theme, "+").width() == holder.theme.exact("key.cap_min")
    cap.resize(cap.sizeHint())
    sign = where(painted(cap), holder.theme.colour("on_cap"))
    assert cap.rect().contains(sign)
