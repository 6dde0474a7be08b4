"""What a camera's driver hands over, made into a picture to read and a smaller one to draw.

A camera that sends MJPG is asked for its bytes as they are: the grey plane alone is decompressed
for reading, and colour, at half the size, only for a picture that is drawn. Nothing here knows a
device.
"""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from checkpoint_app.capture.frames import MAX_FRAME_SIDE, Frame, Pixels

# A 1080p picture has some 0.2 MB, and never more than uncompressed.
MAX_COMPRESSED = 16 * 1024 * 1024
_START = b"\xff\xd8\xff"
# Markers of ITU-T T.81, table B.1: those that give the picture's size, and those without a length.
_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9
_MOST_SEGMENTS = 64
# Rows from which a picture is drawn at half its size: windows show no more than that.
_HALVED_FROM = 700


def developed(raw: NDArray[np.generic] | None, at: float) -> Frame | None:
    """The picture in what OpenCV retrieved: compressed bytes (one row of them), grey or 16 bits,
    grey with another channel (YUYV as it comes), BGR or BGRA. None when there is none in it, or
    when it has more than `MAX_FRAME_SIDE` pixels a side. Raises nothing."""
    if raw is None or raw.size == 0 or raw.ndim not in (1, 2, 3):
        return None
    if raw.ndim == 1 or raw.shape[0] == 1:
        return _decompressed(raw, at)
    if max(raw.shape) > MAX_FRAME_SIDE or raw.dtype not in (np.uint8, np.uint16):
        return None
    pixels: Pixels = np.ascontiguousarray(raw if raw.dtype == np.uint8 else _eight_bits(raw))
    if pixels.ndim == 3 and pixels.shape[2] == 2:
        grey = np.ascontiguousarray(pixels[:, :, 0])
        return Frame(grey, at, partial(_from_yuyv, pixels))
    return Frame(pixels, at)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Columns and rows as a JPEG's frame header gives them (ITU-T T.81, B.2.2); None where there is
    no such header."""
    if not data.startswith(_START):
        return None
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while at < len(data) and data[at] == 0xFF:  # fill bytes
            at += 1
        if at + 8 >= len(data):
            return None
        marker = data[at]
        if marker in (_SCAN, _END, 0):
            return None
        if marker in _FRAME_MARKERS:
            rows = int.from_bytes(data[at + 4 : at + 6])
            return int.from_bytes(data[at + 6 : at + 8]), rows
        at += 1
        if marker not in _ALONE:
            at += int.from_bytes(data[at : at + 2])
        if data[at : at + 1] != b"\xff":
            return None
    return None


def _decompressed(raw: NDArray[np.generic], at: float) -> Frame | None:
    if raw.dtype != np.uint8 or raw.size > MAX_COMPRESSED:
        return None
    data = np.ascontiguousarray(raw, dtype=np.uint8).reshape(-1)
    size = jpeg_size(data[: 64 * 1024].tobytes())
    if size is None or not 0 < max(size) <= MAX_FRAME_SIDE:
        return None
    grey = _decoded(data, cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return None
    return Frame(grey, at, partial(_in_colour, data, grey))


def _in_colour(data: NDArray[np.uint8], grey: Pixels) -> Pixels:
    """What is drawn of a compressed picture; in grey where its colours are damaged."""
    halved = grey.shape[0] >= _HALVED_FROM
    colour = _decoded(data, cv2.IMREAD_REDUCED_COLOR_2 if halved else cv2.IMREAD_COLOR)
    return grey if colour is None else colour


def _decoded(data: NDArray[np.uint8], how: int) -> Pixels | None:
    try:
        picture = cv2.imdecode(data, how | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, np.uint8)


def _from_yuyv(pixels: Pixels) -> Pixels:
    """Every second row and pair of columns of YUYV (4:2:2), in colour."""
    rows, columns = pixels.shape[:2]
    if columns % 2:
        return np.ascontiguousarray(pixels[:, :, 0])
    step = 2 if rows >= _HALVED_FROM else 1
    colour = cv2.cvtColor(np.ascontiguousarray(pixels[::step]), cv2.COLOR_YUV2BGR_YUY2)
    return np.ascontiguousarray(colour[:, ::step], dtype=np.uint8)


def _eight_bits(deep: NDArray[np.generic]) -> Pixels:
    """Its darkest to brightest over 0 to 255."""
    plane = deep.astype(np.float32)
    low, high = float(plane.min()), float(plane.max())
    return np.asarray((plane - low) * (255.0 / max(high - low, 1e-6)), np.uint8)
