"""Chance: orders without repetition, draws by weight."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sync.registry.sample.chance import Shuffled, Weighted, stream


@given(st.integers(1, 30), st.integers(1, 30), st.integers())
def test_a_shuffled_range_holds_every_number_once(rows: int, columns: int, seed: int) -> None:
    shuffled = Shuffled(rows, columns, stream(seed, "order"))
    numbers = [shuffled[place] for place in range(rows * columns)]
    assert sorted(numbers) == list(range(rows * columns))


def test_a_shuffled_range_is_in_no_order() -> None:
    shuffled = Shuffled(1000, 1000, stream(1, "order"))
    steps = {shuffled[place + 1] - shuffled[place] for place in range(1000)}
    assert len(steps) > 990


def test_the_same_seed_and_purpose_give_the_same_numbers() -> None:
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()


def test_items_are_drawn_as_often_as_their_weights_say() -> None:
    chance = stream(2, "draws")
    weighted = Weighted(["often", "seldom"], [9, 1])
    drawn = Counter(weighted.draw(chance) for _ in range(10_000))
    assert 850 < drawn["seldom"] < 1150


def test_the_rarest_item_is_drawn_at_all() -> None:
    chance = stream(3, "draws")
    weighted = Weighted(["common", "rare"], [1e9, 1])
    assert "rare" in {weighted.draw(chance) for _ in range(1_000_000)}
