"""A camera that gives the same picture again and again."""

from __future__ import annotations

import numpy as np
import pytest

from checkpoint_app.capture.sameness import FROZEN, Sameness

GREEN = np.zeros((48, 64, 3), np.uint8)
_DRAW = np.random.default_rng(1)


def frozen_after(pictures: list[np.ndarray], rate: float = 10.0) -> float | None:
    sameness = Sameness()
    for number, picture in enumerate(pictures):
        if sameness.is_frozen(picture, number / rate):
            return number / rate
    return None


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("picture", [GREEN, np.zeros((1, 500), np.uint8), np.zeros(500, np.uint8)])
def test_the_same_for_seconds_is_frozen(picture: np.ndarray) -> None:
    found = frozen_after([picture] * 100)
    assert found is not None and FROZEN <= found < FROZEN + 1


def test_noise_is_a_picture() -> None:
    assert frozen_after([_DRAW.integers(0, 9, (48, 64), np.uint8) for _ in range(100)]) is None


def test_a_pause_is_none() -> None:
    noise = [_DRAW.integers(0, 9, (48, 64), np.uint8) for _ in range(4)]
    assert frozen_after([*[GREEN] * 45, *noise, *[GREEN] * 45]) is None
