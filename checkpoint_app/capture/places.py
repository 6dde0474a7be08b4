"""Where in a camera's picture something as dense as a barcode lies, found in two milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from checkpoint_app.capture.image import GreyImage

_CELL = 8  # pixels a side; density is measured in cells
_GRID = np.ones((3, 3), np.uint8)
_SMOOTH = (5, 5)  # cells
# Grey levels by which a dense place stands out from the rest of the picture, at least.
_STANDS_OUT = 5.0
_SHARE = 0.42  # of the densest place's density
_SMALLEST = 9  # cells
_MOST = 4
_MARGIN = 2.5  # cells around a place: the quiet zone


@dataclass(frozen=True, slots=True)
class Place:
    """A box of a picture, in its pixels: left, top, right, bottom."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def side(self) -> int:
        """The longer side."""
        return max(self.right - self.left, self.bottom - self.top)

    @property
    def pixels(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)

    def of(self, grey: GreyImage) -> GreyImage:
        """What lies there."""
        return np.ascontiguousarray(grey[self.top : self.bottom, self.left : self.right])


def dense_places(grey: GreyImage) -> list[Place]:
    """The places where light and dark change most, densest and largest first; at most 4.

    Density is the mean local range (largest less smallest of 3 by 3 pixels): it still tells a
    symbol of 1.3 pixels a module, and one in the dark, from the desk around it.
    """
    rows, columns = grey.shape
    if min(rows, columns) < 8 * _CELL:
        return [Place(0, 0, columns, rows)]
    change = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, _GRID)
    for _ in range(3):  # three halvings are several times faster than one eighth
        half = (change.shape[1] // 2, change.shape[0] // 2)
        change = cv2.resize(change, half, interpolation=cv2.INTER_AREA)
    density = cv2.blur(change.astype(np.float32), _SMOOTH)
    ground = float(np.median(density[::2, ::2]))
    peak = float(density.max()) - ground
    if peak < _STANDS_OUT:
        return []
    mask = (density > ground + _SHARE * peak).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < _SMALLEST:
            continue
        inside = density[top : top + height, left : left + width]
        heart = float(np.mean(inside[labels[top : top + height, left : left + width] == label]))
        worth = (heart - ground) * area**0.3 * (area / (width * height)) ** 0.5
        worth *= _half_dark(grey, left, top, width, height)
        found.append((worth, _place(left, top, width, height, columns, rows)))
    found.sort(key=lambda one: -one[0])
    return [place for _, place in found[:_MOST]]


def _half_dark(grey: GreyImage, left: int, top: int, width: int, height: int) -> float:
    """1 where as much is dark as is light, as in a symbol; some 0.3 in writing."""
    inside = grey[top * _CELL : (top + height) * _CELL, left * _CELL : (left + width) * _CELL]
    sample = inside[:: max(1, height // 4), :: max(1, width // 4)]
    darkest, lightest = np.percentile(sample, (4, 96))
    share = (float(sample.mean()) - darkest) / max(lightest - darkest, 1.0)
    return float(max(0.1, 2 * min(share, 1 - share)))


def _place(left: int, top: int, width: int, height: int, columns: int, rows: int) -> Place:
    """A component's box in pixels, with a margin."""
    margin = _MARGIN + 0.06 * max(width, height)
    return Place(
        max(0, int((left - margin) * _CELL)),
        max(0, int((top - margin) * _CELL)),
        min(columns, int((left + width + margin) * _CELL)),
        min(rows, int((top + height + margin) * _CELL)),
    )
