"""A page as a camera would see it: turned, tilted, blurred, unevenly lit, noisy, compressed.

The same page, view and seed always give the same photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows, columns, and for colour a third axis of blue, green, red."""


@dataclass(frozen=True, slots=True)
class View:
    """How the page is held and lit.

    ``roll`` turns the page in the picture's plane, ``pitch`` leans its top away and ``yaw`` its
    right side, all in degrees. ``fill`` is the share of the picture's height that the page takes
    when it stands straight; ``focus`` the blur in pixels (sigma of a Gaussian); ``motion`` the
    length of a shake in pixels; ``shade`` how much darker the darkest corner is (0 to 1);
    ``noise`` the sensor's noise in grey levels; ``jpeg`` the quality of compression (1 to 100).
    """

    roll: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0
    fill: float = 1.25
    focus: float = 0.6
    motion: int = 0
    shade: float = 0.35
    noise: float = 3.0
    jpeg: int = 88
    size: tuple[int, int] = (1920, 1080)


def view_of(seed: int) -> View:
    """An ordinary view at an officer's desk, chosen by the seed."""
    draw = np.random.default_rng(seed)
    return View(
        roll=float(draw.uniform(-14, 14)),
        pitch=float(draw.uniform(-16, 16)),
        yaw=float(draw.uniform(-16, 16)),
        fill=float(draw.uniform(1.15, 1.35)),
        focus=float(draw.uniform(0.4, 0.9)),
        motion=int(draw.integers(0, 3)),
        shade=float(draw.uniform(0.2, 0.55)),
        noise=float(draw.uniform(2, 5)),
        jpeg=int(draw.integers(80, 93)),
    )


def photograph(
    page: Picture, seed: int, view: View | None = None, aim: tuple[float, float] = (0.5, 0.22)
) -> Picture:
    """The page as a photograph: ``view.size`` (columns, rows), in grey or colour as the page is.

    ``view`` is chosen by the seed when it is None. ``aim`` is the place of the page (shares of its
    width and height) that the camera is pointed at: the codes are in the upper third.
    """
    view = view or view_of(seed)
    draw = np.random.default_rng([seed, 1])
    scene = _lit(_projected(page, view, aim, draw), view.shade, draw)
    blurred = _shaken(_defocused(scene, view.focus), view.motion, draw)
    seen = _noisy(blurred, view.noise, draw)
    coded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, view.jpeg])[1]
    return _u8(cv2.imdecode(coded, cv2.IMREAD_COLOR if page.ndim == 3 else cv2.IMREAD_GRAYSCALE))


def photograph_png(png: bytes, seed: int, view: View | None = None) -> bytes:
    """The same from the bytes of a picture file to those of a PNG. Raises ValueError when the
    bytes are no picture."""
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR) if png else None
    if page is None:
        raise ValueError("the page is not a picture")
    return cv2.imencode(".png", photograph(_u8(page), seed, view))[1].tobytes()


def _projected(
    page: Picture, view: View, aim: tuple[float, float], draw: np.random.Generator
) -> NDArray[np.float32]:
    columns, rows = view.size
    matrix = _pinhole(page.shape[:2], view, aim)
    desk = _desk(view.size, page.ndim, draw)
    # Pixels of the page are averaged where the photograph is coarser than the page.
    shrink = view.fill * rows / page.shape[0]
    source = _u8(cv2.GaussianBlur(page, (0, 0), 0.45 / shrink)) if shrink < 1 else page
    drawn = cv2.warpPerspective(source, matrix, (columns, rows), flags=cv2.INTER_CUBIC)
    inside = cv2.warpPerspective(
        np.full(page.shape[:2], 255, np.uint8), matrix, (columns, rows), flags=cv2.INTER_LINEAR
    )
    share = inside.astype(np.float32) / 255
    if page.ndim == 3:
        share = share[:, :, None]
    return np.asarray(drawn.astype(np.float32) * share + desk * (1 - share), dtype=np.float32)


def _pinhole(shape: tuple[int, ...], view: View, aim: tuple[float, float]) -> NDArray[np.float64]:
    """Page pixels to photograph pixels, for a camera at three times the picture's height."""
    rows, columns = shape[0], shape[1]
    width, height = view.size
    scale = view.fill * height / rows
    roll, pitch, yaw = (np.radians(angle) for angle in (view.roll, view.pitch, view.yaw))
    turn = _about_z(roll) @ _about_x(pitch) @ _about_y(yaw)
    distance = 3.0 * height
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float64)
    centre = np.array([columns * aim[0], rows * aim[1]])
    flat = np.column_stack([(corners - centre) * scale, np.zeros(4)])
    space = flat @ turn.T
    depth = distance / (distance + space[:, 2])
    target = space[:, :2] * depth[:, None] + (width / 2, height / 2)
    return np.asarray(
        cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    )


def _about_x(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([(1, 0, 0), (0, cos, -sin), (0, sin, cos)])


def _about_y(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([(cos, 0, sin), (0, 1, 0), (-sin, 0, cos)])


def _about_z(angle: float) -> NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([(cos, -sin, 0), (sin, cos, 0), (0, 0, 1)])


def _desk(size: tuple[int, int], axes: int, draw: np.random.Generator) -> NDArray[np.float32]:
    """A dark table top with a grain."""
    columns, rows = size
    grain = draw.normal(0, 1, (rows // 8 + 1, columns // 64 + 1)).astype(np.float32)
    plane = 70 + 10 * cv2.resize(grain, (columns, rows), interpolation=cv2.INTER_CUBIC)
    if axes == 2:
        return np.asarray(plane, dtype=np.float32)
    return np.asarray(np.stack([plane * 0.75, plane * 0.9, plane], axis=2), dtype=np.float32)


def _defocused(seen: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    if sigma <= 0:
        return seen
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), sigma), dtype=np.float32)


def _shaken(
    seen: NDArray[np.float32], length: int, draw: np.random.Generator
) -> NDArray[np.float32]:
    if length < 2:
        return seen
    angle = draw.uniform(0, np.pi)
    side = 2 * length + 1
    kernel = np.zeros((side, side), np.float32)
    reach = (np.cos(angle) * length / 2, np.sin(angle) * length / 2)
    start = (round(length - reach[0]), round(length - reach[1]))
    end = (round(length + reach[0]), round(length + reach[1]))
    cv2.line(kernel, start, end, (1.0,))
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()), dtype=np.float32)


def _lit(seen: NDArray[np.float32], shade: float, draw: np.random.Generator) -> NDArray[np.float32]:
    """Light that falls off from a lamp somewhere over the picture."""
    rows, columns = seen.shape[:2]
    lamp = draw.uniform(0.1, 0.9, 2)
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None] - lamp[0]
    x = np.linspace(0, 1, columns, dtype=np.float32)[None, :] - lamp[1]
    away = np.asarray(np.sqrt(x * x + y * y), dtype=np.float32)
    light = 1 - shade * away / away.max()
    return np.asarray(seen * (light[:, :, None] if seen.ndim == 3 else light), dtype=np.float32)


def _noisy(seen: NDArray[np.float32], level: float, draw: np.random.Generator) -> Picture:
    grain = draw.standard_normal(seen.shape, dtype=np.float32) * level
    return np.clip(seen + grain, 0, 255).astype(np.uint8)


def _u8(picture: object) -> Picture:
    return np.ascontiguousarray(picture, dtype=np.uint8)
