"""Panels and key caps."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.widgets.paint import painted, where
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


def test_it_is_raised_from_the_surface(card: Card) -> None:
    ground = where(painted(card), card.theme.colour("raised"))
    assert card.rect().contains(ground)
    assert ground.width() > card.width() - 4


def test_its_margins_grow_with_the_theme(card: Card, holder: ThemeHolder) -> None:
    before = card.layout().contentsMargins().left()
    holder.use(Theme(tokens(), unit=2.0))
    assert card.layout().contentsMargins().left() == 2 * before


def test_a_cap_is_wide_enough_for_its_sign(qtbot: QtBot, holder: ThemeHolder) -> None:
    cap = KeyCap(holder, "Enter")
    qtbot.addWidget(cap)
    assert cap.accessibleName() == "Enter"
    assert cap.sizeHint().width() >= cap_size(holder.theme, "Enter").width()
    assert cap_size(holder.theme, "+").width() == holder.theme.exact("key.cap_min")
    cap.resize(cap.sizeHint())
    sign = where(painted(cap), holder.theme.colour("on_cap"))
    assert cap.rect().contains(sign)
