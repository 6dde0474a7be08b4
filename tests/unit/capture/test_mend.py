from __future__ import annotations

import numpy as np
import pytest

from checkpoint_app.capture import mend
from checkpoint_app.capture.stages import PATCH_STAGES, PICTURE_STAGES
from tests.unit.capture.pictures import without_barcode

SHAPES = [(8, 8), (9, 17), (40, 8), (61, 90)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [0, 128, 255])
def test_every_stage_takes_any_picture(shape: tuple[int, int], value: int) -> None:
    for stage in PATCH_STAGES + PICTURE_STAGES:
        treated = stage.treat(np.full(shape, value, np.uint8))
        assert treated.dtype == np.uint8 and treated.ndim == 2 and treated.size


def test_stages_are_worth_less_the_later_they_come() -> None:
    for stages in (PATCH_STAGES, PICTURE_STAGES):
        worth = [stage.quality for stage in stages]
        assert worth == sorted(worth, reverse=True)
        assert worth[-1] > 0 and worth[0] < 1


def test_evened_takes_out_a_shadow() -> None:
    page = without_barcode("text", 3)
    dark = (page * np.linspace(0.15, 1, page.shape[1])).astype(np.uint8)
    before = dark[:10].mean(axis=0)  # above the first line of text
    after = mend.evened(dark)[:10].mean(axis=0)
    assert before.min() < 0.2 * before.max()
    assert after.min() > 0.7 * after.max()


def test_at_most_bounds_pixels_and_keeps_small_pictures() -> None:
    assert mend.at_most(1000)(np.zeros((100, 100), np.uint8)).size <= 1000
    small = np.zeros((10, 10), np.uint8)
    assert mend.at_most(1000)(small) is small


def test_turned_cuts_nothing_off() -> None:
    ink = np.zeros((40, 120), np.uint8)
    assert abs(int((mend.turned(30)(ink) < 128).sum()) - ink.size) < 0.05 * ink.size
