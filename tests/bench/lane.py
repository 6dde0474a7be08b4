"""Resident memory of a headless lane with all records, after some hundred scans."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import open_lane
from tests.bench._lane import Season, full_lane
from tests.bench.floor import resident_mb
from tests.bench.result import Measured

RECORDS = 1_000_000
GOAL_MB = 200.0
SCANS = 300


def run(records: int) -> Measured:
    """See the module. The lane runs in a process of its own, which tells what it holds."""
    with full_lane(records, SCANS) as made:
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.lane", str(made.folder)],
            check=True,
            capture_output=True,
            text=True,
        )
    idle, after = (float(word) for word in answer.stdout.split())
    return Measured(
        "lane",
        after,
        "MB resident",
        GOAL_MB,
        explanations={"records": records, "scans": SCANS, "before_scans_mb": idle},
    )


def scan_all(folder: Path) -> None:
    """Open the lane, scan, and print the memory before and after."""
    made = Season(folder)
    with open_lane(made.lane, SystemClock(), officer="bench") as lane:
        idle = resident_mb()
        for text in made.tokens():
            lane.service.scan(text)
        print(idle, resident_mb())


if __name__ == "__main__":
    scan_all(Path(sys.argv[1]))
