from __future__ import annotations

import contextlib
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkpoint_app.capture import image
from checkpoint_app.capture.image import ImageError, frames_of
from checkpoint_app.capture.reading import Symbology
from checkpoint_app.reference import keys
from tests.unit.capture.pictures import png_bytes, symbol

CODE = Image.fromarray(symbol(Symbology.QR_CODE, "hello", scale=2))


def refused(data: bytes) -> ImageError:
    with pytest.raises(ImageError) as caught:
        list(frames_of(data, "scan.png"))
    assert caught.value.key in keys()
    assert caught.value.params["name"] == "scan.png"
    return caught.value


def only_frame(data: bytes) -> np.ndarray:
    (plane,) = frames_of(data, "scan.png")
    assert plane.dtype == np.uint8 and plane.ndim == 2
    return plane


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(columns: int, rows: int) -> bytes:
    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_every_known_format_gives_a_grey_plane(kind: str) -> None:
    plane = only_frame(png_bytes(CODE, kind))
    assert plane.shape == (CODE.height, CODE.width)
    assert np.abs(plane.astype(int) - np.array(CODE, dtype=int)).mean() < 6


def test_a_zero_byte_file_is_refused() -> None:
    assert refused(b"").key == "capture.empty"


def test_a_file_that_is_no_picture_is_refused() -> None:
    assert refused(b"%PDF-1.7 not a picture at all").key == "capture.not_a_picture"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    whole = png_bytes(CODE, kind)
    for share in (0.3, 0.6, 0.9):
        assert refused(whole[: int(len(whole) * share)]).key in (
            "capture.damaged",
            "capture.not_a_picture",
        )


@pytest.mark.parametrize(
    ("columns", "rows", "key"),
    [
        (10_000, 10_000, "capture.too_many_pixels"),
        (60_000, 60_000, "capture.too_many_pixels"),
        (2**31 - 1, 2**31 - 1, "capture.too_many_pixels"),
        (50_000, 100, "capture.too_long"),
    ],
)
def test_the_header_is_bounded_before_anything_is_decoded(
    columns: int, rows: int, key: str
) -> None:
    data = png_claiming(columns, rows)
    tracemalloc.start()
    error = refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.key == key
    assert peak < 1_000_000


def test_a_file_above_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MAX_FILE_BYTES", 100)
    assert refused(png_bytes(CODE)).key == "capture.file_too_large"


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_contrast(kind: str) -> None:
    # Only the lower quarter of the range is used, as sensors do.
    deep = np.array(CODE, dtype=np.uint16) * 60 + 700
    plane = only_frame(png_bytes(Image.fromarray(deep), kind))
    assert plane.min() == 0 and plane.max() == 255
    assert np.array_equal(plane > 127, np.array(CODE) > 127)


def test_transparent_paper_shows_white() -> None:
    ink = Image.new("RGBA", CODE.size, (0, 0, 0, 255))
    ink.putalpha(CODE.point(lambda value: 255 - value))
    assert np.array_equal(only_frame(png_bytes(ink)) > 127, np.array(CODE) > 127)


def test_white_ink_on_nothing_shows_on_black() -> None:
    ink = Image.new("RGBA", CODE.size, (255, 255, 255, 255))
    ink.putalpha(CODE.point(lambda value: 255 - value))
    assert np.array_equal(only_frame(png_bytes(ink)) > 127, np.array(CODE) < 127)


def test_grey_with_alpha_and_palettes_are_read() -> None:
    for mode in ("LA", "P", "1", "CMYK", "YCbCr"):
        kind = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
        plane = only_frame(png_bytes(CODE.convert(mode), kind))
        assert np.array_equal(plane > 127, np.array(CODE) > 127), mode


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animated_picture_gives_its_first_frames(kind: str) -> None:
    blanks = [Image.new("L", CODE.size, 10 * number) for number in range(20)]
    data = png_bytes(CODE, kind, save_all=True, append_images=blanks, duration=50)
    planes = list(frames_of(data, "scan.gif"))
    assert len(planes) == image.MAX_FRAMES
    assert np.array_equal(planes[0] > 127, np.array(CODE) > 127)


def test_a_larger_later_page_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png_bytes(
        Image.new("L", (20, 20)), "TIFF", save_all=True, append_images=[Image.new("L", (300, 300))]
    )
    monkeypatch.setattr(image, "MAX_PIXELS", 10_000)
    with pytest.raises(ImageError) as caught:
        list(frames_of(data, "scan.tif"))
    assert caught.value.key == "capture.too_many_pixels"


SEEDS = [png_bytes(CODE, kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=12),
    st.integers(0, 5000),
)
def test_only_its_own_error_escapes_from_a_mangled_picture(
    seed: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(seed)
    for place, value in changes:
        data[place % len(data)] = value
    with contextlib.suppress(ImageError):
        list(frames_of(bytes(data[: max(1, length)]), "scan"))


@given(st.binary(max_size=400))
def test_only_its_own_error_escapes_from_random_bytes(data: bytes) -> None:
    with contextlib.suppress(ImageError):
        list(frames_of(data, "scan"))
