"""Round scales, and percentages that add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.day.scale import scale_for, whole_percents


@pytest.mark.parametrize(
    ("greatest", "lines"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (5, (0, 1, 2, 3, 4, 5)),
        (6, (0, 2, 4, 6)),
        (327, (0, 100, 200, 300, 400)),
        (1001, (0, 500, 1000, 1500)),
    ],
)
def test_a_scale_ends_just_above_its_greatest_count(greatest: int, lines: tuple[int, ...]):
    scale = scale_for(greatest)
    assert scale.lines == lines
    assert scale.share(scale.top) == 1


@given(st.integers(0, 10**7))
def test_every_count_fits_its_scale(greatest: int):
    scale = scale_for(greatest)
    assert greatest <= scale.top
    assert 2 <= len(scale.lines) <= 6
    assert scale.top - greatest < max(scale.step, 2)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_percentages_add_up_and_are_near(counts: list[int]):
    percents = whole_percents(counts)
    total = sum(counts)
    assert sum(percents) == (100 if total else 0)
    for count, percent in zip(counts, percents, strict=True):
        assert not total or abs(percent - 100 * count / total) < 1
