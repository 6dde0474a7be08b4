"""Where in a picture a barcode may lie that no decoder has read, brought upright."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from checkpoint_app.capture.decoders import SMALLEST_SIDE, Outline
from checkpoint_app.capture.image import GreyImage

_TENSOR_SIDE = 800  # structure tensors are taken of a picture of about this size
_BAR_REGIONS = 4
# Tensors are blurred so much that every fourth pixel of them tells as much.
_COARSE = 4
_BLUR = 8 / _COARSE
_CLOSING = np.ones((7, 7), np.uint8)
_SMALLEST = 13  # coarse pixels of a region


def cut_out(grey: GreyImage, outline: Outline, margin: float = 0.15) -> GreyImage | None:
    """The upright box around an outline, wider by ``margin`` of its longer side; None if empty."""
    left, top, right, bottom = box_of(outline)
    extra = round(margin * max(right - left, bottom - top)) + 8
    rows, columns = grey.shape
    part = grey[
        max(0, top - extra) : min(rows, bottom + extra),
        max(0, left - extra) : min(columns, right + extra),
    ]
    return np.ascontiguousarray(part) if min(part.shape) >= SMALLEST_SIDE else None


def box_of(outline: Outline) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of an outline."""
    xs = [x for x, _ in outline] or [0]
    ys = [y for _, y in outline] or [0]
    return min(xs), min(ys), max(xs), max(ys)


def squared(grey: GreyImage, outline: Outline, side: int = 640) -> GreyImage | None:
    """A four-cornered outline drawn as a square with a white margin: tilt is taken out.

    None when the outline has not four distinct corners.
    """
    if len(outline) != 4 or len(set(outline)) != 4:
        return None
    margin = side // 10
    inner = side - margin
    goal = np.array([(margin, margin), (inner, margin), (inner, inner), (margin, inner)])
    matrix = cv2.getPerspectiveTransform(
        np.array(outline, dtype=np.float32), goal.astype(np.float32)
    )
    drawn = cv2.warpPerspective(
        grey, matrix, (side, side), flags=cv2.INTER_CUBIC, borderValue=(255.0,)
    )
    return np.ascontiguousarray(drawn, dtype=np.uint8)


def upright_bars(grey: GreyImage, side: int = _TENSOR_SIDE) -> Iterator[GreyImage]:
    """Regions of parallel bars (linear codes, PDF417), each turned so that its bars are upright.

    Found by the structure tensor, taken of a picture of at most ``side`` pixels a side: much
    gradient, all of it in one direction. Strongest first.
    """
    factor = min(1.0, side / max(grey.shape))
    if min(grey.shape) * factor < SMALLEST_SIDE:
        return
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    angle, weight = _structure(np.ascontiguousarray(small, dtype=np.uint8))
    mask = (weight > max(0.2 * float(weight.max()), 1e-3)).astype(np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _CLOSING)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    order = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))
    for label in order[:_BAR_REGIONS]:
        if stats[label, cv2.CC_STAT_AREA] < _SMALLEST:
            return
        region = labels == label
        direction = _mean_direction(angle[region], weight[region])
        points = (np.argwhere(region)[:, ::-1].astype(np.float32) + 0.5) * _COARSE / factor
        yield _upright(grey, points, direction)


def one_way(grey: GreyImage) -> float:
    """How much of the change in a picture is in one direction, 0 to 1: near 1 for the bars of a
    linear code, about a half for PDF417, little for square symbols and writing."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8)
    dx = cv2.Scharr(soft, cv2.CV_32F, 1, 0)
    dy = cv2.Scharr(soft, cv2.CV_32F, 0, 1)
    xx, yy = float(cv2.norm(dx, cv2.NORM_L2SQR)), float(cv2.norm(dy, cv2.NORM_L2SQR))
    xy = float(np.vdot(dx, dy))
    return float(np.hypot(xx - yy, 2 * xy)) / (xx + yy + 1e-6)


def _structure(grey: GreyImage) -> tuple[np.ndarray, np.ndarray]:
    """The direction of change (radians), and how much of it is in that direction, around every
    fourth pixel."""
    plane = grey.astype(np.float32) / 255
    soft = cv2.GaussianBlur(plane, (0, 0), 1.0)
    dx = cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=0.25)
    dy = cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=0.25)
    size = (max(1, grey.shape[1] // _COARSE), max(1, grey.shape[0] // _COARSE))
    xx, yy, xy = (
        cv2.GaussianBlur(cv2.resize(part, size, interpolation=cv2.INTER_AREA), (0, 0), _BLUR)
        for part in (dx * dx, dy * dy, dx * dy)
    )
    spread = np.sqrt((xx - yy) ** 2 + 4 * xy**2)
    energy = xx + yy
    coherence = spread / (energy + 1e-3)
    return 0.5 * np.arctan2(2 * xy, xx - yy), np.asarray(energy * coherence**2)


def _mean_direction(angles: np.ndarray, weights: np.ndarray) -> float:
    """The weighted mean of directions, which repeat every half turn; radians."""
    doubled = np.sum(weights * np.exp(2j * angles))
    return float(np.angle(doubled) / 2)


def _upright(grey: GreyImage, points: np.ndarray, direction: float) -> GreyImage:
    """The part under ``points``, turned so that ``direction`` becomes horizontal."""
    cos, sin = np.cos(direction), np.sin(direction)
    along = points[:, 0] * cos + points[:, 1] * sin
    across = -points[:, 0] * sin + points[:, 1] * cos
    margin = 0.12 * float(np.ptp(along)) + 16
    left, right = float(along.min()) - margin, float(along.max()) + margin
    top, bottom = float(across.min()) - 8, float(across.max()) + 8
    matrix = np.array([[cos, sin, -left], [-sin, cos, -top]], dtype=np.float32)
    size = (max(8, int(right - left)), max(8, int(bottom - top)))
    turned = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    return np.ascontiguousarray(turned, dtype=np.uint8)
