"""The lane's window: how soon it is painted and scans, whether it ever stands still, what it holds.

The floor is the start of an empty PySide6 window, measured in turn with ours. All without a screen
(Qt's offscreen platform), the season's records on disk, a 1080p film running before the camera.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from tests.bench._lane import full_lane
from tests.bench.result import Measured, SideGoal

RECORDS = 1_000_000
SCANS, STARTS = 600, 7
GOAL_PAINT, GOAL_SCAN, GOAL_STALLS, GOAL_MB = 2.0, 6.0, 0.0, 300.0
FILM_SECONDS, FILM_RATE = 60, 30


def run(records: int) -> Measured:
    """See the module."""
    with full_lane(records, SCANS + 1) as made:
        film = make_film(made.folder / "desk.avi")
        bare, painted, furnished, decided = starts(made.folder)
        shift = lane_window(made.folder, SCANS, str(film))
    floor = statistics.median(bare)
    return Measured(
        "window",
        statistics.median(painted) / floor,
        "times a bare window's first paint",
        GOAL_PAINT,
        side_goals=(
            SideGoal("first_scan", statistics.median(decided) / floor, GOAL_SCAN),
            SideGoal("stalls", float(shift["stalls"]), GOAL_STALLS),
            SideGoal("peak_mb", shift["resident_mb"], GOAL_MB),
        ),
        explanations={
            "records": records,
            "scans": SCANS,
            "bare_ms": floor * 1000,
            "paint_ms": statistics.median(painted) * 1000,
            "whole_window_ms": statistics.median(furnished) * 1000,
            "first_scan_ms": statistics.median(decided) * 1000,
            "largest_gaps_ms": [round(gap, 1) for gap in shift["gaps"]],
        },
    )


def starts(folder: Path) -> tuple[list[float], list[float], list[float], list[float]]:
    """Seconds from the start of the process to a bare window's first paint, to ours (the sheet that
    says that the lane is being opened), to the whole window, and to our first verdict, each several
    times in turn. The first of each warms the disk and is left out."""
    bare, painted, furnished, decided = [], [], [], []
    for _ in range(STARTS + 1):
        began = time.monotonic()
        bare.append(float(said("-m", "tests.bench._bare_window")) - began)
        began = time.monotonic()
        ours = lane_window(folder, 1, "")
        painted.append(ours["painted"] - began)
        furnished.append(ours["furnished"] - began)
        decided.append(ours["decided"] - began)
    return bare[1:], painted[1:], furnished[1:], decided[1:]


def lane_window(folder: Path, scans: int, source: str) -> dict:  # type: ignore[type-arg]  # JSON
    """One run of the window; what its stop-watch says."""
    return json.loads(said("-m", "tests.bench._lane_window", str(folder), str(scans), source))


def said(*arguments: str) -> str:
    """What a Python of ours prints, without a screen and with its compiled files at hand."""
    bytecode = {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
    own = {name: value for name, value in os.environ.items() if name not in bytecode}
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=own | {"QT_QPA_PLATFORM": "offscreen"},
    )
    return done.stdout.strip().splitlines()[-1]


def make_film(path: Path) -> Path:
    """An officer's desk in 1080p with nothing on it but grain."""
    draw = np.random.default_rng(1)
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FILM_RATE, (1920, 1080))
    desk = draw.integers(60, 110, (1080, 1920, 3), np.uint8)
    for frame in range(FILM_SECONDS * FILM_RATE):
        film.write(np.roll(desk, frame % 16, axis=1))
    film.release()
    return path
