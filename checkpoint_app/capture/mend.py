"""What is done to a grey picture so that a decoder reads it after all.

Each takes a grey plane and gives another; none keeps the outline of a symbol in place unless it
says so. Sigmas are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from checkpoint_app.capture.image import GreyImage

Treatment = Callable[[GreyImage], GreyImage]


def blurred(sigma: float) -> Treatment:
    """Gaussian blur: takes out noise, the raster of a print, the moiré of a screen."""
    return lambda grey: _u8(cv2.GaussianBlur(grey, (0, 0), sigma))


def sharpened(sigma: float, amount: float) -> Treatment:
    """Unsharp mask: the picture plus ``amount`` times what a blur of ``sigma`` took out."""

    def treat(grey: GreyImage) -> GreyImage:
        soft = cv2.GaussianBlur(grey, (0, 0), sigma)
        return _u8(cv2.addWeighted(grey, 1 + amount, soft, -amount, 0))

    return treat


def enlarged(factor: float) -> Treatment:
    """Larger by cubic interpolation, for symbols of few pixels a module."""
    return lambda grey: _scaled(grey, factor, cv2.INTER_CUBIC)


def reduced(factor: float) -> Treatment:
    """Smaller by averaging areas."""
    return lambda grey: _scaled(grey, factor, cv2.INTER_AREA)


def bordered(grey: GreyImage) -> GreyImage:
    """A white margin: decoders look for the quiet zone that a tight crop has lost."""
    margin = max(16, min(grey.shape) // 8)
    return _u8(
        cv2.copyMakeBorder(grey, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255)
    )


def inverted(grey: GreyImage) -> GreyImage:
    """Light for dark."""
    return _u8(cv2.bitwise_not(grey))


def evened(grey: GreyImage) -> GreyImage:
    """The light over the page made even: each place divided by the paper around it."""
    side = max(15, min(grey.shape) // 12) | 1
    rows, columns = grey.shape
    small = cv2.resize(
        grey, (max(1, columns // 4), max(1, rows // 4)), interpolation=cv2.INTER_AREA
    )
    kernel = np.ones((max(3, side // 4), max(3, side // 4)), np.uint8)
    paper = cv2.GaussianBlur(cv2.dilate(small, kernel), (0, 0), max(1.0, side / 8))
    ground = cv2.resize(paper, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return _u8(cv2.divide(grey, np.maximum(ground, 1), scale=235))


def contrasted(grey: GreyImage) -> GreyImage:
    """Contrast spread locally (CLAHE, 8 by 8 tiles)."""
    return _u8(cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8)).apply(grey))


def in_two_tones(grey: GreyImage) -> GreyImage:
    """Black and white by Otsu's threshold after a light blur."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8)
    return _u8(cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])


def without_specks(grey: GreyImage) -> GreyImage:
    """A median of 3 by 3: takes out specks and keeps edges."""
    return _u8(cv2.medianBlur(grey, 3))


def turned(degrees: float) -> Treatment:
    """The whole picture turned about its middle, nothing cut off, white around it."""

    def treat(grey: GreyImage) -> GreyImage:
        rows, columns = grey.shape
        matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
        cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
        width, height = int(rows * sin + columns * cos), int(rows * cos + columns * sin)
        matrix[0, 2] += width / 2 - columns / 2
        matrix[1, 2] += height / 2 - rows / 2
        return _u8(
            cv2.warpAffine(
                grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255.0,)
            )
        )

    return treat


def chained(*treatments: Treatment) -> Treatment:
    """One after the other."""

    def treat(grey: GreyImage) -> GreyImage:
        for treatment in treatments:
            grey = treatment(grey)
        return grey

    return treat


def at_most(pixels: int) -> Treatment:
    """Reduced so that there are no more than ``pixels`` pixels; as it is when there are not."""

    def treat(grey: GreyImage) -> GreyImage:
        factor = (pixels / grey.size) ** 0.5
        return grey if factor >= 1 else reduced(factor)(grey)

    return treat


def _scaled(grey: GreyImage, factor: float, interpolation: int) -> GreyImage:
    """A side never gets shorter than a pixel, however long and thin the picture."""
    rows, columns = grey.shape
    size = (max(1, int(columns * factor)), max(1, int(rows * factor)))
    return _u8(cv2.resize(grey, size, interpolation=interpolation))


def _u8(plane: object) -> GreyImage:
    return np.ascontiguousarray(plane, dtype=np.uint8)
