"""What a camera's driver hands over, made into a picture to read and one to draw."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from checkpoint_app.capture.developing import MAX_COMPRESSED, developed, jpeg_size
from checkpoint_app.capture.frames import MAX_FRAME_SIDE, Frame
from tests.simulators.video_device import Picture, compressed

_ROWS, _COLUMNS = np.mgrid[0:240, 0:320]
SLOPE = (np.asarray((_ROWS + _COLUMNS) // 3, np.uint8)).copy()
COLOURED = np.dstack([SLOPE, np.full_like(SLOPE, 90), 255 - SLOPE])
JPEG = compressed(COLOURED)


def close_to(one: Picture, other: Picture, most: float = 4.0) -> bool:
    return float(np.abs(one.astype(float) - other.astype(float)).mean()) < most


def as_frame(raw: Picture) -> Frame:
    frame = developed(raw, 7.0)
    assert frame is not None and frame.at == 7.0
    return frame


def without_tables(jpeg: Picture) -> Picture:
    """As most cameras send it: the Huffman tables, always the same, left out."""
    data = jpeg.tobytes()
    while (at := data.find(b"\xff\xc4")) > 0:
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4]) :]
    return np.frombuffer(data, np.uint8).reshape(1, -1)


@pytest.mark.requirement("C1")
def test_compressed_bytes_are_read_in_grey_and_drawn_in_colour() -> None:
    frame = as_frame(JPEG)
    assert frame.pixels.shape == (240, 320) and frame.pixels.dtype == np.uint8
    assert close_to(frame.pixels, np.asarray(cv2.cvtColor(COLOURED, cv2.COLOR_BGR2GRAY), np.uint8))
    assert frame.drawn().shape == (240, 320, 3) and close_to(frame.drawn(), COLOURED)


def test_a_large_picture_is_drawn_at_half_its_size() -> None:
    frame = as_frame(compressed(np.asarray(cv2.resize(COLOURED, (1920, 1080)), np.uint8)))
    assert frame.size == (1920, 1080) and frame.drawn().shape == (540, 960, 3)


def test_bytes_without_tables_and_with_a_tail_are_a_picture() -> None:
    bare = without_tables(JPEG)
    assert bare.size < JPEG.size
    assert np.array_equal(as_frame(bare).pixels, as_frame(JPEG).pixels)
    long = np.concatenate([JPEG, np.full((1, 5000), 7, np.uint8)], axis=1)
    assert np.array_equal(as_frame(long).pixels, as_frame(JPEG).pixels)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_picture_that_breaks_off_is_none(share: float) -> None:
    assert developed(JPEG[:, : int(JPEG.size * share)], 0.0) is None


@pytest.mark.parametrize("deep", [False, True])
def test_grey_is_taken_as_it_is_and_sixteen_bits_are_spread(deep: bool) -> None:
    raw = SLOPE.astype(np.uint16) * 16 if deep else SLOPE
    frame = as_frame(raw)  # type: ignore[arg-type]  # as a driver may
    wanted = (SLOPE.astype(float) - SLOPE.min()) * 255 / np.ptp(SLOPE) if deep else SLOPE
    assert frame.pixels.dtype == np.uint8 and close_to(frame.pixels, np.asarray(wanted))
    assert frame.drawn() is frame.pixels


def test_yuyv_gives_its_first_plane_and_colours() -> None:
    yuyv = np.dstack([SLOPE, np.full_like(SLOPE, 128)])
    frame = as_frame(yuyv)
    assert np.array_equal(frame.pixels, SLOPE)
    assert frame.drawn().shape == (240, 320, 3) and np.ptp(frame.drawn()[5, 5]) <= 2
    large = as_frame(np.zeros((1080, 1920, 2), np.uint8)).drawn()
    assert large.shape == (540, 960, 3) and list(large[9, 9] > 100) == [False, True, False]  # green
    assert as_frame(yuyv[:, :319]).drawn().shape == (240, 319)


@pytest.mark.parametrize("channels", [3, 4])
def test_what_the_system_has_opened_already_is_taken_over(channels: int) -> None:
    raw = np.dstack([COLOURED] + [np.zeros_like(SLOPE)] * (channels - 3))
    assert np.array_equal(as_frame(raw).pixels, raw)


def a_size(columns: int, rows: int) -> Picture:
    """A picture whose header says another size than it has."""
    data = bytearray(JPEG.tobytes())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = rows.to_bytes(2) + columns.to_bytes(2)
    return np.frombuffer(bytes(data), np.uint8).reshape(1, -1)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        np.zeros((0, 0), np.uint8),
        np.zeros((1, 5000), np.uint8),
        np.frombuffer(b"\xff\xd8\xff", np.uint8),
        np.frombuffer(b"\xff\xd8\xff\xd9" + bytes(100), np.uint8),
        np.zeros((1, MAX_COMPRESSED + 1), np.uint8),
        JPEG.astype(np.uint16),
        a_size(MAX_FRAME_SIDE + 1, 8),
        a_size(65_000, 65_000),
        a_size(0, 8),
        np.zeros((8, MAX_FRAME_SIDE + 1), np.uint8),
        np.zeros((8, 8), np.float64),
        np.zeros((2, 2, 2, 2), np.uint8),
    ],
    ids=lambda raw: "none" if raw is None else f"{raw.shape} {raw.dtype}",
)
def test_what_is_no_picture_is_none(raw: Picture | None) -> None:
    assert developed(raw, 0.0) is None


def test_the_size_stands_in_the_header() -> None:
    assert jpeg_size(JPEG.tobytes()) == (320, 240)
    assert jpeg_size(b"") is None and jpeg_size(b"\x89PNG") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_none(data: bytes) -> None:
    raw = np.frombuffer(b"\xff\xd8\xff" + data, np.uint8).reshape(1, -1)
    assert developed(raw, 0.0) is None or jpeg_size(raw.tobytes()) is not None


@settings(max_examples=60)
@given(st.integers(0, JPEG.size - 1), st.integers(0, 255), st.integers(4, JPEG.size))
def test_damage_anywhere_is_a_picture_or_none(at: int, value: int, length: int) -> None:
    raw = JPEG.copy()
    raw[0, at] = value
    frame = developed(raw[:, :length], 0.0)
    if frame is not None:
        assert frame.pixels.ndim == 2 and frame.drawn().ndim in (2, 3)


@settings(max_examples=60)
@given(
    arrays.arrays(
        st.sampled_from([np.uint8, np.uint16]),
        arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=9),
    )
)
def test_any_array_is_a_picture_or_none(raw: Picture) -> None:
    frame = developed(raw, 0.0)
    if frame is not None:
        assert frame.pixels.size and frame.drawn().size
