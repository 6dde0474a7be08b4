from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from checkpoint_app.capture.still import read_still
from checkpoint_app.demo.camera import View, photograph, photograph_png, view_of
from sync.registry.permit_sheet import make_png
from tests.integration.permit_sheet.sheets import content, token_digits


@pytest.fixture(scope="module")
def page() -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(make_png(content()), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, dtype=np.uint8)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("seed", range(8))
def test_a_photographed_permit_is_read(page: NDArray[np.uint8], seed: int) -> None:
    photo = cv2.cvtColor(photograph(page, seed), cv2.COLOR_BGR2GRAY)
    assert token_digits() in {reading.text for reading in read_still(np.asarray(photo, np.uint8))}


@pytest.mark.parametrize(
    "view",
    [
        View(roll=90),
        View(roll=180),
        View(roll=45, shade=0.7),
        View(pitch=30, yaw=-25),
        View(focus=1.8),
        View(motion=5),
        View(noise=14, jpeg=45),
    ],
)
def test_a_badly_held_permit_is_read(page: NDArray[np.uint8], view: View) -> None:
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    readings = read_still(photograph(grey, 3, view))
    assert token_digits() in {reading.text for reading in readings}


def test_the_same_seed_gives_the_same_photograph(page: NDArray[np.uint8]) -> None:
    assert np.array_equal(photograph(page, 4), photograph(page, 4))
    assert not np.array_equal(photograph(page, 4), photograph(page, 5))
    assert view_of(4) == view_of(4) != view_of(5)


def test_a_photograph_has_the_cameras_size_and_the_pages_colours(page: NDArray[np.uint8]) -> None:
    assert photograph(page, 1).shape == (1080, 1920, 3)
    assert photograph(page[:, :, 0], 1, View(size=(640, 480))).shape == (480, 640)


def test_files_go_in_and_come_out() -> None:
    photo = photograph_png(make_png(content()), 2)
    picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None and picture.shape == (1080, 1920, 3)


@pytest.mark.parametrize("data", [b"", b"not a picture"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        photograph_png(data, 1)
