"""Every barcode of a still picture: the cascade with all its stages.

First the picture as it is, by zxing-cpp and zbar. Then what was found and not read is cut out and
mended. Only then is the whole picture mended, stage by stage, until a two-dimensional symbol reads
(one beside a linear code is worth the search: it carries the signature).

Nothing counts before its own check passes. The error correction of QR, Aztec and DataMatrix checks
itself. PDF417, whose rows a decoder may mistake in a tilted picture, and linear codes count, when
they read only in a mended picture, after a second look at one changed in another way gave the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import (
    ALL,
    Outline,
    Undecoded,
    ZbarReading,
    opencv_qr,
    zbar,
    zxing,
)
from checkpoint_app.capture.image import GreyImage, grey_frames
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.regions import box_of, cut_out, squared, upright_bars

# Mending costs time and memory in proportion to the picture; a symbol of 57 modules in a corner
# still has 6 pixels a module at this size.
_MENDED_PIXELS = 6_000_000
_PATCH_PIXELS = 2_000_000
_BARS = (Symbology.CODE_128, Symbology.CODE_39, Symbology.PDF417)
_SHORTEST_LINEAR = 3
_SURE_LINES = 2  # scan lines of zbar that agree


@dataclass(frozen=True, slots=True)
class Stage:
    """One way of mending, and what a reading after it is worth (`Reading.quality`)."""

    quality: float
    treat: mend.Treatment


PATCH_STAGES = (
    Stage(0.90, mend.bordered),
    Stage(0.85, mend.blurred(1.0)),
    Stage(0.80, mend.sharpened(1.5, 1.0)),
    Stage(0.75, mend.enlarged(1.5)),
    Stage(0.70, mend.chained(mend.enlarged(2.0), mend.blurred(1.0))),
    Stage(0.65, mend.evened),
    Stage(0.60, mend.sharpened(3.0, 2.0)),
    Stage(0.55, mend.chained(mend.enlarged(2.0), mend.sharpened(3.0, 1.5))),
    Stage(0.50, mend.chained(mend.enlarged(2.0), mend.contrasted)),
    Stage(0.45, mend.blurred(2.0)),
    Stage(0.40, mend.in_two_tones),
)
PICTURE_STAGES = (
    Stage(0.90, mend.bordered),
    Stage(0.85, mend.reduced(0.5)),
    Stage(0.80, mend.blurred(1.0)),
    Stage(0.75, mend.evened),
    Stage(0.70, mend.sharpened(1.5, 1.0)),
    Stage(0.65, mend.inverted),
    Stage(0.60, mend.without_specks),
    Stage(0.55, mend.chained(mend.enlarged(2.0), mend.at_most(_MENDED_PIXELS))),
    Stage(0.50, mend.blurred(2.0)),
    Stage(0.45, mend.contrasted),
    Stage(0.40, mend.in_two_tones),
    Stage(0.35, mend.turned(30)),
    Stage(0.30, mend.turned(60)),
)


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
    """All barcodes of one grey picture, each once, those that read best first."""
    found = _Found(source)
    undecoded = _as_it_is(grey, found)
    for patch in _patches(grey, undecoded, found):
        _mend_patch(patch, found, patch_symbologies(undecoded))
    if not found.has_two_dimensional:
        _mend_picture(grey, found)
    return found.readings()


def patch_symbologies(undecoded: Iterable[Undecoded]) -> tuple[Symbology, ...]:
    """The symbologies of what was found and not read, each once."""
    return tuple(dict.fromkeys(one.symbology for one in undecoded))


@dataclass(slots=True)
class _Found:
    """What has been read so far, and the linear readings that wait for a second look."""

    source: str
    accepted: dict[tuple[Symbology, bytes], Reading] = field(default_factory=dict)
    awaiting: dict[tuple[Symbology, bytes], object] = field(default_factory=dict)

    @property
    def has_two_dimensional(self) -> bool:
        return any(symbology not in LINEAR for symbology, _ in self.accepted)

    def accept(self, reading: Reading, quality: float) -> None:
        key = (reading.symbology, reading.data)
        self.accepted.setdefault(key, replace(reading, source=self.source, quality=quality))

    def witness(self, reading: Reading, quality: float, look: object) -> None:
        """A reading from a mended picture; ``look`` tells one way of looking from another."""
        if reading.symbology not in _BARS:
            self.accept(replace(reading, outline=()), quality)
        elif len(reading.data) >= _SHORTEST_LINEAR:
            first = self.awaiting.setdefault((reading.symbology, reading.data), look)
            if first != look:
                self.accept(replace(reading, outline=()), quality)

    def covers(self, symbology: Symbology, outline: Outline) -> bool:
        """True when a symbol of this kind was already read at this place."""
        return any(
            reading.symbology is symbology and _touch(reading.outline, outline)
            for reading in self.accepted.values()
        )

    def readings(self) -> list[Reading]:
        return sorted(self.accepted.values(), key=lambda reading: -reading.quality)


Step = Callable[[GreyImage, _Found], None]


def _touch(one: Outline, other: Outline) -> bool:
    """True when the boxes of two outlines overlap; an unknown outline touches nothing."""
    if not one or not other:
        return False
    left, top, right, bottom = box_of(one)
    left2, top2, right2, bottom2 = box_of(other)
    return left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom


def _as_it_is(grey: GreyImage, found: _Found) -> list[Undecoded]:
    """The first look. Gives what was found and not read."""
    readings, undecoded = zxing(grey)
    for reading in readings:
        found.accept(reading, 1.0)
    nothing_yet = not found.accepted
    for seen in zbar(grey):
        _weigh_zbar(grey, seen, found, nothing_yet=nothing_yet)
    return [one for one in undecoded if not found.covers(one.symbology, one.outline)]


def _weigh_zbar(grey: GreyImage, seen: ZbarReading, found: _Found, *, nothing_yet: bool) -> None:
    """Take over a reading of zbar's where zxing-cpp read nothing, if it can be believed."""
    reading = seen.reading
    if found.covers(reading.symbology, reading.outline):
        return
    if reading.symbology is Symbology.QR_CODE:
        found.accept(reading, 0.95)
        return
    if len(reading.data) < _SHORTEST_LINEAR or seen.lines < _SURE_LINES:
        found.awaiting.setdefault((reading.symbology, reading.data), "zbar")
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


