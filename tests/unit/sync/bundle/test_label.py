"""The label of a bundle: what it says, and that no label does harm."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import ProtocolError
from checkpoint_app.reference import ports
from sync.bundle.label import (
    Label,
    decode_label,
    encode_label,
    label_text,
    megabytes,
    read_label,
    shown_times,
)
from sync.bundle.layout import LABEL_LIMIT

LABEL = Label(
    port="CAI-AIR",
    number=7,
    issued=1_795_338_000,  # 2026-11-22 09:00 UTC
    expires=1_796_547_600,  # 2026-12-06 09:00 UTC
    written=1_795_341_600,
    timestamp=12,
    files=19,
    size=44_000_001,
)


def test_a_label_comes_back_as_it_was_written() -> None:
    assert decode_label(encode_label(LABEL)) == LABEL


def test_fields_of_a_later_version_are_passed_over() -> None:
    later = {**json.loads(encode_label(LABEL)), "version": 2, "colour": "green"}
    assert decode_label(json.dumps(later).encode()) == msgspec.structs.replace(LABEL, version=2)


@pytest.mark.requirement("C2")
def test_people_read_port_number_and_time_in_both_languages() -> None:
    text = label_text(LABEL, ports().by_id("CAI-AIR"))
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\r\n") == text.count(b"\n")
    shown = text.decode("utf-8-sig")
    arabic, english = shown.split("UMRAH CHECKPOINT")
    for part, name in ((arabic, "مطار القاهرة الدولي"), (english, "Cairo International Airport")):
        for told in (
            name,
            "CAI-AIR",
            "7",
            "2026-11-22 11:00",
            "2026-11-22 09:00 UTC",
            "2026-12-06 11:00",
            "19",
            "45",
        ):
            assert told in part
        assert "checkpoint bundle import" in part


def test_nothing_personal_has_a_place_on_a_label() -> None:
    assert set(json.loads(encode_label(LABEL))) == {
        "port",
        "number",
        "issued",
        "expires",
        "written",
        "timestamp",
        "files",
        "size",
        "version",
    }


def test_times_are_shown_in_cairo_and_in_utc() -> None:
    assert shown_times(LABEL.issued) == {"cairo": "2026-11-22 11:00", "utc": "2026-11-22 09:00"}
    assert shown_times(1_783_339_200)["cairo"] == "2026-07-06 15:00"  # summer time
    assert [megabytes(size) for size in (0, 1, 1_000_000, 1_000_001)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"port": "CAI\x1b[2J"},
        {"port": "CAI-AIR\n"},
        {"port": "A" * 17},
        {"number": -1},
        {"issued": 253_402_300_800},
        {"size": 2**53},
        {"files": "19"},
        {"port": None},
    ],
)
def test_a_spoofed_field_is_refused(change: dict[str, object]) -> None:
    spoofed = {**json.loads(encode_label(LABEL)), **change}
    with pytest.raises(ProtocolError):
        decode_label(json.dumps(spoofed).encode())


def test_a_long_or_deep_label_is_refused_before_it_is_read() -> None:
    for content in (b" " * (LABEL_LIMIT + 1), b"[" * 1000, b'{"port":' + b"[" * 50):
        with pytest.raises(ProtocolError):
            decode_label(content)


def test_a_label_that_is_not_there_is_none() -> None:
    assert read_label(Path("/nonexistent/stick")) is None


_VALID = encode_label(LABEL)
_ENDS = st.integers(0, len(_VALID))
_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_FIELDS = st.dictionaries(st.sampled_from(sorted(Label.__struct_fields__)), _VALUES, max_size=3)


def must_be_harmless(content: bytes) -> None:
    try:
        label = decode_label(content)
    except ProtocolError:
        return
    assert label_text(label, ports().by_id("CAI-AIR"))
    assert decode_label(encode_label(label)) == label


@settings(max_examples=600, deadline=None)
@given(_ENDS, st.binary(max_size=40), _ENDS)
def test_of_whatever_bytes_only_its_own_error_escapes(end: int, other: bytes, start: int) -> None:
    """A label cut, with anything in between, and more of it again."""
    must_be_harmless(_VALID[:end] + other + _VALID[start:])


@settings(max_examples=500, deadline=None)
@given(_FIELDS)
def test_of_whatever_fields_only_its_own_error_escapes(fields: dict[str, object]) -> None:
    must_be_harmless(json.dumps({**json.loads(_VALID), **fields}).encode())
