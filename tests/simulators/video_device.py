"""A camera at its driver: what it is told to be, what it gives, and when it is pulled out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from checkpoint_app.clock import SystemClock

MJPG = float(cv2.VideoWriter.fourcc(*"MJPG"))
YUYV = float(cv2.VideoWriter.fourcc(*"YUYV"))
Picture = NDArray[np.uint8]
_SIZE = {cv2.CAP_PROP_FRAME_WIDTH: 64.0, cv2.CAP_PROP_FRAME_HEIGHT: 48.0}


class Steps(SystemClock):
    """A clock that goes on by a picture each time it is asked."""

    def __init__(self, step: float = 1 / 30) -> None:
        self.step, self.at = step, 0.0

    def monotonic(self) -> float:
        self.at += self.step
        return self.at


def compressed(picture: Picture, quality: int = 85) -> Picture:
    """As a camera sends it: one row of bytes, 4:2:2."""
    colour = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    half = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422
    coded = cv2.imencode(
        ".jpg",
        colour,
        [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, half],
    )[1]
    return np.asarray(coded, np.uint8).reshape(1, -1)


@dataclass
class VideoDevice:
    """Answers as `cv2.VideoCapture` does. ``gives`` are its compressed pictures, over and over, or
    None where one fails; ``lit`` is the grey level at an exposure of 10 ms, three times that where
    the camera exposes by itself. ``refuses`` are settings that its driver does not know."""

    gives: list[Any]
    format: float = MJPG
    refuses: frozenset[int] = frozenset()
    lit: float | None = None
    settings: dict[int, float] = field(default_factory=lambda: {cv2.CAP_PROP_CONVERT_RGB: 1.0})
    told: list[tuple[int, float]] = field(default_factory=list)
    grabbed: int = 0
    unplugged: bool = False
    released: bool = False

    def grab(self) -> bool:
        self.grabbed += 1
        return not self.unplugged

    def retrieve(self) -> tuple[bool, Any]:
        given = self.gives[self.grabbed % len(self.gives)]
        if self.lit is not None:
            given = self._level()
        if given is None:
            return False, None
        if self.get(cv2.CAP_PROP_CONVERT_RGB) and given.ndim == 2 and given.shape[0] == 1:
            return True, cv2.imdecode(given, cv2.IMREAD_COLOR)
        return True, given

    def set(self, setting: int, value: float) -> bool:
        if setting in self.refuses:
            return False
        self.told.append((setting, value))
        self.settings[setting] = value
        return True

    def get(self, setting: int) -> float:
        """It says a small size, whatever was set."""
        return (self.settings | {cv2.CAP_PROP_FOURCC: self.format} | _SIZE).get(setting, 0.0)

    def release(self) -> None:
        self.released = True

    def _level(self) -> Picture:
        by_hand = self.settings.get(cv2.CAP_PROP_AUTO_EXPOSURE) == 1.0
        share = self.settings.get(cv2.CAP_PROP_EXPOSURE, 100.0) / 100 if by_hand else 3.0
        level = min(255, round((self.lit or 0.0) * share))
        picture = np.full((48, 64), level, np.uint8)
        picture[:, self.grabbed % 64] ^= 1  # no two alike
        return compressed(picture, 100)
