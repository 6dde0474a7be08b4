"""Every barcode of a still picture: the cascade with all its stages.

First the picture as it is, by zxing-cpp and zbar. Then what was found and not read is cut out and
mended. Only then is the whole picture mended, stage by stage, until a two-dimensional symbol reads
(one beside a linear code is worth the search: it carries the signature).

Nothing counts before its own check passes. The error correction of QR, Aztec and DataMatrix checks
itself. PDF417, which comes out as rubbish now and then when its correction is used up, and linear
codes count, when they read only in a mended picture, after a second look at one changed in another
way gave the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import (
    ALL,
    SMALLEST_SIDE,
    Undecoded,
    ZbarReading,
    opencv_qr,
    zbar,
    zxing,
)
from checkpoint_app.capture.evidence import SHORTEST_LINEAR, Evidence
from checkpoint_app.capture.image import GreyImage, grey_frames
from checkpoint_app.capture.reading import TWO_DIMENSIONAL, Reading, Symbology
from checkpoint_app.capture.regions import cut_out, squared, upright_bars
from checkpoint_app.capture.stages import (
    MENDED_PIXELS,
    PATCH_PIXELS,
    PATCH_STAGES,
    PICTURE_STAGES,
    Stage,
)

_BARS = (Symbology.CODE_128, Symbology.CODE_39, Symbology.PDF417)
# zxing-cpp 3.1.1 misread PDF417 with no correction to spare, and never with any (see the tests).
_SPARE_CORRECTION = 0.02
# Code 39 spells other characters by pairs with one of these; zbar leaves the pairs as they are.
_CODE_39_SHIFTS = frozenset(b"$%/+")
_SURE_LINES = 2  # scan lines of zbar that agree


def read_picture(path: Path) -> list[Reading]:
    """All barcodes of a picture file, each once, also over the frames of an animated one.

    Raises ImageError when the file cannot be opened.
    """
    found: dict[tuple[Symbology, bytes], Reading] = {}
    for frame in grey_frames(path):
        for reading in read_still(frame, path.name):
            found.setdefault((reading.symbology, reading.data), reading)
    return list(found.values())


def read_still(grey: GreyImage, source: str = "") -> list[Reading]:
    """All barcodes of one grey picture (at most `MAX_SIDE` a side), each once, the best first.

    At the same quality two-dimensional symbols come before linear ones.
    """
    if min(grey.shape) < SMALLEST_SIDE:
        return []
    found = Evidence(source)
    undecoded = _as_it_is(grey, found)
    for patch in _patches(grey, undecoded, found):
        _mend_patch(patch, found, _symbologies(undecoded))
    if not found.has_two_dimensional:
        # Where bars were read, only a symbol that carries more is still worth the search.
        _mend_picture(grey, found, TWO_DIMENSIONAL if found.accepted else ALL)
    return found.readings()


def _symbologies(undecoded: Iterable[Undecoded]) -> tuple[Symbology, ...]:
    """The symbologies of what was found and not read, each once."""
    return tuple(dict.fromkeys(one.symbology for one in undecoded))


Step = Callable[[GreyImage, Evidence, tuple[Symbology, ...]], None]


def _as_it_is(grey: GreyImage, found: Evidence) -> list[Undecoded]:
    """The first look. Gives what was found and not read."""
    readings, undecoded = zxing(grey)
    for reading in readings:
        if reading.symbology is Symbology.PDF417 and reading.quality < _SPARE_CORRECTION:
            found.witness(reading, 0.95, "zxing")
        else:
            found.accept(reading, 1.0)
    nothing_yet = not found.accepted
    for seen in zbar(grey):
        _weigh_zbar(grey, seen, found, nothing_yet=nothing_yet)
    return [one for one in undecoded if not found.covers(one.symbology, one.outline)]


def _weigh_zbar(grey: GreyImage, seen: ZbarReading, found: Evidence, *, nothing_yet: bool) -> None:
    """Take over a reading of zbar's where zxing-cpp read nothing, if it can be believed."""
    reading = seen.reading
    if found.covers(reading.symbology, reading.outline):
        return
    if reading.symbology is Symbology.QR_CODE:
        found.accept(reading, 0.95)
        return
    if len(reading.data) < SHORTEST_LINEAR or seen.lines < _SURE_LINES:
        found.await_another(reading, "zbar")
        return
    if reading.symbology is Symbology.CODE_128 or (nothing_yet and _again(grey, reading)):
        found.accept(reading, 0.95)


def _again(grey: GreyImage, reading: Reading) -> bool:
    """True when zbar reads the same from the picture lightly blurred: noise would not."""
    softened = mend.blurred(0.7)(grey)
    return any(
        seen.reading.data == reading.data and seen.lines >= _SURE_LINES
        for seen in zbar(softened, (reading.symbology,))
    )


def _patches(grey: GreyImage, undecoded: list[Undecoded], found: Evidence) -> Iterator[GreyImage]:
    for one in undecoded:
        if found.covers(one.symbology, one.outline):
            continue
        patch = cut_out(grey, one.outline)
        if patch is not None:
            yield mend.at_most(PATCH_PIXELS)(patch)


def _mend_patch(patch: GreyImage, found: Evidence, symbologies: tuple[Symbology, ...]) -> None:
    """Mend one cut-out until something in it counts."""
    before = len(found.accepted)
    for stage in PATCH_STAGES:
        look(stage.treat(patch), found, stage, symbologies)
        if len(found.accepted) > before:
            return


def look(grey: GreyImage, found: Evidence, stage: Stage, wanted: tuple[Symbology, ...]) -> None:
    """Read a picture that a stage has mended; what counts goes to ``found``."""
    for reading in zxing(grey, wanted)[0]:
        found.witness(reading, stage.quality, (stage, "zxing"))
    for seen in zbar(grey, wanted):
        if seen.reading.symbology is Symbology.CODE_39 and _CODE_39_SHIFTS & set(seen.reading.data):
            continue
        found.witness(seen.reading, stage.quality, (stage, "zbar"))


def _mend_picture(grey: GreyImage, found: Evidence, wanted: tuple[Symbology, ...]) -> None:
    """Mend the whole picture, stage by stage, until a two-dimensional symbol reads."""
    plane = mend.at_most(MENDED_PIXELS)(grey)
    for step in _STEPS:
        step(plane, found, wanted)
        if found.has_two_dimensional:
            return


def _by_opencv(plane: GreyImage, found: Evidence, wanted: tuple[Symbology, ...]) -> None:
    """OpenCV's QR detector finds symbols that the others overlook; tilt is taken out for them."""
    readings, undecoded = opencv_qr(plane)
    for reading in readings:
        found.witness(reading, 0.5, "opencv")
    for one in undecoded:
        flat = squared(plane, one.outline)
        if flat is not None:
            _mend_patch(flat, found, (Symbology.QR_CODE,))


def _by_bars(plane: GreyImage, found: Evidence, wanted: tuple[Symbology, ...]) -> None:
    """Regions of bars, deskewed."""
    bars = tuple(symbology for symbology in _BARS if symbology in wanted)
    for region in upright_bars(plane):
        for stage in PATCH_STAGES[:4]:
            half = replace(stage, quality=stage.quality / 2)
            look(stage.treat(region), found, half, bars)


def _by_stage(stage: Stage) -> Step:
    return lambda plane, found, wanted: look(stage.treat(plane), found, stage, wanted)


_STEPS: tuple[Step, ...] = (
    *(_by_stage(stage) for stage in PICTURE_STAGES[:3]),
    _by_opencv,
    _by_bars,
    *(_by_stage(stage) for stage in PICTURE_STAGES[3:]),
)
