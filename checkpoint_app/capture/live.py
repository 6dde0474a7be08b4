"""Barcodes in the pictures of a camera, as they come."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from checkpoint_app.capture import mend
from checkpoint_app.capture.closer import PIECES, CloserLook
from checkpoint_app.capture.decoders import Outline, Undecoded, zxing
from checkpoint_app.capture.frames import Frame, Pixels
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.presence import Outlined
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.viewing import PATIENCE, Viewing
from checkpoint_app.clock import Clock

# Pixels of a quick look: a camera's 1080p as it is.
_QUICK_PIXELS = 1920 * 1080
# After a two-dimensional symbol was read a closer look rests, in seconds.
_CONTENT = 0.5
# After a piece of a closer look the next waits so many times its duration: the preview moves on.
_REST = 2.0
# A scene is another one when its small picture differs by so many grey levels on average.
_SCENE = (48, 27)
_ANOTHER = 3.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture showed. ``scans`` are the readings to answer now, ``outlines`` what to draw
    over it."""

    at: float
    readings: tuple[Reading, ...]
    outlines: tuple[Outlined, ...]
    scans: tuple[Reading, ...]


class LiveReader:
    """Reads pictures one after the other: each quickly, and while nothing reads, now and then one
    piece of a closer look. What lies still and unreadable is left alone after a whole turn.

    ``thrifty`` spends no more than a third of the time on closer looks; without it each picture
    gets a piece. OpenCV is kept to one thread.
    """

    def __init__(self, clock: Clock, *, thrifty: bool = True) -> None:
        cv2.setNumThreads(1)
        self._clock = clock
        self._thrifty = thrifty
        self._viewing = Viewing()
        self._closer = CloserLook()
        self._content_until = -1.0
        self._rest_until = -1.0
        self._scene: GreyImage | None = None
        self._pieces = 0  # of a closer look at this scene
        self._at = 0.0

    def look(self, frame: Frame) -> Seen:
        """What this picture shows. Takes some 10 ms, with a piece of a closer look up to 150."""
        self._at = frame.at
        grey = _grey(frame.pixels)
        plane = mend.at_most(_QUICK_PIXELS)(grey)
        readings, undecoded = _quick(plane)
        if self._wants_closer(readings, plane):
            readings = [*readings, *self._look_closer(grey, plane, undecoded)]
        if any(reading.symbology not in LINEAR for reading in readings):
            self._content_until = frame.at + _CONTENT
        return Seen(
            frame.at,
            tuple(readings),
            tuple(_outlines(readings, undecoded, plane.shape)),
            self._viewing.see(readings, frame.at),
        )

    def rest(self) -> tuple[Reading, ...]:
        """After the last picture: the scans that still waited for something beside them."""
        return self._viewing.see((), self._at + PATIENCE)

    def _wants_closer(self, readings: list[Reading], plane: GreyImage) -> bool:
        self._compare(plane)
        if self._at < self._content_until or self._pieces >= PIECES:
            return False
        if any(reading.symbology not in LINEAR for reading in readings):
            return False
        return not self._thrifty or self._clock.monotonic() >= self._rest_until

    def _compare(self, plane: GreyImage) -> None:
        scene = np.asarray(cv2.resize(plane, _SCENE, interpolation=cv2.INTER_AREA), np.uint8)
        known = self._scene
        if known is None or float(cv2.absdiff(scene, known).mean()) > _ANOTHER:
            self._scene = scene
            self._pieces = 0

    def _look_closer(
        self, grey: GreyImage, plane: GreyImage, undecoded: list[Undecoded]
    ) -> list[Reading]:
        started = self._clock.monotonic()
        scale = grey.shape[1] / plane.shape[1]
        found = self._closer.piece(
            grey,
            tuple(replace(one, outline=_scaled(one.outline, scale)) for one in undecoded),
        )
        self._pieces += 1
        ended = self._clock.monotonic()
        self._rest_until = ended + _REST * (ended - started)
        return [replace(one, outline=_scaled(one.outline, 1 / scale)) for one in found]


def _quick(plane: GreyImage) -> tuple[list[Reading], list[Undecoded]]:
    """PDF417 comes out as rubbish now and then: it is left to a closer look."""
    readings, undecoded = zxing(plane, quick=True)
    return [one for one in readings if one.symbology is not Symbology.PDF417], undecoded


def _grey(pixels: Pixels) -> GreyImage:
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _scaled(outline: Outline, scale: float) -> Outline:
    return tuple((round(x * scale), round(y * scale)) for x, y in outline)


def _outlines(
    readings: list[Reading], undecoded: list[Undecoded], shape: tuple[int, ...]
) -> list[Outlined]:
    rows, columns = shape[0], shape[1]
    marked = [(one.outline, True) for one in readings]
    marked += [
        (one.outline, False)
        for one in undecoded
        if not any(one.outline == reading.outline for reading in readings)
    ]
    return [
        Outlined(tuple((x / columns, y / rows) for x, y in outline), read)
        for outline, read in marked
        if outline
    ]
