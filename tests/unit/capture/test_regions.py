from __future__ import annotations

import numpy as np
import pytest

from checkpoint_app.capture.decoders import zxing
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.capture.regions import box_of, cut_out, squared, upright_bars
from tests.unit.capture.pictures import TEXTS, rolled, symbol


@pytest.mark.parametrize("symbology", [Symbology.CODE_128, Symbology.CODE_39, Symbology.PDF417])
@pytest.mark.parametrize("degrees", range(7, 180, 24))
def test_bars_are_brought_upright_from_any_angle(symbology: Symbology, degrees: int) -> None:
    picture = rolled(symbol(symbology, scale=3), degrees)
    texts = {r.text for region in upright_bars(picture) for r in zxing(region)[0]}
    assert TEXTS[symbology] in texts


def test_there_are_few_regions_and_none_in_a_blank_picture() -> None:
    assert list(upright_bars(np.full((300, 300), 255, np.uint8))) == []
    assert list(upright_bars(np.zeros((9, 3000), np.uint8))) == []


def test_a_cut_out_stays_inside_the_picture() -> None:
    grey = np.zeros((100, 100), np.uint8)
    part = cut_out(grey, ((90, 90), (99, 90), (99, 99), (90, 99)))
    assert part is not None and max(part.shape) <= 20
    assert cut_out(grey, ((500, 500), (600, 600))) is None


def test_squared_needs_four_corners() -> None:
    grey = np.zeros((100, 100), np.uint8)
    assert squared(grey, ((0, 0), (9, 0), (9, 9))) is None
    assert squared(grey, ((0, 0), (9, 0), (9, 9), (0, 0))) is None
    flat = squared(grey, ((10, 10), (90, 20), (80, 90), (15, 80)), side=200)
    assert flat is not None and flat.shape == (200, 200)


def test_the_box_of_an_outline() -> None:
    assert box_of(((5, 9), (2, 4), (7, 1))) == (2, 1, 7, 9)
