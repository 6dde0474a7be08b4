"""`checkpoint lane` as people start and end it: help, a source that is none, a closed window."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.main import open_lane
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import message
from tests.bench._lane import Season
from tests.ui.manned import make_season

OFFICER = "Hoda Salem"
# Scans what it is given, tells of what then stands, and closes the window with an event of its own.
_DRIVER = """
import sys
import ui.launch
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication
from checkpoint_app import cli
from ui.lane.bar import Bar
from ui.lane.camera_view import CameraView
from ui.lane.verdict_panel import VerdictPanel
from ui.widgets.chip import Chip

class Driver(QObject):
    def __init__(self, launch, tokens):
        super().__init__(launch)
        self.tokens, self.app = list(tokens), None
        launch.made.connect(self.meet)

    @Slot(object)
    def meet(self, app):
        self.app = app
        app.ready.connect(self.begin)
        app.window.first_painted.connect(self.painted)

    @Slot()
    def painted(self):
        if not self.tokens:
            QTimer.singleShot(1500, self, self.end)

    @Slot()
    def begin(self):
        self.app.post.desk.turned.connect(self.turned)

    @Slot(object)
    def turned(self, turn):
        if self.tokens:
            self.app.post.desk.scanned(self.tokens.pop())
        else:
            QTimer.singleShot(300, self, self.end)

    @Slot()
    def end(self):
        window = self.app.window
        camera = window.findChild(CameraView).accessibleName()
        if "opens" in camera:
            QTimer.singleShot(50, self, self.end)
            return
        print(window.page, window.findChild(VerdictPanel).view.tone.value)
        print(camera)
        print([each.view.text for each in window.findChildren(Chip)], flush=True)
        QApplication.postEvent(window.windowHandle(), QCloseEvent())

run = ui.launch.run
drivers = []
tokens = sys.argv[1].split()
ui.launch.run = lambda start: run(start, attend=lambda it: drivers.append(Driver(it, tokens)))
code = cli.main(sys.argv[2:])
print("ended", code)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    season = make_season(tmp_path_factory.mktemp("season"), 120, 10)
    season.lane.settings.write_text(f'language = "en"\nofficer = "{OFFICER}"\n', "utf-8")
    return season


def driven(tokens: list[str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its window on no screen."""
    return subprocess.run(
        [sys.executable, "-c", _DRIVER, " ".join(tokens), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_help_is_said_in_both_languages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", lang, "lane", "--help"], variables={}) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert message("cli.help_lane", lang) in said
    for option in ("--source", "--direction", "--demo-root", "--data", "--lang"):
        assert option in said
    assert message("cli.help_option_source", lang) in said


def test_a_direction_that_is_none_opens_nothing(tmp_path: Path) -> None:
    given = ["--data", str(tmp_path / "lane"), "lane", "--direction", "sideways"]
    assert cli.main(given, err=io.StringIO(), variables={}) == 2
    assert not (tmp_path / "lane").exists()


@pytest.mark.requirement("C1")
def test_a_closed_window_ends_the_program_and_its_log_names_nobody(season: Season) -> None:
    tokens = season.tokens()[:3]
    done = driven(tokens, "--data", season.lane.root, "lane")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "ended 0"
    assert done.stdout.startswith("lane ")
    logs = "".join(each.read_text("utf-8") for each in season.lane.log.parent.iterdir())
    for personal in (OFFICER, *personal_parts(season.lane, tokens)):
        assert personal not in logs
        assert personal not in done.stderr


def personal_parts(lane: LanePaths, tokens: list[str]) -> list[str]:
    """Names, passports and permit numbers of those who were scanned."""
    parts = []
    with open_lane(lane, SystemClock()) as looked:
        for token in tokens:
            record = looked.service.scan(token, record=False, outcome=None).record
            assert record is not None
            parts += [record.name_latin, record.name_arabic, record.passport, str(record.number)]
    return parts


@pytest.mark.parametrize("source", ["camera:lots", "no-such-film.mp4"])
def test_a_source_that_is_none_is_said_and_the_lane_works(season: Season, source: str) -> None:
    done = driven(season.tokens()[5:6], "--data", season.lane.root, "lane", "--source", source)
    assert done.returncode == 0, done.stderr
    first, camera, chips, _ = done.stdout.splitlines()
    assert first.split()[0] == "lane"
    assert first.split()[1] in ("clear", "refer", "refuse", "again")
    assert "no picture" in camera
    assert "No camera" in chips
    assert "Traceback" not in done.stderr


def test_a_new_lane_can_be_closed_before_anything_was_answered(tmp_path: Path) -> None:
    done = driven([], "--data", tmp_path / "lane", "lane")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("first_run ")
    assert not (tmp_path / "lane" / "device.json").exists()
