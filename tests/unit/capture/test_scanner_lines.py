"""Codes out of lines that bear no times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.scanner_lines import codes_of, is_of_passport, lines_of
from checkpoint_app.capture.sheet_contents import SYMBOLS
from tests.simulators.passport import zone_of
from tests.unit.capture.test_scanner_check import ARABIC_KEYS
from tests.unit.domain.cases import RECORD

CONTENTS = [symbol.content for symbol in SYMBOLS]
ZONE = zone_of(RECORD)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", "\x03"])
def test_what_was_sent_in_several_lines_is_one_code(end: str) -> None:
    sent = [*CONTENTS, ZONE.replace("\n", "\r")]
    kept = "".join(code + end for code in sent).encode("latin-1")
    assert list(codes_of(lines_of(kept))) == [code + end for code in sent]


def test_a_last_line_without_an_end() -> None:
    assert list(codes_of(lines_of(b"4006381333931\r\nABC"))) == ["4006381333931\r\n", "ABC"]
    assert list(codes_of([])) == []


@pytest.mark.parametrize("text", [ZONE, *ZONE.split("\n"), ZONE[:30], ZONE.translate(ARABIC_KEYS)])
def test_rows_of_a_passport_are_known_as_such(text: str) -> None:
    assert is_of_passport(text)


@pytest.mark.parametrize("text", [*CONTENTS, "4006381333931", "VACCINATION CENTRE", ""])
def test_other_codes_are_no_passport(text: str) -> None:
    assert not is_of_passport(text)


@given(st.binary(max_size=3000))
def test_any_bytes(kept: bytes) -> None:
    """Nothing of them is lost, and nothing is raised."""
    codes = list(codes_of(lines_of(kept)))
    assert "".join(codes) == kept.decode("latin-1")
    for code in codes:
        is_of_passport(code)
