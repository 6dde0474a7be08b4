"""The demonstration, run as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REQUIRED = {
    "clear": "clear",
    "expired": "refer",
    "revoked": "refuse",
    "superseded print": "clear",
    "company suspended": "refer",
    "wrong port": "refer",
    "wrong date": "refer",
    "already departed": "refer",
    "not yet on file": "refer",
    "the same, refreshed": "clear",
    "edited cache": "refer",
    "forged signature": "refuse",
    "not a permit": None,
    "linear code alone": "refer",
    "linear code and passport": "clear",
    "a return": "clear",
    "clear, network cut": "clear",
}


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C2")
@pytest.mark.requirement("C3")
@pytest.mark.requirement("C4")
@pytest.mark.requirement("A10")
@pytest.mark.requirement("A17")
def test_every_verdict_and_count_is_as_the_season_was_made(tmp_path: Path) -> None:
    out = tmp_path / "out"
    played = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "--lang", "en", "demo", "--headless"),
            *("--permits", "600", "--out", str(out)),
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    verdicts = json.loads((out / "verdicts.json").read_text("utf-8"))
    assert {row["scan"]: row["got"] for row in verdicts}.items() >= REQUIRED.items()
    assert all(set(row) == {"scan", "expected", "got", "findings", "ms"} for row in verdicts)
    assert all(row["expected"] == row["got"] for row in verdicts)
    assert len(list((out / "photographs").glob("*.png"))) >= 15
    assert len(list((out / "sheets").glob("*.pdf"))) >= 12
