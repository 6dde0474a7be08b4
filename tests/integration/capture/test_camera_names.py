"""Cameras by names that stay, as Linux keeps them in its file system."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from checkpoint_app.capture.camera_names import CameraNames, is_stable_name, stable_setting
from checkpoint_app.capture.cameras import CameraSource
from checkpoint_app.capture.feed import REOPEN, Feed
from checkpoint_app.capture.frames import Frame, SourceError
from checkpoint_app.capture.presence import Presence
from checkpoint_app.capture.source import open_source
from checkpoint_app.clock import SystemClock
from tests.simulators.video_device import Steps, VideoDevice, compressed

NAME = "usb-046d_HD_Pro_Webcam_C920_8D2F1EFF-video-index0"
SOCKET = "pci-0000:00:14.0-usb-0:3:1.0-video-index0"
JPEGS = [
    compressed(np.asarray(np.random.default_rng(n).integers(80, 120, (48, 64)), np.uint8))
    for n in range(5)
]


class Computer:
    """What is plugged in, and under which number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_id, self.by_path, self.titles = (
            folder / part for part in ("by-id", "by-path", "titles")
        )
        for part in (self.by_id, self.by_path, self.titles):
            part.mkdir()
        self.names = CameraNames((self.by_id, self.by_path), self.titles)
        self.devices: dict[int, VideoDevice] = {}

    def plug(self, number: int, name: str = NAME) -> VideoDevice:
        device = self.folder / f"video{number}"
        device.touch()
        folder = self.by_id if name.startswith("usb") else self.by_path
        (folder / name).symlink_to(device)
        title = self.titles / f"video{number}"
        title.mkdir(exist_ok=True)
        (title / "name").write_text(f"Camera {number}\n")
        self.devices[number] = VideoDevice(list(JPEGS))
        return self.devices[number]

    def pull(self, number: int) -> None:
        self.devices.pop(number).unplugged = True
        (self.folder / f"video{number}").unlink()
        for link in [*self.by_id.iterdir(), *self.by_path.iterdir()]:
            if not link.exists():
                link.unlink()

    def camera(self, which: int | str) -> CameraSource:
        return CameraSource(which, Steps(), names=self.names, device=self.devices.get)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("name", [NAME, SOCKET])
def test_a_camera_is_found_by_its_name(computer: Computer, name: str) -> None:
    computer.plug(3, name)
    assert computer.names.number_of(name) == 3 and computer.names.name_of(3) == name
    source = computer.camera(name)
    assert source.name == "Camera 3"
    source.open()
    assert isinstance(source.read(), Frame)
    assert isinstance(open_source(f"camera:{name}"), CameraSource)


def test_the_name_of_the_camera_goes_before_that_of_its_socket(computer: Computer) -> None:
    computer.plug(0, SOCKET)
    computer.plug(0, NAME)
    assert computer.names.name_of(0) == NAME
    assert stable_setting("camera:0", computer.names) == f"camera:{NAME}"


@pytest.mark.parametrize("setting", ["camera:1", "camera:x", "films/a.mp4", "", f"camera:{NAME}"])
def test_what_has_no_other_name_is_kept(computer: Computer, setting: str) -> None:
    computer.plug(0)
    assert stable_setting(setting, computer.names) == setting


@pytest.mark.requirement("C1")
def test_a_camera_opened_by_number_comes_back_under_another(computer: Computer) -> None:
    computer.plug(0)
    source = computer.camera(0)
    source.open()
    computer.pull(0)
    source.close()
    with pytest.raises(SourceError):
        source.open()
    back = computer.plug(2)
    source.open()
    assert isinstance(source.read(), Frame) and back.grabbed == 1


def test_where_another_camera_takes_its_place_the_number_holds(computer: Computer) -> None:
    computer.plug(0)
    source = computer.camera(0)
    source.open()
    computer.pull(0)
    source.close()
    computer.plug(0, NAME.replace("C920", "C930"))
    source.open()
    assert isinstance(source.read(), Frame)


def test_a_name_stands_for_no_other_camera(computer: Computer) -> None:
    computer.plug(0)
    with pytest.raises(SourceError):
        computer.camera(NAME.replace("C920", "C930")).open()


@pytest.mark.requirement("C1")
def test_a_feed_finds_it_again_within_three_seconds(computer: Computer) -> None:
    """By itself, under another number; the time between two attempts leaves most of them."""
    computer.plug(0)
    feed = Feed(computer.camera(0), SystemClock())
    feed.start()
    assert feed.take(20) is not None
    computer.pull(0)
    while (standing := feed.standing) is None or standing.presence is not Presence.ABSENT:
        feed.take(0.05)
    while feed.take(0.01) is not None:
        pass
    computer.plug(4)
    assert feed.take(20) is not None and feed.standing is not None
    assert feed.close(20)
    assert REOPEN <= 1.5


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "",
        "lots",
        "../../etc/passwd-video-index0",
        "a/b-video-index0",
        ".-video-index0",
        "ä" * 9,
    ],
)
def test_no_path_and_no_number_is_a_name(text: str) -> None:
    assert not is_stable_name(text)


def test_a_link_that_leads_elsewhere_is_no_camera(computer: Computer) -> None:
    (computer.by_id / NAME).symlink_to("/dev/null")
    assert computer.names.number_of(NAME) is None and computer.names.name_of(0) is None
    (computer.by_path / SOCKET).symlink_to(computer.by_path / SOCKET)
    assert computer.names.number_of(SOCKET) is None
