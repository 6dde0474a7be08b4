"""Barcodes in the pictures of a camera, as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from checkpoint_app.capture import mend
from checkpoint_app.capture.closer import PIECES, CloserLook
from checkpoint_app.capture.decoders import SMALLEST_SIDE, Outline, Undecoded, zxing
from checkpoint_app.capture.feedback import Advice
from checkpoint_app.capture.frames import Frame, Pixels
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.presence import Hint, Outlined
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.regions import cut_out
from checkpoint_app.capture.viewing import GONE, PATIENCE, Viewing
from checkpoint_app.clock import Clock

# Pixels of a quick look: a camera's 1080p as it is.
_QUICK_PIXELS = 1920 * 1080
# After a two-dimensional symbol was answered a closer look rests, in seconds.
_CONTENT = 0.5
# Seconds of this thread's time that a picture may take on average; a picture that took more leaves
# less to the next ones, but every `_AT_LEAST`th gets a piece of a closer look however slow we are.
_ALLOWANCE = 0.012
_SAVED, _OWED = 2.0, 3.0  # allowances that can be saved up, and owed
_AT_LEAST = 3
# No piece begins later in a picture: the longest takes as long again, and the next picture waits.
_LATEST = 0.014
# A scene is another one when its small picture differs by so many grey levels, on average or
# anywhere.
_SCENE = (48, 27)
_ANOTHER, _ANYWHERE = 3.0, 24.0
_WITNESSES = 2
_SHORTEST_LINEAR = 4  # bytes
_NOT_QR = (Symbology.CODE_128, Symbology.AZTEC, Symbology.DATA_MATRIX, Symbology.CODE_39)
_BARS = (Symbology.CODE_128, Symbology.CODE_39)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture showed. ``scans`` are the readings to answer now, ``outlines`` what to draw
    over it; ``hint`` would help a barcode that was seen and not read for a while."""

    at: float
    readings: tuple[Reading, ...]
    outlines: tuple[Outlined, ...]
    scans: tuple[Reading, ...]
    hint: Hint | None = None


@dataclass(slots=True)
class _Known:
    """A barcode that was read: where it was last, and in how many pictures."""

    reading: Reading
    at: float
    frames: int = 1
    answered: bool = False


