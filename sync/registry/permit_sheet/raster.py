"""A sheet as PNG, drawn from the same glyphs as the PDF, with no PDF renderer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import cv2
import numpy as np
from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]  # no stubs exist
from numpy.typing import NDArray

from sync.registry.permit_sheet.canvas import PAGE_HEIGHT, PAGE_WIDTH, Colour, Modules, Type
from sync.registry.permit_sheet.faces import (
    MM_PER_POINT,
    Glyph,
    Weight,
    outline,
    shaped,
    units_per_em,
    visual_runs,
)
from sync.registry.permit_sheet.pdf import dark_stretches

_FINER = 4  # edges are drawn this many times finer than the pixels, each way
_CURVE_STEPS = 6

Contour = NDArray[np.float64]
"""Points in a row, each x and y."""


class PngCanvas:
    """One A4 page of ``dpi`` dots an inch."""

    def __init__(self, dpi: int) -> None:
        self._dpi = dpi
        self._scale = dpi / 25.4
        size = (round(PAGE_HEIGHT * self._scale), round(PAGE_WIDTH * self._scale), 3)
        self._page: NDArray[np.uint8] = np.full(size, 255, np.uint8)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self._fill([[np.array(points, dtype=np.float64) * self._scale]], colour)

    def symbol(self, x: float, y: float, size: tuple[float, float], modules: Modules) -> None:
        """Edges lie on whole pixels: a module that is whole pixels wide is printed so."""
        left, top = round(x * self._scale), round(y * self._scale)
        width, height = size[0] * self._scale, size[1] * self._scale
        for number, row in enumerate(modules):
            upper, lower = top + round(number * height), top + round((number + 1) * height)
            for start, length in dark_stretches(row):
                first = left + round(start * width)
                last = left + round((start + length) * width)
                self._page[upper:lower, first:last] = 0

    def line(
        self, x: float, baseline: float, text: str, kind: Type, *, right_to_left: bool
    ) -> None:
        scale = kind.points * MM_PER_POINT / units_per_em(kind.weight) * self._scale
        glyphs = [
            glyph
            for run in visual_runs(text, right_to_left=right_to_left)
            for glyph in shaped(run, kind.weight)
        ]
        pen = x * self._scale
        if right_to_left:
            pen -= sum(glyph.advance for glyph in glyphs) * scale
        shapes = []
        for glyph in glyphs:
            origin = (pen + glyph.x_offset * scale, baseline * self._scale - glyph.y_offset * scale)
            shapes.append(_contours(glyph, kind.weight, origin, scale))
            pen += glyph.advance * scale
        self._fill(shapes, kind.colour)

    def _fill(self, shapes: Sequence[Sequence[Contour]], colour: Colour) -> None:
        """Fill shapes of several contours each; where shapes overlap they are one."""
        contours = [contour for shape in shapes for contour in shape]
        if not contours:
            return
        points = np.concatenate(contours)
        left, top = np.maximum(points.min(axis=0).astype(int) - 1, 0)
        right, bottom = np.maximum(points.max(axis=0).astype(int) + 2, 0)
        part = self._page[top:bottom, left:right]
        if not part.size:
            return
        finest = np.zeros((part.shape[0] * _FINER, part.shape[1] * _FINER), np.uint8)
        for shape in shapes:
            _fill_shape(finest, [_fixed(contour, left, top) for contour in shape])
        cover = cv2.resize(finest, part.shape[1::-1], interpolation=cv2.INTER_AREA)
        share = (cover.astype(np.float32) / 255)[:, :, None]
        ink = np.array(colour[::-1], np.float32)  # OpenCV keeps blue first
        part[:] = np.rint(part * (1 - share) + ink * share).astype(np.uint8)

    def file_bytes(self) -> bytes:
        """The finished file; its resolution stands in it (PNG chunk pHYs)."""
        coded = cv2.imencode(".png", self._page, [cv2.IMWRITE_PNG_COMPRESSION, 6])[1].tobytes()
        return _with_resolution(coded, self._dpi)


def _fill_shape(plane: NDArray[np.uint8], contours: list[NDArray[np.int32]]) -> None:
    """Fill one shape, its inner contours left out, over what is there."""
    if not contours:
        return
    low = np.min([contour.min(axis=0) for contour in contours], axis=0) // 16 - 1
    high = np.max([contour.max(axis=0) for contour in contours], axis=0) // 16 + 2
    (left, top), (right, bottom) = np.maximum(low, 0), np.maximum(high, 0)
    part = plane[top:bottom, left:right]
    if part.size:
        own = np.zeros_like(part)
        moved = [contour - np.array((left, top), np.int32) * 16 for contour in contours]
        cv2.fillPoly(own, moved, (255,), shift=4)
        np.maximum(part, own, out=part)


def _fixed(contour: Contour, left: int, top: int) -> NDArray[np.int32]:
    """Fixed-point coordinates with 4 binary places, as fillPoly takes them. A pixel's middle is at
    whole numbers there, hence the half."""
    fine = (contour - (left, top)) * _FINER - 0.5
    return np.rint(fine * 16).astype(np.int32)


class _Flattened(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Collects contours with curves drawn as short lines."""

    def __init__(self) -> None:
        super().__init__(None)
        self.contours: list[list[tuple[float, float]]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' protocol
        self.contours.append([pt])

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' protocol
        self.contours[-1].append(pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802 - the same
        start = self.contours[-1][-1]
        for step in range(1, _CURVE_STEPS + 1):
            t = step / _CURVE_STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = (start, pt1, pt2, pt3)
            x, y = (
                sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True))
                for axis in (0, 1)
            )
            self.contours[-1].append((x, y))


@lru_cache(maxsize=2048)
def _outline(weight: Weight, glyph: int) -> tuple[NDArray[np.float64], ...]:
    """A glyph's contours in font units, y upwards."""
    pen = _Flattened()
    outline(weight, glyph, pen)
    return tuple(np.array(contour) for contour in pen.contours if len(contour) > 2)


def _contours(
    glyph: Glyph, weight: Weight, origin: tuple[float, float], scale: float
) -> list[Contour]:
    """A glyph's contours in pixels, y downwards."""
    flipped = np.array((scale, -scale))
    return [contour * flipped + origin for contour in _outline(weight, glyph.number)]


def _with_resolution(png: bytes, dpi: int) -> bytes:
    """The PNG with a pHYs chunk (PNG 1.2, 11.3.5.3) behind its IHDR."""
    per_metre = round(dpi / 0.0254).to_bytes(4, "big")
    body = b"pHYs" + per_metre + per_metre + b"\x01"
    chunk = (9).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")
    after_header = 8 + 25  # signature, then IHDR: length, type, 13 bytes, CRC
    return png[:after_header] + chunk + png[after_header:]