def _patches(grey: GreyImage, undecoded: list[Undecoded], found: _Found) -> Iterator[GreyImage]:
    for one in undecoded:
        if found.covers(one.symbology, one.outline):
            continue
        patch = cut_out(grey, one.outline)
        if patch is not None:
            yield mend.at_most(_PATCH_PIXELS)(patch)


def _mend_patch(patch: GreyImage, found: _Found, symbologies: tuple[Symbology, ...]) -> None:
    """Mend one cut-out until something in it counts."""
    before = len(found.accepted)
    for stage in PATCH_STAGES:
        _look(stage.treat(patch), found, stage, symbologies)
        if len(found.accepted) > before:
            return


def _look(
    grey: GreyImage, found: _Found, stage: Stage, symbologies: Iterable[Symbology] = ALL
) -> None:
    wanted = tuple(symbologies)
    for reading in zxing(grey, wanted)[0]:
        found.witness(reading, stage.quality, (stage, "zxing"))
    for seen in zbar(grey, wanted):
        found.witness(seen.reading, stage.quality, (stage, "zbar"))


def _mend_picture(grey: GreyImage, found: _Found) -> None:
    """Mend the whole picture, stage by stage, until a two-dimensional symbol reads."""
    plane = mend.at_most(_MENDED_PIXELS)(grey)
    for step in _STEPS:
        step(plane, found)
        if found.has_two_dimensional:
            return


def _by_opencv(plane: GreyImage, found: _Found) -> None:
    """OpenCV's QR detector finds symbols that the others overlook; tilt is taken out for them."""
    readings, undecoded = opencv_qr(plane)
    for reading in readings:
        found.witness(reading, 0.5, "opencv")
    for one in undecoded:
        flat = squared(plane, one.outline)
        if flat is not None:
            _mend_patch(flat, found, (Symbology.QR_CODE,))


def _by_bars(plane: GreyImage, found: _Found) -> None:
    """Regions of bars, deskewed."""
    for region in upright_bars(plane):
        for stage in PATCH_STAGES[:4]:
            _look(stage.treat(region), found, replace(stage, quality=stage.quality / 2), _BARS)


def _by_stage(stage: Stage) -> Step:
    return lambda plane, found: _look(stage.treat(plane), found, stage)


_STEPS: tuple[Step, ...] = (
    *(_by_stage(stage) for stage in PICTURE_STAGES[:3]),
    _by_opencv,
    _by_bars,
    *(_by_stage(stage) for stage in PICTURE_STAGES[3:]),
)
