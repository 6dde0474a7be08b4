"""The readers that are compared: ours as a stream, and each decoder alone as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from checkpoint_app.capture.developing import developed
from checkpoint_app.capture.frames import Frame
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.clock import SystemClock
from tests.simulators.hard_frames import RATE
from tests.simulators.video_device import compressed

_OPENED = 7  # every so many frames are opened from a camera's bytes as well
_QUALITY = 80  # of a camera's JPEG: some 200 kB at 1080p

Pixels = NDArray[np.uint8]
Decoder = Callable[[Pixels], set[str]]


def zxing_default(pixels: Pixels) -> set[str]:
    """zxing-cpp with every option as it comes; its plain text, to compare what is in the symbol."""
    plain = zxingcpp.TextMode.Plain
    return {one.text for one in zxingcpp.read_barcodes(pixels, text_mode=plain) if one.text}


def zxing_qr(pixels: Pixels) -> set[str]:
    """zxing-cpp asked for QR alone."""
    found = zxingcpp.read_barcodes(
        pixels,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return {one.text for one in found if one.text}


def zbar_default(pixels: Pixels) -> set[str]:
    """pyzbar as it comes. What it raises on (EAN add-ons) is nothing read."""
    try:
        return {one.data.decode("utf-8", "replace") for one in pyzbar.decode(pixels)}
    except ValueError:
        return set()


SINGLE: dict[str, Decoder] = {"zxing": zxing_default, "zxing_qr": zxing_qr, "zbar": zbar_default}


@dataclass(slots=True)
class Outcome:
    """How one reader did on one clip. ``frame`` is the first frame (from 0) in which the truth was
    read, ``said`` all that was read besides it, ``cpu`` seconds over ``frames`` frames."""

    frame: int | None = None
    answered: int | None = None
    said: set[str] = field(default_factory=set)
    cpu: float = 0.0
    frames: int = 0
    looks: list[float] = field(default_factory=list)
    """Seconds that each frame took to read."""
    opened: list[float] = field(default_factory=list)
    """Seconds that one frame took to be decompressed for reading, and drawn in colour."""

    @property
    def slowest(self) -> float:
        """Seconds of the frame that took longest to read."""
        return max(self.looks, default=0.0)

    @property
    def whole(self) -> list[float]:
        """Seconds of each frame from the camera's bytes to the reading and the picture in the
        window: what was measured of some frames counts for those after them."""
        each = len(self.looks) / max(1, len(self.opened))
        return [look + self.opened[int(n / each)] for n, look in enumerate(self.looks)]


def by_decoder(decoder: Decoder, frames: Iterable[Pixels], truth: frozenset[str]) -> Outcome:
    """Frame after frame until one reads, as nobody looks on after that."""
    outcome = Outcome()
    for number, pixels in enumerate(frames):
        began = time.process_time()
        texts = decoder(pixels)
        _count(outcome, time.process_time() - began)
        outcome.said |= texts - truth
        if texts & truth:
            outcome.frame = outcome.answered = number
            break
    return outcome


def by_stream(frames: Iterable[Pixels], truth: frozenset[str]) -> Outcome:
    """All frames of a clip through `LiveReader`, at the camera's rate; what it would have answered
    counts, also that which still waited for something beside it when the clip ended. Some frames
    are opened from a camera's bytes too, for what that takes."""
    outcome = Outcome()
    reader = LiveReader(SystemClock())
    number = 0
    for number, pixels in enumerate(frames):
        frame = Frame(pixels, number / RATE)
        began = time.process_time()
        seen = reader.look(frame)
        _count(outcome, time.process_time() - began)
        if outcome.frame is None and any(one.text in truth for one in seen.readings):
            outcome.frame = number
        _answer(outcome, {one.text for one in seen.scans}, truth, number)
        if number % _OPENED == 0:
            outcome.opened.append(_opening(pixels))
    _answer(outcome, {one.text for one in reader.rest()}, truth, number)
    return outcome


def _opening(pixels: Pixels) -> float:
    """What it takes to make a frame out of a camera's bytes, and a picture for the window; 0 for
    what is no picture to a camera."""
    raw = compressed(pixels, _QUALITY)
    began = time.process_time()
    frame = developed(raw, 0.0)
    drawn = None if frame is None else frame.drawn()
    return 0.0 if drawn is None else time.process_time() - began


def _count(outcome: Outcome, spent: float) -> None:
    outcome.cpu += spent
    outcome.frames += 1
    outcome.looks.append(spent)


def _answer(outcome: Outcome, texts: set[str], truth: frozenset[str], number: int) -> None:
    outcome.said |= texts - truth
    if texts & truth and outcome.answered is None:
        outcome.answered = number
