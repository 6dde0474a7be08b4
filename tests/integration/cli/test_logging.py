"""The log on a disk."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

from checkpoint_app.log import file_sink, logging_to


def test_the_file_is_its_owners_and_holds_masked_lines(tmp_path: Path) -> None:
    path = tmp_path / "log" / "checkpoint.log"
    with logging_to(file_sink(path)):
        logging.getLogger("checkpoint").info("permit %s", "1234567890128")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8").endswith("INFO checkpoint: permit #13\n")


def test_a_log_that_cannot_be_opened_costs_nothing_else(tmp_path: Path) -> None:
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file where the folder should be")
    with logging_to(file_sink(in_the_way / "checkpoint.log")):
        logging.getLogger("checkpoint").error("goes nowhere")
    assert in_the_way.read_text() == "a file where the folder should be"
