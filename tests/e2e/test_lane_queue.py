"""A queue at the window: at the pace of a slow scanner, killed in the middle of it, and with a bug
in one of its slots."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from tests.bench._lane import Season, import_all
from tests.simulators.published_season import publish_season

# Answers to wait for before the next kill: another instant of the turn each time.
ANSWERS = (3, 8, 5)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lane with a small season imported, and tokens to scan."""
    folder = tmp_path_factory.mktemp("queue")
    publish_season(folder, 400, 40)
    with open_stores(LanePaths(folder / "lane"), SystemClock()) as stores:
        import_all(Season(folder), stores)
    return folder


def started(folder: Path, word: str, first: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.lane_queue", str(folder), word, str(first)],
        stdout=subprocess.PIPE,
        text=True,
    )


def lines(process: subprocess.Popen[str]) -> Iterator[list[str]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.split()


def newest_scan(folder: Path) -> str:
    with open_stores(LanePaths(folder / "lane"), SystemClock()) as stores:
        (entry,) = stores.journal.last_scans(stores.device.lane, 1)
    return str(entry.permit)


@pytest.mark.requirement("C1")
def test_after_a_kill_the_last_answered_scan_is_on_screen_again(season: Path) -> None:
    for place, wanted in enumerate(ANSWERS):
        process = started(season, "scan", 12 * place)
        answered = [line for line, _ in zip(lines(process), range(wanted), strict=False)]
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
        answered += list(lines(process))
        assert process.stdout is not None
        process.stdout.close()
        last = newest_scan(season)
        looking = started(season, "look")
        (shown,) = lines(looking)
        assert looking.wait(60) == 0
        assert looking.stdout is not None
        looking.stdout.close()
        assert len(answered) >= wanted
        assert shown[0] == last, "what was answered last stands again"
        assert shown[1] == "ANSWERED"


@pytest.mark.requirement("C1")
def test_a_bug_in_a_slot_is_logged_without_data_and_the_lane_goes_on(season: Path) -> None:
    process = started(season, "fault")
    said = list(lines(process))
    assert process.wait(60) == 0
    assert process.stdout is not None
    process.stdout.close()
    assert said[0][1] == "ANSWERED", "scanned on after the bug"
    log = LanePaths(season / "lane").log.read_text("utf-8")
    assert "a bug: LookupError by lane_queue.py" in log
    for part in said[1]:
        assert part not in log, "nobody's name"


def rushed(folder: Path, passengers: int, record_property: Any) -> Any:
    """Passengers one after the other, as fast as an 8 ms scanner lets them; what was said. Their
    number an hour is a figure of the report, and no judgement: the machine is whoever's it is."""
    played = subprocess.run(
        [sys.executable, "-m", "tests.e2e.lane_rush", str(folder), str(passengers)],
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    said = json.loads(played.stdout.splitlines()[-1])
    for figure in ("served", "seconds", "swipes", "an_hour"):
        record_property(figure, said[figure])
    print(f"{said['served']} passengers in {said['seconds']} s: {said['an_hour']} an hour")
    return said


def all_passed(said: Any) -> None:
    """Everybody was answered and recorded as made, at the window, in the journal and beyond."""
    assert said["wrong"] == []
    assert said["window"] == said["journal"] == said["registry"] == said["expected"]
    assert said["swipes"] > 0
    assert said["pending"] == 0


@pytest.mark.requirement("C1")
def test_a_rush_of_mixed_kinds_by_a_slow_scanner_and_the_passport(
    tmp_path: Path, record_property: Any
) -> None:
    all_passed(rushed(tmp_path, 0, record_property))


@pytest.mark.full
@pytest.mark.timeout(1500)
@pytest.mark.requirement("C1")
def test_a_long_rush(tmp_path: Path, record_property: Any) -> None:
    said = rushed(tmp_path, 150, record_property)
    assert said["served"] >= 150
    all_passed(said)
