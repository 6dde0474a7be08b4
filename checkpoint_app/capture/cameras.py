"""Cameras and video files, by OpenCV."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from checkpoint_app.capture.frames import MAX_FRAME_SIDE, Frame, Gap, SourceError
from checkpoint_app.capture.pacing import Pacing
from checkpoint_app.clock import Clock

# 1080p reads an A4 sheet held before the camera. Uncompressed it would need 1 Gbit/s: MJPG.
_CAMERA_SETTINGS = (
    (cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG"))),
    (cv2.CAP_PROP_FRAME_WIDTH, 1920.0),
    (cv2.CAP_PROP_FRAME_HEIGHT, 1080.0),
    (cv2.CAP_PROP_FPS, 30.0),
    (cv2.CAP_PROP_BUFFERSIZE, 1.0),  # the newest picture, no queue of old ones
)
_CAMERA_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW}
# Pictures of a camera that are decompressed a second; the others are dropped unopened.
_OPENED_RATE = 20.0
_USUAL_RATE = 25.0
_LIKELY_RATES = (1.0, 240.0)
_ONE_THREAD = [cv2.CAP_PROP_N_THREADS, 1]


class CameraSource:
    """A camera by its number: 0 is the first."""

    passes_by = True

    def __init__(self, index: int, clock: Clock) -> None:
        self.name = _camera_name(index)
        self._index = index
        self._clock = clock
        self._capture: cv2.VideoCapture | None = None
        self._opened_at = 0.0

    def open(self) -> None:
        backend = _CAMERA_BACKENDS.get(sys.platform, cv2.CAP_ANY)
        capture = _captured(self._index, backend, [])
        if capture is None:
            raise SourceError("camera absent", key="capture.camera_absent", name=self.name)
        for setting, value in _CAMERA_SETTINGS:
            capture.set(setting, value)
        _check_side(capture, self.name)
        self._capture = capture

    def read(self) -> Frame | Gap:
        capture = self._capture
        if capture is None:
            return Gap.LOST
        try:
            while capture.grab():
                now = self._clock.monotonic()
                if now - self._opened_at >= 1 / _OPENED_RATE:
                    self._opened_at = now
                    return _frame(capture, now) or Gap.LOST
        except cv2.error:
            pass
        return Gap.LOST

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class VideoSource:
    """A video file, once from its beginning to its end."""

    def __init__(self, path: Path, pacing: Pacing) -> None:
        self.name = path.name
        self.passes_by = pacing.waits
        self._path = path
        self._pacing = pacing
        self._capture: cv2.VideoCapture | None = None
        self._rate = _USUAL_RATE

    def open(self) -> None:
        # An absolute path: OpenCV would take other texts for addresses in the network.
        capture = _captured(str(self._path.absolute()), cv2.CAP_FFMPEG, _ONE_THREAD)
        if capture is None:
            raise SourceError("not a video", key="capture.not_a_video", name=self.name)
        _check_side(capture, self.name)
        rate = capture.get(cv2.CAP_PROP_FPS)
        self._rate = rate if _LIKELY_RATES[0] <= rate <= _LIKELY_RATES[1] else _USUAL_RATE
        self._capture = capture

    def read(self) -> Frame | Gap:
        capture = self._capture
        if capture is None:
            return Gap.ENDED
        try:
            for _ in range(self._pacing.late(self._rate)):
                capture.grab()
            at = self._pacing.next(self._rate)
            return (_frame(capture, at) if capture.grab() else None) or Gap.ENDED
        except cv2.error:
            return Gap.ENDED

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _captured(source: int | str, backend: int, options: list[int]) -> cv2.VideoCapture | None:
    try:
        capture = cv2.VideoCapture(source, backend, options)
    except cv2.error:
        return None
    if capture.isOpened():
        return capture
    capture.release()
    return None


def _check_side(capture: cv2.VideoCapture, name: str) -> None:
    """Raises SourceError before a frame is decoded that is too large."""
    sides = (capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    if max(sides) > MAX_FRAME_SIDE:
        capture.release()
        raise SourceError(
            f"frames of {max(sides):.0f} pixels",
            key="capture.frame_too_large",
            name=name,
            side=round(max(sides)),
            limit=MAX_FRAME_SIDE,
        )


def _frame(capture: cv2.VideoCapture, at: float) -> Frame | None:
    ok, pixels = capture.retrieve()
    if not ok or pixels is None or pixels.size == 0 or max(pixels.shape) > MAX_FRAME_SIDE:
        return None
    return Frame(np.ascontiguousarray(pixels, dtype=np.uint8), at)


def _camera_name(index: int) -> str:
    """What the system calls it; ``camera:0`` where it does not say."""
    try:
        told = Path(f"/sys/class/video4linux/video{index}/name").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        told = ""
    return told.strip()[:60] or f"camera:{index}"
