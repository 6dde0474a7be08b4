"""One picture out of many: a place seen in several frames, laid over one another and averaged.

Noise, the moiré of a screen and the shake of a hand differ from frame to frame and average out;
what stays is blur, which can be undone once the noise is gone.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.places import Place

# Pixels of a gathered picture: smaller places are drawn twice as large.
_TWICE = 130_000
_MOST_PIXELS = 340_000
_FOLLOWED = 280  # longer side, in pixels, of the small picture by which a place is followed
_THUMB = (48, 48)
_POINTS, _APART = 40, 6
_FEWEST_POINTS = 7
_AGREE = 0.5  # correlation of a laid-over frame with the first, at least
_REACH = 24  # pixels by which a hand moves between the first frame and a later one
_WINDOW = (15, 15)
_MOST_FRAMES, _FEWEST_FRAMES = 16, 3
_HELD_PIXELS = 6_000_000  # of all frames of a place together; a larger one is not gathered
_SOFTENED = 0.8
_AT_ONCE = 4  # frames that are drawn in one piece; the others wait their turn

Matrix = NDArray[np.float64]


class Gathering:
    """Frames of one place. The first is the measure for the others. They are drawn over one another
    only by `draw`, a few at a time."""

    def __init__(self, grey: GreyImage, place: Place) -> None:
        self.place = place
        self._wide = _wider(place, grey.shape)
        longer = max(self._wide.right - self._wide.left, self._wide.bottom - self._wide.top)
        self._halvings = max(0, math.ceil(math.log2(longer / _FOLLOWED)))
        self._small = 0.5**self._halvings
        self._first = self._followed(grey)
        self._points = cv2.goodFeaturesToTrack(self._first, _POINTS, 0.02, _APART)
        self._thumb = _thumb(self._first)
        factor = 2.0 if place.pixels <= _TWICE else 1.0
        self.factor = min(factor, (_MOST_PIXELS / place.pixels) ** 0.5)
        """Pixels of the gathered picture for one of the frame."""
        size = (place.right - place.left, place.bottom - place.top)
        self._size = (max(8, int(size[0] * self.factor)), max(8, int(size[1] * self.factor)))
        self._waiting: list[tuple[GreyImage, Matrix]] = [(self._wide.of(grey), np.eye(2, 3))]
        self._sum: NDArray[np.float32] = np.zeros(self._size[::-1], np.float32)
        self._darkest: GreyImage | None = None
        self._blur: float | None = None
        self.frames = 1
        self._laid = 0
        self._room = min(_MOST_FRAMES, _HELD_PIXELS // max(1, self._wide.pixels))

    def add(self, grey: GreyImage) -> bool:
        """Lay a newer frame over the others; False when it does not show the same."""
        if self._room < _FEWEST_FRAMES:
            return True
        if self.frames >= self._room:
            return False
        if self._points is None or len(self._points) < _FEWEST_POINTS:
            return False
        seen = self._followed(grey)
        matrix = self._moved(seen)
        if matrix is None:
            return False
        self._waiting.append((self._wide.of(grey), matrix))
        self.frames += 1
        return True

    @property
    def waits(self) -> bool:
        """Whether there are frames that were not drawn yet."""
        return bool(self._waiting)

    def mean(self) -> GreyImage:
        """All frames that were drawn averaged, its contrast spread."""
        if not self._laid:
            self.draw()
        return _spread(np.asarray(self._sum / self._laid, np.float32))

    def darkest(self) -> GreyImage:
        """Of each pixel the darkest: a lamp thrown back wanders, and is nowhere always."""
        if self._darkest is None:
            self.draw()
        assert self._darkest is not None
        return self._darkest

    def blur(self) -> float:
        """The sigma of its blur in pixels of the frame, as its edges tell it: rather too large."""
        if self._blur is None:
            self._blur = _blur_of(self.mean()) / self.factor
        return self._blur

    def draw(self) -> None:
        """Lay the next few frames over those that were drawn: some 8 ms."""
        for crop, matrix in self._waiting[:_AT_ONCE]:
            self._laid += 1
            drawn = self._drawn(crop, matrix)
            cv2.accumulate(drawn, self._sum)
            if self._darkest is None:
                self._darkest = drawn
            else:
                cv2.min(self._darkest, drawn, dst=self._darkest)
        del self._waiting[:_AT_ONCE]

    def _followed(self, grey: GreyImage) -> GreyImage:
        crop = self._wide.of(grey)
        for _ in range(self._halvings):  # several times faster than once by any other factor
            half = (crop.shape[1] // 2, crop.shape[0] // 2)
            crop = np.asarray(
                cv2.resize(crop[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA),
                np.uint8,
            )
        return _spread(cv2.GaussianBlur(crop, (0, 0), 1.2).astype(np.float32))

    def _moved(self, seen: GreyImage) -> Matrix | None:
        """From places of the first crop to places of this one; None when it shows other things."""
        moved, status, _ = cv2.calcOpticalFlowPyrLK(
            self._first, seen, self._points, self._points.copy(), winSize=_WINDOW, maxLevel=2
        )
        kept = status.ravel() == 1
        if kept.sum() < _FEWEST_POINTS:
            return None
        matrix, inliers = cv2.estimateAffine2D(
            self._points[kept], moved[kept], ransacReprojThreshold=0.8, maxIters=200
        )
        if matrix is None or inliers.sum() < 0.4 * kept.sum():
            return None
        size = (self._first.shape[1], self._first.shape[0])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        laid = cv2.warpAffine(seen, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        if _agreement(_thumb(np.asarray(laid, np.uint8)), self._thumb) < _AGREE:
            return None
        full = np.asarray(matrix, np.float64)
        half = 0.5 / self._small - 0.5  # the middle of a pixel stays in the middle
        turn, shift = full[:, :2], full[:, 2]
        full[:, 2] = (shift / self._small) + half - turn @ np.array([half, half])
        return full

    def _drawn(self, crop: GreyImage, matrix: Matrix) -> GreyImage:
        """The place out of a crop, straightened by the matrix, at the gathered size."""
        full = np.vstack([matrix, (0.0, 0.0, 1.0)])
        half = 0.5 / self.factor - 0.5
        left, top = self.place.left - self._wide.left, self.place.top - self._wide.top
        scale = np.array(
            [[1 / self.factor, 0, half + left], [0, 1 / self.factor, half + top], [0, 0, 1]]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        onto = (full @ scale)[:2]
        drawn = cv2.warpAffine(crop, onto, self._size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(drawn, np.uint8)


def undone(grey: GreyImage, sigma: float, noise: float = 0.004) -> GreyImage:
    """A blur of ``sigma`` pixels undone (Wiener's filter, for a Gaussian); ``noise`` is the power
    of the noise as a share of the picture's."""
    rows, columns = (cv2.getOptimalDFTSize(side + 32) for side in grey.shape)
    plane = cv2.copyMakeBorder(
        grey, 0, rows - grey.shape[0], 0, columns - grey.shape[1], cv2.BORDER_REFLECT
    ).astype(np.float32)
    spectrum = cv2.dft(plane, flags=cv2.DFT_COMPLEX_OUTPUT)
    across = np.exp(-2 * (np.pi * sigma * np.fft.fftfreq(columns)) ** 2).astype(np.float32)
    down = np.exp(-2 * (np.pi * sigma * np.fft.fftfreq(rows)) ** 2).astype(np.float32)
    blur = down[:, None] * across[None, :]
    spectrum *= (blur / (blur * blur + noise))[:, :, None]
    flags = cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT
    sharp = np.asarray(cv2.dft(spectrum, flags=flags), np.float32)
    return _spread(sharp[: grey.shape[0], : grey.shape[1]])


def _blur_of(grey: GreyImage) -> float:
    """Sigma by the steepest slopes: an edge of height h blurred by sigma rises by h / (2.507 sigma)
    a pixel. The blur that takes out the noise before is taken off again."""
    soft = cv2.GaussianBlur(grey, (0, 0), _SOFTENED)
    dark, light = np.percentile(soft[::3, ::3], (4, 95))
    across = cv2.absdiff(soft[::2, 2::2], soft[::2, :-2:2][:, : soft[::2, 2::2].shape[1]])
    down = cv2.absdiff(soft[2::2, ::2], soft[:-2:2, ::2][: soft[2::2, ::2].shape[0]])
    steepest = max(float(np.percentile(across, 98)), float(np.percentile(down, 98)), 1.0) / 2
    sigma = (float(light) - float(dark)) / (steepest * math.sqrt(2 * math.pi))
    return math.sqrt(max(0.0, sigma**2 - _SOFTENED**2))


def _wider(place: Place, shape: tuple[int, ...]) -> Place:
    rows, columns = shape[0], shape[1]
    return Place(
        max(0, place.left - _REACH),
        max(0, place.top - _REACH),
        min(columns, place.right + _REACH),
        min(rows, place.bottom + _REACH),
    )


def _thumb(plane: GreyImage) -> NDArray[np.float32]:
    return cv2.resize(plane, _THUMB, interpolation=cv2.INTER_AREA).astype(np.float32)


def _spread(plane: NDArray[np.float32]) -> GreyImage:
    """The plane's 1st to 99th percent (of a sample) over 0 to 255."""
    sample = np.sort(plane[2::7, 2::7], axis=None)
    low, high = float(sample[len(sample) // 100]), float(sample[-1 - len(sample) // 100])
    factor = 255.0 / max(high - low, 8.0)
    return np.asarray(np.clip((plane - low) * factor, 0, 255), np.uint8)


def _agreement(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two thumbs, -1 to 1."""
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / (np.sqrt((one**2).sum() * (other**2).sum()) + 1e-6))
