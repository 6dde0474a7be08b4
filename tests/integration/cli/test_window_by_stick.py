"""What a lane's first window has done for it when there is no line: each step is on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checkpoint_app.capture.camera_names import CameraNames
from checkpoint_app.clock import SystemClock
from checkpoint_app.commands.lane import StickEnrolment, forget_request
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.paths import LanePaths
from checkpoint_app.plugged import plugged_in
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import good as in_here
from ui.first_run.steps import StickWish
from ui.start import PluggedIn

PORT = "CAI-AIR"


class Desk:
    """A registry, a stick, and a lane that asks by it."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.stick = folder / "registry", folder / "stick"
        self.stick.mkdir()
        self.paths = LanePaths(folder / "lane")
        self.lane = StickEnrolment(self.paths, SystemClock())
        self.at_registry("init", "--demo")
        self.at_registry("sample", "--permits", "60", "--seed", "7")

    def at_registry(self, *words: str | Path) -> str:
        return in_here("registry", *words, "--data", self.registry)

    def wish(self, folder: Path) -> StickWish:
        root = RegistryPaths(self.registry).root_metadata
        return StickWish("ar", PORT, "3", "", "", "", folder, root, demo=True)

    def answer(self) -> None:
        (row,) = self.at_registry("admit", self.stick, "--json").splitlines()
        fingerprint = json.loads(row)["fingerprint"]
        self.at_registry("admit", self.stick, "--fingerprint", fingerprint)
        self.at_registry("bundle", "--port", PORT, "--to", self.stick)


@pytest.mark.requirement("C1", "C3")
def test_a_stick_that_was_cancelled_is_taken_in_later(tmp_path: Path):
    desk = Desk(tmp_path)
    lane = desk.lane
    with pytest.raises(ConfigError) as missing:
        lane.ask(desk.wish(tmp_path / "stack"))
    assert missing.value.key == "stick.no-folder"
    assert not (tmp_path / "stack").exists()
    asked = lane.ask(desk.wish(desk.stick))
    assert lane.ask(desk.wish(desk.stick)) == asked == lane.under_way()
    assert (asked.port_id, asked.lane, asked.enrolled) == (PORT, "3", False)
    with pytest.raises(CheckpointError) as early:
        lane.take_answer(desk.stick, lambda: False, lambda _: None)
    assert early.value.key == "bundle.torn"
    desk.answer()

    with pytest.raises(CheckpointError) as stopped:
        lane.take_answer(desk.stick, lambda: True, lambda _: None)
    assert stopped.value.key == "bundle.stopped"
    assert lane.under_way().enrolled
    assert lane.lacks_first_data()
    again = StickEnrolment(desk.paths, SystemClock())
    assert again.lacks_first_data()

    told: list[float] = []
    done = again.take_answer(desk.stick, lambda: False, lambda each: told.append(each.fraction))
    assert (done.port_id, done.lane, done.fingerprint) == (PORT, "3", asked.fingerprint)
    assert told[-1] == 1
    assert not again.lacks_first_data()
    assert not desk.paths.asked.exists()


def test_what_was_asked_is_forgotten_at_will(tmp_path: Path):
    paths = LanePaths(tmp_path)
    paths.asked.write_text("{}")
    for _ in range(2):
        forget_request(paths)
    assert not paths.asked.exists()
    with pytest.raises(ConfigError):
        StickEnrolment(paths, SystemClock()).under_way()
    assert not StickEnrolment(paths, SystemClock()).lacks_first_data()


def test_cameras_are_named_as_they_stay(tmp_path: Path):
    links, titles = tmp_path / "by-id", tmp_path / "titles"
    links.mkdir()
    for number, title in ((0, "Front"), (2, "Back")):
        (titles / f"video{number}").mkdir(parents=True)
        (titles / f"video{number}" / "name").write_text(f"{title}\n")
    (tmp_path / "video2").touch()
    (links / "usb-Back-video-index0").symlink_to(tmp_path / "video2")
    found = plugged_in(CameraNames((links,), titles), "linux")
    assert found.cameras == (
        PluggedIn("camera:0", "Front"),
        PluggedIn("camera:usb-Back-video-index0", "Back"),
    )
    assert plugged_in(CameraNames((links,), titles), "win32").cameras is None
