"""Picture files, opened within bounds.

The size of the file is looked at before it is opened, and the number of pixels, taken from the
file's header, before anything is decoded: a small file can ask for gigabytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from checkpoint_app.errors import ConfigError

GreyImage = NDArray[np.uint8]
"""Rows, columns; 0 is black, 255 white."""

MAX_FILE_BYTES = 32 * 1024 * 1024
# Telephones' ordinary photographs have 12 to 50 million pixels.
MAX_PIXELS = 64_000_000
# The decoders count pixels of a side in 16 bits, OpenCV with a sign.
MAX_SIDE = 32_000
MAX_FRAMES = 8
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
_MODES_16_BIT = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


class ImageError(ConfigError):
    """A picture file cannot be read. Its key says why: ``capture.empty``, ``capture.damaged``, …"""


def grey_frames(path: Path) -> Iterator[GreyImage]:
    """The frames of a picture file as grey planes, the first 8 of an animated one, one at a time.

    Transparent parts show white, or black where the picture would vanish on white. Raises
    ImageError for a file that is missing, empty, larger than 32 MiB, of more than 64 million
    pixels or 32,000 a side, of no known format, or damaged.
    """
    yield from frames_of(_bounded_bytes(path), path.name)


def frames_of(data: bytes, name: str) -> Iterator[GreyImage]:
    """The same from a picture file's bytes; ``name`` stands in the errors."""
    if not data:
        raise ImageError("empty picture file", key="capture.empty", name=name)
    if len(data) > MAX_FILE_BYTES:
        raise _too_large(name, len(data))
    with warnings.catch_warnings():
        # Pillow warns of large pictures; the bound here is checked by ourselves.
        warnings.simplefilter("ignore")
        yield from _frames(data, name)


def _bounded_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImageError("no such picture file", key="capture.missing", name=path.name)
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ImageError(
            f"picture file cannot be opened: {error.strerror}",
            key="capture.unopened",
            name=path.name,
        ) from error


def _frames(data: bytes, name: str) -> Iterator[GreyImage]:
    picture = _opened(data, name)
    with picture:
        for index in range(MAX_FRAMES):
            try:
                picture.seek(index)
                _check_pixels(picture.size, name)
                plane = _grey(picture)
            except EOFError:
                return
            except ImageError:
                raise
            except Exception as error:
                raise ImageError(
                    f"damaged picture: {type(error).__name__}", key="capture.damaged", name=name
                ) from error
            yield plane


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name, "> 178") from error
    except UnidentifiedImageError as error:
        raise ImageError("not a picture", key="capture.not_a_picture", name=name) from error
    except Exception as error:
        raise ImageError(
            f"damaged picture: {type(error).__name__}", key="capture.damaged", name=name
        ) from error
    _check_pixels(picture.size, name)
    return picture


def _check_pixels(size: tuple[int, int], name: str) -> None:
    pixels = size[0] * size[1]
    if pixels > MAX_PIXELS:
        raise _too_many_pixels(name, str(round(pixels / 1_000_000)))
    if max(size) > MAX_SIDE:
        raise ImageError(
            f"picture of {max(size)} pixels a side",
            key="capture.too_long",
            name=name,
            side=max(size),
            limit=MAX_SIDE,
        )
    if pixels == 0:
        raise ImageError("picture without pixels", key="capture.damaged", name=name)


def _grey(picture: Image.Image) -> GreyImage:
    if picture.mode in _MODES_16_BIT:
        return _eight_bits(np.asarray(picture))
    if picture.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
        return _composited(picture.convert("RGBA"))
    if picture.format == "JPEG":
        picture.draft("L", picture.size)
    return np.array(picture.convert("L"), dtype=np.uint8)


def _eight_bits(deep: NDArray[np.generic]) -> GreyImage:
    """A plane of more than 8 bits, its own darkest to brightest spread over 0 to 255."""
    plane = np.nan_to_num(deep.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(plane.min()), float(plane.max())
    plane -= low
    plane *= 255.0 / max(high - low, 1e-6)
    return np.clip(plane, 0, 255).astype(np.uint8)


def _composited(picture: Image.Image) -> GreyImage:
    on_white = _over(picture, 255)
    if on_white.min() < on_white.max():
        return on_white
    return _over(picture, 0)


def _over(picture: Image.Image, paper: int) -> GreyImage:
    alpha = picture.getchannel("A")
    ground = Image.new("L", picture.size, paper)
    ground.paste(picture.convert("L"), mask=alpha)
    return np.array(ground, dtype=np.uint8)


def _too_large(name: str, size: int) -> ImageError:
    return ImageError(
        f"picture file of {size} bytes",
        key="capture.file_too_large",
        name=name,
        limit=MAX_FILE_BYTES // (1024 * 1024),
    )


def _too_many_pixels(name: str, millions: str) -> ImageError:
    return ImageError(
        f"picture of {millions} million pixels",
        key="capture.too_many_pixels",
        name=name,
        millions=millions,
        limit=MAX_PIXELS // 1_000_000,
    )
