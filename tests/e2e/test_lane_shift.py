"""Two hundred passengers of every kind at the real window; what was counted where must agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.screen import x_screen


def shift(folder: Path, passengers: int, platform: str, variables: dict[str, str]) -> Any:
    """One shift in a process of its own; what it says."""
    played = subprocess.run(
        [sys.executable, "-m", "tests.e2e.lane_shift", str(folder), str(passengers), platform],
        capture_output=True,
        text=True,
        timeout=280,
        env={**os.environ, **variables},
    )
    assert played.returncode == 0, played.stdout + played.stderr
    return json.loads(played.stdout.splitlines()[-1])


def agree(said: Any) -> None:
    """Every pilgrim was answered as made, and all three counts are what the crowd demands."""
    assert said["wrong"] == []
    assert said["window"] == said["expected"]
    assert said["journal"] == said["expected"]
    assert said["registry"] == said["expected"]
    assert said["verdicts_window"] == said["verdicts_expected"] == said["verdicts_journal"]
    assert said["synced"]
    assert said["pending"] == 0


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C3")
@pytest.mark.requirement("C4")
@pytest.mark.requirement("A10")
@pytest.mark.full  # every run has the shorter one below, and a whole shift in its own file
def test_two_hundred_passengers_with_the_line_cut_and_back(tmp_path: Path) -> None:
    said = shift(tmp_path, 200, "offscreen", {})
    assert said["passengers"] >= 200
    agree(said)


@pytest.mark.requirement("C1")
def test_the_same_on_a_screen(tmp_path: Path) -> None:
    with x_screen() as variables:
        agree(shift(tmp_path, 30, "xcb", variables))
