"""Set-up run for real, on a small project that needs no packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import bootstrap

Run = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = "import os, sys\nprint('ran', os.getcwd(), *sys.argv[1:])\nsys.exit(7)\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with this bootstrap, a program that answers 7, and empty lists."""
    root = tmp_path_factory.mktemp("project")
    (root / "installer").mkdir()
    shutil.copy(bootstrap.__file__, root / "installer")
    for name in bootstrap.REQUIREMENTS.values():
        (root / "installer" / name).write_text("# nothing\n")
    (root / "checkpoint_app").mkdir()
    (root / "checkpoint_app" / "__init__.py").touch()
    (root / "checkpoint_app" / "__main__.py").write_text(PROGRAM)
    return root


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Run:
    """Runs the bootstrap from a folder of its own, as somebody else's shell would."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        script = project / "installer" / "bootstrap.py"
        return subprocess.run(
            [sys.executable, str(script), *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def test_from_nothing_to_the_demo_and_again_without_work(
    project: Path, run: Run, tmp_path: Path
) -> None:
    first = run("demo", "--headless", "--out", "pictures")
    assert first.stdout.splitlines()[-1] == f"ran {tmp_path} demo --headless --out pictures"
    assert first.returncode == 7

    again = run("demo")
    assert again.stdout == f"ran {tmp_path} demo\n"

    command = project / ".venv" / "bin" / "checkpoint"
    asked = subprocess.run([command, "status"], cwd=tmp_path, capture_output=True, text=True)
    assert asked.stdout == f"ran {tmp_path} status\n"


@pytest.mark.full
def test_stale_and_unfinished_environments_are_made_again(project: Path, run: Run) -> None:
    assert run("setup").returncode == 0
    (project / "installer" / "requirements.txt").write_text("# changed\n")
    assert "Making .venv again" in run("setup").stdout

    (project / ".venv" / bootstrap.UNFINISHED_NAME).touch()
    assert "Making .venv again" in run("setup").stdout
    assert run("setup").stdout == "Ready.\nجاهز.\n"


@pytest.mark.full
def test_a_step_that_fails_says_how_to_go_on_and_leaves_no_stamp(project: Path, run: Run) -> None:
    listed = project / "installer" / "requirements.txt"
    listed.write_text("nothing-of-this-name @ file:///nowhere/at/all.whl\n")
    refused = run("setup")
    assert refused.returncode == 1
    assert "Run the same command to try again." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (project / ".venv" / bootstrap.STAMP_NAME).exists()

    listed.write_text("# nothing\n")
    assert run("setup").returncode == 0
