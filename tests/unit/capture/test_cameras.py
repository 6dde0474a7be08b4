"""A camera from its driver's side: how it is set, what becomes of its pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from checkpoint_app.capture.camera_names import CameraNames
from checkpoint_app.capture.cameras import CameraSource
from checkpoint_app.capture.frames import Frame, Gap, SourceError
from tests.simulators.video_device import YUYV, Steps, VideoDevice, compressed

NAMELESS = CameraNames(links=())
_DRAW = np.random.default_rng(2)
PICTURES = [np.asarray(_DRAW.integers(90, 130, (48, 64, 3)), np.uint8) for _ in range(7)]
JPEGS = [compressed(picture) for picture in PICTURES]


def opened(device: VideoDevice, platform: str = "linux", rate: float = 30) -> CameraSource:
    source = CameraSource(
        0, Steps(1 / rate), names=NAMELESS, device=lambda _: device, platform=platform
    )
    source.open()
    return source


def taken(source: CameraSource, count: int) -> list[Frame | Gap]:
    return [source.read() for _ in range(count)]


@pytest.mark.requirement("C1")
def test_mjpg_is_taken_as_bytes_and_read_in_grey() -> None:
    device = VideoDevice(list(JPEGS))
    frames = taken(opened(device), 30)
    assert device.get(cv2.CAP_PROP_CONVERT_RGB) == 0.0
    assert all(isinstance(one, Frame) and one.pixels.shape == (48, 64) for one in frames)
    assert all(isinstance(one, Frame) and one.drawn().shape == (48, 64, 3) for one in frames)
    assert (cv2.CAP_PROP_FRAME_WIDTH, 1920.0) in device.told


@pytest.mark.parametrize(("form", "platform"), [(YUYV, "linux"), (0.0, "win32"), (0.0, "darwin")])
def test_any_other_form_is_opened_by_the_system(form: float, platform: str) -> None:
    device = VideoDevice(list(PICTURES), format=form)
    (frame,) = taken(opened(device, platform), 1)
    assert isinstance(frame, Frame) and frame.pixels.shape == (48, 64, 3)
    assert device.get(cv2.CAP_PROP_CONVERT_RGB) == 1.0


def test_every_picture_of_thirty_a_second_is_taken_and_half_of_sixty() -> None:
    for rate, grabbed in ((30, 20), (60, 40)):
        device = VideoDevice(list(JPEGS))
        taken(opened(device, rate=rate), 20)
        assert grabbed - 1 <= device.grabbed <= grabbed


@pytest.mark.requirement("C1")
def test_a_damaged_picture_is_passed_over() -> None:
    bad = [np.zeros((1, 900), np.uint8), None, JPEGS[0][:, :40]]
    given = taken(opened(VideoDevice([*JPEGS, *bad])), 40)
    assert sum(one is Gap.QUIET for one in given) == 12
    assert sum(isinstance(one, Frame) for one in given) == 28


def test_bytes_that_are_never_a_picture_are_left_to_the_system() -> None:
    device = VideoDevice([np.zeros((1, 900), np.uint8)])
    source = opened(device)
    assert set(taken(source, 10)) == {Gap.QUIET} and device.get(cv2.CAP_PROP_CONVERT_RGB) == 1.0
    device.gives = list(PICTURES)
    assert isinstance(source.read(), Frame)


@pytest.mark.requirement("C1")
def test_a_camera_that_gives_no_picture_at_all_is_lost() -> None:
    assert taken(opened(VideoDevice([None])), 25)[-1] is Gap.LOST


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("given", [JPEGS[0], np.full((48, 64, 3), (0, 135, 0), np.uint8)])
def test_a_frozen_camera_and_a_green_one_are_lost(given: np.ndarray) -> None:
    frames = taken(opened(VideoDevice([given])), 200)
    assert isinstance(frames[0], Frame) and Gap.LOST in frames


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("lit", "by_hand", "number"), [(110, True, 100), (40, True, 200), (9, False, None)]
)
def test_the_shutter_is_short_where_the_picture_stays_bright_enough(
    lit: float, by_hand: bool, number: float | None
) -> None:
    device = VideoDevice([None], lit=lit)
    source = opened(device)
    taken(source, 80)
    assert (device.get(cv2.CAP_PROP_AUTO_EXPOSURE) == 1.0) is by_hand
    assert number is None or device.get(cv2.CAP_PROP_EXPOSURE) == number
    source.close()
    assert device.released and device.get(cv2.CAP_PROP_AUTO_EXPOSURE) == 3.0


@pytest.mark.parametrize("refused", [cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE])
def test_a_driver_without_exposure_is_left_as_it_is(refused: int) -> None:
    device = VideoDevice(list(JPEGS), refuses=frozenset({refused}))
    taken(opened(device), 80)
    assert device.get(cv2.CAP_PROP_AUTO_EXPOSURE) != 1.0
    assert sum(setting == cv2.CAP_PROP_AUTO_EXPOSURE for setting, _ in device.told) <= 2


def test_a_camera_that_is_pulled_out_is_lost_and_absent() -> None:
    device = VideoDevice(list(JPEGS))
    source = opened(device)
    device.unplugged = True
    assert source.read() is Gap.LOST
    source.close()
    assert source.read() is Gap.LOST
    absent = CameraSource(0, Steps(), names=NAMELESS, device=lambda _: None)
    with pytest.raises(SourceError) as caught:
        absent.open()
    assert caught.value.key == "capture.camera_absent"
