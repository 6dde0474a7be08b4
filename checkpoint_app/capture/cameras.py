"""Cameras and video files, by OpenCV."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from checkpoint_app.capture.camera_names import CameraNames
from checkpoint_app.capture.developing import developed
from checkpoint_app.capture.exposure import UNITS, Exposure, ExposureUnits
from checkpoint_app.capture.frames import MAX_FRAME_SIDE, Frame, Gap, SourceError
from checkpoint_app.capture.pacing import Pacing
from checkpoint_app.capture.sameness import Sameness
from checkpoint_app.clock import Clock

_MJPG = float(cv2.VideoWriter.fourcc(*"MJPG"))
# 1080p reads an A4 sheet held before the camera. Uncompressed it would need 1 Gbit/s: MJPG.
_CAMERA_SETTINGS = (
    (cv2.CAP_PROP_FOURCC, _MJPG),
    (cv2.CAP_PROP_FRAME_WIDTH, 1920.0),
    (cv2.CAP_PROP_FRAME_HEIGHT, 1080.0),
    (cv2.CAP_PROP_FPS, 30.0),
    (cv2.CAP_PROP_BUFFERSIZE, 1.0),  # the newest picture, no queue of old ones
)
_CAMERA_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW}
# Seconds between two pictures that are opened, at least: all of a camera that gives 30 a second,
# however unevenly, and half of one that gives 60.
_LEAST_GAP = 0.022
# Pictures in a row that are none: then OpenCV opens them itself, and then the camera is lost.
_BAD, _TOO_BAD = 10, 25
_SAMPLED = 16  # every so many rows and columns tell a picture's brightness
_USUAL_RATE = 25.0
_LIKELY_RATES = (1.0, 240.0)
_ONE_THREAD = [cv2.CAP_PROP_N_THREADS, 1]


class Device(Protocol):
    """A camera as OpenCV opens it. What is set may be refused, and what is got be made up."""

    def grab(self) -> bool:
        """Wait for the next picture; False when the camera went away."""
        ...

    def retrieve(self) -> tuple[bool, Any]:
        """What was grabbed: bytes, or a picture."""
        ...

    def set(self, setting: int, value: float) -> bool: ...

    def get(self, setting: int) -> float: ...

    def release(self) -> None: ...


def _device(index: int) -> Device | None:
    return _captured(index, _CAMERA_BACKENDS.get(sys.platform, cv2.CAP_ANY), [])


class CameraSource:
    """A camera by its number (0 is the first) or by the name that stays with it.

    One that was opened by its number is opened again by its name: plugged in once more, it may have
    another number.
    """

    passes_by = True

    def __init__(
        self,
        which: int | str,
        clock: Clock,
        *,
        names: CameraNames | None = None,
        device: Callable[[int], Device | None] = _device,
        platform: str = sys.platform,
    ) -> None:
        self._names = names or CameraNames()
        self._which = which
        self._known = which if isinstance(which, str) else None
        self._clock = clock
        self._opener = device
        self._platform = platform
        self._device: Device | None = None
        self._opened_at = 0.0
        self._bad = 0
        self._sameness = Sameness()
        self._exposure: Exposure | None = None
        number = self._number()
        title = None if number is None else self._names.title_of(number)
        self.name = title or f"camera:{which}"

    def open(self) -> None:
        number = self._number()
        device = None if number is None else self._opener(number)
        if number is None or device is None:
            raise SourceError("camera absent", key="capture.camera_absent", name=self.name)
        self._known = self._known or self._names.name_of(number)
        for setting, value in _CAMERA_SETTINGS:
            device.set(setting, value)
        _check_side(device, self.name)
        if self._platform == "linux" and device.get(cv2.CAP_PROP_FOURCC) == _MJPG:
            device.set(cv2.CAP_PROP_CONVERT_RGB, 0.0)
        self._device, self._bad, self._sameness = device, 0, Sameness()
        self._expose(Exposure(since=self._clock.monotonic()))

    def read(self) -> Frame | Gap:
        device = self._device
        if device is None:
            return Gap.LOST
        try:
            while device.grab():
                now = self._clock.monotonic()
                if now - self._opened_at >= _LEAST_GAP:
                    self._opened_at = now
                    return self._retrieved(device, now)
        except cv2.error:
            pass
        return Gap.LOST

    def close(self) -> None:
        """The shutter is left to the camera again: others use it too."""
        if self._device is not None:
            units = UNITS.get(self._platform)
            if self._exposure is not None and units is not None:
                self._device.set(cv2.CAP_PROP_AUTO_EXPOSURE, units.by_itself)
            self._device.release()
            self._device = self._exposure = None

    def _number(self) -> int | None:
        """The camera's number now. The number of a setting stands for whatever has it."""
        number = None if self._known is None else self._names.number_of(self._known)
        return self._which if number is None and isinstance(self._which, int) else number

    def _retrieved(self, device: Device, now: float) -> Frame | Gap:
        ok, raw = device.retrieve()
        frame = developed(raw, now) if ok else None
        if frame is None:
            self._bad += 1
            if self._bad == _BAD:
                device.set(cv2.CAP_PROP_CONVERT_RGB, 1.0)
            return Gap.LOST if self._bad >= _TOO_BAD else Gap.QUIET
        self._bad = 0
        if self._sameness.is_frozen(raw, now):
            return Gap.LOST
        if self._exposure is not None:
            level = float(frame.pixels[::_SAMPLED, ::_SAMPLED].mean())
            self._expose(self._exposure.seen(level, now))
        return frame

    def _expose(self, wanted: Exposure) -> None:
        """Set what is wanted, where it is another than before; never again where that fails."""
        before, units = self._exposure, UNITS.get(self._platform)
        self._exposure = wanted
        if before is not None and before.step == wanted.step:
            return
        if units is None or self._device is None or not _exposed(self._device, units, wanted):
            self._exposure = None


def _exposed(device: Device, units: ExposureUnits, wanted: Exposure) -> bool:
    if wanted.seconds is None:
        return device.set(cv2.CAP_PROP_AUTO_EXPOSURE, units.by_itself)
    if not device.set(cv2.CAP_PROP_AUTO_EXPOSURE, units.by_hand):
        return False
    if device.set(cv2.CAP_PROP_EXPOSURE, units.number(wanted.seconds)):
        return True
    device.set(cv2.CAP_PROP_AUTO_EXPOSURE, units.by_itself)
    return False


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


def _check_side(capture: Device, name: str) -> None:
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
