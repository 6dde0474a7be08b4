"""`checkpoint demo`: the demonstration as a command."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from checkpoint_app import config
from checkpoint_app.commands.setting import Setting
from checkpoint_app.demo.conductor import Conductor, Playing
from checkpoint_app.demo.play import Result, Stage, Teller, play, unseen
from checkpoint_app.demo.report import Shot, count_line, shot_line, write_verdicts
from checkpoint_app.demo.screens import Screens
from checkpoint_app.demo.window_side import Driver
from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import message

PERMITS, SEED = 5000, 1448
# Fewer do not leave room for the pilgrims of the scenes.
FEWEST = 300
FAILED = 1
# What an earlier run of ours left in --out; nothing else there is touched.
_OURS = ("registry", "lane", "sheets", "photographs", "camera", "screens")


def add_demo_arguments(parser: ArgumentParser) -> None:
    """The arguments of `checkpoint demo`."""
    parser.add_argument("--headless", action="store_true", help=message("demo.help_headless", "en"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=message("demo.help_out", "en"))
    parser.add_argument(
        "--permits", type=int, default=PERMITS, metavar="N", help=message("demo.help_permits", "en")
    )
    parser.set_defaults(run=run_demo)


def run_demo(chosen: Namespace, setting: Setting) -> int:
    """Play the demonstration. Exit 0 only when every verdict and count is as expected."""
    if chosen.permits < FEWEST:
        raise ConfigError("season too small", key="demo.season_small")
    console = setting.console

    def tell(key: str, **params: object) -> None:
        shot = params.get("shot")
        if isinstance(shot, Shot):
            console.line(shot_line(shot, console.lang))
        else:
            console.say(key, **params)

    with _folder(chosen.out) as folder:
        result = _in_a_window(chosen, setting, folder, tell)
        if chosen.out is not None:
            write_verdicts(folder / "verdicts.json", result.shots)
    console.line(count_line(result.counts, console.lang))
    right = sum(shot.as_expected for shot in result.shots)
    console.say("demo.result", right=right, all=len(result.shots))
    return 0 if result.as_expected else FAILED


def _in_a_window(chosen: Namespace, setting: Setting, folder: Path, tell: Teller) -> Result:
    """Play in a thread of its own; this one is the window's until it is over."""
    hidden = chosen.headless or not config.has_display(config.environment())
    app = QApplication(["checkpoint", *(("-platform", "offscreen") if hidden else ())])
    conductor = Conductor()
    screens = Screens(folder) if chosen.out is not None else None

    def open_window(lane: LanePaths, camera: Path) -> Driver:
        driver = Driver.opened(lane, camera, setting.clock, setting.console.lang, conductor)
        if screens is not None:
            screens.driver = driver
        return driver

    playing = Playing(
        lambda: play(
            Stage.under(folder),
            setting.clock,
            open_window,
            permits=chosen.permits,
            seed=SEED,
            tell=tell,
            see=unseen if screens is None else screens.see,
        ),
        conductor.over,
    )
    conductor.ended.connect(app.quit)
    playing.start()
    app.exec()
    playing.join()
    return playing.outcome()


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="checkpoint-demo-") as name:
            yield Path(name)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in _OURS:
            shutil.rmtree(out / name, ignore_errors=True)
    except OSError as error:
        raise ConfigError("no such folder", key="demo.out_unusable") from error
    yield out
