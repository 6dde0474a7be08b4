"""What cameras and files give on a bad day: nothing of it costs more than its share of memory, and
the next good scan is read."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from checkpoint_app.capture.decode_command import decode_paths
from checkpoint_app.capture.frames import Frame, Pixels
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.clock import SystemClock
from tests.simulators.films import on_desk
from tests.unit.capture.pictures import TEXTS, png_bytes, symbol

GOOD = on_desk(symbol(Symbology.QR_CODE))
MEGABYTES = 1_000_000
_DRAW = np.random.default_rng(3)
_NOISE = _DRAW.integers(0, 256, (480, 640), dtype=np.uint8)


def green() -> Iterator[Pixels]:
    """A driver without a picture."""
    frame = np.zeros((1080, 1920, 3), np.uint8)
    frame[:, :, 1] = 136
    return itertools.repeat(frame, 12)


def deep() -> Iterator[np.ndarray]:
    yield (_NOISE.astype(np.uint16)) << 8
    yield np.full((480, 640), np.nan, np.float32)


def alpha() -> Iterator[Pixels]:
    yield np.dstack([_NOISE] * 4)
    yield np.dstack([_NOISE] * 2)
    yield _NOISE[:, :, None]


def tiny() -> Iterator[Pixels]:
    yield from (np.zeros(size, np.uint8) for size in ((0, 0), (1, 1), (1, 4000), (7, 7, 3), (9, 9)))


BAD: dict[str, Callable[[], Iterator[Pixels]]] = {
    "green": green,
    "frozen": lambda: itertools.repeat(_NOISE, 200),
    "16 bits": deep,
    "alpha": alpha,
    "tiny": tiny,
    "black": lambda: itertools.repeat(np.zeros((1080, 1920), np.uint8), 5),
    "huge": lambda: itertools.repeat(np.tile(_NOISE, (8, 6)), 3),
}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("kind", list(BAD))
def test_after_bad_pictures_the_next_scan_is_read(kind: str) -> None:
    reader = LiveReader(SystemClock())
    at = 0.0
    tracemalloc.start()
    for pixels in BAD[kind]():
        at += 1 / 30
        assert reader.look(Frame(pixels, at)).scans == ()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 250 * MEGABYTES
    scans = [
        scan.text
        for number in range(30)
        for scan in reader.look(Frame(GOOD, at + number / 30)).scans
    ]
    assert scans == [TEXTS[Symbology.QR_CODE]]


@pytest.mark.requirement("C1")
def test_good_pictures_of_every_depth_are_read() -> None:
    forms = [
        GOOD.astype(np.uint16) * 257,
        GOOD.astype(np.float32) / 255,
        np.asarray(cv2.cvtColor(GOOD, cv2.COLOR_GRAY2BGRA), np.uint8),
        GOOD[:, :, None],
        np.dstack([GOOD, np.full_like(GOOD, 255)]),
    ]
    for form in forms:
        seen = LiveReader(SystemClock()).look(Frame(form, 0.0))  # type: ignore[arg-type]  # deeper
        assert [one.text for one in seen.readings] == [TEXTS[Symbology.QR_CODE]]


@pytest.mark.requirement("C1")
def test_a_picture_of_a_hundred_megapixels_is_refused_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(png_bytes(Image.new("1", (10_000, 10_000), 1)))
    (tmp_path / "good.png").write_bytes(png_bytes(Image.fromarray(GOOD)))
    tracemalloc.start()
    huge, good = decode_paths([tmp_path / "huge.png", tmp_path / "good.png"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    error = huge["error"]
    assert isinstance(error, dict) and error["key"] == "capture.too_many_pixels"
    assert "100" in error["en"] and error["ar"]
    assert good["text"] == TEXTS[Symbology.QR_CODE]
    assert peak < 64 * MEGABYTES
