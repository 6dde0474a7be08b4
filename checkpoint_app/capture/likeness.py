"""Where, in a place as dense as a barcode, something lies that looks like one: as much of it dark
as light, in one piece. Blurred, tilted and glaring ones too, which no decoder finds."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from checkpoint_app.capture.decoders import Outline
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.places import Place

_PIXELS = 40_000  # of the small picture in which it is sought
_CONTRAST = 25.0  # grey levels between dark and paper, at least
# Shares of the way from dark to paper, on average over some modules; writing is lighter.
_DARKER, _LIGHTER = 0.28, 0.68
# The same of a whole symbol with a lamp thrown back in it, and how much of it is white then.
_LIT, _LAMP, _WHITE = 0.80, 0.05, 250
_BUSY = 0.055  # of that way: the standard deviation over some modules, blurred ones too
_SOLID = 0.62  # of its convex hull that it fills, at least: a lamp takes a piece out of it
_SMALLEST = 0.015  # of the place
_SLIMMEST = 0.2  # height by width: a line of writing is slimmer
# By how much more of the change is along the longer side than across it, in what is made of bars;
# and the other way round, in a piece of bars: a tilt alone does not bring that about.
_BARS, _PIECE = 0.2, -0.65

_Corners = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """``outline`` in pixels of the picture, in order around it; ``barred`` where what is long and
    low is so because it is made of bars, not because it is tilted."""

    outline: Outline
    barred: bool


def symbol_like(grey: GreyImage, place: Place) -> Likeness | None:
    """What looks most like a symbol there, or None."""
    patch = place.of(grey)
    scale = min(1.0, (_PIXELS / place.pixels) ** 0.5)
    small = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.uint8)
    region = _half_dark(soft)
    if region is None:
        return None
    corners = _four_corners(region)
    outline = tuple(
        (round(float(x) / scale) + place.left, round(float(y) / scale) + place.top)
        for x, y in corners
    )
    return Likeness(outline, _is_barred(soft, region, corners))


def _half_dark(soft: GreyImage) -> NDArray[np.int32] | None:
    """The contour of the largest solid part that is half dark and full of change."""
    dark, paper = (float(value) for value in np.percentile(soft, (3, 97)))
    if paper - dark < _CONTRAST:
        return None
    side = max(7, min(soft.shape) // 16) | 1
    share = (soft.astype(np.float32) - dark) / (paper - dark)
    mean = cv2.blur(share, (side, side))
    spread = cv2.blur(share * share, (side, side)) - mean * mean
    mask = ((mean > _DARKER) & (mean < _LIGHTER) & (spread > _BUSY**2)).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    least = _SMALLEST * soft.size
    large = [(float(cv2.contourArea(one)), one) for one in contours if len(one) > 3]
    for area, contour in sorted(large, key=lambda one: -one[0]):
        if area < least:
            return None
        if _is_symbol(contour, area, soft, share):
            return np.asarray(cv2.convexHull(contour), np.int32)
    return None


def _is_symbol(
    contour: cv2.typing.MatLike, area: float, soft: GreyImage, share: NDArray[np.float32]
) -> bool:
    """Whether what a contour surrounds is in one piece, no line, and half dark as a whole."""
    hull = cv2.convexHull(contour)
    if area < _SOLID * cv2.contourArea(hull):
        return False
    _, (width, height), _ = cv2.minAreaRect(hull)
    if min(width, height) < _SLIMMEST * max(width, height):
        return False
    inside = np.zeros(share.shape, np.uint8)
    cv2.fillConvexPoly(inside, hull, (1,))
    lamp = float(np.mean(soft[inside > 0] >= _WHITE)) > _LAMP
    return _DARKER < float(cv2.mean(share, inside)[0]) < (_LIT if lamp else _LIGHTER)


def _four_corners(hull: NDArray[np.int32]) -> _Corners:
    """The corners of what a hull is nearly: a quadrilateral, or the box around it."""
    around = cv2.arcLength(hull, True)
    for part in (0.02, 0.04, 0.06, 0.09):
        few = cv2.approxPolyDP(hull, part * around, True)
        if len(few) == 4:
            return np.asarray(few, np.float32).reshape(4, 2)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32)


def _is_barred(soft: GreyImage, hull: NDArray[np.int32], corners: _Corners) -> bool:
    """Bars lie close together along the longer side, a tilt brings together what changes across
    it."""
    first = corners[1] - corners[0] + corners[2] - corners[3]
    second = corners[3] - corners[0] + corners[2] - corners[1]
    long, short = (first, second) if np.hypot(*first) >= np.hypot(*second) else (second, first)
    inside = np.zeros(soft.shape, np.uint8)
    cv2.fillConvexPoly(inside, hull, (1,))
    within = inside > 0
    dx = cv2.Scharr(soft, cv2.CV_32F, 1, 0)[within]
    dy = cv2.Scharr(soft, cv2.CV_32F, 0, 1)[within]
    along, across = (
        float(np.square(dx * way[0] + dy * way[1]).sum()) / max(float(way @ way), 1.0)
        for way in (long, short)
    )
    return not _PIECE <= (along - across) / (along + across + 1e-6) <= _BARS
