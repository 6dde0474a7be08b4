"""Nothing that names a person stays in the log."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.log import MaskingFormatter, crash_report, logging_to, masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("permit 1234567890128 refused", "permit #13 refused"),
        ("1234 5678 90128", "#13"),
        ("passport A00000069", "passport A#8"),
        ("٢٩٩٠١٠١٠١٢٣٤٥٦", "#14"),
        ("123456 is short", "123456 is short"),
        ("port 443, 200 answers", "port 443, 200 answers"),
        ("", ""),
    ],
)
def test_long_runs_of_digits_are_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@given(st.text(), st.integers(10**6, 10**20), st.text())
def test_no_long_number_survives_anywhere(before: str, number: int, after: str) -> None:
    assert str(number) not in masked(f"{before}{number}{after}")


def test_the_time_stays_readable_and_the_rest_is_masked() -> None:
    record = logging.LogRecord("lane", logging.INFO, "", 0, "scan of %s", ("1234567890128",), None)
    line = MaskingFormatter().format(record)
    assert line.endswith("INFO lane: scan of #13")
    assert line[:4].isdigit()


def test_a_crash_report_tells_the_way_and_no_value() -> None:
    try:
        int("Fatma A00000069")
    except ValueError as error:
        report = crash_report(error)
    assert report.startswith("ValueError by test_log.py:")
    assert "Fatma" not in report
    assert "69" not in report


def test_our_own_lines_are_kept_masked_and_libraries_from_warnings_on() -> None:
    text = io.StringIO()
    with logging_to(logging.StreamHandler(text), "INFO"):
        logging.getLogger("sync.client").info("permit 1234567890128")
        logging.getLogger("urllib3").info("connection to somewhere")
        logging.getLogger("urllib3").warning("pool is full")
    logging.getLogger("sync.client").error("after the block")
    lines = text.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("INFO sync.client: permit #13")
    assert lines[1].endswith("WARNING urllib3: pool is full")
