"""The diagnostics file's texts: what is masked, and which lines of a log are shown."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.services.diagnostics import (
    Diagnosis,
    LogLine,
    chosen_lines,
    diagnostics_zip,
    log_lines,
    safe_settings,
    safe_text,
)

LOG = (
    "half a line\n"
    "2026-11-23 02:10:09,123 INFO sync.client.rounds: began\n"
    "2026-11-23 02:10:10,001 WARNING sync.client.rounds: TransportError\n"
    "and more\n"
    "2026-11-23 02:10:11,500 ERROR ui.crash: ValueError by a.py:3 f\n"
)


def test_a_line_that_begins_no_entry_goes_on_with_the_one_before() -> None:
    lines = log_lines(LOG)
    assert [line.level for line in lines] == ["INFO", "WARNING", "ERROR"]
    assert lines[1].text == "TransportError\nand more"


@pytest.mark.parametrize(
    ("level", "text", "left"),
    [("DEBUG", "", 3), ("WARNING", "", 2), ("INFO", "ROUNDS", 2), ("ERROR", "rounds", 0)],
)
def test_lines_are_chosen_by_level_and_text(level: str, text: str, left: int) -> None:
    assert len(chosen_lines(log_lines(LOG), level, text, 10)) == left


def test_only_the_newest_are_kept() -> None:
    lines = [LogLine("", "INFO", "a", str(number)) for number in range(9)]
    assert [line.text for line in chosen_lines(lines, "INFO", "", 2)] == ["7", "8"]


@pytest.mark.parametrize(
    "personal",
    [
        "A12345678",
        "29001011234567",
        "2900 1011 2345 67",
        "1069594782061",
        "منى سالم",
        "٢٩٠٠١٠١١٢٣٤٥٦٧",
        "P<EGYSALEM<<MONA<<<<<<<<",
        "/home/mona/umrah",
    ],
)
def test_what_may_be_somebodys_is_masked(personal: str) -> None:
    told = safe_text(f"before {personal} after")
    assert personal not in told
    assert told.startswith("before ") and told.endswith(" after")


def test_settings_name_no_one() -> None:
    told = safe_settings(
        {"officer": "Mona", "source": "camera:0", "scanner": "/home/mona/x", "theme": "dark"}
    )
    assert told == {"source": "camera", "scanner": "a file", "theme": "dark"}


@given(st.text(max_size=400))
def test_any_log_makes_a_file_that_opens(text: str) -> None:
    content = diagnostics_zip(Diagnosis({"versions": {text: text, "n": [1, None, True]}}, text))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("versions.json"))["n"] == [1, None, True]
        archive.read("log.txt").decode("ascii")