class LiveReader:
    """Reads pictures one after the other: each quickly; while nothing reads, piece by piece at the
    places that look like a barcode. What lies still and unreadable is left alone after some turns.

    ``thrifty`` keeps to an allowance of this thread's time a picture; without it each picture gets
    several pieces. OpenCV is kept to one thread. ``spent`` gives this thread's seconds.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        thrifty: bool = True,
        spent: Callable[[], float] = time.thread_time,
    ) -> None:
        cv2.setNumThreads(1)
        self._clock = clock
        self._thrifty = thrifty
        self._spent = spent
        self._viewing = Viewing()
        self._closer = CloserLook()
        self._known: dict[tuple[Symbology, bytes], _Known] = {}
        self._content_until = -1.0
        self._scene: GreyImage | None = None
        self._pieces = 0  # of a closer look at this scene
        self._saved = 0.0
        self._frame = 0
        self._at = 0.0
        self._advice = Advice()

    def look(self, frame: Frame) -> Seen:
        """What this picture shows. At 1080p some 10 ms on average, and up to three times that."""
        began = self._spent()
        self._at = frame.at
        self._frame += 1
        self._saved = min(self._saved + _ALLOWANCE, _SAVED * _ALLOWANCE)
        if frame.pixels.size == 0 or min(frame.pixels.shape[:2]) < SMALLEST_SIDE:
            return Seen(frame.at, (), (), self._viewing.see((), frame.at))
        grey = _grey(frame.pixels)
        plane = mend.at_most(_QUICK_PIXELS)(grey)
        half = mend.reduced(0.5)(plane)
        self._compare(half)
        readings, undecoded = self._quick(plane, half)
        scale = grey.shape[1] / plane.shape[1]
        if self._wants_closer(readings):
            found = self._look_closer(grey, _enlarged(undecoded, scale), began)
            known = {(one.symbology, one.data) for one in readings}
            readings += [
                replace(one, outline=_scaled(one.outline, 1 / scale))
                for one in found
                if (one.symbology, one.data) not in known
            ]
        scans = self._viewing.see(readings, frame.at)
        self._remember(readings, scans)
        self._advise(grey, readings, _enlarged(undecoded, scale))
        like = _scaled(self._advice.outline, 1 / scale)
        self._saved = max(self._saved - (self._spent() - began), -_OWED * _ALLOWANCE)
        return Seen(
            frame.at,
            tuple(readings),
            tuple(_outlines(readings, undecoded, like, plane.shape)),
            scans,
            self._advice.hint,
        )

    def rest(self) -> tuple[Reading, ...]:
        """After the last picture: the scans that still waited for something beside them."""
        return self._viewing.see((), self._at + PATIENCE)

    def _quick(self, plane: GreyImage, half: GreyImage) -> tuple[list[Reading], list[Undecoded]]:
        """What was read before, where it was; QR at half the size, then at the whole; the others
        in turns. PDF417 comes out as rubbish now and then: it is left to a closer look."""
        readings = _doubled(zxing(half, (Symbology.QR_CODE,), quick=True)[0])
        readings += self._again(plane, readings)
        if self._at < self._content_until or any(_is_square(one) for one in readings):
            return readings, []
        undecoded: list[Undecoded] = []
        turn = self._frame % 6
        if turn % 2:
            found, undecoded = zxing(plane, (Symbology.QR_CODE,), quick=True)
        elif turn == 2:
            found, undecoded = zxing(plane, _BARS, quick=True)[0], []
        else:
            found = _doubled(zxing(half, _NOT_QR, quick=True)[0])
        known = {(one.symbology, one.data) for one in readings}
        readings += [
            one for one in found if (one.symbology, one.data) not in known and _is_long(one)
        ]
        return readings, undecoded

    def _again(self, plane: GreyImage, readings: list[Reading]) -> list[Reading]:
        """What was read a moment ago, looked for where it was."""
        found: list[Reading] = []
        read = {(one.symbology, one.data) for one in readings}
        for key, known in self._known.items():
            if key in read or self._at - known.at > _CONTENT or not known.reading.outline:
                continue
            patch = cut_out(plane, known.reading.outline, 0.25)
            if patch is None:
                continue
            for one in zxing(patch, (known.reading.symbology,), quick=True)[0]:
                if one.data == known.reading.data:
                    found.append(replace(one, outline=known.reading.outline))
                    break
        return found

    def _wants_closer(self, readings: list[Reading]) -> bool:
        if self._at < self._content_until or self._pieces >= PIECES:
            return False
        return not any(_is_square(one) for one in readings)

    def _compare(self, plane: GreyImage) -> None:
        small = mend.reduced(0.5)(mend.reduced(0.5)(plane))
        scene = np.asarray(cv2.resize(small, _SCENE, interpolation=cv2.INTER_AREA), np.uint8)
        known = self._scene
        if known is not None:
            difference = cv2.absdiff(scene, known)
            if difference.mean() <= _ANOTHER and difference.max() <= _ANYWHERE:
                return
        self._scene = scene
        self._pieces = 0

    def _look_closer(
        self, grey: GreyImage, undecoded: tuple[Undecoded, ...], began: float
    ) -> list[Reading]:
        self._closer.place(grey, undecoded)
        readings: list[Reading] = []
        pieces = 0
        while not readings and self._may_go_on(pieces, began):
            pieces += 1
            readings = self._closer.piece(grey)
        self._pieces += 1
        return readings

    def _may_go_on(self, pieces: int, began: float) -> bool:
        if not self._thrifty:
            return pieces < 3
        if pieces == 0 and (self._frame % _AT_LEAST == 0 or self._closer.expectant):
            return True
        return self._spent() - began < min(self._saved, _LATEST)

    def _advise(
        self, grey: GreyImage, readings: list[Reading], undecoded: tuple[Undecoded, ...]
    ) -> None:
        """What would help, once nothing reads for a while."""
        if readings or self._at < self._content_until:
            self._advice.forget()
            return
        found = undecoded[0].outline if undecoded else ()
        self._advice.look(grey, self._at, self._closer.places, found)

    def _remember(self, readings: list[Reading], scans: tuple[Reading, ...]) -> None:
        self._known = {key: one for key, one in self._known.items() if self._at - one.at <= GONE}
        answered = {(one.symbology, one.data) for one in scans}
        for reading in readings:
            key = (reading.symbology, reading.data)
            known = self._known.get(key)
            if known is None:
                self._known[key] = known = _Known(reading, self._at)
            elif known.at != self._at:
                known.frames += 1
                known.at = self._at
                if reading.outline:
                    known.reading = reading
            known.answered = known.answered or key in answered
            if _is_square(reading) and (known.answered or known.frames >= _WITNESSES):
                self._content_until = self._at + _CONTENT
                self._closer.forget()


def _is_long(reading: Reading) -> bool:
    """Linear codes of a sign or two are read out of any pattern of stripes."""
    return _is_square(reading) or len(reading.data.strip()) >= _SHORTEST_LINEAR


def _is_square(reading: Reading) -> bool:
    return reading.symbology not in LINEAR


def _grey(pixels: Pixels) -> GreyImage:
    """Grey of whatever a driver gives: one to four channels, of 8 bits or more."""
    if pixels.dtype != np.uint8:
        pixels = _eight_bits(pixels)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels < 3:  # grey, and grey with alpha
        return np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[:, :, 0])
    code = cv2.COLOR_BGR2GRAY if channels == 3 else cv2.COLOR_BGRA2GRAY
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels[:, :, :4]), code), np.uint8)


def _eight_bits(deep: Pixels) -> Pixels:
    """Its darkest to brightest over 0 to 255."""
    plane = np.nan_to_num(np.asarray(deep, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(plane.min()), float(plane.max())
    return np.asarray((plane - low) * (255.0 / max(high - low, 1e-6)), np.uint8)


def _scaled(outline: Outline, scale: float) -> Outline:
    return tuple((round(x * scale), round(y * scale)) for x, y in outline)


def _doubled(readings: list[Reading]) -> list[Reading]:
    """Read at half the size."""
    return [replace(one, outline=_scaled(one.outline, 2.0)) for one in readings]


def _enlarged(undecoded: list[Undecoded], scale: float) -> tuple[Undecoded, ...]:
    return tuple(replace(one, outline=_scaled(one.outline, scale)) for one in undecoded)


def _outlines(
    readings: list[Reading], undecoded: list[Undecoded], like: Outline, shape: tuple[int, ...]
) -> list[Outlined]:
    """``like`` is outlined where nothing else is: it looks like a barcode."""
    rows, columns = shape[0], shape[1]
    marked = [(one.outline, True) for one in readings]
    marked += [
        (one.outline, False)
        for one in undecoded
        if not any(one.outline == reading.outline for reading in readings)
    ]
    if not marked and like:
        marked = [(like, False)]
    return [
        Outlined(tuple((x / columns, y / rows) for x, y in outline), read)
        for outline, read in marked
        if outline
    ]
