"""The ways of looking at one place of a live picture, and in what turn they are tried.

Nothing counts before its own check passes: see `Evidence`, and `_confirm` for linear codes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import ALL, zbar, zxing
from checkpoint_app.capture.evidence import Evidence
from checkpoint_app.capture.gathering import Gathering, undone
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.regions import upright_bars

PATCH_PIXELS = 300_000
_SPARSE = 120_000  # pixels from which zbar looks along every second row
_TENSOR_SIDE = 320  # pixels
_BARS = (Symbology.CODE_128, Symbology.CODE_39, Symbology.PDF417)
_SQUARES = (Symbology.QR_CODE, Symbology.AZTEC, Symbology.DATA_MATRIX)
# zxing-cpp 3.1.1 misread PDF417 with no correction to spare, and never with any.
_SPARE = 0.02
_SHORTEST = 4  # bytes; shorter ones come out of texture
# Shares of the blur that edges tell: a little less undone reads best.
_RATHER_LESS, _STILL_LESS = 0.8, 0.6
_LEAST_BLUR, _WORST_BLUR = 0.7, 5.0  # pixels


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One way of looking at a place, for what is wanted there; ``of_many`` when it looks at what
    was gathered of it."""

    look: Callable[[Seen], None]
    of_many: bool = False
    wanted: tuple[Symbology, ...] = ALL


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step has to work with."""

    patch: GreyImage
    gathering: Gathering
    evidence: Evidence
    wanted: tuple[Symbology, ...]


def _plain(seen: Seen) -> None:
    _read(seen, seen.patch, 0.95, "plain")


def _softly(seen: Seen) -> None:
    _read(seen, mend.blurred(1.0)(seen.patch), 0.85, "soft")


def _softer(seen: Seen) -> None:
    _read(seen, mend.blurred(2.0)(seen.patch), 0.6, "softer")


def _by_zbar(seen: Seen) -> None:
    _zbar(seen, seen.patch, 0.9, "plain")


def _larger(seen: Seen) -> None:
    if seen.patch.size <= PATCH_PIXELS // 3:
        large = mend.chained(mend.enlarged(2.0), mend.sharpened(2.0, 1.0))(seen.patch)
        _read(seen, large, 0.8, "larger")


def _evened(seen: Seen) -> None:
    _read(seen, mend.evened(seen.patch), 0.7, "evened")


def _upright(seen: Seen) -> None:
    _bars(seen, seen.patch, 0.8, "upright")


def _gathered(seen: Seen) -> None:
    _read(seen, seen.gathering.mean(), 0.75, "gathered")


def _gathered_by_zbar(seen: Seen) -> None:
    _zbar(seen, seen.gathering.mean(), 0.7, "gathered")


def _darkest(seen: Seen) -> None:
    _read(seen, mend.evened(seen.gathering.darkest()), 0.6, "darkest")


def _sharpened(seen: Seen) -> None:
    _read(seen, _without_its_blur(seen, _RATHER_LESS), 0.65, "sharpened")


def _sharpened_less(seen: Seen) -> None:
    _read(seen, _without_its_blur(seen, _STILL_LESS), 0.65, "sharpened less")


def _sharpened_upright(seen: Seen) -> None:
    _bars(seen, _without_its_blur(seen, _RATHER_LESS), 0.65, "sharpened upright")


def _without_its_blur(seen: Seen, share: float) -> GreyImage:
    """What was gathered, its own blur undone by this share."""
    gathered = seen.gathering
    sigma = share * min(gathered.blur(), _WORST_BLUR) * gathered.factor
    return undone(gathered.mean(), max(sigma, _LEAST_BLUR))


def _gathered_upright(sigma: float) -> Step:
    def look(seen: Seen) -> None:
        gathered = seen.gathering
        plane = undone(gathered.mean(), sigma * gathered.factor) if sigma else gathered.mean()
        _bars(seen, plane, 0.6, f"gathered upright {sigma}")

    return Step(look, of_many=True)


def _unblurred(sigma: float, noise: float = 0.004) -> Step:
    def look(seen: Seen) -> None:
        gathered = seen.gathering
        name = f"unblurred {sigma}"
        _read(seen, undone(gathered.mean(), sigma * gathered.factor, noise), 0.6, name)

    return Step(look, of_many=True)


PLAIN, SOFTLY, SOFTER = Step(_plain), Step(_softly), Step(_softer)
BY_ZBAR, LARGER, EVENED, UPRIGHT = Step(_by_zbar), Step(_larger), Step(_evened), Step(_upright)
GATHERED, DARKEST = Step(_gathered, of_many=True), Step(_darkest, of_many=True)
SHARPENED = Step(_sharpened, of_many=True)
SHARPENED_LESS = Step(_sharpened_less, of_many=True)
SHARPENED_UPRIGHT = Step(_sharpened_upright, of_many=True)
GATHERED_BY_ZBAR = Step(_gathered_by_zbar, of_many=True)


def _wanting(wanted: tuple[Symbology, ...], *steps: Step) -> tuple[Step, ...]:
    """To look for everything at once takes twice as long as for some."""
    return tuple(replace(step, wanted=wanted) for step in steps)


SQUARE = (
    *_wanting(
        _SQUARES,
        PLAIN,
        SHARPENED,
        GATHERED,
        LARGER,
        SHARPENED,
        GATHERED,
        BY_ZBAR,
        SHARPENED_LESS,
    ),
    PLAIN,
    *_wanting(
        _SQUARES,
        GATHERED,
        DARKEST,
        _unblurred(3.0, 0.0015),
        GATHERED_BY_ZBAR,
        GATHERED,
        UPRIGHT,
        EVENED,
        _unblurred(2.5, 0.0015),
        PLAIN,
        _unblurred(0.7, 0.002),
        SOFTLY,
        SOFTER,
    ),
)
BARS = (
    *_wanting(
        _BARS,
        UPRIGHT,
        PLAIN,
        SHARPENED_UPRIGHT,
        _gathered_upright(0.0),
        BY_ZBAR,
        UPRIGHT,
        _gathered_upright(0.9),
        GATHERED_BY_ZBAR,
        SHARPENED_UPRIGHT,
        SHARPENED,
    ),
    PLAIN,
    *_wanting(_BARS, _unblurred(0.7)),
)
MIXED = tuple(step for pair in zip(BARS, SQUARE[: len(BARS)], strict=True) for step in pair)


def _read(seen: Seen, plane: GreyImage, quality: float, name: str) -> None:
    """By zxing-cpp, turned, inverted and smaller forms too."""
    for reading in zxing(plane, seen.wanted)[0]:
        _weigh(seen.evidence, plane, reading, quality, (name, "zxing"))


def _zbar(seen: Seen, plane: GreyImage, quality: float, name: str) -> None:
    for one in zbar(plane, density=1 + (plane.size > _SPARSE)):
        _weigh(seen.evidence, plane, one.reading, quality, (name, "zbar"))


def _bars(seen: Seen, plane: GreyImage, quality: float, name: str) -> None:
    """Regions of bars, turned upright."""
    for number, region in enumerate(upright_bars(plane, _TENSOR_SIDE)):
        if number == 1:
            return
        for reading in zxing(mend.at_most(PATCH_PIXELS)(region), _BARS, quick=True)[0]:
            _weigh(seen.evidence, region, reading, quality, (name, "zxing"))


def _weigh(
    evidence: Evidence, plane: GreyImage, reading: Reading, quality: float, look: object
) -> None:
    """Take a reading for true, or look at the same once more otherwise."""
    if len(reading.data) < _SHORTEST:
        return
    if reading.symbology is Symbology.PDF417 and reading.quality >= _SPARE:
        evidence.accept(reading, quality)
        return
    known = (reading.symbology, reading.data) in evidence.trusted
    evidence.witness(reading, quality, look)
    if reading.symbology in LINEAR and not known:
        _confirm(evidence, plane, reading, quality)


def _confirm(evidence: Evidence, plane: GreyImage, reading: Reading, quality: float) -> None:
    wanted = (reading.symbology,)
    softened = mend.blurred(0.9)(plane)
    again = [one for one in zxing(softened, wanted)[0] if one.data == reading.data]
    also = [
        one.reading for one in zbar(plane, wanted, density=2) if one.reading.data == reading.data
    ]
    if again and also:
        evidence.accept(reading, quality)
    elif again:
        evidence.witness(reading, quality, "softened")
