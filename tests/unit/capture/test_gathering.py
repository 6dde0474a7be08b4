"""Frames of one place laid over one another, and the blur in them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from checkpoint_app.capture.decoders import zxing
from checkpoint_app.capture.gathering import Gathering, undone
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.places import Place
from checkpoint_app.capture.reading import Symbology
from tests.simulators.films import on_desk
from tests.unit.capture.pictures import TEXTS, symbol

PAPER = on_desk(symbol(Symbology.QR_CODE, scale=4), (480, 400))
ROWS, COLUMNS = PAPER.shape
PLACE = Place(60, 20, COLUMNS - 60, ROWS - 20)


def frames(sigma: float, count: int = 6) -> list[GreyImage]:
    """The same, blurred, in noise, a hand's tremble apart."""
    draw = np.random.default_rng(4)
    soft = cv2.GaussianBlur(PAPER, (0, 0), sigma) if sigma else PAPER
    shown = []
    for number in range(count):
        shift = np.array([[1, 0, number * 0.7], [0, 1, -number * 0.4]])
        moved = cv2.warpAffine(soft, shift, (COLUMNS, ROWS), borderMode=cv2.BORDER_REPLICATE)
        shown.append(np.clip(moved + draw.normal(0, 4, moved.shape), 0, 255).astype(np.uint8))
    return shown


def gathered(sigma: float) -> Gathering:
    first, *others = frames(sigma)
    gathering = Gathering(first, PLACE)
    assert all(gathering.add(other) for other in others)
    while gathering.waits:
        gathering.draw()
    return gathering


@pytest.mark.parametrize("sigma", [1.5, 2.0, 3.0])
def test_the_edges_tell_the_blur(sigma: float) -> None:
    assert sigma * 0.9 <= gathered(sigma).blur() <= sigma * 1.6


def test_what_is_sharp_has_little_of_it() -> None:
    assert gathered(0.0).blur() < gathered(1.5).blur()


@pytest.mark.requirement("C1")
def test_what_no_frame_gives_is_read_once_its_blur_is_undone() -> None:
    gathering = gathered(2.3)
    assert not any(zxing(frame)[0] for frame in frames(2.3))
    sharp = undone(gathering.mean(), 0.8 * gathering.blur() * gathering.factor)
    assert [one.text for one in zxing(sharp)[0]] == [TEXTS[Symbology.QR_CODE]]


def test_a_frame_of_another_thing_is_refused() -> None:
    gathering = Gathering(frames(0)[0], PLACE)
    assert not gathering.add(np.ascontiguousarray(PAPER[::-1, ::-1]) // 3)


def test_nothing_is_drawn_until_it_is_asked_for() -> None:
    first, second, *_ = frames(0)
    gathering = Gathering(first, PLACE)
    assert gathering.waits and gathering.add(second)
    assert gathering.mean().shape == gathering.darkest().shape and not gathering.waits
