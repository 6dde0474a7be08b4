"""Arguments to scans, without a disk."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.commands.inputs import (
    LINE_LIMIT,
    Scanned,
    arguments,
    lines,
    most_useful,
    presented_document,
    scans_of,
)
from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.errors import ConfigError

ONE = permit_number_from_serial(123456789012)
OTHER = permit_number_from_serial(987654321098)
# The specimen of ICAO Doc 9303 part 4.
MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_hyphen_stands_for_the_lines_of_the_input() -> None:
    read = arguments(["first", "-", "last"], io.StringIO("a\r\n\nb"))
    assert list(read) == ["first", "a", "b", "last"]


def test_an_overlong_line_is_cut_and_the_next_one_is_whole() -> None:
    read = list(lines(io.StringIO("7" * (3 * LINE_LIMIT) + "\nnext\n")))
    assert [len(line) for line in read] == [LINE_LIMIT, 4]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n"), min_size=1, max_size=40)))
def test_every_line_comes_once_and_in_order(texts: list[str]) -> None:
    assert list(lines(io.StringIO("\n".join(texts), newline="\n"))) == texts


@pytest.mark.parametrize("text", ["1234", "x" * 5000, "a\0b", "two\nlines", "https://x/y.png"])
def test_what_is_no_file_is_text(text: str) -> None:
    assert scans_of(text) == [Scanned(text, text)]


def test_a_picture_that_is_not_there_is_no_text() -> None:
    with pytest.raises(ConfigError) as refused:
        scans_of("no-such-folder/permit.PNG")
    assert refused.value.key == "cli.no_such_file"


def test_a_permit_goes_before_what_is_none() -> None:
    number = Scanned("page", str(ONE).encode(), "Code128")
    other = Scanned("page", str(OTHER).encode(), "Code128")
    link = Scanned("page", b"https://example.org/", "QRCode")
    assert most_useful([link, number]) == [number]
    assert most_useful([link, number, other, number]) == [number, other]
    assert most_useful([link, link]) == [link]
    assert most_useful([]) == []


def test_a_passport_by_its_lines_or_by_its_last_four() -> None:
    assert presented_document(None) is None
    zone = presented_document(MRZ)
    assert zone is not None
    assert zone.number == "L898902C3"
    assert presented_document(MRZ.replace("\n", "")) == zone
    tail = presented_document(" ٠٠69 ")
    assert tail is not None
    assert (tail.number_tail, tail.number) == ("0069", None)
    whole = presented_document("a00000069")
    assert whole is not None
    assert (whole.number_tail, whole.number) == ("0069", "A00000069")


@pytest.mark.parametrize("line", ["", "069", "A-00000069", "ا١٢٣", "x" * 300])
def test_what_is_no_passport_is_said(line: str) -> None:
    with pytest.raises(ConfigError) as refused:
        presented_document(line)
    assert refused.value.key == "cli.passport_wrong"


@given(st.text(max_size=200))
def test_no_line_raises_anything_else(line: str) -> None:
    try:
        assert presented_document(line) is not None
    except ConfigError:
        return
