"""One window a lane, whatever becomes of it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkpoint_app import cli
from checkpoint_app.commands.lane import only_window
from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths

_HOLDS = """
import sys, time
from pathlib import Path
from checkpoint_app.commands.lane import only_window
from checkpoint_app.paths import LanePaths
with only_window(LanePaths(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.requirement("C1")
def test_a_second_window_says_that_there_is_one_and_ends(tmp_path: Path) -> None:
    folder = tmp_path / "lane"
    holds = [sys.executable, "-c", _HOLDS, str(folder)]
    other = subprocess.Popen(holds, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    err = io.StringIO()
    ended = cli.main(
        ["--data", str(folder), "--lang", "en", "lane"],
        stdin=io.StringIO(), out=io.StringIO(), err=err, variables={},
    )  # fmt: skip
    assert ended == cli.OWN_FAILURE
    assert "has a window already" in err.getvalue()
    os.kill(other.pid, signal.SIGKILL)
    other.wait(20)
    other.stdout.close()
    with only_window(LanePaths(folder)):
        pass


def test_the_folder_is_its_owner_s_alone_from_the_beginning(tmp_path: Path) -> None:
    folder = tmp_path / "lane"
    console = {"stdin": io.StringIO(), "out": io.StringIO(), "err": io.StringIO()}
    cli.main(["--data", str(folder), "lane", "--source"], variables={}, **console)
    with only_window(LanePaths(folder)):
        cli.main(["--data", str(folder), "lane"], variables={}, **console)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "window.lock").stat().st_mode & 0o077 == 0


def test_a_failure_of_the_window_is_not_taken_for_one_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), only_window(LanePaths(tmp_path)):
        raise FileNotFoundError
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError), only_window(LanePaths(tmp_path / "file")):
        pass
