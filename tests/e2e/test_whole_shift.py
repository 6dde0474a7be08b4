"""A whole shift at two windows of a port: signing in, passengers of every kind, the second line,
orders, hand-over, end, report. What is counted where must agree."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.screen import x_screen
from tests.e2e.whole_shift import Told, whole_shift

_NO_SCREENS: tuple[dict[str, str], dict[str, str]] = ({}, {})


def agree(told: Told) -> None:
    """Everybody was answered as made, and everything that counts came to the same."""
    assert told.wrong == []
    assert told.files is not None
    assert "Supervisor's name and signature" in told.files.paper
    of_cards: Counter[str] = sum(told.cards, Counter())
    said = (told.journal, of_cards, told.report, told.files.csv, told.files.xlsx, told.files.pdf)
    for each in (*said, told.registry):
        assert +each == +told.expected


@pytest.mark.requirement("C1", "C3", "C4", "A12")
def test_a_whole_shift_with_one_of_each_kind(tmp_path: Path) -> None:
    told = whole_shift(tmp_path, 0, 8, "offscreen", _NO_SCREENS)
    assert told.passengers >= 25
    agree(told)


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.requirement("C1", "C3", "C4", "A12")
def test_a_whole_shift_of_two_hundred(tmp_path: Path) -> None:
    told = whole_shift(tmp_path, 200, 4, "offscreen", _NO_SCREENS)
    assert told.passengers >= 200
    agree(told)


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.requirement("C1")
def test_a_whole_shift_on_screens(tmp_path: Path) -> None:
    with x_screen() as one, x_screen() as other:
        agree(whole_shift(tmp_path, 0, 1, "xcb", (one, other)))
